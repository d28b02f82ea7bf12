"""What local calibration brings: simulated laboratories, with the code of ``wbc-desktop calibrate``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from torch import nn

from training.product.cache import CellCache
from training.product.dataset import Index, plain_input
from training.product.measure import cells_of, evidence_of, labels_of
from training.product.own_cells import measures_of
from training.product.recipe import Recipe
from training.product.scoring import Figures, engine_of, figures
from training.product.sizes import sizes_of
from training.product.weighed import weigh
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.models.adapting import SETTINGS, Samples, Settings, fit_best
from wbc_desktop.models.calibration import best_temperature
from wbc_desktop.models.classifying import BATCH
from wbc_desktop.models.manifest import Calibration, OwnCells, SizeEvidence
from wbc_desktop.models.networks.outputs import with_features
from wbc_desktop.models.second_look import mean_outputs
from wbc_desktop.models.size_evidence import at_home, size_logits

Array = npt.NDArray[np.float64]

MOST = 600
"""Cells of a simulated laboratory, the labelled and the tested; PBC has more, drawn by seed 0."""


@dataclass(frozen=True, slots=True)
class Laboratory:
    """All cells of a source that a network was trained without, as that network sees them.

    Attributes:
        source: Its name.
        samples: As ``calibrate`` reads cells, but for the size's evidence, which waits for the labels.
        sizes: (cells,) of ``log_size``; NaN where unknown.
        evidence: What the network's training cells say of sizes.
    """

    source: str
    samples: Samples
    sizes: Array
    evidence: SizeEvidence | None


def laboratory(network: nn.Module, recipe: Recipe, caches: Sequence[CellCache], source: str) -> Laboratory:
    """Read a source's cells with a network that left it out.

    Args:
        network: As trained.
        recipe: Its recipe.
        caches: All caches.
        source: One of those left out.
    """
    chosen = cells_of(caches, source, held_out=False)
    if len(chosen) > MOST:
        order = np.random.default_rng(0).permutation(len(chosen))[:MOST]
        chosen = [chosen[i] for i in sorted(order)]
    logits, features = _read(network, recipe, caches, chosen)
    truth = np.array([FIVE_IDS.index(label) for label in labels_of(caches, chosen)], np.intp)
    samples = Samples(logits, features, measures_of(caches, chosen), truth)
    return Laboratory(source, samples, sizes_of(caches, chosen), evidence_of(recipe, caches))


def _read(
    network: nn.Module, recipe: Recipe, caches: Sequence[CellCache], chosen: Sequence[Index]
) -> tuple[Array, Array]:
    """Logits and features of each cell, the mean over its views."""
    run = engine_of(with_features(network).eval())
    parts = []
    for begin in range(0, len(chosen), 64):
        inputs = [
            plain_input(caches[c].wide(i), recipe.crop, recipe.input_size)
            for c, i in chosen[begin : begin + 64]
        ]
        parts.append(mean_outputs(np.stack(inputs), run, BATCH))
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What a draw gave on the cells that were not labelled: by themselves, and weighed with each other."""

    figures: Figures
    weighed: Figures


def after_calibration(
    place: Laboratory,
    reference: OwnCells | None,
    rule: Calibration,
    labelled: int = 100,
    draws: int = 5,
    settings: Settings = SETTINGS,
) -> list[Calibrated]:
    """Calibrate with some cells of a laboratory drawn at random, test on the rest.

    Args:
        place: The laboratory.
        reference: What the network's training cells say of cells weighed with each other.
        rule: From where on a cell is none of the five; its temperature is fitted anew, as ``calibrate`` does.
        labelled: Cells that the technician labels.
        draws: How often it is repeated.
        settings: How the calibration is fitted.

    Returns:
        The figures of each draw.
    """
    return [_one_draw(place, reference, rule, labelled, draw + 1, settings) for draw in range(draws)]


def _one_draw(
    place: Laboratory,
    reference: OwnCells | None,
    rule: Calibration,
    labelled: int,
    seed: int,
    settings: Settings,
) -> Calibrated:
    cells, classes = place.samples, place.samples.plain.shape[1]
    order = np.random.default_rng(seed).permutation(len(cells.labels))
    own, rest = order[:labelled], order[labelled:]
    here = at_home(place.evidence, place.sizes[own], cells.labels[own])
    known = cells.plain + size_logits(place.sizes, here, classes)
    part = cells.part(own)
    fitted = fit_best(Samples(known[own], part.features, part.measures, part.labels), settings)
    logits = fitted.adaptation.logits(known[rest], cells.features[rest], cells.measures[rest])
    here_rule = rule.model_copy(update={"temperature": best_temperature(fitted.after, part.labels)})
    weighed = weigh(logits, cells.measures[rest], reference, here_rule)
    return Calibrated(
        figures(place.source, logits, [FIVE_IDS[k] for k in cells.labels[rest]]),
        weighed.figures(place.source, cells.labels[rest]),
    )
