"""The cell-location test and its trend."""

from datetime import UTC, datetime, timedelta

from made_cases import AT, make_case, make_cell

from wbc_desktop.core.case import AcceptCells, AddCell, Reclassify, RemoveCells
from wbc_desktop.core.quality import LocationTest, location_test, trend


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
