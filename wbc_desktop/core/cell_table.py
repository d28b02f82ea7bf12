"""The cells of a case in order, with the sums over them kept up to date: an edit costs no walk over all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.differential import class_of

Key = tuple[str, int]


class CellTable:
    """Cells by key.

    Attributes:
        tally: Cells of each class, as they enter the result.
        settled: The same of the cells that a person has confirmed or corrected.
        unreviewed: Cells that nobody has confirmed or corrected.
    """

    def __init__(self) -> None:
        self.tally: Counter[str] = Counter()
        self.settled: Counter[str] = Counter()
        self.unreviewed = 0
        self._cells: dict[Key, Cell] = {}
        self._of_image: defaultdict[str, dict[int, Cell]] = defaultdict(dict)
        self._ordered: list[Cell] | None = None
        self._place: dict[Key, int] = {}
        self._shown: tuple[Cell, ...] | None = None

    def get(self, key: Key) -> Cell | None:
        """One cell, or None."""
        return self._cells.get(key)

    def put(self, cell: Cell) -> None:
        """Add a cell, or put it in the place of the one with its key."""
        old = self._cells.get(cell.key)
        if old is not None:
            self._count(old, -1)
        self._count(cell, 1)
        self._cells[cell.key] = cell
        self._of_image[cell.image][cell.number] = cell
        self._shown = None
        if self._ordered is not None and old is not None:
            self._ordered[self._place[cell.key]] = cell
        else:
            self._ordered = None

    def drop(self, key: Key) -> None:
        """Take a cell out, if it is there."""
        old = self._cells.pop(key, None)
        if old is not None:
            self._count(old, -1)
            del self._of_image[old.image][old.number]
            self._ordered = self._shown = None

    def of_image(self, image: str) -> list[Cell]:
        """The cells of one image, in the order of their numbers."""
        return [cell for _number, cell in sorted(self._of_image.get(image, {}).items())]

    def ordered(self, images: Iterable[str]) -> tuple[Cell, ...]:
        """All cells, in the order of images and numbers."""
        if self._shown is None:
            if self._ordered is None:
                order = {name: i for i, name in enumerate(images)}
                self._ordered = sorted(
                    self._cells.values(), key=lambda c: (order.get(c.image, len(order)), c.number)
                )
                self._place = {c.key: i for i, c in enumerate(self._ordered)}
            self._shown = tuple(self._ordered)
        return self._shown

    def __len__(self) -> int:
        return len(self._cells)

    def _count(self, cell: Cell, step: int) -> None:
        label = class_of(cell)
        self.tally[label] += step
        if cell.review is None:
            self.unreviewed += step
        else:
            self.settled[label] += step
