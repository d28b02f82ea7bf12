"""Cutting a cell out for the eye: square, with its neighbourhood, at one scale for a whole case."""

from __future__ import annotations

import statistics
from collections.abc import Iterable

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from wbc_desktop.app.viewmodels.pixels import to_image
from wbc_desktop.app.viewmodels.slide import level_for
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.source import RGB, ImageSource


def common_side(cells: Iterable[Cell], margin: float = 1.5) -> float:
    """Side of a crop in level-0 pixels that suits most cells of a case.

    One side for all keeps their sizes comparable: a lymphocyte looks smaller than a
    monocyte, as under the microscope.
    """
    sides = [max(c.box.width, c.box.height) for c in cells]
    return margin * statistics.median(sides) if sides else 100.0


def crop_frame(cell: Cell, side: float, margin: float = 1.12) -> Box:
    """The square around a cell, at least ``side`` and never smaller than the cell itself."""
    side = max(side, margin * max(cell.box.width, cell.box.height), 8.0)
    x, y = cell.box.centre
    return Box(x - side / 2, y - side / 2, side, side)


def read_crop(source: ImageSource, frame: Box, px: int) -> QImage:
    """Read a square of the image as ``px`` by ``px`` pixels.

    What lies outside the image gets the crop's median colour: a white edge would
    draw the eye away from the cell.

    Raises:
        UnreadableImage: The file is damaged there.
    """
    wanted = frame.width / px
    level = level_for(source, wanted)
    down = source.level_downsamples[level]
    side = max(1, round(frame.width / down))
    rgb = source.read_region((round(frame.x), round(frame.y)), level, (side, side))
    rgb = _filled(rgb, frame, source.dimensions, down)
    if side != px:
        kind = Image.Resampling.BOX if side >= 2 * px else Image.Resampling.BICUBIC
        rgb = np.asarray(Image.fromarray(rgb).resize((px, px), kind))
    return to_image(rgb)


def _filled(rgb: RGB, frame: Box, size: tuple[int, int], down: float) -> RGB:
    rows, columns = rgb.shape[:2]
    x0, y0 = max(0, round(-frame.x / down)), max(0, round(-frame.y / down))
    x1 = min(columns, round((size[0] - frame.x) / down))
    y1 = min(rows, round((size[1] - frame.y) / down))
    if (x0, y0, x1, y1) == (0, 0, columns, rows) or x1 <= x0 or y1 <= y0:
        return rgb
    inside = rgb[y0:y1, x0:x1]
    filled = np.empty_like(rgb)
    filled[:] = np.median(inside[::4, ::4].reshape(-1, 3), axis=0).astype(np.uint8)
    filled[y0:y1, x0:x1] = inside
    return filled
