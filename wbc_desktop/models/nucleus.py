"""The nucleus of one cell, by the network and by the cell's own stain.

The network answers for every second pixel; the stain is there for each. What the network is sure of, nucleus
and cytoplasm, says how this cell is stained; along the line that parts the two best (Fisher 1936,
doi 10.1111/j.1469-1809.1936.tb02137.x) every pixel of the cell then has a say of its own.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from wbc_desktop.imaging.small_masks import marked

SURE = 0.6
"""From this difference of probabilities on a pixel teaches the stain."""

LEAST_PIXELS = 40
"""With fewer sure pixels of either kind the network's answer stands."""

EDGE = 0.36
"""Where the edge lies between mean cytoplasm (0) and mean nucleus (1); outlines made by hand are wide."""

CLEAR = 4.0
"""Squared distance of the two stains, in their own spread, from which on the stain's word counts in full."""

GRAIN = 1.0
"""Standard deviation in pixels of the blur that takes out noise and single granules."""

_LOG = np.log(np.maximum(np.arange(256), 4)).astype(np.float32)


def nucleus_within(
    difference: npt.NDArray[np.float32], cell: npt.NDArray[np.bool_], rgb: npt.NDArray[np.uint8]
) -> npt.NDArray[np.bool_]:
    """Mark the nucleus of a cell.

    Args:
        difference: float32 (rows, columns), the network's probability of nucleus less that of cytoplasm.
        cell: bool (rows, columns), the cell.
        rgb: uint8 (rows, columns, 3), the same pixels.

    Returns:
        bool (rows, columns), within the cell.
    """
    inner, outer = cell & (difference > SURE), cell & (difference < -SURE)
    if np.count_nonzero(inner) < LEAST_PIXELS or np.count_nonzero(outer) < LEAST_PIXELS:
        return np.asarray(cell & (difference > 0))
    density = ndimage.gaussian_filter(_LOG[rgb], (GRAIN, GRAIN, 0), truncate=2.5)
    nucleus, cytoplasm = marked(density, inner), marked(density, outer)
    spread = _spread(nucleus) + _spread(cytoplasm) + 1e-3 * np.eye(3)
    means = nucleus.mean(axis=0), cytoplasm.mean(axis=0)
    line = np.linalg.solve(spread, means[0] - means[1])
    high, low = float(means[0] @ line), float(means[1] @ line)
    if high - low < 1e-6:
        return np.asarray(cell & (difference > 0))
    edge = EDGE * high + (1 - EDGE) * low
    stain = np.clip((density @ line.astype(np.float32) - edge) * (2 / (high - low)), -1, 1)
    weight = min(1.0, (high - low) / CLEAR)  # along this line the distance of the means is its own square
    return np.asarray(cell & (difference + weight * stain > 0))


def _spread(colours: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Covariance of the channels of (pixels, 3): ``numpy.cov`` in a third of its time."""
    channels = np.array(colours.T, np.float64)
    channels -= channels.mean(axis=1, keepdims=True)
    spread: npt.NDArray[np.float64] = channels @ channels.T * (1 / (len(colours) - 1))
    return spread
