"""How large the cells of each class are, in red cells: the statistics behind ``models.size_evidence``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from training.product.cache import CellCache
from training.product.dataset import Index
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.models.manifest import SizeEvidence

Array = npt.NDArray[np.float64]

SHIFT = 0.2
"""Standard deviation between laboratories: on the training cells, mean of the classes, Chula's read 0.23
smaller than PBC's and BCCD's 0.11."""

LEAST_SPREAD = 0.08
FEWEST = 5
"""A source needs this many cells of a class to say how large that class is."""


def sizes_of(caches: Sequence[CellCache], chosen: Sequence[Index]) -> Array:
    """``log_size`` of chosen cells; NaN where unknown."""
    return np.array(
        [np.nan if (size := caches[c].cells[i].size) is None else size for c, i in chosen], np.float64
    )


def size_evidence(
    caches: Sequence[CellCache], chosen: Sequence[Index], classes: Sequence[str], shift: float = SHIFT
) -> SizeEvidence:
    """Mean and spread of the sizes of each class over the training cells.

    A class's size and a source's common shift are told apart by least squares on the means of each
    class in each source, so that a class which only one laboratory has is not read at that
    laboratory's shift.

    Args:
        caches: All caches.
        chosen: The training cells.
        classes: Class ids in order.
        shift: See ``SizeEvidence``.

    Returns:
        The evidence; a class without sizes has the mean and the spread of all cells.
    """
    groups = _groups(caches, chosen)
    if not groups:
        return SizeEvidence(mean=(0.4,) * len(classes), spread=(0.4,) * len(classes), shift=shift)
    sources = sorted({source for source, label in groups if label in FIVE_IDS})
    seen = [c for c in classes if any(label == c for _, label in groups)]
    rows = np.zeros((len(groups) + 1, len(seen) + len(sources)))
    means = np.zeros(len(groups) + 1)
    for row, ((source, label), values) in enumerate(groups.items()):
        rows[row, seen.index(label)] = 1.0
        if source in sources:
            rows[row, len(seen) + sources.index(source)] = 1.0
        means[row] = values.mean()
    for place, source in enumerate(sources):  # the shifts sum to 0, a source weighing by its cells' root
        rows[-1, len(seen) + place] = np.sqrt(sum(len(v) for (s, _), v in groups.items() if s == source))
    solved = np.linalg.lstsq(rows, means, rcond=None)[0]
    every = np.concatenate(list(groups.values()))
    mean, spread = [], []
    for name in classes:
        own = [values - values.mean() for (_, label), values in groups.items() if label == name]
        mean.append(float(solved[seen.index(name)]) if own else float(every.mean()))
        spread.append(float(np.concatenate(own).std()) if own else float(every.std()))
    return SizeEvidence(
        mean=tuple(round(m, 4) for m in mean),
        spread=tuple(round(max(s, LEAST_SPREAD), 4) for s in spread),
        shift=shift,
    )


def _groups(caches: Sequence[CellCache], chosen: Sequence[Index]) -> dict[tuple[str, str], Array]:
    """The sizes of each (source, class) with enough cells."""
    found: dict[tuple[str, str], list[float]] = {}
    for c, i in chosen:
        cell = caches[c].cells[i]
        if cell.size is not None:
            found.setdefault((cell.source, cell.label), []).append(cell.size)
    return {key: np.array(values) for key, values in found.items() if len(values) >= FEWEST}
