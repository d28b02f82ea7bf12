"""Label masks of whole images, from the masks of their cells."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from wbc_desktop.core.cell import CellMask
from wbc_desktop.core.errors import OutputFault


def compose_mask(width: int, height: int, masks: Iterable[CellMask]) -> npt.NDArray[np.uint8]:
    """Paint cells into one label image.

    Where cells overlap, nucleus wins over cytoplasm and both over background.

    Args:
        width: Level-0 pixels.
        height: Level-0 pixels.
        masks: Masks with level-0 boxes, of whatever resolution; parts outside are cut.

    Returns:
        uint8 (height, width): 0 background, 1 cytoplasm, 2 nucleus.
    """
    canvas = np.zeros((height, width), np.uint8)
    for mask in masks:
        _paint(canvas, mask)
    return canvas


def _paint(canvas: npt.NDArray[np.uint8], mask: CellMask) -> None:
    left, top = round(mask.box.x), round(mask.box.y)
    columns, rows = round(mask.box.right) - left, round(mask.box.bottom) - top
    if columns < 1 or rows < 1 or mask.labels.size == 0:
        return
    labels = mask.labels
    if labels.shape != (rows, columns):
        resized = Image.fromarray(labels).resize((columns, rows), Image.Resampling.NEAREST)
        labels = np.asarray(resized)
    height, width = canvas.shape
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + columns, width), min(top + rows, height)
    if x1 <= x0 or y1 <= y0:
        return
    part = canvas[y0:y1, x0:x1]
    np.maximum(part, labels[y0 - top : y1 - top, x0 - left : x1 - left], out=part)


def write_mask(path: Path, labels: npt.NDArray[np.uint8]) -> None:
    """Write a label image as 8-bit grey PNG, whole or not at all.

    Raises:
        OutputFault: The disk is full, or the folder gone or read-only.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Long runs of equal labels: the lowest effort already compresses them a hundredfold.
        Image.fromarray(labels).save(part, format="PNG", compress_level=1)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise OutputFault(
            f"The mask cannot be written ({os.strerror(error.errno) if error.errno else error}).",
            "Free some space or choose another output folder, then go on with --resume.",
            file=path,
        ) from error
