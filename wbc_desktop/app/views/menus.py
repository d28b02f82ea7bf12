"""Menu bar and toolbar, filled from the action table."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QSizePolicy, QToolButton, QWidget

from wbc_desktop.app.action_table import MENUS, SPECS
from wbc_desktop.app.actions import Actions
from wbc_desktop.app.translations import QT_TRANSLATE_NOOP, tr
from wbc_desktop.app.views.tool_bar import ToolBar
from wbc_desktop.app.views.view_actions import ViewActions

TOOLS = (
    ("open_folder", "open_files"),
    ("undo", "redo"),
    ("accept", "next_uncertain", "remove"),
    ("export",),
)
SHORT = {
    "open_folder": QT_TRANSLATE_NOOP("", "Folder"),
    "open_files": QT_TRANSLATE_NOOP("", "Image or slide"),
    "next_uncertain": QT_TRANSLATE_NOOP("", "Next uncertain"),
}
"""Shorter texts, for the toolbar has little room."""
ICON_ALONE = ("undo", "redo", "remove")
"""Shown without their text: everybody knows these signs."""


def fill_menu_bar(bar: QMenuBar, actions: Actions, views: ViewActions) -> None:
    """Every action under its menu; the classes under "Cell"."""
    for menu_id, title in MENUS:
        menu = bar.addMenu(tr(title))
        menu.setToolTipsVisible(True)
        for spec in SPECS:
            if spec.menu != menu_id:
                continue
            if spec.separator:
                menu.addSeparator()
            menu.addAction(actions[spec.id])
        for group in views.groups(menu_id):
            menu.addSeparator()
            menu.addActions(group)
        if menu_id == "cell":
            menu.addSeparator()
            for action in actions.class_actions():
                menu.addAction(action)


def fill_tool_bar(bar: ToolBar, actions: Actions, choices: QWidget) -> None:
    """What is used all the time, and at the right end the choices of the count."""
    for number, group in enumerate(TOOLS):
        if number:
            bar.addSeparator()
        for action_id in group:
            bar.addAction(actions[action_id])
            _name(bar, actions[action_id])
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    bar.addWidget(choices)


def _name(bar: ToolBar, action: QAction) -> None:
    button = bar.widgetForAction(action)
    if not isinstance(button, QToolButton):
        return
    text = action.text().replace("&", "").rstrip("…")
    button.setAccessibleName(text)
    if action.objectName() not in ICON_ALONE:
        short = SHORT.get(action.objectName())
        if short:
            # As the text for icons it stays when a change of the theme gives the action another icon.
            action.setIconText(tr(short))
        bar.show_text(button)
