"""The outline of a mask as a simple polygon in level-0 pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import CellMask
from wbc_desktop.core.geometry import Box

Corner = tuple[int, int]
Ring = list[tuple[float, float]]


def box_ring(box: Box) -> Ring:
    """A box as a closed ring of (x, y)."""
    corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
    return [*corners, corners[0]]


def mask_ring(mask: CellMask, *, least: int = 1) -> Ring | None:
    """Outline of the largest connected part of a mask, along pixel edges.

    Args:
        mask: The cell's mask; its array may have another resolution than level 0.
        least: Smallest label that belongs to the part: 1 for the whole cell, 2 for its nucleus.

    Returns:
        A closed ring of (x, y) in level-0 pixels without a repeated corner, holes left out;
        None for an empty mask.
    """
    inside = mask.labels >= least
    if not inside.any():
        return None
    loops = [loop for line in _lines(inside) for loop in _simple_loops(line)]
    best = max(loops, key=lambda loop: abs(_area(loop)))
    rows, columns = inside.shape
    sx, sy = mask.box.width / columns, mask.box.height / rows
    ring = [(mask.box.x + x * sx, mask.box.y + y * sy) for x, y in _without_straight(best)]
    return [*ring, ring[0]]


def _lines(inside: npt.NDArray[np.bool_]) -> list[list[Corner]]:
    """Closed walks along pixel edges, the inside on the right; every edge is walked once."""
    padded = np.pad(inside, 1)
    ahead: dict[Corner, list[Corner]] = {}
    for (dy, dx), start, end in (
        ((-1, 0), (0, 0), (1, 0)),
        ((0, 1), (1, 0), (1, 1)),
        ((1, 0), (1, 1), (0, 1)),
        ((0, -1), (0, 1), (0, 0)),
    ):
        edge = padded & ~np.roll(padded, (-dy, -dx), (0, 1))
        for y, x in (np.argwhere(edge) - 1).tolist():
            ahead.setdefault((x + start[0], y + start[1]), []).append((x + end[0], y + end[1]))
    lines: list[list[Corner]] = []
    while ahead:
        here = next(iter(ahead))
        line: list[Corner] = []
        while here in ahead:
            line.append(here)
            following = ahead[here]
            there = following.pop()
            if not following:
                del ahead[here]
            here = there
        lines.append(line)
    return lines


def _simple_loops(line: list[Corner]) -> list[list[Corner]]:
    """Cut a closed walk wherever it comes back to a corner: loops that do not touch themselves."""
    loops: list[list[Corner]] = []
    path: list[Corner] = []
    place: dict[Corner, int] = {}
    for corner in line:
        if corner in place:
            start = place[corner]
            loops.append(path[start:])
            for gone in path[start:]:
                del place[gone]
            del path[start:]
        place[corner] = len(path)
        path.append(corner)
    if path:
        loops.append(path)
    return loops


def _area(loop: list[Corner]) -> float:
    following = loop[1:] + loop[:1]
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(loop, following, strict=True)) / 2


def _without_straight(loop: list[Corner]) -> list[Corner]:
    """Leave out corners in the middle of a straight edge."""
    before, after = loop[-1:] + loop[:-1], loop[1:] + loop[:1]
    return [
        b
        for a, b, c in zip(before, loop, after, strict=True)
        if (b[0] - a[0]) * (c[1] - b[1]) != (b[1] - a[1]) * (c[0] - b[0])
    ]
