"""The samples of the queue as a table that fills while it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QColor

from wbc_desktop.app.theme import colours
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.app.viewmodels.count_queue import CountQueue
from wbc_desktop.app.viewmodels.differential_table import percent_text
from wbc_desktop.app.viewmodels.queued_sample import QueuedSample
from wbc_desktop.core.classes import FIVE, FIVE_IDS

SAMPLE, STATE, IMAGES, COUNTED = range(4)
FIRST_CLASS = 4
UNIDENTIFIED = FIRST_CLASS + len(FIVE)
NOTES = UNIDENTIFIED + 1
SORT_ROLE = Qt.ItemDataRole.UserRole

SHOWN_MS = 100
"""Rows that change are shown together, that often: Qt paints the whole table for each."""

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class BatchTable(QAbstractTableModel):
    """One row a sample."""

    def __init__(self, queue: CountQueue) -> None:
        super().__init__(queue)
        self._queue = queue
        queue.rows_added.connect(self._added)
        queue.row_changed.connect(self._changed)
        queue.cleared.connect(self._reset)
        self._known = len(queue.rows)
        self._stale: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._soon.timeout.connect(self._show)

    def rowCount(self, parent: Index | None = None) -> int:
        """Samples."""
        return 0 if parent is not None and parent.isValid() else self._known

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns."""
        return 0 if parent is not None and parent.isValid() else NOTES + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Column titles; classes by their short names, in full in the tooltip."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if IMAGES <= section < NOTES else _LEFT)
        if FIRST_CLASS <= section < UNIDENTIFIED:
            cell_class = FIVE[section - FIRST_CLASS]
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{cell_class.short} %"
            return class_name(cell_class.id) if role == Qt.ItemDataRole.ToolTipRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return {
                SAMPLE: tr("Sample"),
                STATE: tr("State"),
                IMAGES: tr("Images"),
                COUNTED: tr("Counted"),
                UNIDENTIFIED: tr("Unidentified"),
                NOTES: tr("Remarks"),
            }[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell of the table shows."""
        if not index.isValid() or index.row() >= len(self._queue.rows):
            return None
        row, column = self._queue.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, column)
        if role == SORT_ROLE:
            return _sort_value(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and IMAGES <= column < NOTES:
            return int(_RIGHT)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.sample.root) if column == SAMPLE else _remarks(row)
        if role == Qt.ItemDataRole.ForegroundRole:
            return _ink(row, column)
        return None

    def _added(self, first: int, last: int) -> None:
        self.beginInsertRows(QModelIndex(), first, last)
        self._known = last + 1
        self.endInsertRows()

    def _changed(self, number: int) -> None:
        self._stale.add(number)
        if not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        rows = [number for number in self._stale if number < self._known]
        self._stale.clear()
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), NOTES))

    def _reset(self) -> None:
        self.beginResetModel()
        self._known = 0
        self.endResetModel()


def state_text(state: str) -> str:
    """A row's state in words."""
    return {
        "waiting": tr("waiting"),
        "counting": tr("counting"),
        "done": tr("counted"),
        "stopped": tr("stopped"),
        "failed": tr("failed"),
        "reviewed": tr("reviewed"),
        "signed": tr("signed"),
    }.get(state, state)


def _text(row: QueuedSample, column: int) -> str:
    if column == SAMPLE:
        return row.sample.name
    if column == STATE:
        return state_text(row.review if row.state == "done" and row.review else row.state)
    if column == IMAGES:
        total = len(row.sample.images)
        return str(total) if row.state == "done" else f"{row.images_done} / {total}"
    if column == NOTES:
        return _remarks(row).split("\n")[0]
    if row.result is None:
        return ""
    if column == COUNTED:
        return str(row.result.counted)
    if column == UNIDENTIFIED:
        return str(row.result.unidentified)
    return percent_text(row.result[FIVE_IDS[column - FIRST_CLASS]].percent, row.result.decimals)


def _sort_value(row: QueuedSample, column: int) -> Any:
    if column in (SAMPLE, STATE, NOTES):
        return _text(row, column).lower()
    if column == IMAGES:
        return len(row.sample.images)
    if row.result is None:
        return -1.0
    if column == COUNTED:
        return float(row.result.counted)
    if column == UNIDENTIFIED:
        return float(row.result.unidentified)
    return row.result[FIVE_IDS[column - FIRST_CLASS]].share or 0.0


def _remarks(row: QueuedSample) -> str:
    lines = [] if row.error is None else [told(row.error.message)]
    if row.saved:
        lines.append(tr("saved review"))
    if row.images_failed:
        n = row.images_failed
        lines.append(tr("1 image not readable") if n == 1 else tr("{n} images not readable", n=n))
    return "\n".join((*lines, *_warnings(row)))


def _warnings(row: QueuedSample) -> Iterator[str]:
    """What the microscope check warns of, and of how many images."""
    total = row.warned.images
    for text, n in row.warned.of_how_many():
        yield (
            tr("{n} of {total} images: {warning}", n=n, total=total, warning=told(text)) if n else told(text)
        )


def _ink(row: QueuedSample, column: int) -> QColor | None:
    c = colours()
    if column == STATE:
        ink = {"done": c.good, "failed": c.bad, "counting": c.accent}.get(row.state, c.muted)
        return QColor(ink)
    if column == NOTES:
        return QColor(c.bad if row.error is not None else c.warn)
    if column == UNIDENTIFIED and row.result is not None and row.result.unidentified:
        return QColor(c.warn)
    return None
