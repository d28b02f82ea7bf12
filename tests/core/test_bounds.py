"""Flags and their bounds, the order of review, and the differential, against values worked out otherwise."""

from dataclasses import replace
from itertools import product

import pytest
from made_cases import AT, make_cell

from wbc_desktop.core.cell import Review
from wbc_desktop.core.differential import differential, differential_of, ratio
from wbc_desktop.core.flags import _bounds, flags, review_order, settled_enough
from wbc_desktop.core.intervals import wilson
from wbc_desktop.core.reference import ABSOLUTE, PERCENT, RATIO, ReferenceInterval, ReferenceSet
from wbc_desktop.core.whitecount import WbcInput

SET = ReferenceSet("Ours", "ours", "adults", "book", "2026-01-01", ())


def interval(item, unit, low=1.0, high=2.0):
    return ReferenceInterval(item, unit, low, high)


@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize(
    ("item", "unit"),
    [
        ("neutrophil", PERCENT),
        ("neutrophil", ABSOLUTE),
        ("wbc", ABSOLUTE),
        ("nlr", RATIO),
    ],
)
def test_bounds_hold_whatever_the_waiting_cells_turn_out_to_be(item, unit, corrected):
    settled = {"neutrophil": 4, "lymphocyte": 3, "monocyte": 2, "erythroblast": 1, "smudge_cell": 5}
    wbc, waiting, seen = WbcInput(8.0, corrected, nrbc_limit=0), 3, []
    for answers in product(("neutrophil", "lymphocyte", "basophil", "erythroblast", "artefact"), repeat=3):
        tally = dict(settled)
        for label in answers:
            tally[label] = tally.get(label, 0) + 1
        result = differential_of(tally, wbc=wbc)
        found = flags(result, replace(SET, intervals=(interval(item, unit),)))
        seen += [flag.value for flag in found]
    low, high = _bounds(interval(item, unit), settled, waiting, wbc)
    assert low <= min(seen) + 1e-12
    assert high >= max(seen) - 1e-12
    exact = {
        ("neutrophil", PERCENT): (100 * 4 / 12, 100 * 7 / 12),
        ("neutrophil", ABSOLUTE): (8 * 4 / (12 if corrected else 13), 8 * 7 / 12),
        ("wbc", ABSOLUTE): (8.0 if corrected else 8 * 9 / 13, 8.0),
        ("nlr", RATIO): (4 / 6, 7 / 3),
    }[item, unit]
    assert (low, high) == pytest.approx(exact)


def test_bounds_of_what_is_not_there():
    assert _bounds(interval("neutrophil", ABSOLUTE), {"neutrophil": 1}, 1, None) is None
    assert _bounds(interval("nlr", RATIO), {}, 2, None) == (0, float("inf"))
    assert _bounds(interval("nlr", RATIO), {"neutrophil": 1}, 2, None) == (0.5, float("inf"))
    assert _bounds(interval("wbc", ABSOLUTE), {}, 0, WbcInput(8.0)) == (0.0, 8.0)
    assert _bounds(interval("wbc", ABSOLUTE), {}, 4, WbcInput(8.0)) == (0.0, 8.0)
    assert _bounds(interval("basophil", PERCENT), {"neutrophil": 1}, 3, None) == (0, 75)


def test_enough_is_settled_when_no_answer_changes_a_flag():
    few = replace(SET, intervals=(interval("neutrophil", PERCENT, 40.0, 90.0),))
    assert settled_enough({"neutrophil": 60, "lymphocyte": 35}, 5, few)  # 60 to 65 %
    assert not settled_enough({"neutrophil": 40, "lymphocyte": 59}, 2, few)  # 39.6 to 41.6 %
    assert settled_enough({}, 0, None)
    assert not settled_enough({"neutrophil": 60}, 1, None)
    assert settled_enough({"neutrophil": 60}, 3, replace(SET, intervals=(interval("wbc", ABSOLUTE),)))


def test_a_hint_says_interval_limit_and_how_many_more():
    both = (interval("neutrophil", PERCENT, 36.0, 90.0), interval("nlr", RATIO, 0.1, 0.2))
    share, odds = flags(differential(["neutrophil"] * 40 + ["lymphocyte"] * 60), replace(SET, intervals=both))
    low, high = (100 * v for v in wilson(40, 100))
    (hint,) = share.hints
    assert (hint.limit, hint.low95, hint.high95) == (36.0, pytest.approx(low), pytest.approx(high))
    assert share.hint_text() == (
        f"The 95 % interval {low:.1f}-{high:.1f} % contains the limit 36 %; "
        f"about {hint.more} more cells would settle it."
    )
    assert (odds.kind, odds.hints, odds.hint_text()) == ("H", (), "")
    out = replace(SET, intervals=(interval("neutrophil", ABSOLUTE, 3.999, 90.0),))
    result = differential(["neutrophil"] * 40 + ["lymphocyte"] * 60, wbc=WbcInput(10, True))
    (flag,) = flags(result, out)
    assert flag.hints[0].more is None
    assert flag.hint_text() == (
        f"The 95 % interval {low / 10:.2f}-{high / 10:.2f} 10^9/L contains the limit 3.999 10^9/L; "
        "counting more will hardly settle it."
    )
    two = flags(result, replace(SET, intervals=(interval("neutrophil", PERCENT, 36.0, 44.0),)))[0]
    assert [h.limit for h in two.hints] == [36.0, 44.0]
    assert two.hint_text().count("The 95 %") == 2
    assert "settle it. The" in two.hint_text()


def test_the_order_of_review_by_decision_then_weight_then_confidence():
    sure, unsure = make_cell("a.png", 1, confidence=0.9), make_cell("a.png", 2, confidence=0.5)
    waits = make_cell("a.png", 3, "unidentified", confidence=0.8)
    done = replace(make_cell("a.png", 4), review=Review("neutrophil", "ann", AT))
    by_hand = replace(make_cell("a.png", 5), prediction=None)
    cells = [sure, done, unsure, waits, by_hand]
    order = [c.number for c in review_order(cells, None, differential)]
    assert order == [5, 3, 2, 1]
    # one basophil more is high: the cell with the larger share of basophil pays most
    tight = replace(SET, intervals=(interval("basophil", PERCENT, 0.0, 1.0),))
    tilted = replace(
        sure, prediction=replace(sure.prediction, probabilities=(0.6, 0.0, 0.4, 0.0, 0.0), confidence=0.95)
    )
    found = review_order([sure, unsure, tilted, replace(tilted, number=7)], tight, differential)
    order = [c.number for c in found]
    assert set(order[:2]) == {1, 7} or order[0] == 1
    calls = []

    def counted(labels):
        calls.append(1)
        return differential(labels)

    review_order([sure, unsure, replace(unsure, number=9)], tight, counted)
    assert len(calls) == 1 + 4  # each other class is tried once, whatever the number of cells
    review_order([sure, unsure], None, counted)
    assert len(calls) == 1 + 4 + 1


def test_the_ratio_and_its_limits():
    low, high = wilson(30, 40)
    found = ratio(30, 10)
    assert (found.value, found.low95, found.high95) == pytest.approx(
        (3.0, low / (1 - low), high / (1 - high))
    )
    assert ratio(0, 0) is None
    alone = ratio(5, 0)
    low, _ = wilson(5, 5)
    assert (alone.value, alone.low95, alone.high95) == (None, pytest.approx(low / (1 - low)), None)


def test_what_stands_outside_the_denominator():
    found = differential(
        [*["neutrophil"] * 4, "unidentified", *["erythroblast"] * 2, "smudge_cell", "platelet"],
        wbc=WbcInput(9.0, nrbc_limit=5),
    )
    assert (found.cells, found.counted, found.unidentified, found.not_counted) == (9, 4, 1, 4)
    per_100 = {o.id: o.per_100_wbc for o in found.outside}
    assert (per_100["erythroblast"], per_100["smudge_cell"], per_100["platelet"]) == (50.0, 25.0, None)
    assert "unidentified" not in per_100
    assert found.wbc.corrected == pytest.approx(6.0)
    row, (low, high) = found["neutrophil"], wilson(4, 4)
    assert (row.absolute, row.absolute_low95, row.absolute_high95) == pytest.approx((6.0, 6 * low, 6 * high))
    assert (row.share, row.low95, row.high95) == pytest.approx((1.0, 100 * low, 100 * high))
    nothing = differential(["erythroblast"])
    assert nothing["neutrophil"].share is nothing["neutrophil"].percent is nothing["neutrophil"].low95 is None
    assert {o.id: o.per_100_wbc for o in nothing.outside}["erythroblast"] is None
    with pytest.raises(ValueError, match=r"^unknown class: odd, other$"):
        differential(["other", "odd"])
    with pytest.raises(KeyError, match="odd"):
        found["odd"]
