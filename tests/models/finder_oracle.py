"""An engine for drawn images: it reads the colours that ``draw`` paints with, exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from wbc_desktop.models.finder_layout import DIAMETER_UNIT, OFFSET_UNIT, STRIDE
from wbc_desktop.models.finding import MEAN, STD

PAPER = np.array([235, 230, 225], np.float32)
CYTOPLASM = np.array([200, 190, 235], np.float32)
NUCLEUS = np.array([90, 40, 150], np.float32)
RED = np.array([225, 150, 140], np.float32)
PALETTE = np.stack([PAPER, CYTOPLASM, NUCLEUS, RED])

Disc = tuple[float, float, float]


def draw(shape: tuple[int, int], white: list[Disc], red: list[Disc] = []) -> npt.NDArray[np.uint8]:  # noqa: B006
    """White cells (x, y, diameter) with a nucleus of half the diameter, and red cells."""
    image = np.tile(PAPER, (*shape, 1))
    ys, xs = np.mgrid[: shape[0], : shape[1]] + 0.5
    for colour, discs, share in ((RED, red, 1.0), (CYTOPLASM, white, 1.0), (NUCLEUS, white, 0.5)):
        for x, y, diameter in discs:
            image[(xs - x) ** 2 + (ys - y) ** 2 < (share * diameter / 2) ** 2] = colour
    return image.astype(np.uint8)


def run(images: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], ...]:
    """Answers as ``CellFinder`` would if it were perfect on drawn images; one nucleus, one cell."""
    answers = [_one(image) for image in images]
    return tuple(np.stack(parts) for parts in zip(*answers, strict=True))


def _one(image: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], ...]:
    rgb = (image.transpose(1, 2, 0) * STD + MEAN) * 255
    rgb = rgb[::STRIDE, ::STRIDE]  # the pixel that the training targets take an answer to stand for
    away_from = np.linalg.norm(rgb[:, :, None] - PALETTE, axis=-1)
    kind = np.where(away_from.min(axis=-1) < 60, away_from.argmin(axis=-1), 0)
    logits = np.full((5, *kind.shape), -6.0, np.float32)
    np.put_along_axis(logits, kind[None], 6.0, axis=0)
    heat = np.full(kind.shape, -8.0, np.float32)
    offset = np.zeros((2, *kind.shape), np.float32)
    diameter = np.zeros(kind.shape, np.float32)
    ys, xs = np.mgrid[: kind.shape[0], : kind.shape[1]].astype(np.float32)
    nuclei, count = ndimage.label(ndimage.binary_opening(kind == 2, iterations=2))
    if count:
        centres = np.array(ndimage.center_of_mass(nuclei > 0, nuclei, range(1, count + 1)))
        away = np.stack([(xs - cx) ** 2 + (ys - cy) ** 2 for cy, cx in centres])
        nearest = away.argmin(axis=0)
        offset[0] = (centres[nearest, 1] - xs) * STRIDE / OFFSET_UNIT
        offset[1] = (centres[nearest, 0] - ys) * STRIDE / OFFSET_UNIT
        size = 4 * np.sqrt(np.bincount(nuclei.ravel(), minlength=count + 1)[1:] / np.pi) * STRIDE
        diameter = np.log(size[nearest] / DIAMETER_UNIT).astype(np.float32)
        heat = (12 * np.exp(-away.min(axis=0) / 8) - 6).astype(np.float32)
    red, _ = ndimage.label(kind == 3)
    areas = np.bincount(red.ravel())
    sizes = 2 * np.sqrt(areas[red] / np.pi) * STRIDE
    diameter = np.where(red > 0, np.log(np.maximum(sizes, 1) / DIAMETER_UNIT), diameter).astype(np.float32)
    return logits, heat[None], offset, diameter[None]
