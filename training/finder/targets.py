"""From a crop to what each output of the network should say, at the network's stride."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from training.finder.compose import Crop
from training.finder.samples import NOT_WHITE_CELL, RED_CELL_ID, WHITE_CELL
from wbc_desktop.models.finder_layout import DIAMETER_UNIT, OFFSET_UNIT, STRIDE

PEAK_WIDTH = 0.1
"""Standard deviation of a centre's Gaussian as a share of the cell's diameter."""

Arrays = dict[str, npt.NDArray[np.generic]]


def targets(crop: Crop) -> Arrays:
    """Targets of a crop of (side, side) pixels; maps are (side / 2, side / 2).

    Returns:
        ``allowed`` uint8; ``heat`` and ``heat_weight``; ``offset`` (2, ...) and
        ``offset_weight``; ``diameter`` and ``diameter_weight``, all float32.
    """
    allowed = np.ascontiguousarray(crop.allowed[::STRIDE, ::STRIDE])
    ids = crop.instances[::STRIDE, ::STRIDE]
    rows, columns = ids.shape
    ys, xs = np.mgrid[:rows, :columns].astype(np.float32) * STRIDE + 0.5
    heat = np.zeros((rows, columns), np.float32)
    offset = np.zeros((2, rows, columns), np.float32)
    offset_weight = np.zeros((rows, columns), np.float32)
    diameter = np.zeros((rows, columns), np.float32)
    diameter_weight = np.zeros((rows, columns), np.float32)
    unsure = ((allowed & WHITE_CELL) > 0) & ((allowed & NOT_WHITE_CELL) > 0)
    unsure |= ((allowed & WHITE_CELL) > 0) & (ids == 0)
    heat_weight = (~unsure).astype(np.float32)
    for number in np.unique(ids):
        if number in (0, RED_CELL_ID):
            continue
        here = ids == number
        white = number < RED_CELL_ID
        _, _, size, cut = crop.cells[number - 1 if white else number - RED_CELL_ID - 1]
        diameter[here] = np.log(max(float(size), 4.0) / DIAMETER_UNIT)
        diameter_weight[here] = 0.0 if cut else 1.0 / (1.0 + here.sum() / 400)
        if white:
            cx, cy = float(xs[here].mean()), float(ys[here].mean())
            offset[0][here], offset[1][here] = (cx - xs[here]) / OFFSET_UNIT, (cy - ys[here]) / OFFSET_UNIT
            offset_weight[here] = 1.0 / (1.0 + here.sum() / 400)
            width = max(PEAK_WIDTH * float(size), 1.5)
            peak = np.exp(-((xs - cx) ** 2 + (ys - cy) ** 2) / (2 * width * width))
            heat_weight[peak > 0.1] = 1.0
            heat = np.maximum(heat, peak)
    return {
        "allowed": allowed,
        "heat": heat,
        "heat_weight": heat_weight,
        "offset": offset,
        "offset_weight": offset_weight,
        "diameter": diameter,
        "diameter_weight": diameter_weight,
    }
