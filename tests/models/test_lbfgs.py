"""The optimiser finds what SciPy's finds, in about as many steps."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize, rosen, rosen_der

from wbc_desktop.models.lbfgs import minimise


class Counted:
    """A loss that knows how often it was asked."""

    def __init__(self, loss):
        self.loss, self.calls = loss, 0

    def __call__(self, point: np.ndarray) -> tuple[float, np.ndarray]:
        self.calls += 1
        return self.loss(point)


def logistic(cells: int = 200, features: int = 40, pull: float = 1e-3):
    """A small softmax regression on vectors, as a head's fit is."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 4, cells)
    seen = rng.normal(0, 1, (4, features))[labels] + rng.normal(0, 2, (cells, features))
    onehot = np.eye(4)[labels]

    def loss(vector: np.ndarray) -> tuple[float, np.ndarray]:
        weight = vector.reshape(4, features)
        logits = seen @ weight.T
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits)
        shares /= shares.sum(axis=1, keepdims=True)
        value = -np.log((shares * onehot).sum(axis=1)).mean() + pull * np.square(weight).sum()
        return float(value), ((shares - onehot).T @ seen / cells + 2 * pull * weight).ravel()

    return loss, np.zeros(4 * features)


def test_the_minimum_is_scipys_in_no_more_than_half_again_as_many_steps() -> None:
    loss, start = logistic()
    theirs, ours = Counted(loss), Counted(loss)
    known = minimize(theirs, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    found = minimise(ours, start, iterations=500)
    assert loss(found)[0] == pytest.approx(known.fun, rel=1e-5)
    np.testing.assert_allclose(found, known.x, atol=0.01)
    assert ours.calls < 1.5 * theirs.calls


def test_it_follows_a_narrow_curved_valley() -> None:
    found = minimise(lambda x: (rosen(x), rosen_der(x)), np.array([-1.2, 1.0, 0.5]), iterations=300)
    np.testing.assert_allclose(found, 1.0, atol=1e-3)


def test_few_steps_go_down_and_none_stays() -> None:
    loss, start = logistic()
    values = [loss(minimise(loss, start, iterations=n))[0] for n in (0, 1, 3, 10)]
    assert values[0] == loss(start)[0]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 4


def test_a_place_without_a_value_is_stepped_back_from() -> None:
    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        with np.errstate(invalid="ignore"):
            return float(x[0] - np.log(x[0])), 1 - 1 / x  # no number left of 0; minimum at 1

    np.testing.assert_allclose(minimise(loss, np.array([9.0]), iterations=50), 1.0, atol=1e-4)


def test_nothing_is_done_at_the_minimum() -> None:
    counted = Counted(lambda x: (float(x @ x), 2 * x))
    np.testing.assert_array_equal(minimise(counted, np.zeros(3), iterations=50), 0)
    assert counted.calls == 1
