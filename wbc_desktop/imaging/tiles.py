"""Fields of a slide that overlap, and which of them owns a cell on a seam."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wbc_desktop.core.cell import FoundCell
from wbc_desktop.core.geometry import Box

SAME_CELL_IOU = 0.3
"""Two boxes of one cell, found in two fields, overlap by more; two touching cells by less."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A field of a slide with its margin.

    Attributes:
        core: The field itself, level-0 pixels; cores do not overlap.
        read: The core with a margin, cut to the slide: what the finder sees.
    """

    core: Box
    read: Box


def tile_at(x: int, y: int, side: int, margin: int, dimensions: tuple[int, int]) -> Tile:
    """The tile whose core begins at (x, y).

    Args:
        x: Left edge of the core, level-0 pixels.
        y: Top edge of the core, level-0 pixels.
        side: Side of the core.
        margin: Added on each side; at least as wide as the widest cell, so that every
            cell whose centre lies in the core is seen whole.
        dimensions: (width, height) of the slide.
    """
    right, bottom = min(x + side, dimensions[0]), min(y + side, dimensions[1])
    left, top = max(x - margin, 0), max(y - margin, 0)
    wide, high = min(x + side + margin, dimensions[0]), min(y + side + margin, dimensions[1])
    return Tile(Box(x, y, right - x, bottom - y), Box(left, top, wide - left, high - top))


@dataclass(slots=True)
class SeamGuard:
    """Takes each cell once, in whatever order the tiles come.

    A tile owns the cells whose centre lies in its core, and those just beyond it: the same cell, found in two
    tiles, can be centred on either side of the seam, or (one pixel off) on the far side in both. What the
    neighbour has already given is recognised by its overlap.

    Attributes:
        slack: How far beyond the core a centre may lie, level-0 pixels.
    """

    slack: float
    _taken: dict[tuple[int, int], list[Box]] = field(default_factory=dict)
    _bin: float = 0.0

    def take(self, tile: Tile, cells: Iterable[FoundCell]) -> list[FoundCell]:
        """The cells of a tile that count and were not given before.

        Args:
            tile: The tile.
            cells: Found in ``tile.read``; boxes in level-0 pixels of the slide.
        """
        kept: list[FoundCell] = []
        for cell in cells:
            x, y = cell.box.centre
            if not _within(tile.core, x, y, self.slack):
                continue
            if self._is_taken(cell.box):
                continue
            self._remember(cell.box)
            kept.append(cell)
        return kept

    def _is_taken(self, box: Box) -> bool:
        column, row = self._place(box)
        return any(
            box.iou(other) > SAME_CELL_IOU
            for c in (column - 1, column, column + 1)
            for r in (row - 1, row, row + 1)
            for other in self._taken.get((c, r), ())
        )

    def _remember(self, box: Box) -> None:
        self._taken.setdefault(self._place(box), []).append(box)

    def _place(self, box: Box) -> tuple[int, int]:
        # bins as wide as a very large cell: boxes that overlap lie in the same bin or in adjoining ones
        if not self._bin:
            self._bin = max(256.0, 8 * self.slack)
        x, y = box.centre
        return (int(x // self._bin), int(y // self._bin))


def _within(core: Box, x: float, y: float, slack: float) -> bool:
    return core.x - slack <= x < core.right + slack and core.y - slack <= y < core.bottom + slack
