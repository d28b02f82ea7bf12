"""The context menu of cells, in the gallery and in the field alike."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from wbc_desktop.app.theme import class_colour
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.review_flow import ReviewFlow
from wbc_desktop.app.views.class_bar import DEFAULT_KEYS
from wbc_desktop.core.classes import FIVE_IDS, NOT_COUNTED_KINDS


class ReviewMenu(QMenu):
    """What can be done with the selected cells."""

    def __init__(self, case: CaseViewModel, flow: ReviewFlow, keys: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        count = len(flow.targets())
        self.setAccessibleName(tr("What to do with the cell"))
        for label in (*FIVE_IDS, "unidentified", "not_counted"):
            self._add_class(self, flow, label, keys)
        kinds = self.addMenu(tr("Not counted, &kind"))
        for kind in NOT_COUNTED_KINDS:
            self._add_class(kinds, flow, kind.id, keys)
        self.addSeparator()
        self.addAction(tr("&Confirm"), flow.accept).setEnabled(count > 0)
        self.addAction(tr("&Delete: no cell"), flow.remove).setEnabled(count > 0)
        for action in self.actions():
            action.setEnabled(action.isEnabled() and count > 0 and not case.read_only)

    def _add_class(self, menu: QMenu, flow: ReviewFlow, label: str, keys: dict[str, str]) -> None:
        dot = QPixmap(12, 12)
        dot.fill(class_colour(label))
        key = keys.get(label, "")
        text = class_name(label) + (f"\t{key}" if key else "")
        menu.addAction(QIcon(dot), text, lambda: flow.assign(label))


def open_menu(
    case: CaseViewModel,
    flow: ReviewFlow,
    key: Key | None,
    place: QPoint,
    parent: QWidget,
    keys: dict[str, str],
) -> None:
    """Open the menu for a cell, which is chosen first unless it is among the selected ones."""
    if key is None:
        return
    if key not in case.selection:
        case.choose(key)
    menu = ReviewMenu(case, flow, keys or DEFAULT_KEYS, parent)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)
