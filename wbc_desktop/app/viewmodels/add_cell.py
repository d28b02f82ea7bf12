"""Adding a cell that was missed: what lies at the click is found, outlined and classified."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wbc_desktop.core.cell import Cell, CellMask, FoundCell, Prediction
from wbc_desktop.core.geometry import Box
from wbc_desktop.core.progress import CancelToken, Progress

REACH = 4.0
"""How much of the surroundings the finder sees, in cell diameters."""


@dataclass(frozen=True, slots=True)
class MissedCell:
    """Where a person clicked.

    Attributes:
        path: The image's file.
        image: Its name in the case.
        x: Level-0 pixels.
        y: Level-0 pixels.
        diameter: Usual diameter of a cell of this case, level-0 pixels.
        red_cell_px: Median red cell diameter, where measured.
    """

    path: Path
    image: str
    x: float
    y: float
    diameter: float
    red_cell_px: float | None


def find_missed(token: CancelToken, missed: MissedCell, counter: Any) -> Generator[Progress, None, Cell]:
    """Job: the cell at a point.

    The finder looks at the surroundings; where it sees nothing at the point, the cell is taken
    to be a disc of the case's usual size, and is classified so.

    Returns:
        Cell, with number 0: the case gives it its number.
    """
    from wbc_desktop.imaging.open import open_source

    yield Progress(0, 2, "")
    side = round(REACH * missed.diameter)
    corner = (round(missed.x - side / 2), round(missed.y - side / 2))
    with open_source(missed.path) as source:
        rgb = source.read_region(corner, 0, (side, side))
        mpp = source.mpp
    token.raise_if_cancelled()
    finding = counter.find(rgb, content="field", mpp=mpp, red_cell_px=missed.red_cell_px)
    yield Progress(1, 2, "")
    here = (missed.x - corner[0], missed.y - corner[1])
    found = cell_at(finding.cells, here, missed.diameter)
    token.raise_if_cancelled()
    prediction: Prediction = counter.classify([(rgb, found)])[0]
    box = found.box.moved(*corner)
    mask = None if found.mask is None else CellMask(found.mask.labels, found.mask.box.moved(*corner))
    return Cell(missed.image, 0, box, mask, prediction, added=True)


def cell_at(cells: Sequence[FoundCell], point: tuple[float, float], diameter: float) -> FoundCell:
    """The found cell under a point, the smallest if several are; else a disc's box around it."""
    x, y = point
    under = [cell for cell in cells if cell.box.contains(x, y)]
    if under:
        return min(under, key=lambda cell: cell.box.area)
    return FoundCell(Box(x - diameter / 2, y - diameter / 2, diameter, diameter), None, 1.0)
