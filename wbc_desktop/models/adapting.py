"""Fits a local calibration to a few labelled cells of one laboratory, in seconds, with NumPy alone.

Multinomial logistic regression around the network: its logits stay in, with a weight near one, and a linear
correction from its late and middle features and from the cell's measures is learnt beside them, held small by
a ridge. With a hundred cells and two thousand numbers of each, the solution lies in the span of the cells, so
that the fit works with as many unknowns as there are cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from wbc_desktop.models.adaptation import Adaptation, mean_known
from wbc_desktop.models.calibration import cross_entropy
from wbc_desktop.models.feature_layout import feature_blocks
from wbc_desktop.models.lbfgs import minimise

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]

ITERATIONS = 80

RIDGES = (3e-4, 1e-3, 3e-3, 1e-2)
"""Strengths of the ridge that cross-validation chooses from."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a calibration is fitted; chosen on simulated laboratories (``docs/results/calibration.md``).

    Attributes:
        ridge: Weight of the correction's squared size.
        late: Share of the late features in a cell's squared length.
        middle: Share of each of the middle layers' blocks.
        measures: Share of the measures.
        bias: Weight of the squared change of a class's bias.
        gain: Weight of the squared change of the network's own weight.
        balance: Power of the number of its cells by which a class counts less per cell.
        flatten: How far features of little spread are held back, as a share of the block's mean spread.
    """

    ridge: float = 1e-3
    late: float = 1.0
    middle: float = 0.7
    measures: float = 3.0
    bias: float = 0.02
    gain: float = 0.05
    balance: float = 0.5
    flatten: float = 0.3


SETTINGS = Settings()


@dataclass(frozen=True, slots=True)
class Samples:
    """What is known of labelled cells.

    Attributes:
        plain: (cells, classes), the network's logits with the size's evidence.
        features: (cells, features), as are the logits the mean over the cell turned and mirrored.
        measures: (cells, measures), NaN where unknown.
        labels: (cells,), index of the class.
    """

    plain: Array
    features: Array
    measures: Array
    labels: Labels

    def part(self, chosen: Labels) -> Samples:
        """Some of the cells."""
        return Samples(
            self.plain[chosen],
            self.features[chosen],
            self.measures[chosen],
            self.labels[chosen],
        )


def fit_adaptation(samples: Samples, settings: Settings = SETTINGS) -> Adaptation:
    """Fit a correction.

    A class without labelled cells is left to the network, but for its bias: that it was not seen among so
    many cells says that it is rare here, not how it looks.

    Args:
        samples: The laboratory's cells.
        settings: See ``Settings``.
    """
    split = samples.features.shape[1]
    fill = mean_known(samples.measures)
    known = np.where(np.isfinite(samples.measures), samples.measures, fill)
    every = np.concatenate([samples.features, known], axis=1)
    centre, scale = _standard(every, split, settings)
    span, back = _span((every - centre) * scale)
    inside, bias, gain = _regress(span, samples.plain, samples.labels, settings)
    weight: Array = (back @ inside) * scale[:, None]
    return Adaptation(weight, bias - centre @ weight, gain, fill)


def _standard(values: Array, split: int, settings: Settings) -> tuple[Array, Array]:
    """Centre and scale of each column; each block then has its share of a cell's squared length."""
    blocks = (*feature_blocks(split), values.shape[1] - split)
    shares = (settings.late, *(settings.middle,) * (len(blocks) - 2), settings.measures)
    scale, begin = np.empty(values.shape[1]), 0
    spread = values.std(axis=0)
    for length, share in zip(blocks, shares, strict=True):
        own = spread[begin : begin + length]
        floor = settings.flatten * np.sqrt(np.mean(own**2)) + 1e-9
        scale[begin : begin + length] = np.sqrt(share / max(length, 1)) / np.hypot(own, floor)
        begin += length
    return values.mean(axis=0), scale


def _span(rows: Array) -> tuple[Array, Array]:
    """Coordinates of rows in the space that they span, and the matrix back: ``rows = span @ back.T``."""
    left, sizes, right = np.linalg.svd(rows, full_matrices=False)
    kept = sizes > max(float(sizes.max(initial=0.0)), 1e-9) * 1e-4
    return left[:, kept] * sizes[kept], right[kept].T


def _regress(span: Array, plain: Array, labels: Labels, settings: Settings) -> tuple[Array, Array, float]:
    cells, classes = plain.shape
    width = span.shape[1]
    counts = np.bincount(labels, minlength=classes).astype(np.float64)
    weights = counts[labels] ** -settings.balance
    weights /= weights.sum()
    seen = counts > 0
    truth = np.eye(classes)[labels]
    rows = np.arange(cells)

    def loss(vector: Array) -> tuple[float, Array]:
        change = vector[: width * classes].reshape(width, classes) * seen
        bias, extra = vector[width * classes : -1], float(vector[-1])
        logits = plain * (1.0 + extra) + span @ change + bias
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        shares = odds / odds.sum(axis=1, keepdims=True)
        value = -float(weights @ np.log(np.maximum(shares[rows, labels], 1e-12)))
        value += settings.ridge / 2 * float(np.square(change).sum())
        value += settings.bias / 2 * float(bias @ bias) + settings.gain / 2 * extra**2
        error = (shares - truth) * weights[:, None]
        parts = (
            ((span.T @ error + settings.ridge * change) * seen).ravel(),
            error.sum(axis=0) + settings.bias * bias,
            [float((error * plain).sum()) + settings.gain * extra],
        )
        return value, np.concatenate(parts)

    found = minimise(loss, np.zeros((width + 1) * classes + 1), iterations=ITERATIONS)
    return (
        found[: width * classes].reshape(width, classes) * seen,
        found[width * classes : -1],
        1.0 + float(found[-1]),
    )


def folds(labels: Labels, count: int, seed: int = 0) -> list[Labels]:
    """Indices of ``count`` test parts, each class spread evenly over them."""
    rng = np.random.default_rng(seed)
    parts: list[list[int]] = [[] for _ in range(count)]
    offset = 0
    for value in np.unique(labels):
        for position, index in enumerate(rng.permutation(np.flatnonzero(labels == value))):
            parts[(position + offset) % count].append(int(index))
        offset += int((labels == value).sum())
    return [np.array(sorted(p), np.intp) for p in parts if p]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A correction, and what cross-validation says of it.

    Attributes:
        adaptation: Fitted to all cells.
        ridge: The strength chosen of ``RIDGES``.
        after: Logits (cells, classes), each cell's by a fit that has not seen it.
    """

    adaptation: Adaptation
    ridge: float
    after: Array


def fit_best(samples: Samples, settings: Settings = SETTINGS) -> Fitted:
    """Fit with the ridge under which cells that were not seen are told best (cross-entropy, 5 folds)."""
    tried = []
    for ridge in RIDGES:
        told = cross_validated(samples, replace(settings, ridge=ridge))
        tried.append((cross_entropy(told, samples.labels), ridge, told))
    _, ridge, after = min(tried, key=lambda t: t[0])
    return Fitted(fit_adaptation(samples, replace(settings, ridge=ridge)), ridge, after)


def cross_validated(samples: Samples, settings: Settings = SETTINGS, parts: int = 5) -> Array:
    """Logits (cells, classes), each cell's by a fit that has not seen it."""
    found = np.empty_like(samples.plain)
    everyone = np.arange(len(samples.labels))
    tests: Sequence[Labels] = folds(samples.labels, min(parts, len(samples.labels)))
    for test in tests:
        fitted = fit_adaptation(samples.part(np.setdiff1d(everyone, test)), settings)
        found[test] = fitted.logits(samples.plain[test], samples.features[test], samples.measures[test])
    return found
