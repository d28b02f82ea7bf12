"""Passing-Bablok regression beside the paper's own steps, written out with fractions and 1-based places."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from statistics import NormalDist, median

import pytest

from wbc_desktop.core.agreement import passing_bablok

Z = NormalDist().inv_cdf(0.975)


def by_the_paper(x: list[int], y: list[int]) -> tuple[float, float, float] | None:
    """Slope and its limits (Passing and Bablok 1983, J Clin Chem Clin Biochem 21:709); None: not defined."""
    n = len(x)
    slopes: list[float | Fraction] = []
    for i in range(n):
        for j in range(i + 1, n):
            dx, dy = x[i] - x[j], y[i] - y[j]
            if dx == 0 and dy == 0:
                continue
            # the paper gives a vertical pair the sign of its difference, taken in the order of the pairs
            slope = Fraction(dy, dx) if dx else math.copysign(math.inf, y[j] - y[i])
            if slope != -1:
                slopes.append(slope)
    slopes.sort()
    count, k = len(slopes), sum(s < -1 for s in slopes)
    low = round((count - Z * math.sqrt(n * (n - 1) * (2 * n + 5) / 18)) / 2)
    high = count - low + 1
    if n < 5 or count < 3 or low + k < 1 or high + k > count or low > high:
        return None
    at = [None, *slopes]
    middle = [at[(count + 1) // 2 + k]] if count % 2 else [at[count // 2 + k], at[count // 2 + 1 + k]]
    chosen = (sum(middle) / len(middle), at[low + k], at[high + k])  # type: ignore[arg-type]
    numbers = tuple(float(v) for v in chosen)  # type: ignore[arg-type]
    return numbers if all(map(math.isfinite, numbers)) else None  # type: ignore[return-value]


def test_slopes_and_limits_are_the_papers_with_ties_and_falling_pairs() -> None:
    pick = random.Random(4)
    defined = undefined = 0
    for _ in range(1500):
        n = pick.randrange(3, 13)
        x = [pick.randrange(8) for _ in range(n)]
        y = [pick.choice([v, v + 1, 7 - v, pick.randrange(8)]) for v in x]
        found, wanted = passing_bablok(x, y), by_the_paper(x, y)
        if wanted is None:
            undefined += 1
            assert found is None, (x, y)
            continue
        defined += 1
        assert found is not None, (x, y)
        assert (found.slope, found.slope_low95, found.slope_high95) == pytest.approx(wanted), (x, y)
        crossings = [median(b - s * a for a, b in zip(x, y, strict=True)) for s in wanted]
        assert found.intercept == pytest.approx(crossings[0])
        assert (found.intercept_high95, found.intercept_low95) == pytest.approx((crossings[1], crossings[2]))
    assert defined > 300
    assert undefined > 100


def test_five_pairs_are_the_fewest() -> None:
    assert passing_bablok([1, 2, 3, 4], [1, 2, 3, 4]) is None
    five = passing_bablok([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    assert five is not None
    assert (five.slope, five.intercept) == (1, 0)
