"""A classifier's last layer, adapted to a few labelled cells of one laboratory.

The head is fitted by maximum a posteriori: cross-entropy on the laboratory's cells plus a
pull towards the head that it started from. How strong the pull is, is chosen by
cross-validation on the same cells; with too few cells it stays where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wbc_desktop.models.lbfgs import minimise

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]

PULLS = (1e-6, 3e-6, 1e-5, 1e-4, 1e-3)
"""Strengths tried, from loose to tight."""


@dataclass(frozen=True, slots=True)
class Head:
    """Weights (classes, features) and biases (classes,) of a linear layer."""

    weight: Array
    bias: Array

    def logits(self, features: Array) -> Array:
        """Logits (cells, classes) of features (cells, features)."""
        return features @ self.weight.T + self.bias


@dataclass(frozen=True, slots=True)
class Adapted:
    """An adapted head and what cross-validation says of it.

    Attributes:
        head: Fitted on all cells.
        pull: The strength chosen; infinity where the head was left as it was.
        before: Logits of the old head (cells, classes), offsets added, as are those after.
        after: Out-of-fold logits of adapted heads, each of a head that had not seen the cell.
    """

    head: Head
    pull: float
    before: Array
    after: Array


def fit_head(
    views: Array,
    labels: Labels,
    start: Head,
    pull: float,
    *,
    offsets: Array | None = None,
    iterations: int = 80,
) -> Head:
    """Fit a head to labelled features.

    Args:
        views: (cells, views, features): each cell seen in several ways.
        labels: (cells,), index of the class.
        start: The head to start from and to be pulled towards.
        pull: Weight of the squared distance to ``start``, in units of the features' scale.
        offsets: (cells, classes), added to the logits: what is known of a cell besides its features.
        iterations: Most steps of L-BFGS.

    Returns:
        The fitted head.
    """
    _, seen, size = views.shape
    classes = len(start.bias)
    flat = views.reshape(-1, size)
    targets = np.repeat(labels, seen)
    counts = np.bincount(labels, minlength=classes).astype(np.float64)
    # Half-way between every cell alike and every class alike: rare classes matter, yet
    # two basophils must not bend the whole head.
    weights = 1.0 / np.sqrt(counts[targets])
    weights /= weights.sum()
    scale = float(np.mean(np.square(flat).sum(axis=1)))
    onehot = np.eye(classes)[targets]
    known = np.zeros((1, classes)) if offsets is None else np.repeat(offsets, seen, axis=0)

    def loss(vector: Array) -> tuple[float, Array]:
        change = vector.reshape(classes, size + 1)
        logits = flat @ (start.weight + change[:, :size]).T + start.bias + change[:, size] + known
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        shares = odds / odds.sum(axis=1, keepdims=True)
        picked = np.maximum(shares[np.arange(len(targets)), targets], 1e-12)
        error = (shares - onehot) * weights[:, None]
        gradient = np.empty_like(change)
        gradient[:, :size] = error.T @ flat + 2 * pull * scale * change[:, :size]
        gradient[:, size] = error.sum(axis=0) + 2 * pull * change[:, size]
        penalty = pull * (scale * np.square(change[:, :size]).sum() + np.square(change[:, size]).sum())
        return float(-(weights * np.log(picked)).sum() + penalty), gradient.ravel()

    found = minimise(loss, np.zeros(classes * (size + 1)), iterations=iterations)
    change = found.reshape(classes, size + 1)
    return Head(start.weight + change[:, :size], start.bias + change[:, size])


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


def adapt_head(
    views: Array,
    labels: Labels,
    start: Head,
    pulls: Sequence[float] = PULLS,
    parts: int = 5,
    offsets: Array | None = None,
) -> Adapted:
    """Choose the pull by cross-validation, then fit on all cells.

    Args:
        views: (cells, views, features); view 0 is the cell as the program sees it.
        labels: (cells,).
        start: The bundled model's head.
        pulls: Strengths to try; leaving the head as it is, is always tried too.
        parts: Number of folds.
        offsets: (cells, classes), added to the logits, as the size's evidence.

    Returns:
        The head with the lowest out-of-fold cross-entropy.
    """
    plain = views[:, 0]
    known = np.zeros((len(labels), len(start.bias))) if offsets is None else offsets
    before = start.logits(plain) + known
    best = (_cross_entropy(before, labels), np.inf, before)
    tests = folds(labels, min(parts, len(labels)))
    for pull in pulls:
        after = np.empty_like(before)
        for test in tests:
            rest = np.setdiff1d(np.arange(len(labels)), test)
            fitted = fit_head(views[rest], labels[rest], start, pull, offsets=known[rest])
            after[test] = fitted.logits(plain[test]) + known[test]
        error = _cross_entropy(after, labels)
        if error < best[0]:
            best = (error, pull, after)
    _, pull, after = best
    head = start if np.isinf(pull) else fit_head(views, labels, start, pull, offsets=known)
    return Adapted(head, float(pull), before, after)


def _cross_entropy(logits: Array, labels: Labels) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_shares = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-log_shares[np.arange(len(labels)), labels].mean())
