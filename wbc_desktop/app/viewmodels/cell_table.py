"""All cells of the case in the gallery's order: by class, then by certainty."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from wbc_desktop.app.class_mark import spoken
from wbc_desktop.app.plain import plain_tip
from wbc_desktop.app.translations import class_name
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import FIVE_IDS, NOT_COUNTED_KINDS

MIME = "application/x-wbc-cells"
"""Cells that are dragged; the keys themselves stay in the model (``dragged``)."""

SECTIONS = ("unidentified", *FIVE_IDS, "not_counted")
"""The gallery's sections, in the order shown: what needs a decision stands first."""

CELL_ROLE = Qt.ItemDataRole.UserRole + 1

MANY = 64
"""More changed cells than this at once: sorting anew is quicker than one by one."""

_KINDS = frozenset(c.id for c in NOT_COUNTED_KINDS)
_PLACE = {label: i for i, label in enumerate(SECTIONS)}

Index = QModelIndex | QPersistentModelIndex


def section_of(label: str) -> str:
    """The section that shows a class: any not-counted kind stands among the not counted."""
    return "not_counted" if label in _KINDS or label not in _PLACE else label


@dataclass(frozen=True, slots=True)
class Section:
    """Rows ``first`` to ``first + count - 1`` are the cells of one section."""

    label: str
    first: int
    count: int
    reviewed: int


def _confidence(cell: Cell) -> float:
    return cell.prediction.confidence if cell.prediction is not None else 0.0


ORDERS: dict[str, Callable[[Cell], tuple[Any, ...]]] = {
    "uncertain": lambda c: (_confidence(c), c.image, c.number),
    "certain": lambda c: (-_confidence(c), c.image, c.number),
    "field": lambda c: (c.image, c.number),
}
"""Orders within a section. They look at the model's answer alone: a correction moves a cell
to another section, and nothing else changes its place."""


class CellTable(QAbstractListModel):
    """One row per cell; ``sections`` says which rows belong to which class.

    Signals:
        rearranged: Rows or sections are others than before.
    """

    rearranged = Signal()

    def __init__(self, case: CaseViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._cells: list[Cell] = []
        self._places: list[tuple[Any, ...]] = []
        self._keys: list[Key] = []
        self._place_of: dict[Key, tuple[Any, ...]] = {}
        self._reviewed: Counter[str] = Counter()
        self.sections: list[Section] = []
        self.order = "uncertain"
        self.dragged: list[Key] = []
        case.case_opened.connect(self._reset)
        case.cells_changed.connect(self._cells_changed)
        self._reset()

    # what there is -----------------------------------------------------------

    @property
    def cells(self) -> list[Cell]:
        """The cells, in the order of the rows."""
        return self._cells

    def row_of(self, key: Key | None) -> int | None:
        """The row of a cell."""
        place = None if key is None else self._place_of.get(key)
        return None if place is None else bisect_left(self._places, place)

    def key_at(self, row: int) -> Key | None:
        """The cell in a row."""
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def section_at(self, row: int) -> Section | None:
        """The section that holds a row."""
        for section in self.sections:
            if section.first <= row < section.first + section.count:
                return section
        return None

    def set_order(self, order: str) -> None:
        """Sort by another of ``ORDERS``."""
        if order in ORDERS and order != self.order:
            self.order = order
            self._rearrange()

    # what Qt asks ------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of cells."""
        return 0 if parent is not None and parent.isValid() else len(self._cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell itself, or words for a screen reader and a tooltip."""
        if not index.isValid() or index.row() >= len(self._cells):
            return None
        cell = self._cells[index.row()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(spoken(cell))
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{class_name(cell.label)} {cell.image} #{cell.number}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells can be selected, and dragged where the case may be changed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags if self._case.read_only else flags | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """The one type of a drag."""
        return [MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        """Note which cells are dragged."""
        self.dragged = [self._keys[i.row()] for i in indexes]
        data = QMimeData()
        data.setData(MIME, str(len(self.dragged)).encode())
        return data

    # keeping in step -----------------------------------------------------------

    def _reset(self) -> None:
        self.beginResetModel()
        self._take(self._case.cells())
        self.endResetModel()
        self.rearranged.emit()

    def _cells_changed(self, keys: list[Key]) -> None:
        """Take changes in with as little work as they need: a decision touches a few rows of thousands."""
        if len(keys) > MANY or not self._cells:
            known = all(key in self._place_of and self._case.cell(key) is not None for key in keys)
            self._rearrange() if known else self._reset()
            return
        moved = False
        for key in keys:
            moved |= self._take_change(key, self._case.cell(key))
        self._count_sections()
        if moved:
            self.rearranged.emit()

    def _take_change(self, key: Key, cell: Cell | None) -> bool:
        """Change, move, insert or remove one row; True if rows lie elsewhere now."""
        row = self.row_of(key)
        if row is not None and cell is not None and self._place(cell) == self._places[row]:
            self._count(self._cells[row], -1)
            self._count(cell, 1)
            self._cells[row] = cell
            self.dataChanged.emit(self.index(row), self.index(row))
            return False
        if row is None and cell is None:
            return False
        if row is not None and cell is not None:
            self._move(row, cell)
        elif cell is not None:
            to = bisect_left(self._places, self._place(cell))
            self.beginInsertRows(QModelIndex(), to, to)
            self._put(to, cell)
            self.endInsertRows()
        elif row is not None:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._drop(row)
            self.endRemoveRows()
        return True

    def _move(self, row: int, cell: Cell) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self._keys[index.row()] for index in held]
        self._drop(row)
        to = bisect_left(self._places, self._place(cell))
        self._put(to, cell)
        self._follow(held, keys)
        self.layoutChanged.emit()

    def _follow(self, held: list[QModelIndex], keys: list[Key]) -> None:
        """Let Qt's persistent indexes go where their cells went."""
        rows = [self.row_of(key) for key in keys]
        self.changePersistentIndexList(
            held, [QModelIndex() if row is None else self.createIndex(row, 0) for row in rows]
        )

    def _put(self, row: int, cell: Cell) -> None:
        place = self._place(cell)
        self._cells.insert(row, cell)
        self._places.insert(row, place)
        self._keys.insert(row, cell.key)
        self._place_of[cell.key] = place
        self._count(cell, 1)

    def _drop(self, row: int) -> None:
        self._count(self._cells[row], -1)
        del self._place_of[self._keys[row]]
        del self._cells[row], self._places[row], self._keys[row]

    def _count(self, cell: Cell, step: int) -> None:
        if cell.review is not None:
            self._reviewed[section_of(cell.label)] += step

    def _rearrange(self) -> None:
        """Sort anew; Qt's persistent indexes (selection, current) follow their cells."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self._keys[index.row()] for index in held]
        self._take(self._case.cells())
        self._follow(held, keys)
        self.layoutChanged.emit()
        self.rearranged.emit()

    def _place(self, cell: Cell) -> tuple[Any, ...]:
        """Where a cell belongs: its section, then the order within."""
        return (_PLACE[section_of(cell.label)], *ORDERS[self.order](cell))

    def _take(self, cells: list[Cell]) -> None:
        placed = sorted(((self._place(cell), cell) for cell in cells), key=itemgetter(0))
        self._places = [place for place, _ in placed]
        self._cells = [cell for _, cell in placed]
        self._keys = [cell.key for cell in self._cells]
        self._place_of = dict(zip(self._keys, self._places, strict=True))
        self._reviewed = Counter(section_of(cell.label) for cell in cells if cell.review is not None)
        self._count_sections()

    def _count_sections(self) -> None:
        """Sections from the sorted places; how many are reviewed is kept up to date."""
        self.sections = []
        first = 0
        for number, label in enumerate(SECTIONS):
            end = bisect_left(self._places, (number + 1,), lo=first)
            self.sections.append(Section(label, first, end - first, self._reviewed[label]))
            first = end
