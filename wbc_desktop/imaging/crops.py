"""One cell cut out of its image: in the middle, at a standard scale, with its mask.

Shared by the program and by training: what a model sees is made here and in
``imaging.standardise`` alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from wbc_desktop.core.cell import MASK_CYTOPLASM, FoundCell
from wbc_desktop.imaging.source import RGB

NEIGHBOURHOOD = 2.2
"""Side of the region that the background's colour is read from, in cell diameters."""

BRIGHT_SHARE = 0.15
"""Share of the brightest pixels of the neighbourhood that count as empty background."""


@dataclass(frozen=True, slots=True)
class CellCrop:
    """A square picture of one cell.

    Attributes:
        rgb: uint8 (side, side, 3), as the camera saw it.
        labels: uint8 (side, side): 0 background, 1 cytoplasm, 2 nucleus.
        background: Colour of empty background near the cell, float32 (3,), 0 to 255.
    """

    rgb: RGB
    labels: npt.NDArray[np.uint8]
    background: npt.NDArray[np.float32]


def cell_diameter(cell: FoundCell) -> float:
    """Diameter of the disc of the cell's area, in the pixels of its image; at least 1."""
    if cell.mask is not None:
        labels = cell.mask.labels
        share = np.count_nonzero(labels) / max(labels.size, 1)
        area = share * cell.mask.box.area
        if area > 0:
            return max(2.0 * math.sqrt(area / math.pi), 1.0)
    return max(math.sqrt(cell.box.area), 1.0)


def cell_centre(cell: FoundCell) -> tuple[float, float]:
    """Centre (x, y) of the cell's bounding box, in the pixels of its image."""
    return cell.box.centre


def cut_cell(rgb: RGB, cell: FoundCell, side: int, fraction: float) -> CellCrop:
    """Cut a cell out at the standard scale: every cell spans the same share of its crop.

    Args:
        rgb: The image, uint8 (rows, columns, 3).
        cell: The cell; its boxes are in the pixels of ``rgb``.
        side: Side of the result in pixels.
        fraction: Share of the side that the cell's diameter spans.

    Returns:
        The crop; what lies outside the image has the background's colour.
    """
    diameter = cell_diameter(cell)
    reach = diameter / fraction
    x, y = cell_centre(cell)
    background = background_colour(rgb, x, y, max(diameter * NEIGHBOURHOOD, reach))
    picture = _resample(rgb, x - reach / 2, y - reach / 2, reach, side, background)
    labels = _mask_in_frame(cell, x - reach / 2, y - reach / 2, reach, side)
    return CellCrop(picture, labels, background)


def background_colour(rgb: RGB, x: float, y: float, reach: float) -> npt.NDArray[np.float32]:
    """Colour of empty background around a point: the mean of the brightest pixels there.

    Args:
        rgb: The image.
        x: Centre column.
        y: Centre row.
        reach: Side of the square looked at, in pixels.

    Returns:
        float32 (3,), 0 to 255, at least 1.
    """
    rows, columns = rgb.shape[:2]
    half = reach / 2
    top, bottom = max(int(y - half), 0), min(math.ceil(y + half), rows)
    left, right = max(int(x - half), 0), min(math.ceil(x + half), columns)
    step = max(int((bottom - top) / 96), 1)
    if top >= bottom or left >= right:
        return np.full(3, 255, np.float32)
    region = _every(step, rgb[top:bottom:step, left:right])
    # Green alone is the best guide to emptiness: both dyes absorb it (eosin and azure).
    brightness = region[:, 1].astype(np.int32)
    brightness <<= 1
    brightness += region[:, 0]
    count = max(int(len(brightness) * BRIGHT_SHARE), 1)
    chosen = np.argpartition(brightness, len(brightness) - count)[-count:]
    brightest = region.take(chosen, axis=0).astype(np.float32)
    total = np.ones(count, np.float32) @ brightest  # exact: whole numbers
    mean: npt.NDArray[np.float32] = np.maximum(total / np.float32(count), np.float32(1.0))
    return mean


def _every(step: int, rows: RGB) -> npt.NDArray[np.uint8]:
    """Every ``step``-th pixel of each row, (pixels, 3); a pixel is copied as one, not as three numbers."""
    whole = np.ascontiguousarray(rows)
    pixels = whole.reshape(len(whole), -1).view("V3")[:, ::step]
    return np.ascontiguousarray(pixels).view(np.uint8).reshape(-1, 3)


def _resample(
    rgb: RGB, left: float, top: float, reach: float, side: int, background: npt.NDArray[np.float32]
) -> RGB:
    rows, columns = rgb.shape[:2]
    x0, y0 = math.floor(left) - 1, math.floor(top) - 1
    x1, y1 = math.ceil(left + reach) + 1, math.ceil(top + reach) + 1
    cut = rgb[max(y0, 0) : min(y1, rows), max(x0, 0) : min(x1, columns)]
    if x0 < 0 or y0 < 0 or x1 > columns or y1 > rows:
        padded = np.empty((y1 - y0, x1 - x0, 3), np.uint8)
        padded[:] = np.clip(background + 0.5, 0, 255).astype(np.uint8)
        padded[max(-y0, 0) : max(-y0, 0) + cut.shape[0], max(-x0, 0) : max(-x0, 0) + cut.shape[1]] = cut
        cut = padded
    frame = (left - x0, top - y0, left - x0 + reach, top - y0 + reach)
    resized = Image.fromarray(np.ascontiguousarray(cut)).resize(
        (side, side), Image.Resampling.BILINEAR, box=frame
    )
    return np.asarray(resized)


def _mask_in_frame(
    cell: FoundCell, left: float, top: float, reach: float, side: int
) -> npt.NDArray[np.uint8]:
    """The cell's mask resampled (nearest) into the crop; an ellipse of its box without one."""
    grid = (np.arange(side, dtype=np.float32) + 0.5) * (reach / side)
    xs, ys = grid + left, grid + top
    if cell.mask is None:
        cx, cy = cell.box.centre
        u = (xs - cx) / max(cell.box.width / 2, 0.5)
        v = (ys - cy) / max(cell.box.height / 2, 0.5)
        inside = (u * u)[None, :] + (v * v)[:, None] <= 1.0
        return inside.astype(np.uint8) * np.uint8(MASK_CYTOPLASM)
    labels, box = cell.mask.labels, cell.mask.box
    columns = np.floor((xs - box.x) / box.width * labels.shape[1]).astype(np.intp)
    rows = np.floor((ys - box.y) / box.height * labels.shape[0]).astype(np.intp)
    inside_x = (columns >= 0) & (columns < labels.shape[1])
    inside_y = (rows >= 0) & (rows < labels.shape[0])
    result = np.zeros((side, side), np.uint8)
    result[np.ix_(inside_y, inside_x)] = labels.take(rows[inside_y], axis=0).take(columns[inside_x], axis=1)
    return result
