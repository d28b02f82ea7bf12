"""Square pictures of a case's cells, read from its images: for reports and teaching sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from wbc_desktop.core.case import Case
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import CLASSES, FIVE_IDS
from wbc_desktop.core.differential import class_of
from wbc_desktop.core.errors import WbcError
from wbc_desktop.imaging.open import open_source
from wbc_desktop.imaging.source import RGB, ImageSource

MARGIN = 1.4
"""Side of a picture in diameters of its cell."""


def cell_picture(source: ImageSource, cell: Cell, px: int | None = None) -> RGB:
    """The square around a cell.

    Args:
        source: The cell's image.
        cell: The cell.
        px: Side of the result in pixels; None keeps the image's own resolution.

    Returns:
        uint8 (side, side, 3); white outside the image.

    Raises:
        UnreadableImage: The file is damaged there.
    """
    side = max(8, round(MARGIN * max(cell.box.width, cell.box.height)))
    x, y = (round(v - side / 2) for v in cell.box.centre)
    rgb = source.read_region((x, y), 0, (side, side))
    if px is None:
        return rgb
    return np.asarray(Image.fromarray(rgb).resize((px, px), Image.Resampling.LANCZOS))


def cell_pictures(
    case: Case, cells: Iterable[Cell], px: int | None = None, faults: list[WbcError] | None = None
) -> Iterator[tuple[Cell, RGB]]:
    """Pictures of cells, image by image; each image is opened once.

    An image that is not there (any more) is passed over and told in ``faults``: a report does
    not fail for a picture.
    """
    by_image: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_image[cell.image].append(cell)
    for image, members in by_image.items():
        try:
            with open_source(Path(case.root) / image) as source:
                for cell in members:
                    yield cell, cell_picture(source, cell, px)
        except WbcError as error:
            if faults is not None:
                faults.append(error)


def representative_pictures(
    case: Case, each: int = 8, px: int = 128, faults: list[WbcError] | None = None
) -> dict[str, list[RGB]]:
    """A few pictures of each class, for a report: confirmed cells first, then the surest."""
    chosen: list[Cell] = []
    labels = {c.key: class_of(c) for c in case.cells}
    for class_id in (*FIVE_IDS, "erythroblast"):
        cells = [c for c in case.cells if labels[c.key] == class_id]
        cells.sort(key=lambda c: (c.review is None, -(c.prediction.confidence if c.prediction else 0.0)))
        chosen += cells[:each]
    found: dict[str, list[RGB]] = {}
    for cell, rgb in cell_pictures(case, chosen, px, faults):
        found.setdefault(labels[cell.key], []).append(rgb)
    return found


def reviewed_pictures(case: Case, faults: list[WbcError] | None = None) -> Iterator[tuple[str, RGB]]:
    """(class id, picture) of every cell that a person has called, undecided ones left out."""
    cells = [c for c in case.cells if c.review is not None and not CLASSES[c.label].blocks_sign_off]
    for cell, rgb in cell_pictures(case, cells, faults=faults):
        yield cell.label, rgb
