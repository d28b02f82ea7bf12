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


def paper(rgb: RGB) -> npt.NDArray[np.bool_]:
    """Pixels as bright as the empty background, red cells' pallor among them.

    Otsu on green parts off what is stained; a second Otsu among the bright rest parts off
    the red cells where they stand out.
    """
    grey = cv2.GaussianBlur(rgb[..., 1], (0, 0), 1.5)
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    rest = grey[grey > threshold]
    if len(rest) < 100:
        return np.asarray(grey > threshold)
    second, _ = cv2.threshold(rest.reshape(-1, 1), 0, 255, cv2.THRESH_OTSU)
    low, high = rest[rest <= second], rest[rest > second]
    if len(low) and len(high) and float(high.mean()) - float(low.mean()) > 0.07 * float(high.mean()):
        return np.asarray(grey > second + 0.15 * (float(high.mean()) - second))
    return np.asarray(grey > threshold + 0.3 * (float(np.percentile(grey, 95)) - threshold))


def bright_background(rgb: RGB, *, least: int = 25) -> npt.NDArray[np.bool_]:
    """Pixels that are surely empty background: bright, and in areas wider than a red cell's pallor.

    Args:
        rgb: Pixels at ``STORED_DIAMETER``.
        least: Side of the smallest such area.
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (least, least))
    return np.asarray(cv2.morphologyEx(paper(rgb).astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0)


def red_bodies(rgb: RGB, apart: npt.NDArray[np.bool_]) -> list[tuple[npt.NDArray[np.bool_], float | None]]:
    """Red cells of an image with little else: not paper, not stained, pallor filled.

    Args:
        rgb: Pixels at ``STORED_DIAMETER``.
        apart: Where they may lie: away from white cells and platelets.

    Returns:
        Each connected body, with its diameter where it is one whole round cell.
    """
    ink = ((~paper(rgb)) & apart).astype(np.uint8)
    contours, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    bodies: list[tuple[npt.NDArray[np.bool_], float | None]] = []
    for contour in contours:
        area = cv2.contourArea(contour)
        if area < 600:
            continue
        body = np.zeros(ink.shape, np.uint8)
        cv2.drawContours(body, [contour], -1, 1, -1)
        x, y, w, h = cv2.boundingRect(contour)
        cut = x <= 2 or y <= 2 or x + w >= rgb.shape[1] - 2 or y + h >= rgb.shape[0] - 2
        hull = cv2.contourArea(cv2.convexHull(contour))
        near = cv2.dilate(body, np.ones((7, 7), np.uint8)) > 0
        lone = not cut and area > 0.93 * hull and max(w, h) < 1.3 * min(w, h) and bool(apart[near].all())
        bodies.append((body > 0, float(np.sqrt(4 * area / np.pi)) if lone else None))
    return bodies


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
