"""What can be told of a microscope from one image: light, colour, sharpness, scale, stain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import MASK_NUCLEUS, FoundCell
from wbc_desktop.imaging.crops import cell_diameter, cut_cell
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.standardise import optical_density, standardised_density

_GRID = 6
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
    """

    unevenness: float | None
    cast: float
    clipped: float
    brightness: float
    cell_px: float | None
    density: float | None
    sharpness: float | None


def measure(rgb: RGB, cells: Sequence[FoundCell], *, single_cell: bool) -> ImageTraits:
    """Measure an image.

    Args:
        rgb: uint8 (rows, columns, 3).
        cells: White cells found in it, in its pixels.
        single_cell: Whether it shows one cell only (then light cannot be judged).
    """
    step = max(max(rgb.shape[:2]) // 480, 1)
    small = rgb[::step, ::step]
    background = _bright(small.reshape(-1, 3))
    cast = float(background.max() / max(background.min(), 1.0))
    clipped = float((small >= 255).all(axis=2).mean())
    marked = [c for c in cells[:20] if c.mask is not None]
    seen = [_of_cell(rgb, c) for c in marked]
    return ImageTraits(
        unevenness=None if single_cell else _unevenness(small),
        cast=cast,
        clipped=clipped,
        brightness=float(background.mean()),
        cell_px=float(np.median([cell_diameter(c) for c in cells])) if cells else None,
        density=float(np.median([s[0] for s in seen])) if seen else None,
        sharpness=float(np.median([s[1] for s in seen])) if seen else None,
    )


def _bright(pixels: npt.NDArray[np.uint8], share: float = 0.1) -> npt.NDArray[np.float64]:
    values = pixels.astype(np.float64)
    order = values.sum(axis=1)
    least = np.quantile(order, 1 - share)
    mean: npt.NDArray[np.float64] = values[order >= least].mean(axis=0)
    return mean


def _unevenness(small: RGB) -> float:
    """Ratio of the bright background between parts of the field (10th to 90th percentile of a grid)."""
    rows = np.array_split(small, _GRID)
    tiles = [tile for row in rows for tile in np.array_split(row, _GRID, axis=1)]
    levels = [_bright(t.reshape(-1, 3)).mean() for t in tiles if t.size]
    low, high = np.quantile(levels, [0.1, 0.9])
    return float(high / max(low, 1.0))


def _of_cell(rgb: RGB, cell: FoundCell) -> tuple[float, float]:
    crop = cut_cell(rgb, cell, _CROP, 0.7)
    nucleus = crop.labels == MASK_NUCLEUS
    raw = optical_density(crop.rgb, crop.background)
    density = float(raw[nucleus].mean()) if nucleus.any() else float(raw[crop.labels > 0].mean())
    grey = standardised_density(crop, "contrast").mean(axis=2)
    down, right = np.diff(grey, axis=0)[:, :-1], np.diff(grey, axis=1)[:-1]
    inside = crop.labels[:-1, :-1] > 0
    energy = np.sqrt(down**2 + right**2)[inside]
    return density, float(np.quantile(energy, 0.95)) if energy.size else 0.0
