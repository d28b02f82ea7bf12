"""The toolbar: where its texts do not fit, its signs stand alone, so that nothing is ever pushed out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

_WITH_TEXT = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ALONE = Qt.ToolButtonStyle.ToolButtonIconOnly


class ToolBar(QToolBar):
    """Shows texts beside its signs if there is room for all of them."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._texts: list[QToolButton] = []
        self._gain = 0

    def show_text(self, button: QToolButton) -> None:
        """A button that has a text beside its sign where there is room."""
        self._texts.append(button)
        button.setToolButtonStyle(_WITH_TEXT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew."""
        super().resizeEvent(event)
        self._choose()

    def event(self, event: QEvent) -> bool:
        """A text, a font or the model's name changed: what is needed did, too."""
        answer = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._choose()
        return answer

    def _choose(self) -> None:
        if not self._texts:
            return
        needed = self.sizeHint().width()
        if self._texts[0].toolButtonStyle() == _ALONE:
            needed += self._gain
            if needed > self.width():
                return
            self._show_texts(_WITH_TEXT)
            needed = self.sizeHint().width()
        if needed > self.width():
            # What the texts take is measured, not guessed: a guess would change its mind for ever.
            self._show_texts(_ALONE)
            self._gain = needed - self.sizeHint().width()

    def _show_texts(self, style: Qt.ToolButtonStyle) -> None:
        for button in self._texts:
            button.setToolButtonStyle(style)
