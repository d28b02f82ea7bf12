"""Temperature and thresholds from logits of cells that a model has not seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]

TEMPERATURES = np.exp(np.linspace(np.log(0.25), np.log(6.0), 80))
THRESHOLDS = np.arange(0.30, 0.996, 0.005)
MOST_WRONG = 0.02
"""Share of errors among accepted cells that a threshold aims at."""
LEAST_ACCEPTED = 0.60
"""A threshold that accepts less is of no use: the best that accepts this much is taken instead."""


def shares(logits: Array, temperature: float) -> Array:
    """Softmax of (cells, classes) at a temperature."""
    scaled = logits / temperature
    scaled = scaled - scaled.max(axis=1, keepdims=True)
    odds = np.exp(scaled)
    result: Array = odds / odds.sum(axis=1, keepdims=True)
    return result


def best_temperature(logits: Array, labels: Labels, weights: Array | None = None) -> float:
    """Temperature with the lowest cross-entropy (Guo et al. 2017, arXiv 1706.04599).

    Args:
        logits: (cells, classes).
        labels: (cells,).
        weights: (cells,); default: all alike.
    """
    weight = np.ones(len(labels)) if weights is None else weights
    rows = np.arange(len(labels))

    def loss(temperature: float) -> float:
        return float(-(weight * np.log(shares(logits, temperature)[rows, labels] + 1e-12)).sum())

    return float(min(TEMPERATURES, key=loss))


def cross_entropy(logits: Array, labels: Labels) -> float:
    """Mean negative log-probability of the truth at the temperature that is best for these logits."""
    likely = shares(logits, best_temperature(logits, labels))[np.arange(len(labels)), labels]
    return float(-np.log(likely + 1e-12).mean())


def accepted_errors(
    logits: Array, labels: Labels, temperature: float, threshold: float
) -> tuple[float, float]:
    """Share of five-class cells accepted at a threshold, and the share of wrong ones among them."""
    five = labels < 5
    probabilities = shares(logits[five], temperature)[:, :5]
    accepted = probabilities.max(axis=1) >= threshold
    if not accepted.any():
        return 0.0, 0.0
    wrong = probabilities.argmax(axis=1) != labels[five]
    return float(accepted.mean()), float(wrong[accepted].mean())


def best_threshold(logits: Array, labels: Labels, temperature: float) -> float:
    """Lowest threshold at which at most ``MOST_WRONG`` of the accepted cells are wrong.

    Where that would leave less than ``LEAST_ACCEPTED`` accepted, the highest threshold that
    still accepts that much.
    """
    usable = 0.30
    for threshold in THRESHOLDS:
        accepted, wrong = accepted_errors(logits, labels, temperature, float(threshold))
        if accepted < LEAST_ACCEPTED:
            break
        usable = float(threshold)
        if wrong <= MOST_WRONG:
            break
    return round(usable, 3)


def calibration_error(logits: Array, labels: Labels, temperature: float, bins: int = 10) -> float:
    """Expected calibration error of the best of all classes, equal-width bins."""
    probabilities = shares(logits, temperature)
    best, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    which = np.minimum((best * bins).astype(np.intp), bins - 1)
    error = 0.0
    for k in range(bins):
        inside = which == k
        if inside.any():
            error += float(inside.mean()) * abs(float(best[inside].mean()) - float(right[inside].mean()))
    return error
