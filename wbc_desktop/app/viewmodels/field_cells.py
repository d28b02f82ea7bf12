"""The cells of the image that is shown, kept in step with the case."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from wbc_desktop.app.viewmodels.box_index import BoxIndex
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.core.cell import Cell

MANY = 64
"""More changed cells than this at once: reading all anew is quicker."""


class FieldCells(QObject):
    """Cells of one image with a spatial index, and which are selected, current and hovered.

    Signals:
        changed: Draw anew.
        cells_changed: The cells themselves are others, not only which are chosen.
    """

    changed = Signal()
    cells_changed = Signal()

    def __init__(self, case: CaseViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._image = ""
        self._cells: list[Cell] = []
        self._places: dict[Key, int] = {}
        self._index = BoxIndex([])
        self.selected: frozenset[Key] = frozenset()
        self.hovered: Key | None = None
        case.case_opened.connect(self._reload)
        case.cells_changed.connect(self._cells_changed)
        case.selection_changed.connect(self._select)
        case.current_changed.connect(lambda _key: self.changed.emit())

    @property
    def current(self) -> Key | None:
        """The cell that the inspector shows."""
        return self._case.current

    @property
    def image(self) -> str:
        """The image whose cells these are."""
        return self._image

    @property
    def cells(self) -> list[Cell]:
        """All cells of the image."""
        return self._cells

    def show(self, image: str) -> None:
        """Turn to another image of the case."""
        self._image = image
        self._reload()

    def in_rect(self, rect: QRectF) -> list[Cell]:
        """Cells whose box touches the rectangle (level-0 pixels)."""
        hits = self._index.in_rect(rect.left(), rect.top(), rect.right(), rect.bottom())
        return [self._cells[i] for i in hits]

    def at(self, point: QPointF, slack: float = 0.0) -> Cell | None:
        """The cell at a point (level-0 pixels)."""
        hit = self._index.at(point.x(), point.y(), slack)
        return None if hit is None else self._cells[hit]

    def hover(self, cell: Cell | None) -> bool:
        """Note the cell under the pointer; True if it is another one."""
        key = None if cell is None else cell.key
        if key == self.hovered:
            return False
        self.hovered = key
        self.changed.emit()
        return True

    def _select(self, keys: list[Key]) -> None:
        self.selected = frozenset(keys)
        self.changed.emit()

    def _cells_changed(self, keys: list[Key]) -> None:
        here = [key for key in keys if key[0] == self._image]
        if not here:
            return
        if len(here) > MANY or not all(self._replaced(key) for key in here):
            self._reload()
            return
        self.cells_changed.emit()
        self.changed.emit()

    def _replaced(self, key: Key) -> bool:
        """Take a cell in whose box is where it was; False if the index must be made anew."""
        place, cell = self._places.get(key), self._case.cell(key)
        if place is None or cell is None or cell.box != self._cells[place].box:
            return False
        self._cells[place] = cell
        return True

    def _reload(self) -> None:
        self._cells = self._case.cells_of(self._image) if self._image else []
        self._places = {cell.key: place for place, cell in enumerate(self._cells)}
        self._index = BoxIndex(self._cells)
        self.hovered = None
        self.cells_changed.emit()
        self.changed.emit()
