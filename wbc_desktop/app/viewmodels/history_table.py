"""The history of the open case as a table, newest first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from wbc_desktop.app.plain import plain_tip
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.history_text import act_text, remarks_text, time_text, values_text
from wbc_desktop.core.history import HistoryEntry

TIME, USER, ACT, OLD, NEW, WHY = range(6)

Index = QModelIndex | QPersistentModelIndex


class HistoryTable(QAbstractTableModel):
    """One row an act: time, user, what, old value, new value, reason."""

    def __init__(self, case: CaseViewModel) -> None:
        super().__init__(case)
        self._case = case
        self._entries: list[HistoryEntry] = []
        case.history_changed.connect(self._follow)
        self._follow()

    def rowCount(self, parent: Index | None = None) -> int:
        """Acts."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns."""
        return 0 if parent is not None and parent.isValid() else WHY + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Column titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Time"), tr("User"), tr("What"), tr("Old"), tr("New"), tr("Reason, remarks"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell of the table shows."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = self._text(self.entry(index.row()), index.column())
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    @staticmethod
    def _text(entry: HistoryEntry, column: int) -> str:
        if column == TIME:
            return time_text(entry.at)
        if column == USER:
            return entry.user
        if column == ACT:
            return act_text(entry)
        if column == WHY:
            return remarks_text(entry)
        return values_text(entry, old=column == OLD)

    def entry(self, row: int) -> HistoryEntry:
        """The act in a row."""
        return self._entries[len(self._entries) - 1 - row]

    def keys(self, row: int) -> list[Key]:
        """The cells that an act concerned and that are still in the case."""
        return [k for k in self.entry(row).keys if self._case.cell(k) is not None]

    def _follow(self) -> None:
        entries = list(self._case.history())
        known = len(self._entries)
        if known and entries[:1] == self._entries[:1] and len(entries) > known:
            self.beginInsertRows(QModelIndex(), 0, len(entries) - known - 1)
            self._entries = entries
            self.endInsertRows()
        elif entries != self._entries:
            self.beginResetModel()
            self._entries = entries
            self.endResetModel()
