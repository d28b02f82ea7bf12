"""What lies around the white cells: red cells with their pallor, and platelets."""

from __future__ import annotations

import numpy as np

from wbc_desktop.imaging.synthetic.shapes import Grid, coverage, granules, noise, outline, warped
from wbc_desktop.imaging.synthetic.white_cell import Patch

RED_CELL_RADIUS_UM = 3.75
"""Half the mean diameter of a red cell on a dry smear (7.5 microns)."""


def draw_red_cell(rng: np.random.Generator, px_per_um: float) -> Patch:
    """A red cell: a disc, thicker along its rim, pale in the middle."""
    radius = float(np.clip(rng.normal(RED_CELL_RADIUS_UM, 0.22), 3.1, 4.4))
    grid = Grid.around(radius * 1.3 + 0.4, px_per_um)
    cell = outline(grid, rng, radius, stretch=abs(rng.normal(0, 0.10)), rough=0.018, waves=4)
    centre = (float(rng.normal(0, 0.15)), float(rng.normal(0, 0.15)))
    pallor = outline(grid, rng, radius * rng.uniform(0.3, 0.6), centre=centre, stretch=0.1, rough=0.04)
    depth = float(np.clip(rng.normal(0.45, 0.25), 0.0, 0.85))
    dip = depth * coverage(pallor, radius * rng.uniform(0.18, 0.42))
    rim = 0.10 * np.exp(-(((cell - 0.35) / 0.3) ** 2))
    body = coverage(cell, 0.3)
    pigment = body * (1.0 - dip + rim + 0.015 * noise(grid, rng, 0.5)) * rng.normal(1.0, 0.07)
    none = np.zeros_like(cell)
    return Patch(none, none, np.clip(pigment, 0, None).astype(np.float32), np.zeros(cell.shape, np.uint8))


def draw_platelet(rng: np.random.Generator, px_per_um: float) -> Patch:
    """A platelet: small, pale blue, with a clump of purple granules."""
    radius = float(np.clip(rng.normal(1.15, 0.3), 0.7, 2.0))
    grid = Grid.around(radius * 1.7 + 0.4, px_per_um)
    cell = outline(grid, rng, radius, stretch=rng.uniform(0, 0.3), rough=0.07)
    cell = warped(cell, grid, rng, 0.4, 0.12)
    body = coverage(cell, 0.35)
    clump = granules(grid, rng, coverage(cell - 0.25, 0.4), 4.0, 0.26) * body
    azure = 0.34 * body + 0.55 * clump
    eosin = 0.18 * body + 0.5 * clump
    return Patch(
        azure.astype(np.float32),
        eosin.astype(np.float32),
        np.zeros_like(cell),
        np.zeros(cell.shape, np.uint8),
    )
