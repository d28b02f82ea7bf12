"""Masks from boxes: GrabCut for the cell, Otsu on the stain for the nucleus.

GrabCut: Rother et al. 2004, doi 10.1145/1015706.1015720. Measured against the hand-made masks
of ``zheng1`` with their own boxes: ``docs/results/finder.md``.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from training.finder.samples import ellipse
from wbc_desktop.imaging.source import RGB

SIDE = 160
Mask = npt.NDArray[np.uint8]


def stain(rgb: RGB, sigma: float = 1.2) -> npt.NDArray[np.float32]:
    """How strongly nuclear stain absorbs: optical density in red and half of that in green."""
    white = np.maximum(np.percentile(rgb.reshape(-1, 3), 92, axis=0), 1.0)
    density = -np.log(np.clip(rgb / white, 0.02, 1.0)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(density[..., 0] + 0.5 * density[..., 1], (0, 0), sigma))


def otsu(values: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Otsu's threshold of ``values`` and the share of variance it explains (0 to 1)."""
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-3:
        return high, 0.0
    coded = ((values - low) / (high - low) * 255).astype(np.uint8).reshape(-1, 1)
    code, _ = cv2.threshold(coded, 0, 255, cv2.THRESH_OTSU)
    threshold = low + float(code) / 255 * (high - low)
    above = values > threshold
    share = float(above.mean())
    if not 0.0 < share < 1.0:
        return threshold, 0.0
    between = share * (1 - share) * (float(values[above].mean()) - float(values[~above].mean())) ** 2
    return threshold, between / max(float(values.var()), 1e-9)


def grab_cell(rgb: RGB, box: tuple[float, float, float, float]) -> tuple[Mask, float]:
    """Segment the cell in a box.

    Args:
        rgb: The image.
        box: (x, y, width, height) in its pixels.

    Returns:
        A mask of the image's size (1 cell, 2 nucleus), and the IoU of the mask's
        own box with the given one: how far the box bears the mask out.
    """
    x, y, w, h = box
    margin = 0.3 * max(w, h)
    x0, y0 = int(max(0, x - margin)), int(max(0, y - margin))
    x1, y1 = int(min(rgb.shape[1], x + w + margin)), int(min(rgb.shape[0], y + h + margin))
    crop = rgb[y0:y1, x0:x1]
    scale = SIDE / max(crop.shape[:2])
    small = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    inner = ((x - x0) * scale, (y - y0) * scale, w * scale, h * scale)
    labels = _grab(np.asarray(small, dtype=np.uint8), inner)
    full = np.zeros(rgb.shape[:2], np.uint8)
    if labels.any():
        size = (crop.shape[1], crop.shape[0])
        full[y0:y1, x0:x1] = cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST)
    return full, box_agreement(full > 0, box)


def box_agreement(mask: npt.NDArray[np.bool_], box: tuple[float, float, float, float]) -> float:
    """IoU of a mask's bounding box with ``box`` (x, y, width, height)."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if not len(columns):
        return 0.0
    x, y, w, h = box
    left, right, top, bottom = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
    shared = max(0.0, min(right, x + w) - max(left, x)) * max(0.0, min(bottom, y + h) - max(top, y))
    return float(shared / ((right - left) * (bottom - top) + w * h - shared))


def _grab(small: RGB, box: tuple[float, float, float, float]) -> Mask:
    radius = ellipse(small.shape, box)
    state = np.full(small.shape[:2], cv2.GC_BGD, np.uint8)
    state[radius < 1.12] = cv2.GC_PR_BGD
    state[radius < 0.975] = cv2.GC_PR_FGD
    density = stain(small)
    nucleus = (density > otsu(density[radius < 1.0])[0]) & (radius < 1.03)
    state[nucleus & (radius < 0.95)] = cv2.GC_FGD
    if not (state == cv2.GC_BGD).any():
        return np.zeros(small.shape[:2], np.uint8)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(lab, state, (0, 0, 1, 1), *models, 4, cv2.GC_INIT_WITH_MASK)
    cell = largest_filled(np.isin(state, (cv2.GC_FGD, cv2.GC_PR_FGD)))
    return np.where(cell & nucleus, 2, cell).astype(np.uint8)


def largest_filled(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The largest connected part, smoothed, its holes filled."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(opened)
    if count < 2:
        return np.zeros(mask.shape, bool)
    part = (parts == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))).astype(np.uint8)
    contours, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(part, contours, -1, 1, -1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    return np.asarray(cv2.morphologyEx(part, cv2.MORPH_CLOSE, kernel) > 0)
