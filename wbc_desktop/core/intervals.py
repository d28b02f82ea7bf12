"""95 % intervals of a share (binomial proportion), computed from raw counts.

Both methods cover sampling alone: not wrong classification, smear quality or the
distribution of cells on the slide.

Sources: Wilson score and exact limits as reviewed by Brown, Cai and DasGupta,
Statist Sci 2001;16(2):101-133. The incomplete beta function is evaluated by its
continued fraction (modified Lentz method; DLMF 8.17.22). The Wald interval is not offered:
it leaves 0 to 100 % at low counts.
"""

from __future__ import annotations

import math
from enum import StrEnum
from functools import lru_cache
from statistics import NormalDist

CONFIDENCE = 0.95
MOST_FURTHER_CELLS = 10_000

_TINY = 1e-300
_STEPS = 200


class IntervalMethod(StrEnum):
    """Which 95 % interval is shown; the report names it."""

    WILSON = "wilson"
    EXACT = "exact"

    @property
    def label(self) -> str:
        """Name for a report."""
        return "Wilson score" if self is IntervalMethod.WILSON else "Clopper-Pearson (exact)"


@lru_cache(maxsize=8)
def normal_quantile(confidence: float) -> float:
    """Two-sided standard normal quantile: 1.959963984540054 for 0.95."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(x: float, n: float, confidence: float = CONFIDENCE) -> tuple[float, float] | None:
    """Wilson score interval of ``x`` of ``n``.

    Args:
        x: Cells in the class, 0 to ``n``.
        n: Cells in the denominator.
        confidence: Two-sided confidence level.

    Returns:
        (low, high) as fractions of 1, or None when nothing was counted.

    Raises:
        ValueError: ``x`` does not lie between 0 and ``n``.
    """
    _check(x, n)
    if n == 0:
        return None
    z = normal_quantile(confidence)
    p = x / n
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    low = 0.0 if x == 0 else max(0.0, centre - half)
    high = 1.0 if x == n else min(1.0, centre + half)
    return min(low, p), max(high, p)


@lru_cache(maxsize=4096)
def clopper_pearson(x: float, n: float, confidence: float = CONFIDENCE) -> tuple[float, float] | None:
    """Exact (Clopper-Pearson) interval of ``x`` of ``n``; its coverage is never below the level.

    Args:
        x: Cells in the class, 0 to ``n``.
        n: Cells in the denominator.
        confidence: Two-sided confidence level.

    Returns:
        (low, high) as fractions of 1, or None when nothing was counted.

    Raises:
        ValueError: ``x`` does not lie between 0 and ``n``.
    """
    _check(x, n)
    if n == 0:
        return None
    tail = (1 - confidence) / 2
    low = 0.0 if x == 0 else beta_quantile(tail, x, n - x + 1)
    high = 1.0 if x == n else beta_quantile(1 - tail, x + 1, n - x)
    return low, high


def interval(
    x: float,
    n: float,
    method: IntervalMethod = IntervalMethod.WILSON,
    confidence: float = CONFIDENCE,
) -> tuple[float, float] | None:
    """The interval by the chosen method; None when nothing was counted."""
    if method is IntervalMethod.WILSON:
        return wilson(x, n, confidence)
    return clopper_pearson(x, n, confidence)


def further_cells(
    x: int,
    n: int,
    limit: float,
    method: IntervalMethod = IntervalMethod.WILSON,
    most: int = MOST_FURTHER_CELLS,
) -> int | None:
    """How many more cells would settle on which side of ``limit`` the share lies.

    The share found so far is taken to stay as it is.

    Args:
        x: Cells in the class.
        n: Cells in the denominator.
        limit: Decision limit as a fraction of 1.
        method: Interval that must exclude the limit.
        most: Larger answers are of no use at a microscope.

    Returns:
        0 when the interval already excludes the limit; None when nothing was counted,
        when the share equals the limit, or when more than ``most`` cells would be needed.
    """
    if n == 0 or x / n == limit:
        return None
    share = x / n

    def settled(more: int) -> bool:
        limits = interval(share * (n + more), n + more, method)
        return limits is not None and not limits[0] <= limit <= limits[1]

    if settled(0):
        return 0
    if not settled(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if settled(middle):
            high = middle
        else:
            low = middle
    return high


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Quantile of the beta distribution: p with I_p(a, b) = ``probability``, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if regularised_beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def regularised_beta(p: float, a: float, b: float) -> float:
    """Regularised incomplete beta function I_p(a, b)."""
    if p <= 0.0:
        return 0.0
    if p >= 1.0:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(p) + b * math.log1p(-p)
    if p < (a + 1) / (a + b + 2):
        return math.exp(log_front) * _beta_fraction(p, a, b) / a
    return 1.0 - math.exp(log_front) * _beta_fraction(1 - p, b, a) / b


def _beta_fraction(p: float, a: float, b: float) -> float:
    c = 1.0
    d = 1.0 / _away_from_zero(1.0 - (a + b) * p / (a + 1))
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * p / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * p / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / _away_from_zero(1.0 + term * d)
            c = _away_from_zero(1.0 + term / c)
            change = c * d
            value *= change
        if abs(change - 1.0) < 1e-15:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _check(x: float, n: float) -> None:
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} is no count")
