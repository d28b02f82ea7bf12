"""How much of an image is covered by discs of one size: red cells, as against the many shapes of tissue."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

_DIRECTIONS = 8
_MIN_CLOSED = 0.8
"""Share of the circle's directions that must show an edge."""


def disc_share(grey: npt.NDArray[np.float32], radii: tuple[float, ...]) -> float:
    """The largest share of the area that discs of one radius make up.

    Every edge pixel votes for the centre of a disc of that radius, along its gradient and against it (fast
    radial symmetry, Loy and Zelinsky 2003, IEEE TPAMI 25(8):959), and a centre counts only if votes come
    from nearly all directions. Touching cells keep most of their outline, so they are still seen.

    Args:
        grey: Brightness 0 to 1, (rows, columns).
        radii: In pixels; 5 to 12 work.

    Returns:
        Sum of the discs' areas by the image's area; overlapping discs can bring it over 1.
    """
    smooth = ndimage.gaussian_filter(grey, 1.0)
    dy, dx = ndimage.sobel(smooth, 0) / 8, ndimage.sobel(smooth, 1) / 8
    strength = np.hypot(dx, dy)
    y, x = np.nonzero(strength > max(float(np.percentile(strength, 60)), 0.004))
    if not len(y):
        return 0.0
    ux, uy = dx[y, x] / strength[y, x], dy[y, x] / strength[y, x]
    angle = (np.arctan2(uy, ux) + np.pi) / (2 * np.pi) * _DIRECTIONS
    direction = np.minimum(angle.astype(np.intp), _DIRECTIONS - 1)
    shares = [_share(grey.shape, x, y, ux, uy, direction, radius) for radius in radii]
    return max(shares, default=0.0)


def _share(
    shape: tuple[int, ...],
    x: npt.NDArray[np.intp],
    y: npt.NDArray[np.intp],
    ux: npt.NDArray[np.float32],
    uy: npt.NDArray[np.float32],
    direction: npt.NDArray[np.intp],
    radius: float,
) -> float:
    height, width = shape
    expected = 2 * np.pi * radius / _DIRECTIONS * 0.5
    closed = np.zeros(shape, np.float32)
    for sign in (1, -1):  # darker than its surroundings, or brighter (a phase ring, a pale cell)
        cx = np.rint(x + sign * ux * radius).astype(np.intp)
        cy = np.rint(y + sign * uy * radius).astype(np.intp)
        inside = (cx >= 0) & (cx < width) & (cy >= 0) & (cy < height)
        flat = (direction[inside] * height + cy[inside]) * width + cx[inside]
        votes = np.bincount(flat, minlength=_DIRECTIONS * height * width).astype(np.float32)
        votes = ndimage.uniform_filter(votes.reshape(_DIRECTIONS, height, width), (0, 5, 5)) * 25
        closed = np.maximum(closed, np.minimum(votes / expected, 1).sum(0) / _DIRECTIONS)
    peaks = (closed == ndimage.maximum_filter(closed, int(2 * radius) | 1)) & (closed > _MIN_CLOSED)
    return float(peaks.sum() * np.pi * radius**2 / (height * width))
