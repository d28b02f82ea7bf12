"""One line over the page: the microscope check, a restored review, images not yet counted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from wbc_desktop.app.plain import plain_label
from wbc_desktop.app.resources import icon
from wbc_desktop.app.theme import SPACE, colours, theme
from wbc_desktop.app.translations import tr

_ICONS = {"good": "good", "warn": "warning", "bad": "warning", "info": "info"}


class Banner(QFrame):
    """A message that does not stop the work; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.level = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE + 4, SPACE // 2, SPACE, SPACE // 2)
        self._sign = QLabel()
        self.text = plain_label()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton()
        self._action: Callable[[], object] | None = None
        self._button.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip(tr("Hide this message"))
        self._close.setAccessibleName(tr("Hide this message"))
        self._close.clicked.connect(self.hide)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        theme().changed.connect(self._colour)
        self.hide()

    def tell(
        self, level: str, text: str, button: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Show a message.

        Args:
            level: ``good``, ``warn``, ``bad`` or ``info``.
            text: One or two sentences.
            button: Text of a button, empty for none.
            action: What the button does.
        """
        self.level = level
        self.text.setText(text)
        self.setAccessibleName(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._action = action
        self._colour()
        self.show()

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

    def _colour(self) -> None:
        c = colours()
        ink = {"good": c.good, "warn": c.warn, "bad": c.bad}.get(self.level, c.accent)
        self._sign.setPixmap(icon(_ICONS.get(self.level, "info"), ink, ink).pixmap(QSize(18, 18)))
        self._close.setIcon(icon("close", c.muted, c.line))
        self.setStyleSheet(
            f"QFrame#banner {{ background: {c.panel}; border: 0; border-left: 4px solid {ink};"
            f" border-bottom: 1px solid {c.line}; }}"
        )
