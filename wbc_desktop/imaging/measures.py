"""What a haematologist would measure of a cell: shape of nucleus and cell, colours, granules.

A network that learnt elsewhere mistrusts or mistakes these on a strange microscope; a local calibration
weighs them anew with the laboratory's own cells (``models.adapting``). All lengths are in diameters of the
cell, all colours are densities after one gain for all channels, so that light and exposure do not matter.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from wbc_desktop.core.cell import MASK_NUCLEUS, FoundCell
from wbc_desktop.imaging.crops import CellCrop, cut_cell
from wbc_desktop.imaging.small_masks import filled, grown, shrunk
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.standardise import contrast_gain, optical_density

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

SIDE = 96
FRACTION = 0.72
"""Side of the measured crop in pixels, and the share of it that the cell's diameter spans."""

FEWEST = 12
"""A part of fewer pixels is not measured."""

DARK = 0.75
"""From this share of the nucleus' density on, a pixel of the cytoplasm is a granule or a shadow."""

_RIM = 3
_SMOOTH = SIDE / 64
_DIRECTIONS = np.linspace(0, 2 * math.pi, 64, endpoint=False)
_AXES = np.stack([np.cos(_DIRECTIONS), np.sin(_DIRECTIONS)])

_SHAPE = ("solidity", "roundness", "length", "core", "depth")
_COLOUR = (
    *(f"{kind}_{channel}" for channel in ("red", "green", "blue") for kind in ("mean", "spread", "grain")),
    "red_share",
    "blue_share",
    "dark_end",
    "light_end",
)
NAMES = (
    "nucleus_share",
    "nucleus_size",
    "size",
    *(f"nucleus_{name}" for name in _SHAPE),
    "lobes",
    "second_lobe",
    "holes",
    *(f"cell_{name}" for name in _SHAPE),
    "nucleus_offset",
    *(f"nucleus_{name}" for name in _COLOUR),
    *(f"cytoplasm_{name}" for name in _COLOUR),
    "nucleus_density",
    "dark_cytoplasm",
    "granule_redness",
)
"""What each number of ``measure_crop`` is."""


def measure_cell(rgb: RGB, cell: FoundCell, log_size: float) -> Array:
    """Measure a cell of an image.

    Args:
        rgb: The image, uint8 (rows, columns, 3).
        cell: The cell, in the pixels of ``rgb``.
        log_size: See ``measure_crop``.

    Returns:
        float64 (len(NAMES),).
    """
    return measure_crop(cut_cell(rgb, cell, SIDE, FRACTION), log_size)


def measure_crop(crop: CellCrop, log_size: float) -> Array:
    """Measure a standard crop of ``SIDE`` pixels.

    Args:
        crop: Cut with ``FRACTION``.
        log_size: Natural logarithm of the cell's diameter in red-cell diameters; NaN where unknown.

    Returns:
        float64 (len(NAMES),); NaN where the cell has no such part, or no known size.
    """
    cell: Mask = crop.labels > 0
    marked: Mask = crop.labels == MASK_NUCLEUS
    nucleus: Mask = ndimage.binary_opening(marked)
    if np.count_nonzero(nucleus) < FEWEST:
        nucleus = marked
    cytoplasm = _cytoplasm(cell, marked)
    raw = optical_density(crop.rgb, crop.background).astype(np.float64)
    density = raw * contrast_gain(raw.astype(np.float32), crop.labels)
    grain = density - ndimage.gaussian_filter(density, (_SMOOTH, _SMOOTH, 0))
    share = int(np.count_nonzero(nucleus)) / max(int(np.count_nonzero(cell)), 1)
    found = [
        share,
        0.5 * math.log(max(share, 1e-3)) + log_size,
        log_size,
        *_shape(nucleus),
        *_lobes(nucleus),
        *_shape(cell),
        _offset(cell, nucleus),
        *_colours(density, grain, nucleus),
        *_colours(density, grain, cytoplasm),
        math.log(float(raw[nucleus].mean()) + 0.05) if nucleus.any() else math.nan,
        *_granules(density, nucleus, cytoplasm),
    ]
    return np.array(found, np.float64)


def _cytoplasm(cell: Mask, nucleus: Mask) -> Mask:
    """The cytoplasm less the rims towards nucleus and surroundings, where colours mix."""
    inner: Mask = shrunk(cell, _RIM)
    narrow: Mask = inner & ~grown(nucleus)
    return narrow if np.count_nonzero(narrow) >= FEWEST else inner & ~nucleus


def _shape(mask: Mask) -> list[float]:
    area = np.count_nonzero(mask)
    if area < FEWEST:
        return [math.nan] * len(_SHAPE)
    padded = np.pad(mask, 1)
    depth = ndimage.distance_transform_edt(padded)[padded]
    radius = math.sqrt(area / math.pi)
    rows, columns = np.nonzero(mask)
    wide, narrow = np.linalg.eigvalsh(np.cov(columns, rows) + np.eye(2) / 12)[::-1]
    smooth = ndimage.gaussian_filter(padded.astype(np.float64), 1.0)
    rim = float(np.hypot(*np.gradient(smooth)).sum())
    return [
        area / _hull_area(rows, columns),
        math.log(rim**2 / (4 * math.pi * area)),
        0.5 * math.log(wide / narrow),
        float(depth.max()) / radius,
        float(depth.mean()) / radius,
    ]


def _hull_area(rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> float:
    """Area of the polygon of the pixels that lie farthest out, in 64 directions; rows ascend."""
    first = np.flatnonzero(np.diff(rows, prepend=-1))
    ends = np.unique(
        np.concatenate([first, first[1:] - 1, [len(rows) - 1]])
    )  # no other pixel lies farthest out
    rows, columns = rows[ends], columns[ends]
    points = np.stack([columns, rows], axis=1) + 0.5
    out = points[np.argmax(points @ _AXES, axis=0)] + 0.5 * np.sign(_AXES.T)
    x, y = out.T
    twice = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
    return max(abs(twice) / 2, 1.0)


def _lobes(nucleus: Mask) -> list[float]:
    """Logarithm of one more than the lobes, the second lobe's share, the share of holes."""
    area = np.count_nonzero(nucleus)
    if area < FEWEST:
        return [math.nan] * 3
    parts, count = ndimage.label(ndimage.binary_opening(nucleus, iterations=2))
    sizes = np.sort(np.bincount(parts.ravel(), minlength=count + 1)[1:])[::-1]
    whole = np.count_nonzero(filled(nucleus))
    second = float(sizes[1]) / area if count > 1 else 0.0
    return [math.log1p(np.count_nonzero(sizes > 0.08 * area)), second, (whole - area) / area]


def _offset(cell: Mask, nucleus: Mask) -> float:
    if not nucleus.any():
        return math.nan
    apart = np.subtract(ndimage.center_of_mass(cell), ndimage.center_of_mass(nucleus))
    return float(np.hypot(*apart)) / math.sqrt(np.count_nonzero(cell) / math.pi)


def _colours(density: Array, grain: Array, part: Mask) -> list[float]:
    if np.count_nonzero(part) < FEWEST:
        return [math.nan] * len(_COLOUR)
    values, fine = density[part], grain[part]
    mean, spread, rough = values.mean(axis=0), values.std(axis=0), fine.std(axis=0)
    found = []
    for channel in range(3):
        found += [float(mean[channel]), math.log(spread[channel] + 0.01), math.log(rough[channel] + 0.005)]
    red, green, blue = (float(m) + 0.05 for m in mean)
    dark, light = np.quantile(values[:, 1], [0.9, 0.1])
    return [*found, math.log(red / green), math.log(blue / green), float(dark), float(light)]


def _granules(density: Array, nucleus: Mask, cytoplasm: Mask) -> list[float]:
    """How much of the cytoplasm is as dark as the nucleus, and how red its reddest parts are."""
    if np.count_nonzero(cytoplasm) < FEWEST:
        return [math.nan, math.nan]
    inside = density[cytoplasm]
    limit = DARK * (float(density[nucleus].mean()) if nucleus.any() else 1.0)
    redness = float(np.quantile(inside[:, 1] - inside[:, 0], 0.9))
    return [float((inside.mean(axis=1) > limit).mean()), redness]
