"""Figures of cells weighed with each other, a source taken as one sample, as the program weighs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.product.cache import CellCache
from training.product.measure import Unseen
from training.product.own_cells import known_cells, measures_of
from training.product.scoring import Figures, figures
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.models.calibration import shares
from wbc_desktop.models.manifest import Calibration, OwnCells
from wbc_desktop.models.own_cells import fit_groups

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The answers for the cells of one sample, weighed with each other.

    Attributes:
        within: (cells, 5), probabilities of the five classes; rows sum to 1.
        counted: (cells,), False for those that the network takes for none of the five: they keep its answer,
            or become doubtful where they lie in the midst of a group.
        confidence: (cells,), probability of the best class, as a threshold meets it.
    """

    within: Array
    counted: npt.NDArray[np.bool_]
    confidence: Array

    def figures(self, source: str, truth: Labels) -> Figures:
        """Score the best classes."""
        return figures(source, self.within, [FIVE_IDS[k] for k in truth])

    def accepted_errors(self, truth: Labels, threshold: float) -> tuple[float, float]:
        """Share of cells accepted at a threshold, and the share of wrong ones among them."""
        accepted = self.counted & (self.confidence >= threshold)
        if not accepted.any():
            return 0.0, 0.0
        return float(accepted.mean()), float((self.within.argmax(axis=1) != truth)[accepted].mean())

    def wrong_of_surest(self, truth: Labels, share: float) -> float:
        """Share wrong among the surest ``share`` of the cells."""
        return wrong_of_surest(self.confidence, self.within.argmax(axis=1) != truth, share)


def weigh(logits: Array, measures: Array, reference: OwnCells | None, rule: Calibration) -> Weighed:
    """Weigh the cells of one sample with each other.

    Args:
        logits: (cells, classes), the network's with the size's evidence.
        measures: (cells, measures), NaN where unknown.
        reference: What the known sources say; None leaves the answers as they are.
        rule: Temperature, and from where on a cell is none of the five.
    """
    probability = shares(logits, rule.temperature)
    other = probability[:, 5:].sum(axis=1)
    within = probability[:, :5] / np.maximum(probability[:, :5].sum(axis=1, keepdims=True), 1e-300)
    counted = (other < rule.other_threshold) | (logits.shape[1] == 5)
    groups = None if reference is None else fit_groups(within[counted], measures[counted], reference)
    if groups is not None:
        weighed = counted | (groups.distance(measures) <= groups.reach)
        within[weighed] = groups.shares(within[weighed], measures[weighed])
    return Weighed(within, counted, within.max(axis=1) * (1.0 - other))


def weighed_unseen(
    result: Unseen, caches: Sequence[CellCache], reference: OwnCells | None, rule: Calibration
) -> Figures:
    """Score a run on a source that it left out, that source's cells taken as one sample.

    Args:
        result: Of ``measure.unseen``.
        caches: All caches.
        reference: Of the run's own training cells (``own_cells.known_cells``).
        rule: The shipped model's; the default where there is none.
    """
    measures = measures_of(caches, result.chosen)
    return weigh(result.logits, measures, reference, rule).figures(result.figures.source, result.labels)


class References:
    """The references of runs, each read once: several sources may be left out by one run."""

    def __init__(self, caches: Sequence[CellCache]) -> None:
        self._caches = caches
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...]], OwnCells | None] = {}

    def of(self, result: Unseen) -> OwnCells | None:
        """What the training cells of a run say; it rests on the sources and classes of its recipe alone."""
        key = (result.recipe.left_out, result.recipe.classes)
        if key not in self._known:
            self._known[key] = known_cells(self._caches, result.recipe)
        return self._known[key]


def wrong_of_surest(confidence: Array, wrong: npt.NDArray[np.bool_], share: float) -> float:
    """Share wrong among the most confident ``share`` of the cells."""
    kept = np.argsort(-confidence, kind="stable")[: max(round(len(confidence) * share), 1)]
    return float(wrong[kept].mean())
