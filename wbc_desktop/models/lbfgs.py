"""L-BFGS for smooth convex losses: the few lines of SciPy's optimisers that the program needs.

SciPy's own brings its linear algebra, sparse matrices and a second OpenBLAS along, 70 MB of an installer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Loss = Callable[[Array], tuple[float, Array]]
Pairs = deque[tuple[Array, Array]]

MEMORY = 10
"""Steps remembered for the curvature."""
SUFFICIENT, CURVATURE = 1e-4, 0.9
"""Wolfe's conditions, with the usual constants (Nocedal and Wright, Numerical Optimization, chapter 3)."""
MOST_TRIES = 30


def minimise(
    loss: Loss, start: Array, *, iterations: int, gradient_limit: float = 1e-5, gain_limit: float = 2e-9
) -> Array:
    """Minimise a smooth function (Nocedal and Wright, algorithm 7.5).

    Args:
        loss: Value and gradient at a point.
        start: Where to begin.
        iterations: Most steps.
        gradient_limit: Ends where no component of the gradient is larger.
        gain_limit: Ends where a step gains less, relative to the value.

    Returns:
        The best point found.
    """
    pairs: Pairs = deque(maxlen=MEMORY)
    point, (value, gradient) = start, loss(start)
    for _ in range(iterations):
        if np.abs(gradient).max(initial=0.0) <= gradient_limit:
            break
        direction = -_curved(gradient, pairs)
        first = 1.0 if pairs else min(1.0, 1.0 / float(np.linalg.norm(gradient)))
        found = _search(loss, point, value, gradient, direction, first)
        if found is None:
            break
        step, new_value, new_gradient = found
        change, turn = step * direction, new_gradient - gradient
        if float(change @ turn) > 1e-12 * float(turn @ turn):
            pairs.append((change, turn))
        gained = value - new_value
        point, value, gradient = point + change, new_value, new_gradient
        if gained <= gain_limit * max(abs(value), 1.0):
            break
    return point


def _curved(gradient: Array, pairs: Pairs) -> Array:
    """The gradient times the estimate of the inverse Hessian (two-loop recursion)."""
    result = gradient.copy()
    shares = []
    for change, turn in reversed(pairs):
        share = float(change @ result) / float(change @ turn)
        result -= share * turn
        shares.append(share)
    if pairs:
        change, turn = pairs[-1]
        result *= float(change @ turn) / float(turn @ turn)
    for (change, turn), share in zip(pairs, reversed(shares), strict=True):
        result += (share - float(turn @ result) / float(change @ turn)) * change
    return result


def _search(
    loss: Loss, point: Array, value: float, gradient: Array, direction: Array, first: float
) -> tuple[float, float, Array] | None:
    """A step that meets Wolfe's conditions, by bisection; None where the direction does not lead down."""
    slope = float(gradient @ direction)
    if slope >= 0:
        return None
    low, high, step = 0.0, np.inf, first
    for _ in range(MOST_TRIES):
        new_value, new_gradient = loss(point + step * direction)
        if not new_value <= value + SUFFICIENT * step * slope:  # also where it is no number
            high = step
        elif float(new_gradient @ direction) < CURVATURE * slope:
            low = step
        else:
            return step, new_value, new_gradient
        step = (low + high) / 2 if np.isfinite(high) else 2 * low
    return None
