"""What can be told of a microscope from one image: light, colour, sharpness, scale, stain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from wbc_desktop.core.cell import MASK_NUCLEUS, FoundCell
from wbc_desktop.imaging.crops import CellCrop, cell_diameter, cut_cell
from wbc_desktop.imaging.small_masks import marked
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.standardise import contrast_gain, optical_density

LIGHT_SIDE = 240
"""The light is read from every n-th pixel, so that at most so many lie along the longer side."""

EMPTY_RANGE = 20.0
"""Least difference that anything makes, of 255: an empty place with noise and a vignette has up to 19, the
palest of 3,300 real images of one cell 129."""

_EMPTY_SIDE = 32
_GRID = 6
_SUMS = 3 * 255 + 1
_CROP = 96


@dataclass(frozen=True, slots=True)
class ImageTraits:
    """Measured on one image.

    Attributes:
        unevenness: Brightest over darkest part of the empty background, 1 for even light;
            None for an image of a single cell.
        cast: Largest over smallest channel of the background, 1 for white.
        clipped: Share of pixels at 255 in all channels.
        brightness: Mean of the background's channels, 0 to 255.
        cell_px: Median white cell diameter in pixels; None without cells.
        density: Median over cells of the nucleus' mean optical density; None without cells.
        sharpness: Median over cells of the edge energy at standard scale and contrast; None without cells.
        colour: Largest less smallest channel, of the hundredth of the pixels that has most; 0 for grey.
        empty: Whether it shows nothing at all (``is_empty``).
    """

    unevenness: float | None
    cast: float
    clipped: float
    brightness: float
    cell_px: float | None
    density: float | None
    sharpness: float | None
    colour: float = 255.0
    empty: bool = False


def measure(rgb: RGB, cells: Sequence[FoundCell], *, single_cell: bool) -> ImageTraits:
    """Measure an image.

    Args:
        rgb: uint8 (rows, columns, 3).
        cells: White cells found in it, in its pixels.
        single_cell: Whether it shows one cell only (then light cannot be judged).
    """
    step = -(-max(rgb.shape[:2]) // LIGHT_SIDE)
    small = rgb[::step, ::step]
    light = small[..., 0].astype(np.uint16) + small[..., 1] + small[..., 2]
    counts = _histograms(light)
    least, _ = _brightest(counts.sum(axis=0, keepdims=True))
    background = small[light >= least[0]].mean(axis=0, dtype=np.float64)
    cast = float(background.max() / max(background.min(), 1.0))
    clipped = float(np.count_nonzero(light == 3 * 255) / light.size)
    marked = [c for c in cells[:20] if c.mask is not None]
    seen = [_of_cell(cut_cell(rgb, c, _CROP, 0.7)) for c in marked]
    return ImageTraits(
        unevenness=None if single_cell else _unevenness(counts),
        cast=cast,
        clipped=clipped,
        brightness=float(background.mean()),
        cell_px=float(np.median([cell_diameter(c) for c in cells])) if cells else None,
        density=float(np.median([s[0] for s in seen])) if seen else None,
        sharpness=float(np.median([s[1] for s in seen])) if seen else None,
        colour=_colour(small),
        empty=not cells and is_empty(rgb),
    )


def is_empty(rgb: RGB) -> bool:
    """Whether an image shows nothing at all: an even ground, or only its noise.

    Args:
        rgb: uint8 (rows, columns, 3).
    """
    side = (min(_EMPTY_SIDE, rgb.shape[1]), min(_EMPTY_SIDE, rgb.shape[0]))
    means = np.asarray(Image.fromarray(rgb).resize(side, Image.Resampling.BOX)).reshape(-1, 3)
    return bool(np.ptp(means, axis=0).max() < EMPTY_RANGE)


def _colour(small: RGB) -> float:
    """The 0.99 quantile of the largest less the smallest channel; by planes and a histogram, for speed."""
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    colour = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue)
    before = np.bincount(colour.ravel(), minlength=256).cumsum()
    at = 0.99 * (colour.size - 1)
    low, high = np.searchsorted(before, [int(at), min(int(at) + 1, colour.size - 1)], side="right")
    return float(low + (high - low) * (at - int(at)))


def _histograms(light: npt.NDArray[np.uint16]) -> npt.NDArray[np.intp]:
    """How often each sum of the three channels occurs in each part of the image, (parts, 766).

    Counting sums once is many times faster than sorting each part for its quantile.
    """
    rows, columns = (_part_of_each(length) for length in light.shape)
    flat = (rows[:, None] * _GRID + columns) * _SUMS + light
    return np.bincount(flat.ravel(), minlength=_GRID * _GRID * _SUMS).reshape(-1, _SUMS)


def _part_of_each(length: int) -> npt.NDArray[np.intp]:
    """Which of ``_GRID`` parts, as equal as they can be, each row or column is in."""
    return np.repeat(np.arange(_GRID), [len(part) for part in np.array_split(np.arange(length), _GRID)])


def _brightest(
    counts: npt.NDArray[np.intp], share: float = 0.1
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """The least sum that is among the brightest share, and the mean sum of these, for each row of counts."""
    numbers = counts.sum(axis=1)
    last = np.ceil((1 - share) * (numbers - 1) - 1e-9).astype(np.intp)
    least = np.argmax(counts.cumsum(axis=1) > last[:, None], axis=1)
    chosen = np.where(np.arange(_SUMS) >= least[:, None], counts, 0.0)
    return least, chosen @ np.arange(_SUMS, dtype=np.float64) / np.maximum(chosen.sum(axis=1), 1)


def _unevenness(counts: npt.NDArray[np.intp]) -> float:
    """Ratio of the bright background between parts of the field (10th to 90th percentile of a grid)."""
    levels = _brightest(counts[counts.any(axis=1)])[1] / 3
    low, high = np.quantile(levels, [0.1, 0.9])
    return float(high / max(low, 1.0))


def _of_cell(crop: CellCrop) -> tuple[float, float]:
    """Density of the nucleus, and the edge energy at the standard scale and contrast."""
    nucleus = crop.labels == MASK_NUCLEUS
    raw = optical_density(crop.rgb, crop.background)
    density = float(marked(raw, nucleus if nucleus.any() else crop.labels > 0).mean())
    grey = raw[..., 0] + raw[..., 1] + raw[..., 2]
    grey *= np.float32(contrast_gain(raw, crop.labels) / 3)
    inside = crop.labels[:-1, :-1] > 0
    corner = grey[:-1, :-1]
    energy = np.hypot((grey[1:, :-1] - corner)[inside], (grey[:-1, 1:] - corner)[inside])
    return density, float(np.quantile(energy, 0.95)) if energy.size else 0.0
