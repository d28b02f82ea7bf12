"""How the classes' measures lie to each other in the known sources: what ``models.own_cells`` leans on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from training.product.cache import CellCache
from training.product.dataset import Index, plain_crop
from training.product.measure import labels_of, training_cells
from training.product.recipe import Recipe
from training.product.sizes import sizes_of
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.imaging.measures import SIDE, measure_crop
from wbc_desktop.models.adaptation import mean_known
from wbc_desktop.models.manifest import OwnCells

Array = npt.NDArray[np.float64]

FEWEST = 10
"""A source needs this many cells of a class to say where that class lies."""
MOST = 400
"""Cells of a class in a source that are measured, evenly drawn over them."""


def measures_of(caches: Sequence[CellCache], chosen: Sequence[Index]) -> Array:
    """Measures (cells, measures) of chosen cells; NaN where unknown."""
    sizes = sizes_of(caches, chosen)
    return np.stack(
        [
            measure_crop(plain_crop(caches[c].wide(i), SIDE), size)
            for (c, i), size in zip(chosen, sizes, strict=True)
        ]
    )


def known_cells(caches: Sequence[CellCache], recipe: Recipe) -> OwnCells | None:
    """Read the reference off the cells that a run may learn from.

    A class's deviation and a source's common shift are told apart by turns, so that a class which only
    some sources have is not read at their shift.

    Args:
        caches: All caches.
        recipe: Which sources are left out.

    Returns:
        The reference; None where no source has enough cells of any class.
    """
    groups = _groups(caches, recipe)
    if not groups:
        return None
    sources = sorted({source for source, _ in groups})
    count = next(iter(groups.values())).shape[1]
    means = np.full((len(sources), 5, count), np.nan)
    for (source, label), values in groups.items():
        means[sources.index(source), FIVE_IDS.index(label)] = mean_known(values)
    deviations = np.zeros((5, count))
    for _ in range(20):
        shifts = mean_known(means - deviations, 1)
        deviations = mean_known(means - shifts[:, None], 0)
    within = {source: [] for source in sources}  # type: dict[str, list[Array]]
    for (source, label), values in groups.items():
        within[source].append(values - means[sources.index(source), FIVE_IDS.index(label)])
    apart = [np.concatenate(parts) for parts in within.values()]
    spread = (
        np.sqrt(mean_known(np.stack([np.nan_to_num(np.square(a)).mean(axis=0) for a in apart]), 0)) + 1e-6
    )
    covariance = np.mean([_covariance(a / spread) for a in apart], axis=0)
    deviations = (deviations - mean_known(deviations, 0)) / spread
    return OwnCells(
        spread=tuple(_rounded(spread)),
        deviations=tuple(tuple(_rounded(row)) for row in deviations),
        covariance=tuple(_rounded(covariance[np.tril_indices(count)])),
    )


def _groups(caches: Sequence[CellCache], recipe: Recipe) -> dict[tuple[str, str], Array]:
    chosen = training_cells(caches, recipe)
    found: dict[tuple[str, str], list[Index]] = {}
    for index, label in zip(chosen, labels_of(caches, chosen), strict=True):
        if label in FIVE_IDS:
            found.setdefault((caches[index[0]].cells[index[1]].source, label), []).append(index)
    return {
        key: measures_of(
            caches, [cells[n * len(cells) // min(MOST, len(cells))] for n in range(min(MOST, len(cells)))]
        )
        for key, cells in sorted(found.items())
        if len(cells) >= FEWEST
    }


def _covariance(apart: Array) -> Array:
    """Of each two measures over the cells that have both."""
    known = np.isfinite(apart)
    filled = np.where(known, apart, 0.0)
    both = known.astype(np.float64)
    found: Array = (filled.T @ filled) / np.maximum(both.T @ both, 1.0)
    return found


def _rounded(values: Array) -> list[float]:
    return [float(f"{v:.5g}") for v in values]
