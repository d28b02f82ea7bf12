"""What mutation testing found unguarded in ``core``: who, when and why in the history; shares that tie."""

from __future__ import annotations

from datetime import timedelta

import pytest
from made_cases import AT, make_case, make_cell

from wbc_desktop.core.case import AcceptCells, AddCell, Reclassify, RemoveCells
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.differential import differential, percentages

KEY = ("field_1.png", 1)
LATER = AT + timedelta(minutes=7)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Reclassify((KEY,), "monocyte", "band form"), "band form"),
        (RemoveCells((KEY,), "dirt"), "dirt"),
        (AcceptCells((KEY,)), ""),
        (AddCell(make_cell("field_1.png", 99), "missed"), "missed"),
    ],
)
def test_an_entry_says_who_when_and_why(edit: object, reason: str) -> None:
    case = make_case()
    entry = case.apply(edit, user="bob", at=LATER)
    assert (entry.user, entry.at, entry.reason) == ("bob", LATER, reason)
    assert entry is case.history[-1]


def test_a_review_carries_its_observer_and_time() -> None:
    case = make_case()
    case.apply(AcceptCells((KEY,)), user="bob", at=LATER)
    review = case.cell(KEY).review
    assert review is not None
    assert (review.label, review.reviewer, review.at) == (case.cell(KEY).label, "bob", LATER)


def test_what_is_left_over_goes_to_the_largest_remainder() -> None:
    assert list(percentages([1, 1, 4], 0)) == [17, 17, 66]  # a tie: the first ones
    assert list(percentages([5, 2, 0], 0)) == [71, 29, 0]  # 71.43 and 28.57


def test_a_class_that_is_not_there_counts_nothing() -> None:
    found = differential({"neutrophil": 3})
    assert found.count_of("basophil") == 0
    assert found.count_of("no such class") == 0
    assert not {row.id for row in found.outside} & {*FIVE_IDS, "unidentified"}
    assert [row.id for row in found.rows] == list(FIVE_IDS)


def test_the_decimals_asked_for_are_kept() -> None:
    labels = ["neutrophil"] * 2 + ["monocyte"]
    for decimals, expected in ((0, 67), (1, 66.7), (2, 66.67)):
        found = differential(labels, decimals=decimals)
        assert found.decimals == decimals
        assert found["neutrophil"].percent == pytest.approx(expected)
    assert differential(labels).decimals == 1
