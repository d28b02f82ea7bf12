"""Intervals against the printed vectors, and their properties."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wbc_desktop.core.intervals import (
    CONFIDENCE,
    IntervalMethod,
    _away_from_zero,
    beta_quantile,
    clopper_pearson,
    further_cells,
    interval,
    normal_quantile,
    regularised_beta,
    wilson,
)

THREE_DECIMALS = [
    (0, 200, "0.000-1.828", "0.000-1.885"),
    (1, 100, "0.025-5.446", "0.177-5.449"),
    (2, 200, "0.121-3.565", "0.275-3.572"),
    (9, 100, "4.198-16.398", "4.807-16.226"),
    (40, 200, "14.689-26.223", "15.045-26.086"),
    (100, 500, "16.580-23.779", "16.729-23.729"),
    (60, 100, "49.721-69.671", "50.200-69.060"),
    (100, 100, "96.378-100.000", "96.301-100.000"),
]
SIZES = (100, 200, 400, 500, 1000)
EXACT_TABLE = """
0 | 0.0-3.6 | 0.0-1.8 | 0.0-0.9 | 0.0-0.7 | 0.0-0.4
1 | 0.0-5.4 | 0.1-3.6 | 0.3-2.5 | 0.3-2.3 | 0.5-1.8
2 | 0.2-7.0 | 0.5-5.0 | 0.9-3.9 | 1.0-3.6 | 1.2-3.1
3 | 0.6-8.5 | 1.1-6.4 | 1.6-5.2 | 1.7-4.9 | 2.0-4.3
5 | 1.6-11.3 | 2.4-9.0 | 3.1-7.6 | 3.3-7.3 | 3.7-6.5
9 | 4.2-16.4 | 5.4-13.9 | 6.4-12.2 | 6.6-11.9 | 7.3-10.9
10 | 4.9-17.6 | 6.2-15.0 | 7.2-13.4 | 7.5-13.0 | 8.2-12.0
20 | 12.7-29.2 | 14.7-26.2 | 16.2-24.3 | 16.6-23.8 | 17.6-22.6
30 | 21.2-40.0 | 23.7-36.9 | 25.5-34.8 | 26.0-34.2 | 27.2-32.9
50 | 39.8-60.2 | 42.9-57.1 | 45.0-55.0 | 45.5-54.5 | 46.9-53.1
60 | 49.7-69.7 | 52.9-66.8 | 55.0-64.8 | 55.6-64.3 | 56.9-63.1
70 | 60.0-78.8 | 63.1-76.3 | 65.2-74.5 | 65.8-74.0 | 67.1-72.8
100 | 96.4-100.0 | 98.2-100.0 | 99.1-100.0 | 99.3-100.0 | 99.6-100.0
"""
WILSON_TABLE = """
0 | 0.0-3.7 | 0.0-1.9 | 0.0-1.0 | 0.0-0.8 | 0.0-0.4
1 | 0.2-5.4 | 0.3-3.6 | 0.4-2.5 | 0.4-2.3 | 0.5-1.8
2 | 0.6-7.0 | 0.8-5.0 | 1.0-3.9 | 1.1-3.6 | 1.3-3.1
3 | 1.0-8.5 | 1.4-6.4 | 1.7-5.2 | 1.8-4.9 | 2.1-4.3
5 | 2.2-11.2 | 2.7-9.0 | 3.3-7.6 | 3.4-7.3 | 3.8-6.5
9 | 4.8-16.2 | 5.8-13.8 | 6.6-12.2 | 6.8-11.8 | 7.4-10.9
10 | 5.5-17.4 | 6.6-14.9 | 7.4-13.3 | 7.7-12.9 | 8.3-12.0
20 | 13.3-28.9 | 15.0-26.1 | 16.4-24.2 | 16.7-23.7 | 17.6-22.6
30 | 21.9-39.6 | 24.1-36.7 | 25.7-34.7 | 26.1-34.2 | 27.2-32.9
50 | 40.4-59.6 | 43.1-56.9 | 45.1-54.9 | 45.6-54.4 | 46.9-53.1
60 | 50.2-69.1 | 53.1-66.5 | 55.1-64.7 | 55.6-64.2 | 56.9-63.0
70 | 60.4-78.1 | 63.3-75.9 | 65.3-74.3 | 65.8-73.9 | 67.1-72.8
100 | 96.3-100.0 | 98.1-100.0 | 99.0-100.0 | 99.2-100.0 | 99.6-100.0
"""


def _printed(limits, decimals):
    return "-".join(f"{100 * limit:.{decimals}f}" for limit in limits)


@pytest.mark.parametrize(("x", "n", "exact", "score"), THREE_DECIMALS)
def test_three_decimal_vectors(x, n, exact, score):
    assert _printed(clopper_pearson(x, n), 3) == exact
    assert _printed(wilson(x, n), 3) == score


@pytest.mark.parametrize(("method", "table"), [("exact", EXACT_TABLE), ("wilson", WILSON_TABLE)])
def test_printed_tables(method, table):
    for line in table.strip().splitlines():
        percent, *cells = (part.strip() for part in line.split("|"))
        for n, expected in zip(SIZES, cells, strict=True):
            x = int(percent) * n // 100
            assert _printed(interval(x, n, IntervalMethod(method)), 1) == expected, (percent, n)


def test_nothing_counted_gives_no_interval():
    assert wilson(0, 0) is None
    assert clopper_pearson(0, 0) is None


@pytest.mark.parametrize(("x", "n"), [(-1, 10), (11, 10)])
def test_impossible_counts_are_refused(x, n):
    with pytest.raises(ValueError, match="no count"):
        wilson(x, n)
    with pytest.raises(ValueError, match="no count"):
        clopper_pearson(x, n)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_limits_hold_the_estimate_and_stay_in_range(pair):
    x, n = pair
    for limits in (wilson(x, n), clopper_pearson(x, n)):
        assert 0 <= limits[0] <= x / n <= limits[1] <= 1


@settings(deadline=None)
@given(st.integers(1, 600).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_both_agree_with_scipy(pair):
    from scipy.stats import binomtest

    x, n = pair
    test = binomtest(x, n)
    for name, limits in (("exact", clopper_pearson(x, n)), ("wilson", wilson(x, n))):
        theirs = test.proportion_ci(method=name)
        assert limits == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@pytest.mark.parametrize("method", list(IntervalMethod))
def test_further_cells_is_the_smallest_number_that_settles(method):
    more = further_cells(36, 200, 0.20, method)
    assert more is not None
    assert more > 0
    n = 200 + more
    assert interval(0.18 * n, n, method)[1] < 0.20
    assert interval(0.18 * (n - 1), n - 1, method)[1] >= 0.20


def test_further_cells_when_settled_undecidable_or_out_of_reach():
    assert further_cells(100, 200, 0.20) == 0
    assert further_cells(40, 200, 0.20) is None
    assert further_cells(399, 2000, 0.20) is None
    assert further_cells(0, 0, 0.20) is None


@pytest.mark.parametrize(("x", "n"), [(0, 7), (1, 7), (3, 7), (7, 7), (36, 200), (199, 200), (2, 3)])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_other_levels_agree_with_scipy(x, n, confidence):
    from scipy.stats import binomtest

    for method in IntervalMethod:
        theirs = binomtest(x, n).proportion_ci(confidence, method=str(method))
        assert interval(x, n, method, confidence) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
        if confidence == CONFIDENCE:
            assert interval(x, n, method) == interval(x, n, method, confidence)
    assert interval(x, n) == wilson(x, n)


def test_limits_at_the_ends_are_exact():
    for limits in (wilson, clopper_pearson):
        assert limits(0, 9)[0] == 0.0
        assert limits(9, 9)[1] == 1.0
        assert limits(0.5, 9)[0] > 0
        assert limits(8.5, 9)[1] < 1


def test_the_beta_function_agrees_with_scipy():
    from scipy.special import betainc, betaincinv

    assert regularised_beta(0.0, 2, 3) == regularised_beta(-0.1, 2, 3) == 0.0
    assert regularised_beta(1.0, 2, 3) == regularised_beta(1.1, 2, 3) == 1.0
    for a, b in ((1, 1), (2, 3), (0.5, 0.5), (40, 61), (1, 200), (300, 2)):
        for p in (1e-6, 0.01, 0.2, 0.4, 0.5, 0.7, 0.99, 0.999999):
            assert regularised_beta(p, a, b) == pytest.approx(float(betainc(a, b, p)), rel=1e-11, abs=1e-13)
            assert beta_quantile(p, a, b) == pytest.approx(float(betaincinv(a, b, p)), rel=1e-9, abs=1e-12)


def test_quantiles_names_and_a_number_away_from_zero():
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054, abs=1e-14)
    assert normal_quantile(0.9) == pytest.approx(1.6448536269514722, abs=1e-14)
    assert (IntervalMethod.WILSON.label, IntervalMethod.EXACT.label) == (
        "Wilson score",
        "Clopper-Pearson (exact)",
    )
    assert (_away_from_zero(0.0), _away_from_zero(1e-301), _away_from_zero(-2.0)) == (1e-300, 1e-300, -2.0)


@pytest.mark.parametrize("method", list(IntervalMethod))
def test_further_cells_against_a_search_one_by_one(method):
    for x, n, limit in ((30, 200, 0.2), (12, 40, 0.2), (1, 30, 0.1), (58, 100, 0.5), (3, 3, 0.6)):
        more, share = 0, x / n
        while True:
            low, high = interval(share * (n + more), n + more, method)
            if not low <= limit <= high:
                break
            more += 1
        assert further_cells(x, n, limit, method) == more
        assert further_cells(x, n, limit, method, most=more) == (more or 0)
        if more > 1:
            assert further_cells(x, n, limit, method, most=more - 1) is None


def test_the_message_of_an_impossible_count():
    with pytest.raises(ValueError, match=r"^11 of 10 is no count$"):
        wilson(11, 10)
    assert wilson(10, 10) is not None
