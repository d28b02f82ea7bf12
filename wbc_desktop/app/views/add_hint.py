"""What the keys do while cells are added, at the lower edge of the field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel

from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.translations import tr
from wbc_desktop.app.views.slide_view import SlideView


class AddHint(QLabel):
    """A line over the view, as long as a click or Enter adds a cell."""

    def __init__(self, view: SlideView) -> None:
        super().__init__(view)
        self._view = view
        self.setObjectName("card")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMargin(SPACE)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setText(
            tr(
                "<b>Adding cells.</b> Click one, or move the cross-hair with the arrow keys (Shift: finely) "
                "and press Enter. Space chooses the cell there, Delete takes it out, Esc ends."
            )
        )
        self.hide()
        view.add_mode_changed.connect(self._show)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _show(self, on: bool) -> None:
        self.setVisible(on)
        if on:
            self._place()

    def _place(self) -> None:
        width = min(560, max(self._view.width() - 2 * SPACE, 160))
        self.setFixedWidth(width)
        self.setFixedHeight(self.heightForWidth(width))
        room = self._view.scale_bar.height() + 3 * SPACE if self._view.scale_bar.isVisible() else 2 * SPACE
        self.move((self._view.width() - width) // 2, self._view.height() - self.height() - room)
