"""The nuclei of the five classes, as signed distances in microns (positive inside)."""

from __future__ import annotations

import numpy as np

from wbc_desktop.imaging.synthetic.shapes import Floats, Grid, Points, outline, ribbon, warped


def segmented(grid: Grid, rng: np.random.Generator, cell_radius: float) -> Floats:
    """A neutrophil's nucleus: two to five lobes on a bent line, joined by narrow bridges."""
    lobes = int(rng.choice([2, 3, 4, 5], p=[0.2, 0.45, 0.27, 0.08]))
    bend = rng.uniform(3.2, 5.2)
    radius = cell_radius * rng.uniform(0.46, 0.56)
    line = _arc(rng, radius, bend, 14 * lobes, wobble=0.14)
    along = np.linspace(0.0, 1.0, len(line))
    length = radius * bend
    full = np.clip(length / lobes * 0.46, 1.15, 2.2) * rng.uniform(0.92, 1.08)
    bridge = rng.uniform(0.12, 0.5)
    wave = 0.5 - 0.5 * np.cos(2 * np.pi * along * lobes)
    sizes = np.repeat(rng.uniform(0.85, 1.15, lobes), 14)
    width = (bridge + (1 - bridge) * wave**0.7) * full * sizes
    return warped(ribbon(grid, line, width), grid, rng, 0.7, 0.10)


def bilobed(grid: Grid, rng: np.random.Generator, cell_radius: float) -> Floats:
    """An eosinophil's nucleus: two plump lobes, seldom three, joined by a thin strand."""
    lobes = 3 if rng.random() < 0.12 else 2
    bend = 2.8 if lobes == 2 else 4.0
    radius = cell_radius * rng.uniform(0.55, 0.64)
    line = _arc(rng, radius, bend * rng.uniform(0.9, 1.15), 20 * lobes, wobble=0.06)
    along = np.linspace(0.0, 1.0, len(line))
    wave = 0.5 - 0.5 * np.cos(2 * np.pi * along * lobes)
    sizes = np.repeat(rng.uniform(0.88, 1.12, lobes), 20)
    full = cell_radius * (0.34 if lobes == 2 else 0.28) * rng.uniform(0.92, 1.08)
    strand = rng.uniform(0.04, 0.35)
    width = (strand + (1 - strand) * wave**0.8) * full * sizes
    return warped(ribbon(grid, line, width), grid, rng, 0.8, 0.10)


def clover(grid: Grid, rng: np.random.Generator, cell_radius: float) -> Floats:
    """A basophil's nucleus: broad and indistinctly lobed."""
    best = outline(grid, rng, cell_radius * 0.42, rough=0.05)
    turn = rng.uniform(0, 2 * np.pi)
    for k in range(3):
        angle = turn + k * 2.1 + rng.normal() * 0.2
        middle = (0.42 * cell_radius * np.cos(angle), 0.42 * cell_radius * np.sin(angle))
        lobe = outline(
            grid, rng, cell_radius * rng.uniform(0.34, 0.42), centre=middle, stretch=0.2, rough=0.04
        )
        best = np.maximum(best, lobe)
    return warped(best, grid, rng, 0.8, 0.12)


def round_(grid: Grid, rng: np.random.Generator, cell_radius: float) -> Floats:
    """A lymphocyte's nucleus: round to oval, nearly as wide as the cell, sometimes with a shallow notch."""
    radius = cell_radius * rng.uniform(0.80, 0.93)
    angle = rng.uniform(0, 2 * np.pi)
    off = (cell_radius - radius) * rng.uniform(0.4, 0.9)
    centre = (off * np.cos(angle), off * np.sin(angle))
    shape = outline(grid, rng, radius, centre=centre, stretch=rng.uniform(0, 0.22), rough=0.03)
    if rng.random() < 0.35:
        where = angle + np.pi + rng.normal() * 0.5
        reach = radius * rng.uniform(1.15, 1.3)
        notch = outline(grid, rng, radius * 0.42, centre=(reach * np.cos(where), reach * np.sin(where)))
        shape = np.minimum(shape, -notch)
    return warped(shape, grid, rng, 0.7, 0.12)


def kidney(grid: Grid, rng: np.random.Generator, cell_radius: float) -> Floats:
    """A monocyte's nucleus: a broad bean or horseshoe, off the middle, often with a fold."""
    radius = cell_radius * rng.uniform(0.38, 0.48)
    bend = rng.uniform(2.6, 4.2)
    line = _arc(rng, radius, bend, 26, wobble=0.06)
    along = np.linspace(-1.0, 1.0, len(line))
    slim = rng.uniform(0.10, 0.30)
    width = (
        cell_radius * rng.uniform(0.40, 0.48) * (1.0 - slim * (1 - along**2) + rng.normal() * 0.08 * along)
    )
    shift = rng.normal(0, 0.07 * cell_radius, 2)
    return warped(warped(ribbon(grid, line + shift, width), grid, rng, 1.3, 0.30), grid, rng, 0.6, 0.10)


def _arc(rng: np.random.Generator, radius: float, bend: float, steps: int, wobble: float) -> Points:
    """A bent line of ``steps`` points, ``bend`` radians of a circle, its centroid in the middle."""
    turn = rng.uniform(0, 2 * np.pi)
    angle = turn + np.linspace(-bend / 2, bend / 2, steps)
    phase, way = rng.uniform(0, 2 * np.pi), np.linspace(0, 2 * np.pi, steps)
    reach = radius * (1.0 + wobble * np.sin(way + phase) + wobble * np.sin(2 * way + 2 * phase))
    line = np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1)
    middle: Points = line.mean(axis=0)
    return line - 0.8 * middle
