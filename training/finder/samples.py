"""Annotated images for the finder: pixels, what each pixel may be, and the cells.

What a pixel may be is a set of pixel classes, one bit each, so that boxes, half masks and full
masks train one network: the loss asks only that the probability lies within the set.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from wbc_desktop.imaging.source import RGB

cv2.setNumThreads(0)  # its thread pool does not survive the fork of a data worker

BACKGROUND, CYTOPLASM, NUCLEUS, RED_CELL, PLATELET = (1 << i for i in range(5))
WHITE_CELL = CYTOPLASM | NUCLEUS
NOT_WHITE_CELL = BACKGROUND | RED_CELL | PLATELET
ANY = WHITE_CELL | NOT_WHITE_CELL

STORED_DIAMETER = 90.0
"""White-cell diameter, in pixels, at which training images are kept in memory."""

RED_CELL_ID = 1000
"""Instance ids from here on are red cells."""


@dataclass(slots=True)
class Sample:
    """One image with what is known of it.

    Attributes:
        source: Folder name of the source.
        file: File name in the source's table.
        rgb: Pixels, scaled so that white cells are about ``STORED_DIAMETER`` across.
        allowed: uint8 (rows, columns), the set of classes each pixel may be.
        instances: uint16 (rows, columns), index into ``cells`` plus 1 for white cells,
            plus ``RED_CELL_ID`` for red cells, 0 elsewhere.
        cells: float32 (n, 4), centre x, y, diameter, and 1 where the image's edge cuts the cell.
        scale: Pixels of ``rgb`` per pixel of the file.
        paste: Number of a white cell whose mask is good enough to cut it out; 0 for none.
        boxes: The labelled box (x, y, width, height) of each white cell by its number.
    """

    source: str
    file: str
    rgb: RGB
    allowed: npt.NDArray[np.uint8]
    instances: npt.NDArray[np.uint16]
    cells: npt.NDArray[np.float32]
    scale: float
    paste: int = 0
    boxes: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)


def read_rgb(path: Path) -> RGB:
    """Read an image file as RGB."""
    bgr = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if bgr is None:
        raise FileNotFoundError(path)
    return np.ascontiguousarray(bgr[..., ::-1])


def resized(image: npt.NDArray[np.uint8], scale: float, *, labels: bool = False) -> npt.NDArray[np.uint8]:
    """Resize by ``scale``; nearest for label maps."""
    if scale == 1.0:
        return image
    how = cv2.INTER_NEAREST if labels else (cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8)


def bright_background(rgb: RGB, *, least: int = 25) -> npt.NDArray[np.bool_]:
    """Pixels that are surely empty background: bright, and in areas wider than a red cell's pallor.

    Args:
        rgb: Pixels at ``STORED_DIAMETER``.
        least: Side of the smallest such area.
    """
    grey = cv2.GaussianBlur(rgb[..., 1], (0, 0), 1.5)
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    bright = (grey > threshold + 0.3 * (float(np.percentile(grey, 95)) - threshold)).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (least, least))
    return np.asarray(cv2.morphologyEx(bright, cv2.MORPH_OPEN, kernel) > 0)


def ellipse(shape: tuple[int, ...], box: tuple[float, float, float, float]) -> npt.NDArray[np.float32]:
    """Elliptic radius about a box (x, y, width, height): 1 on the inscribed ellipse."""
    x, y, w, h = box
    ys, xs = np.ogrid[: shape[0], : shape[1]]
    u = (xs + 0.5 - x - w / 2) / max(w / 2, 1e-3)
    v = (ys + 0.5 - y - h / 2) / max(h / 2, 1e-3)
    return np.sqrt(u * u + v * v).astype(np.float32)


def blank(rgb: RGB, allowed: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint16]]:
    """Fresh ``allowed`` and ``instances`` maps for an image."""
    shape = rgb.shape[:2]
    return np.full(shape, allowed, np.uint8), np.zeros(shape, np.uint16)
