"""Outlines, ribbons, noise and granules on a small grid: what every drawn cell is made of.

All lengths are microns; a distance is signed, positive inside a shape.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Floats = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """A square of pixels around a cell's middle.

    Attributes:
        x: Microns to the right of the middle, (side, side).
        y: Microns below the middle, (side, side).
        px_per_um: Pixels per micron.
    """

    x: Floats
    y: Floats
    px_per_um: float

    @classmethod
    def around(cls, radius_um: float, px_per_um: float) -> Grid:
        """A grid that reaches ``radius_um`` in every direction."""
        half = max(int(np.ceil(radius_um * px_per_um)), 2)
        axis = (np.arange(-half, half + 1, dtype=np.float32)) / np.float32(px_per_um)
        x, y = np.meshgrid(axis, axis)
        return cls(x, y, px_per_um)

    @property
    def side(self) -> int:
        """Pixels along one side."""
        return int(self.x.shape[0])


def outline(
    grid: Grid,
    rng: np.random.Generator,
    radius: float,
    *,
    centre: tuple[float, float] = (0.0, 0.0),
    stretch: float = 0.0,
    rough: float = 0.02,
    waves: int = 5,
) -> Floats:
    """Distance inside a closed, roughly round outline.

    Args:
        grid: Where to draw.
        rng: Chance.
        radius: Mean radius.
        centre: Middle (x, y).
        stretch: Share by which one axis is longer than the other.
        rough: Amplitude of the outline's waves, as a share of the radius.
        waves: How many waves of growing frequency.
    """
    dx, dy = grid.x - centre[0], grid.y - centre[1]
    angle = np.arctan2(dy, dx)
    turn = rng.uniform(0, 2 * np.pi)
    reach = 1.0 + 0.5 * stretch * np.cos(2 * (angle - turn))
    for k in range(2, 2 + waves):
        amplitude = rough * rng.normal() / np.sqrt(k - 1)
        reach = reach + amplitude * np.cos(k * angle + rng.uniform(0, 2 * np.pi))
    result: Floats = (radius * reach - np.hypot(dx, dy)).astype(np.float32)
    return result


def ribbon(grid: Grid, points: Points, radii: Points) -> Floats:
    """Distance inside a ribbon of changing width along a line of points (n, 2)."""
    best = np.full(grid.x.shape, -1e3, np.float32)
    for (px, py), radius in zip(points, radii, strict=True):
        distance = np.float32(radius) - np.hypot(grid.x - np.float32(px), grid.y - np.float32(py))
        np.maximum(best, distance, out=best)
    return best


def coverage(distance: Floats, softness: float) -> Floats:
    """How much of a pixel a shape covers, 0 to 1, over an edge ``softness`` microns wide."""
    result: Floats = np.clip(distance / np.float32(max(softness, 1e-3)) + 0.5, 0.0, 1.0).astype(np.float32)
    return result


def noise(grid: Grid, rng: np.random.Generator, size_um: float) -> Floats:
    """Smooth noise of mean 0 and standard deviation 1 with grains of ``size_um``."""
    sigma = max(size_um * grid.px_per_um, 0.3)
    step = max(int(sigma // 2), 1)
    coarse = rng.standard_normal((grid.side // step + 4, grid.side // step + 4), dtype=np.float32)
    smooth = ndimage.gaussian_filter(coarse, sigma / step, mode="wrap")
    if step > 1:
        smooth = ndimage.zoom(smooth, step, order=1)
    smooth = smooth[: grid.side, : grid.side]
    result: Floats = ((smooth - smooth.mean()) / max(float(smooth.std()), 1e-6)).astype(np.float32)
    return result


def warped(distance: Floats, grid: Grid, rng: np.random.Generator, size_um: float, by_um: float) -> Floats:
    """The same shape with an edge made uneven by smooth noise."""
    result: Floats = (distance + np.float32(by_um) * noise(grid, rng, size_um)).astype(np.float32)
    return result


def granules(
    grid: Grid, rng: np.random.Generator, inside: Floats, per_um2: float, radius: float, spread: float = 0.3
) -> Floats:
    """Round granules strewn over ``inside`` (0 to 1), as a density of 0 to about 1.

    Args:
        grid: Where to draw.
        rng: Chance.
        inside: Probability that a granule may lie at a pixel.
        per_um2: Granules per square micron.
        radius: A granule's radius.
        spread: Variation of the granules' strength.
    """
    chance = np.clip(inside, 0.0, 1.0) * per_um2 / grid.px_per_um**2
    seeds = (rng.random(chance.shape, dtype=np.float32) < chance).astype(np.float32)
    seeds *= 1.0 + spread * rng.standard_normal(chance.shape, dtype=np.float32)
    sigma = max(radius * grid.px_per_um * 0.75, 0.35)
    dots = ndimage.gaussian_filter(seeds, sigma) * (2 * np.pi * sigma**2)
    result: Floats = np.clip(1.15 * (1.0 - np.exp(-1.6 * np.clip(dots, 0.0, None))), 0.0, 1.2).astype(
        np.float32
    )
    return result
