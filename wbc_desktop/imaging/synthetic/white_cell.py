"""One white cell of a class: dyes taken up, and its true mask.

What marks each class follows the atlases: a segmented nucleus in pale, finely dusted cytoplasm
(neutrophil); two lobes among coarse orange granules (eosinophil); dark granules that lie over
the nucleus too (basophil); a round dense nucleus with a thin blue rim (lymphocyte); a lacy
kidney-shaped nucleus in wide grey-blue cytoplasm with vacuoles (monocyte).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import MASK_CYTOPLASM, MASK_NUCLEUS
from wbc_desktop.imaging.synthetic.kinds import KINDS, Kind
from wbc_desktop.imaging.synthetic.shapes import Floats, Grid, coverage, granules, noise, outline, warped


@dataclass(frozen=True, slots=True)
class Patch:
    """What one drawn object adds to the smear.

    Attributes:
        azure: Blue dye per pixel, (side, side).
        eosin: Red dye per pixel.
        haemoglobin: Red cells' pigment per pixel.
        labels: uint8, 0 background, 1 cytoplasm, 2 nucleus; all 0 for what is no white cell.
    """

    azure: Floats
    eosin: Floats
    haemoglobin: Floats
    labels: npt.NDArray[np.uint8]


def draw_white_cell(label: str, rng: np.random.Generator, px_per_um: float) -> Patch:
    """Draw one cell of the class ``label`` (one of ``core.classes.FIVE_IDS``)."""
    kind = KINDS[label]
    radius = float(np.clip(rng.normal(*kind.radius), kind.radius[0] * 0.85, kind.radius[0] * 1.18))
    grid = Grid.around(radius * 1.45 + 0.5, px_per_um)
    cell = outline(grid, rng, radius, stretch=kind.stretch * rng.uniform(0, 1.6), rough=0.025, waves=6)
    cell = warped(warped(cell, grid, rng, 0.8, kind.ragged), grid, rng, 0.3, 0.4 * kind.ragged)
    nucleus = np.minimum(kind.nucleus(grid, rng, radius), cell - 0.2)
    body, core = coverage(cell, 0.35), coverage(nucleus, 0.22)
    azure, eosin = _plasma(kind, grid, rng, cell, body)
    deep_azure, deep_eosin = _chromatin(kind, grid, rng, nucleus)
    azure = azure * (1 - core) + deep_azure * core
    eosin = eosin * (1 - core) + deep_eosin * core
    grains = _granules(kind, grid, rng, body, core)
    left = 1 - kind.granules.hides * np.clip(grains, 0, 1)
    azure = azure * left + kind.granules.dyes[0] * grains
    eosin = eosin * left + kind.granules.dyes[1] * grains
    labels = np.zeros(cell.shape, np.uint8)
    labels[cell > 0] = MASK_CYTOPLASM
    labels[nucleus > 0] = MASK_NUCLEUS
    orange = kind.orange * body * (1 - core)
    return Patch(azure.astype(np.float32), eosin.astype(np.float32), orange.astype(np.float32), labels)


def _plasma(
    kind: Kind, grid: Grid, rng: np.random.Generator, cell: Floats, body: Floats
) -> tuple[Floats, Floats]:
    coarse, fine = kind.mottle
    cloud = 1.0 + coarse * noise(grid, rng, 0.7) + fine * noise(grid, rng, 0.18)
    cloud = np.clip(cloud, 0.2, 2.0) * rng.normal(1.0, 0.08) * body
    cloud *= 1.0 + kind.rim * np.exp(-np.clip(cell, 0, None) / 0.5)
    if kind.holes:
        vacuoles = granules(grid, rng, coverage(cell - 0.8, 0.3), kind.holes * rng.uniform(0, 2), 0.4)
        cloud *= 1 - 0.55 * np.clip(vacuoles, 0, 1)
    return (kind.plasma[0] * cloud).astype(np.float32), (kind.plasma[1] * cloud).astype(np.float32)


def _chromatin(kind: Kind, grid: Grid, rng: np.random.Generator, nucleus: Floats) -> tuple[Floats, Floats]:
    """Dense chromatin with light, slightly pinker gaps, darker along the nuclear membrane."""
    size, contrast = kind.chromatin
    gaps = np.clip(0.85 * noise(grid, rng, size) + 0.45 * noise(grid, rng, 2.2 * size) + 0.3, 0.0, 2.0)
    rim = np.exp(-((np.clip(nucleus, 0, None) / 0.3) ** 2))
    light = contrast * gaps * (1 - 0.8 * rim)
    strength = rng.normal(1.0, 0.04) * (1.0 + 0.05 * noise(grid, rng, 0.8) + 0.10 * rim)
    azure = kind.depth[0] * strength * np.clip(1 - 1.2 * light, 0.3, 1.0)
    eosin = kind.depth[1] * strength * np.clip(1 - 0.8 * light, 0.3, 1.0)
    return azure.astype(np.float32), eosin.astype(np.float32)


def _granules(kind: Kind, grid: Grid, rng: np.random.Generator, body: Floats, core: Floats) -> Floats:
    """Granules as a density of 0 to about 1."""
    what = kind.granules
    room = body if what.over_nucleus else body * (1 - core)
    number = what.per_um2 * rng.uniform(0.6, 1.4) * (rng.random() < what.share)
    result: Floats = granules(grid, rng, room, number, what.radius, what.spread) * room
    return result
