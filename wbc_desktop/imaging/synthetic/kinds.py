"""What marks each of the five classes, in numbers: sizes in microns, dyes in units of ``look.Stain``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wbc_desktop.imaging.synthetic import nuclei
from wbc_desktop.imaging.synthetic.shapes import Floats, Grid

Dyes = tuple[float, float]
"""Azure and eosin."""


@dataclass(frozen=True, slots=True)
class Granules:
    """Granules of the cytoplasm.

    Attributes:
        per_um2: How many on a square micron.
        radius: Of one.
        spread: Variation of their strength.
        dyes: What one adds.
        share: Share of cells that bear any.
        over_nucleus: Whether they lie over the nucleus too.
        hides: How much of what lies beneath one replaces.
    """

    per_um2: float
    radius: float
    spread: float
    dyes: Dyes
    share: float = 1.0
    over_nucleus: bool = False
    hides: float = 0.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of white cells.

    Attributes:
        radius: Mean and spread of the cell's radius.
        stretch: How much longer than wide a cell may be.
        ragged: Unevenness of the cell's edge, in microns.
        nucleus: Draws the nucleus.
        chromatin: Size of the light gaps between the chromatin (microns), and how light they are.
        depth: Dyes of the chromatin.
        plasma: Dyes of the cytoplasm.
        mottle: Unevenness of the cytoplasm, coarse and fine, as shares.
        rim: How much darker the cytoplasm is at the cell's edge.
        holes: Vacuoles on a square micron.
        granules: Its granules.
        orange: Share of a red cell's pigment colour in the cytoplasm (eosinophil granules).
    """

    radius: tuple[float, float]
    stretch: float
    ragged: float
    nucleus: Callable[[Grid, np.random.Generator, float], Floats]
    chromatin: tuple[float, float]
    depth: Dyes
    plasma: Dyes
    granules: Granules
    mottle: tuple[float, float] = (0.12, 0.10)
    rim: float = 0.0
    holes: float = 0.0
    orange: float = 0.0


KINDS: dict[str, Kind] = {
    "neutrophil": Kind(
        radius=(6.7, 0.40),
        stretch=0.10,
        ragged=0.10,
        nucleus=nuclei.segmented,
        chromatin=(0.20, 0.14),
        depth=(1.20, 1.10),
        plasma=(0.09, 0.13),
        granules=Granules(4.0, 0.13, 0.6, (0.11, 0.17)),
    ),
    "eosinophil": Kind(
        radius=(7.2, 0.45),
        stretch=0.12,
        ragged=0.10,
        nucleus=nuclei.bilobed,
        chromatin=(0.20, 0.17),
        depth=(1.14, 1.06),
        plasma=(0.05, 0.16),
        granules=Granules(3.6, 0.22, 0.3, (0.08, 0.44)),
        orange=0.9,
    ),
    "basophil": Kind(
        radius=(6.2, 0.40),
        stretch=0.12,
        ragged=0.15,
        nucleus=nuclei.clover,
        chromatin=(0.3, 0.18),
        depth=(0.88, 0.86),
        plasma=(0.22, 0.22),
        granules=Granules(1.35, 0.30, 0.3, (1.08, 1.10), over_nucleus=True, hides=0.85),
    ),
    "lymphocyte": Kind(
        radius=(5.0, 0.40),
        stretch=0.10,
        ragged=0.20,
        nucleus=nuclei.round_,
        chromatin=(0.15, 0.08),
        depth=(1.20, 0.95),
        plasma=(0.92, 0.07),
        granules=Granules(0.15, 0.22, 0.3, (0.15, 0.80), share=0.15),
        mottle=(0.10, 0.16),
        rim=0.35,
    ),
    "monocyte": Kind(
        radius=(7.7, 0.55),
        stretch=0.16,
        ragged=0.26,
        nucleus=nuclei.kidney,
        chromatin=(0.16, 0.15),
        depth=(0.98, 1.08),
        plasma=(0.43, 0.155),
        granules=Granules(1.5, 0.13, 0.6, (0.16, 0.07)),
        mottle=(0.17, 0.17),
        rim=0.03,
        holes=0.11,
    ),
}
"""By class id."""
