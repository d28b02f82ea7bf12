"""What all dialogs share: their buttons, their spacing."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from wbc_desktop.app.plain import plain_label
from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.translations import tr


class PlainDialog(QDialog):
    """A title, a body, and two buttons.

    Args:
        title: Title of the window.
        accept: Text of the button that does it; empty: only "Close".
        parent: The window.
    """

    def __init__(self, title: str, accept: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addLayout(self.body, 1)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Cancel if accept else kinds.Close)
        self.buttons.rejected.connect(self.reject)
        if accept:
            self.accept_button = self.buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
            self.accept_button.setProperty("main", True)
            self.accept_button.setDefault(True)
            self.buttons.accepted.connect(self.accept)
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        column.addWidget(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Never larger than the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            self.resize(self.size().boundedTo(self.screen().availableSize()))

    def fit_height(self) -> None:
        """As high as the wrapped texts need, which ``adjustSize`` cuts on a low screen."""
        self.ensurePolished()
        layout = self._column
        layout.activate()
        width = max(self.minimumWidth(), layout.minimumSize().width())
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.resize(QSize(width, height).boundedTo(self.screen().availableSize()))


def text_label(text: str, name: str = "") -> QLabel:
    """A label that wraps; ``name`` is ``muted`` or ``heading``."""
    label = plain_label(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label


def choice_of(texts: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of (shown text, value) for a combo box, texts translated."""
    return [(tr(text), value) for value, text in texts.items()]
