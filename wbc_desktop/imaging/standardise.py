"""From a camera's colours to the colours that the models know.

Three references are in every stained smear: empty background (white), the nucleus (the
azure dye) and the shape of the cell itself. Optical density to the local background
removes light, exposure and colour cast (Beer-Lambert law); scaling each channel so that
the mean nucleus has a fixed density removes most of what stain and sensor change.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import MASK_NUCLEUS
from wbc_desktop.imaging.crops import CellCrop
from wbc_desktop.imaging.small_masks import marked, shrunk
from wbc_desktop.imaging.source import RGB

Colour = Literal["none", "white", "contrast", "balanced", "stain"]
Background = Literal["keep", "suppress"]
Density = npt.NDArray[np.float32]

STAIN_SHARES = {"contrast": 0.0, "balanced": 0.5, "stain": 1.0}
"""How far each channel has a gain of its own (``colour_gain``)."""

NUCLEUS_DENSITY = np.array([1.00, 1.45, 0.62], np.float32)
"""Mean optical density (natural logarithm) of a nucleus after standardisation, R, G, B."""

GAIN_LIMITS = (0.4, 4.0)
"""Largest change of a channel's density: beyond, the mask is rather wrong than the stain."""

MAX_DENSITY = 3.2

RIM = 0.045
"""Width of the rim that is left out of a crop, as a share of its side."""

FEWEST_PIXELS = 12
"""A nucleus of fewer pixels is no reference."""

_LOGARITHMS = np.log(np.arange(256, dtype=np.float32) + 1.0)


def optical_density(rgb: RGB, background: npt.NDArray[np.float32]) -> Density:
    """Optical density of each channel against the background's colour.

    Args:
        rgb: uint8 (..., 3).
        background: Colour of empty background (3,), 0 to 255.

    Returns:
        float32 (..., 3), 0 (background) to ``MAX_DENSITY``.
    """
    density = np.empty(rgb.shape, np.float32)
    for channel, light in enumerate(np.log(background + 1.0)):  # one table for each: 256 logarithms in all
        density[..., channel] = np.clip(light - _LOGARITHMS, 0.0, MAX_DENSITY)[rgb[..., channel]]
    return density


def stain_gain(density: Density, labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Factor per channel that brings the mean nucleus to ``NUCLEUS_DENSITY``.

    Args:
        density: (side, side, 3).
        labels: (side, side): 2 is nucleus.

    Returns:
        float32 (3,); ones where no nucleus is marked.
    """
    stained = marked(density, _nucleus(labels))
    if not stained.size:
        return np.ones(3, np.float32)
    mean = stained.mean(axis=0)
    gain: npt.NDArray[np.float32] = np.clip(NUCLEUS_DENSITY / np.maximum(mean, 0.02), *GAIN_LIMITS)
    return gain.astype(np.float32)


def contrast_gain(density: Density, labels: npt.NDArray[np.uint8]) -> float:
    """One factor for all channels that brings the mean nucleus to the standard mean density."""
    stained = marked(density, _nucleus(labels))
    if not stained.size:
        return 1.0
    gain = float(NUCLEUS_DENSITY.mean()) / max(float(stained.mean()), 0.02)
    return min(max(gain, GAIN_LIMITS[0]), GAIN_LIMITS[1])


def _nucleus(labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """The nucleus, or the whole cell where hardly any nucleus is marked, or nothing."""
    nucleus: npt.NDArray[np.bool_] = labels == MASK_NUCLEUS
    if np.count_nonzero(nucleus) < FEWEST_PIXELS:
        nucleus = labels > 0
    return nucleus if np.count_nonzero(nucleus) >= FEWEST_PIXELS else np.zeros_like(nucleus)


def colour_gain(
    density: Density, labels: npt.NDArray[np.uint8], stain_share: float
) -> npt.NDArray[np.float32]:
    """Factor per channel, between one for all (``stain_share`` 0) and one for each (1).

    The full correction takes a foreign stain's hue out of the nucleus; where a channel
    hardly sees the nucleus it overshoots and tints the cytoplasm. In between is safest.
    """
    one = contrast_gain(density, labels)
    if stain_share == 0.0:
        return np.full(3, one, np.float32)
    gain: npt.NDArray[np.float32] = one * (stain_gain(density, labels) / one) ** np.float32(stain_share)
    return gain


def standardised_density(crop: CellCrop, colour: Colour) -> Density:
    """The crop's optical density in standard colours, (side, side, 3)."""
    background = np.full(3, 255, np.float32) if colour == "none" else crop.background
    density = optical_density(crop.rgb, background)
    if colour in STAIN_SHARES:
        density *= colour_gain(density, crop.labels, STAIN_SHARES[colour])
    return density


def soft_mask(labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The cell less its outermost rim, with a soft edge: 1 inside, 0 outside.

    The rim is where neighbours, coloured fringes of the lens and a mask that is a little
    too wide show; a model that sees it learns the microscope (``docs/results/models.md``).
    """
    from scipy.ndimage import uniform_filter

    rim = max(int(RIM * labels.shape[0]), 1)
    inside = shrunk(labels > 0, rim).astype(np.float32)
    share: npt.NDArray[np.float32] = np.clip(uniform_filter(inside, 5, mode="constant") * 2.0 - 0.5, 0.0, 1.0)
    return share


def picture(density: Density, crop: CellCrop, background: Background) -> npt.NDArray[np.float32]:
    """Densities to RGB in 0 to 1, the surroundings suppressed if asked.

    Args:
        density: (side, side, 3).
        crop: The crop that the densities belong to.
        background: ``suppress`` replaces all but the cell by white.

    Returns:
        float32 (side, side, 3).
    """
    rgb = np.exp(-density, dtype=np.float32)
    if background == "suppress" and np.any(crop.labels):
        share = soft_mask(crop.labels)[..., None]
        rgb *= share
        rgb += 1.0 - share
    return rgb


def standard_picture(crop: CellCrop, colour: Colour, background: Background) -> npt.NDArray[np.float32]:
    """What a classifier sees, before mean and standard deviation: RGB in 0 to 1, (side, side, 3)."""
    return picture(standardised_density(crop, colour), crop, background)
