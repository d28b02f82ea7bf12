"""One white cell of a class: dyes taken up, and its true mask.

What marks each class follows the atlases: a segmented nucleus in pale, finely dusted cytoplasm
(neutrophil); two lobes among coarse orange granules (eosinophil); dark granules that lie over
the nucleus too (basophil); a round dense nucleus with a thin blue rim (lymphocyte); a lacy
kidney-shaped nucleus in wide grey-blue cytoplasm with vacuoles (monocyte).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import MASK_CYTOPLASM, MASK_NUCLEUS
from wbc_desktop.imaging.synthetic import nuclei
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


@dataclass(frozen=True, slots=True)
class _Kind:
    radius: tuple[float, float]
    """Mean and spread of the cell's radius, microns."""
    rough: float
    stretch: float
    nucleus: Callable[[Grid, np.random.Generator, float], Floats]
    chromatin: tuple[float, float]
    """Size of the clumps (microns) and their contrast."""
    depth: tuple[float, float]
    """Azure and eosin of the nucleus."""
    plasma: tuple[float, float]
    """Azure and eosin of the cytoplasm."""


@dataclass(frozen=True, slots=True)
class _Granules:
    per_um2: float
    radius: float
    spread: float
    azure: float
    eosin: float
    over_nucleus: bool = False
    hides: float = 0.0
    """How much of what lies beneath a granule replaces."""


_GRANULES: dict[str, _Granules] = {
    "neutrophil": _Granules(4.0, 0.13, 0.6, 0.11, 0.17),
    "eosinophil": _Granules(3.6, 0.22, 0.3, 0.12, 0.48),
    "basophil": _Granules(1.35, 0.32, 0.3, 1.08, 1.10, over_nucleus=True, hides=0.85),
    "lymphocyte": _Granules(0.15, 0.25, 0.3, 0.30, 0.50),
    "monocyte": _Granules(2.2, 0.13, 0.6, 0.10, 0.12),
}


_KINDS: dict[str, _Kind] = {
    "neutrophil": _Kind((7.0, 0.45), 0.02, 0.10, nuclei.segmented, (0.34, 0.20), (1.12, 1.02), (0.09, 0.13)),
    "eosinophil": _Kind((7.5, 0.45), 0.02, 0.12, nuclei.bilobed, (0.36, 0.22), (1.02, 0.96), (0.05, 0.16)),
    "basophil": _Kind((6.5, 0.40), 0.03, 0.12, nuclei.clover, (0.45, 0.14), (0.86, 0.84), (0.22, 0.22)),
    "lymphocyte": _Kind((5.1, 0.40), 0.02, 0.08, nuclei.round_, (0.42, 0.17), (1.10, 0.98), (0.60, 0.14)),
    "monocyte": _Kind((8.1, 0.60), 0.035, 0.14, nuclei.kidney, (0.28, 0.30), (0.80, 0.80), (0.32, 0.13)),
}


def draw_white_cell(label: str, rng: np.random.Generator, px_per_um: float) -> Patch:
    """Draw one cell of the class ``label`` (one of ``core.classes.FIVE_IDS``)."""
    kind = _KINDS[label]
    radius = float(np.clip(rng.normal(*kind.radius), kind.radius[0] * 0.85, kind.radius[0] * 1.18))
    grid = Grid.around(radius * 1.45 + 0.5, px_per_um)
    cell = outline(grid, rng, radius, stretch=kind.stretch * rng.uniform(0, 1.6), rough=kind.rough, waves=6)
    cell = warped(cell, grid, rng, 0.8, 0.10)
    nucleus = np.minimum(kind.nucleus(grid, rng, radius), cell - 0.25)
    body = coverage(cell, 0.35)
    core = coverage(nucleus, 0.22)
    azure, eosin = _plasma(label, kind, grid, rng, cell, body)
    deep_azure, deep_eosin = _chromatin(kind, grid, rng, nucleus)
    azure = azure * (1 - core) + deep_azure * core
    eosin = eosin * (1 - core) + deep_eosin * core
    grains, grain = _granulate(label, grid, rng, body, core)
    left = 1 - grain.hides * np.clip(grains, 0, 1)
    azure = azure * left + grain.azure * grains
    eosin = eosin * left + grain.eosin * grains
    labels = np.zeros(cell.shape, np.uint8)
    labels[cell > 0] = MASK_CYTOPLASM
    labels[nucleus > 0] = MASK_NUCLEUS
    orange = 0.6 * body * (1 - core) if label == "eosinophil" else np.zeros_like(azure)
    return Patch(azure.astype(np.float32), eosin.astype(np.float32), orange.astype(np.float32), labels)


def _plasma(
    label: str, kind: _Kind, grid: Grid, rng: np.random.Generator, cell: Floats, body: Floats
) -> tuple[Floats, Floats]:
    cloud = 1.0 + 0.12 * noise(grid, rng, 0.9) + 0.10 * noise(grid, rng, 0.25)
    strength = rng.normal(1.0, 0.08)
    azure = kind.plasma[0] * strength * cloud * body
    eosin = kind.plasma[1] * strength * cloud * body
    if label == "lymphocyte":
        azure *= 1.0 + 0.35 * np.exp(-np.clip(cell, 0, None) / 0.5)
    if label == "monocyte":
        holes = granules(grid, rng, coverage(cell - 0.8, 0.3), 0.05, 0.42) * (rng.random() < 0.7)
        azure *= 1 - 0.55 * np.clip(holes, 0, 1)
        eosin *= 1 - 0.45 * np.clip(holes, 0, 1)
    return azure.astype(np.float32), eosin.astype(np.float32)


def _chromatin(kind: _Kind, grid: Grid, rng: np.random.Generator, nucleus: Floats) -> tuple[Floats, Floats]:
    size, contrast = kind.chromatin
    clumps = np.clip(noise(grid, rng, size), -2.2, 1.2) + 0.5 * np.clip(noise(grid, rng, size * 0.5), -2, 2)
    rim = np.exp(-((np.clip(nucleus, 0, None) / 0.35) ** 2))
    texture = 1.0 + contrast * clumps * (1 - 0.6 * rim) + 0.18 * rim
    flecks = granules(grid, rng, coverage(nucleus - 0.3, 0.3), 0.5, 0.16)
    texture = np.clip(texture - 1.6 * contrast * flecks, 0.45, 1.3) * rng.normal(1.0, 0.04)
    return (kind.depth[0] * texture).astype(np.float32), (kind.depth[1] * texture).astype(np.float32)


def _granulate(
    label: str, grid: Grid, rng: np.random.Generator, body: Floats, core: Floats
) -> tuple[Floats, _Granules]:
    """Granules as a density of 0 to about 1, and what they are made of."""
    kind = _GRANULES[label]
    room = body if kind.over_nucleus else body * (1 - core)
    number = kind.per_um2 * rng.uniform(0.6, 1.4)
    if label == "lymphocyte" and rng.random() > 0.2:  # most lymphocytes bear none
        number = 0.0
    return granules(grid, rng, room, number, kind.radius, kind.spread) * room, kind
