"""From a mask to its outline, smooth enough for the eye and true to half a pixel."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from wbc_desktop.core.cell import MASK_BACKGROUND, MASK_NUCLEUS, CellMask

Points = npt.NDArray[np.float64]


def contours(inside: npt.NDArray[np.bool_]) -> list[Points]:
    """Closed outlines along the pixel edges of a mask, holes included.

    Args:
        inside: (rows, columns).

    Returns:
        Arrays (n, 2) of corner points (x, y) in pixels of the mask; the inside lies
        to the right of the way round.
    """
    padded = np.pad(inside, 1)
    ahead: dict[tuple[int, int], list[tuple[int, int]]] = {}
    # A pixel's four edges, walked with the pixel on the right; kept where the neighbour is outside.
    for dy, dx, start, end in (
        (-1, 0, (0, 0), (1, 0)),
        (0, 1, (1, 0), (1, 1)),
        (1, 0, (1, 1), (0, 1)),
        (0, -1, (0, 1), (0, 0)),
    ):
        edge = padded & ~np.roll(padded, (-dy, -dx), (0, 1))
        for y, x in np.argwhere(edge).tolist():
            x, y = x - 1, y - 1
            ahead.setdefault((x + start[0], y + start[1]), []).append((x + end[0], y + end[1]))
    lines: list[Points] = []
    while ahead:
        first = next(iter(ahead))
        line, here = [first], first
        while here in ahead:
            nexts = ahead[here]
            there = nexts.pop()
            if not nexts:
                del ahead[here]
            line.append(there)
            here = there
        lines.append(np.array(line[:-1], np.float64))
    return lines


def smoothed(line: Points, reach: int = 2) -> Points:
    """A closed line, each point the mean of its neighbours up to ``reach`` steps away."""
    if len(line) < 4 * reach:
        return line
    total = sum(np.roll(line, k, axis=0) for k in range(-reach, reach + 1))
    return np.asarray(total / (2 * reach + 1), np.float64)


@dataclass(frozen=True, slots=True)
class Outlines:
    """Outlines of one mask, level-0 pixels."""

    cell: QPainterPath
    nucleus: QPainterPath


class OutlineCache:
    """The outlines of the masks that were drawn last; gallery, field and inspector draw the same ones.

    Args:
        most: Masks whose outlines are kept.
    """

    def __init__(self, most: int = 4000) -> None:
        self._most = most
        self._known: OrderedDict[int, tuple[CellMask, Outlines]] = OrderedDict()

    def __call__(self, mask: CellMask) -> Outlines:
        """The outlines of a mask, the same object or not."""
        known = self._known.get(id(mask))
        if known is None or known[0] is not mask:
            known = (mask, Outlines(outline(mask, nucleus=False), outline(mask, nucleus=True)))
            self._known[id(mask)] = known
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        self._known.move_to_end(id(mask))
        return known[1]


outlines = OutlineCache()


def outline(mask: CellMask, *, nucleus: bool) -> QPainterPath:
    """Outline of the nucleus, or of the whole cell, level-0 pixels.

    Args:
        mask: The cell's mask.
        nucleus: The nucleus alone, else nucleus and cytoplasm together.
    """
    labels = mask.labels
    inside = labels == MASK_NUCLEUS if nucleus else labels != MASK_BACKGROUND
    rows, columns = inside.shape
    box = mask.box
    path = QPainterPath()
    for line in contours(inside):
        if len(line) < 8:
            continue
        scale = (box.width / columns, box.height / rows)
        points = smoothed(line)[:: max(1, len(line) // 160)] * scale + (box.x, box.y)
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
        path.closeSubpath()
    return path
