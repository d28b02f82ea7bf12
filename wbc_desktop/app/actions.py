"""The window's actions, made from the table, with their keys, tooltips and icons."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from wbc_desktop.app.action_table import SPECS, ActionSpec
from wbc_desktop.app.resources import icon
from wbc_desktop.app.theme import theme
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.core.classes import CLASSES


class Actions(QObject):
    """The actions by id; the window connects them.

    Class actions are named ``class_<id>``; their keys come from the settings.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        for spec in SPECS:
            self._actions[spec.id] = self._made(spec)
        theme().changed.connect(self._draw_icons)
        self._draw_icons()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def enable(self, **states: bool) -> None:
        """Enable or disable actions by id."""
        for action_id, state in states.items():
            self._actions[action_id].setEnabled(state)

    def set_class_keys(self, keys: dict[str, str]) -> None:
        """Make one action for each class that has a key (``{class id: key}``)."""
        for class_id in CLASSES:
            action = self._actions.get(f"class_{class_id}")
            if action is None:
                action = QAction(self)
                action.setData(class_id)
                self._actions[f"class_{class_id}"] = action
            name = class_name(class_id)
            action.setText(name)
            _describe(
                action,
                tr("Give the selected cells the class {name}", name=name),
                keys.get(class_id, ""),
            )

    def class_actions(self) -> list[QAction]:
        """The class actions, in the order of the taxonomy."""
        return [self._actions[f"class_{c}"] for c in CLASSES if f"class_{c}" in self._actions]

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(tr(spec.text), self)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        action.setProperty("icon_name", spec.icon)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if spec.id == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        _describe(action, tr(spec.tip), spec.keys)
        return action

    def _draw_icons(self) -> None:
        colours = theme().colours
        for spec in SPECS:
            if spec.icon:
                self._actions[spec.id].setIcon(icon(spec.icon, colours.text, colours.line))


def _describe(action: QAction, tip: str, keys: str) -> None:
    sequences = [QKeySequence(key) for key in keys.split(" | ") if key]
    action.setShortcuts(sequences)
    shown = sequences[0].toString(QKeySequence.SequenceFormat.NativeText) if sequences else ""
    action.setToolTip(f"{tip}  ({shown})" if shown else tip)
    action.setStatusTip(tip)
