"""From a mask to its outline, smooth enough for the eye and true to half a pixel."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from wbc_desktop.core.cell import MASK_BACKGROUND, MASK_NUCLEUS, CellMask

MOST_POINTS = 128
"""Points of a line at most, about: more cannot be told apart on the screen."""

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
    rows, columns = inside.shape
    across = columns + 1
    starts, ends = [], []
    # A pixel's four edges, walked with the pixel on the right; kept where the neighbour is outside.
    # Corners are numbered row by row.
    for (dy, dx), start, end in (
        ((-1, 0), 0, 1),
        ((0, 1), 1, across + 1),
        ((1, 0), across + 1, across),
        ((0, -1), across, 0),
    ):
        beside = padded[1 + dy : rows + 1 + dy, 1 + dx : columns + 1 + dx]
        y, x = np.nonzero(inside & ~beside)
        corner = y * across + x
        starts.append(corner + start)
        ends.append(corner + end)
    start_of, end_of = np.concatenate(starts).tolist(), np.concatenate(ends).tolist()
    ahead = dict(zip(start_of, end_of, strict=True))
    more: dict[int, list[int]] = {}
    if len(ahead) < len(start_of):  # pixels that touch at a corner alone: two ways lead on from there
        for corner, there in zip(start_of, end_of, strict=True):
            if ahead[corner] != there:
                more.setdefault(corner, []).append(there)
    return [
        np.stack([line % across, line // across], axis=1).astype(np.float64)
        for line in (np.array(walked) for walked in _walks(ahead, more))
    ]


def _walks(ahead: dict[int, int], more: dict[int, list[int]]) -> Iterator[list[int]]:
    """Closed walks that use up every step of ``ahead`` and ``more``."""
    while ahead:
        here = next(iter(ahead))
        line: list[int] = []
        while here in ahead:
            line.append(here)
            there = ahead.pop(here)
            if here in more:
                ahead[here] = more[here].pop()
                if not more[here]:
                    del more[here]
            here = there
        yield line


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
        points = smoothed(line)[:: max(1, len(line) // MOST_POINTS)] * scale + (box.x, box.y)
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
        path.closeSubpath()
    return path
