"""The history of the open case as a table, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDateTime, QLocale, QModelIndex, QPersistentModelIndex, Qt

from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.core.history import Act, CellChange, HistoryEntry

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
        entry = self.entry(index.row())
        column = index.column()
        if column == TIME:
            return time_text(entry.at)
        if column == USER:
            return entry.user
        if column == ACT:
            return act_text(entry)
        if column == WHY:
            return "  ".join(part for part in (entry.reason, *entry.notes) if part)
        return _values(entry, old=column == OLD)

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


def time_text(at: datetime) -> str:
    """A time in the user's own zone and format, with seconds."""
    local = QDateTime.fromMSecsSinceEpoch(round(at.timestamp() * 1000))
    return QLocale().toString(local, "yyyy-MM-dd HH:mm:ss")


def act_text(entry: HistoryEntry) -> str:
    """What was done, in words."""
    cells = len(entry.keys)
    text = {
        Act.CREATE: tr("Record created"),
        Act.COUNT: tr("Counted"),
        Act.FAULT: tr("Image not counted"),
        Act.ACCEPT: tr("Confirmed"),
        Act.RECLASSIFY: tr("Reclassified"),
        Act.ADD: tr("Cell added"),
        Act.REMOVE: tr("Cell deleted"),
        Act.SAMPLE_DATA: tr("Sample data"),
        Act.SIGN: tr("Signed"),
        Act.REOPEN: tr("Re-opened"),
        Act.UNDO: tr("Undone"),
        Act.REDO: tr("Redone"),
        Act.OPEN: tr("Opened"),
        Act.EXPORT: tr("Exported"),
        Act.DELETE: tr("Deleted"),
        Act.SETTING: tr("Setting changed"),
        Act.QUALITY: tr("Quality control"),
        Act.COUNT_ENDED: tr("Count ended"),
    }.get(entry.act, str(entry.act))
    if entry.act is Act.COUNT and entry.image is not None:
        return tr("{act}: {image}, {n} cells", act=text, image=entry.image.name, n=cells)
    if cells > 1:
        return tr("{act}, {n} cells", act=text, n=cells)
    if cells == 1:
        image, number = entry.keys[0]
        return tr("{act}: cell {n} of {image}", act=text, n=number, image=image)
    return text


def _values(entry: HistoryEntry, *, old: bool) -> str:
    values: dict[str, int] = {}
    for change in entry.changes:
        if isinstance(change, CellChange):
            label = change.old_label if old else change.new_label
            text = tr("no cell") if label is None else class_name(label)
        elif entry.act is Act.CREATE or change.name.endswith("_json"):
            continue
        else:
            value = change.old if old else change.new
            text = f"{change.name.replace('_', ' ')}: {'–' if value in (None, '') else value}"
        values[text] = values.get(text, 0) + 1
    return ", ".join(f"{text} × {n}" if n > 1 else text for text, n in values.items())
