"""A push button that is an action: enabled, explained and carried out as the action is."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from wbc_desktop.app.resources import icon
from wbc_desktop.app.theme import colours


class ActionButton(QPushButton):
    """A push button for an action of the window.

    Args:
        action: What it does.
        text: Text instead of the menu's; empty takes the menu's.
        main: Whether it is the one main button of its page.
        icon: Whether to show the action's icon.
    """

    def __init__(
        self,
        action: QAction,
        text: str = "",
        *,
        main: bool = False,
        icon: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text or action.text(), parent)
        self._action, self._icon = action, icon
        self.setObjectName(f"button_{action.objectName()}")
        self.setProperty("main", main)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        name = self._action.property("icon_name")
        if self._icon and name:
            c = colours()
            main = bool(self.property("main"))
            self.setIcon(icon(name, c.on_accent if main else c.text, c.muted if main else c.line))
