"""The cell-location test and its trend."""

from datetime import UTC, datetime, timedelta

import pytest
from made_cases import AT, make_case, make_cell

from wbc_desktop.core.case import AcceptCells, AddCell, Reclassify, RemoveCells
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.quality import LocationTest, location_test, require_looked_through, trend


def test_190_located_and_10_missed_is_95_percent():
    test = LocationTest(AT, "ann", 190, 10)
    assert f"{test.percent:.1f}" == "95.0"
    assert test.limits[0] < 95 < test.limits[1]
    assert (test.verdict(94.0), test.verdict(96.0), test.verdict(None)) == ("pass", "fail", "no limit")


def test_fewer_than_100_nucleated_cells_are_not_valid():
    assert LocationTest(AT, "ann", 99, 0).verdict(50) == "invalid"
    assert LocationTest(AT, "ann", 90, 10).verdict(50) == "pass"
    assert LocationTest(AT, "ann", 0, 0).percent is None


def test_a_reviewed_case_holds_the_test():
    case = make_case(images=1, each=(50, 10, 0, 30, 8), extra=("erythroblast", "smudge_cell", "not_counted"))
    keys = [c.key for c in case.cells]
    case.apply(AcceptCells(keys), user="ann")
    case.apply(RemoveCells(keys[:2]), user="ann")
    case.apply(Reclassify(keys[2], "platelet"), user="ann")
    for _ in range(4):
        number = case.next_number("field_1.png")
        case.apply(AddCell(make_cell("field_1.png", number, "lymphocyte")), user="ann")
    test = location_test(case, operator="ann", at=AT)
    assert (test.located, test.missed, test.false_found) == (96, 4, 4)


def test_the_trend_groups_days_and_stain_batches():
    start = datetime(2026, 11, 1, 8, tzinfo=UTC)
    tests = [
        LocationTest(start + timedelta(days=1), "ann", 180, 20, stain_batch="B"),
        LocationTest(start, "ann", 190, 10, stain_batch="A"),
        LocationTest(start + timedelta(hours=2), "bob", 198, 2, stain_batch="A"),
        LocationTest(start, "bob", 5, 1, stain_batch="A"),
    ]
    first, second = trend(tests)
    assert (first.stain_batch, first.tests, first.located, first.missed) == ("A", 2, 388, 12)
    assert first.percent == 97.0
    assert second.percent == 90.0
    assert second.low95 < 90 < second.high95


def test_an_immature_granulocyte_is_a_nucleated_cell() -> None:
    case = make_case(images=1, each=(0, 0, 0, 0, 0), extra=("immature_granulocyte", "platelet", "smudge"))
    found = location_test(case, operator="ann", at=AT)
    assert (found.located, found.missed, found.false_found) == (1, 0, 1)


def test_a_case_that_nobody_has_looked_through_holds_no_test() -> None:
    case = make_case(images=1, each=(2, 0, 0, 1, 0))
    case.apply(AddCell(make_cell("field_1.png", 9, "monocyte")), user="ann")
    case.apply(AcceptCells([("field_1.png", 1)]), user="ann")
    with pytest.raises(CaseFault) as told:
        require_looked_through(case)
    assert told.value.message == (
        "Cells of this case are not reviewed (2), so it holds no cell-location test yet."
    )
    assert told.value.advice == (
        "Add every white cell that was missed, remove what is no cell, and confirm the others."
    )
    case.apply(AcceptCells([("field_1.png", 2), ("field_1.png", 3)]), user="ann")
    require_looked_through(case)
