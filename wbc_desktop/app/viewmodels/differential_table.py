"""The differential's rows for a table view."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from wbc_desktop.app.theme import colours
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import class_name, number_text, tr
from wbc_desktop.app.viewmodels.differential import Summary
from wbc_desktop.core.classes import FIVE_IDS, UNIDENTIFIED
from wbc_desktop.core.differential import ClassResult
from wbc_desktop.core.flags import HIGH, LOW, Flag

CLASS, COUNT, PERCENT, MODEL, ABSOLUTE = range(5)
NUMBERS = (COUNT, PERCENT, MODEL, ABSOLUTE)
CLASS_ROLE = Qt.ItemDataRole.UserRole
SUMMARY_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class DifferentialTable(QAbstractTableModel):
    """One row per class: the five, then those outside the denominator that occurred."""

    def __init__(self) -> None:
        super().__init__()
        self._summary: Summary | None = None
        self._rows: list[str] = []

    def set_summary(self, summary: Summary | None) -> None:
        """Show a new result; rows stay where they are when only numbers change."""
        rows = _row_ids(summary)
        if rows != self._rows:
            self.beginResetModel()
            self._summary, self._rows = summary, rows
            self.endResetModel()
            return
        self._summary = summary
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, ABSOLUTE))

    def rowCount(self, parent: Index | None = None) -> int:
        """Classes shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Class, cells, percent, the model's percent, absolute count."""
        return 0 if parent is not None and parent.isValid() else ABSOLUTE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Column titles."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if section in NUMBERS else _LEFT)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                tr("The class"),
                tr("Cells in the class: reviewed, and not yet reviewed as the model called them"),
                tr("Share of the five classes in percent; the column adds to 100"),
                tr("The model's own percentage, before any review"),
                tr("Absolute count from the white cell count, 10⁹ cells per litre"),
            )[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Class"), tr("Cells"), "%", tr("Model"), "10⁹/L")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell of the table shows."""
        if self._summary is None or not index.isValid():
            return None
        class_id = self._rows[index.row()]
        column = index.column()
        if role == CLASS_ROLE:
            return class_id
        if role == SUMMARY_ROLE:
            return self._summary
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._in_words(class_id)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignTop)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(class_id, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(class_id, column)
        return None

    def _text(self, class_id: str, column: int) -> str:
        summary = self._summary
        assert summary is not None
        if column == CLASS:
            arrow = {LOW: " ↓", HIGH: " ↑"}.get(summary.kind(class_id), "")
            return class_name(class_id) + arrow
        if class_id == UNIDENTIFIED.id:
            return str(summary.reviewed.unidentified) if column == COUNT else ""
        if column == COUNT:
            return str(summary.reviewed.count_of(class_id))
        if column == PERCENT:
            if class_id in FIVE_IDS:
                return percent_text(summary.reviewed[class_id].percent, summary.reviewed.decimals)
            return self._per_100(class_id)
        if column == MODEL and class_id in FIVE_IDS:
            return percent_text(summary.model[class_id].percent, summary.model.decimals)
        if column == ABSOLUTE and class_id in FIVE_IDS:
            absolute = summary.reviewed[class_id].absolute
            return "" if absolute is None else number_text(absolute, 2)
        return ""

    def _per_100(self, class_id: str) -> str:
        assert self._summary is not None
        outside = self._summary.reviewed.outside
        per_100 = next((o.per_100_wbc for o in outside if o.id == class_id), None)
        return "" if per_100 is None else f"{number_text(per_100, 1)} / 100"

    def _ink(self, class_id: str, column: int) -> QColor | None:
        summary = self._summary
        assert summary is not None
        outside = class_id not in FIVE_IDS and class_id != UNIDENTIFIED.id
        if column == MODEL or outside:
            return QColor(colours().muted)
        if class_id == UNIDENTIFIED.id and summary.reviewed.unidentified:
            return QColor(colours().warn)
        if summary.kind(class_id) and column in (CLASS, PERCENT):
            return QColor(colours().bad)
        return None

    def _in_words(self, class_id: str) -> str:
        summary = self._summary
        assert summary is not None
        if class_id not in FIVE_IDS:
            return class_name(class_id)
        row = summary.reviewed[class_id]
        share = percent_text(row.percent, summary.reviewed.decimals)
        lines = [
            f"{class_name(class_id)}: {row.count}, {share}\u00a0%",
            interval_text(row),
        ]
        if row.absolute is not None:
            lines.append(f"{number_text(row.absolute, 2)} × 10⁹/L")
        lines += [_flag_text(flag) for flag in summary.flags if flag.item == class_id]
        return "\n".join(line for line in lines if line)


def _flag_text(flag: Flag) -> str:
    low, high = flag.reference.low, flag.reference.high
    limits = tr(
        "reference {low} to {high} {unit}",
        low="0" if low is None else number_text(low, 2),
        high="…" if high is None else number_text(high, 2),
        unit=flag.unit,
    )
    return "\n".join(part for part in (limits, told(flag.hint_text())) if part)


def _row_ids(summary: Summary | None) -> list[str]:
    if summary is None:
        return []
    outside = [o.id for o in summary.reviewed.outside if o.count]
    return [*FIVE_IDS, UNIDENTIFIED.id, *outside]


def percent_text(value: float | None, decimals: int) -> str:
    """A percentage, or a dash where nothing was counted."""
    return "–" if value is None else number_text(value, decimals)


def interval_text(row: ClassResult) -> str:
    """The 95 % interval in words; empty where nothing was counted."""
    if row.low95 is None or row.high95 is None:
        return ""
    return tr(
        "95 % interval {low} to {high} %", low=number_text(row.low95, 1), high=number_text(row.high95, 1)
    )
