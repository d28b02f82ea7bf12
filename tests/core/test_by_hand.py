"""Agreement of two observers and the location test, against values worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from made_cases import AT, MODEL, make_case, make_cell

from wbc_desktop.core.agreement import (
    AgreementTable,
    _median_from,
    agreement_table,
    bland_altman,
    cohen_kappa,
    model_table,
    passing_bablok,
    reclassifications,
)
from wbc_desktop.core.case import (
    AcceptCells,
    AddCell,
    Reclassify,
    RemoveCells,
    SampleData,
    SetSampleData,
)
from wbc_desktop.core.cell import Review
from wbc_desktop.core.history import Act, CellChange, HistoryEntry
from wbc_desktop.core.intervals import wilson
from wbc_desktop.core.quality import LocationTest, location_test, trend


def test_pairs_are_the_cells_that_both_have_answered():
    case = make_case(images=1, each=(3, 0, 0, 2, 0))
    one, two = case, case.second_review()
    one.apply(AcceptCells([c.key for c in one.cells]), user="ann")
    two.apply(Reclassify([("field_1.png", n) for n in (1, 2)], "neutrophil"), user="bob")
    two.apply(Reclassify([("field_1.png", n) for n in (3, 4)], "lymphocyte"), user="bob")
    table = agreement_table(one.cells, two.cells)
    assert table.labels == ("neutrophil", "lymphocyte")
    assert table.counts.tolist() == [[2, 1], [0, 1]]
    assert (table.unpaired, table.total, table.agreed) == (1, 4, 3)
    assert table.agreement() == (0.75, *wilson(3, 4))
    assert (table.recall("neutrophil"), table.precision("neutrophil")) == ((2, 3), (2, 2))
    assert (table.recall("lymphocyte"), table.precision("lymphocyte")) == ((1, 1), (1, 2))
    assert agreement_table([], []).agreement() is None


def test_the_models_first_call_against_the_answer():
    named = make_cell("a.png", 1, "not_counted", detail="erythroblast")
    plain = make_cell("a.png", 2, "not_counted", detail="something else")
    kept = make_cell("a.png", 3, "monocyte", detail="erythroblast")
    waiting, by_hand = make_cell("a.png", 4), replace(make_cell("a.png", 5), prediction=None)
    answer = Review("lymphocyte", "ann", AT)
    cells = [replace(c, review=answer) for c in (named, plain, kept, by_hand)]
    table = model_table([*cells, waiting])
    rows = {label: int(table.counts[table.labels.index(label)].sum()) for label in table.labels}
    assert rows == {"lymphocyte": 0, "monocyte": 1, "erythroblast": 1, "not_counted": 1}
    assert (table.unpaired, table.total) == (0, 3)


def test_moves_between_classes_by_user_and_month():
    def entry(act, old, new, user="ann"):
        return HistoryEntry(2, AT, user, act, (CellChange(("a.png", 1), old, new),), reverses=1)

    found = reclassifications(
        [
            entry(Act.RECLASSIFY, "monocyte", "lymphocyte"),
            entry(Act.RECLASSIFY, "monocyte", "lymphocyte"),
            entry(Act.UNDO, "lymphocyte", "monocyte"),
            entry(Act.REDO, "monocyte", "lymphocyte"),
            entry(Act.RECLASSIFY, "basophil", "basophil"),
            entry(Act.ACCEPT, "basophil", "monocyte"),
            entry(Act.RECLASSIFY, None, "monocyte"),
            entry(Act.RECLASSIFY, "monocyte", None),
            entry(Act.RECLASSIFY, "eosinophil", "basophil", "bob"),
            entry(Act.UNDO, "basophil", "eosinophil", "bob"),
        ]
    )
    assert found == {("ann", "2026-11", "monocyte", "lymphocyte"): 2}


def test_kappa_where_it_is_not_defined_and_where_it_is_one():
    def table(counts):
        return AgreementTable(("neutrophil", "lymphocyte")[: len(counts)], np.array(counts, np.int64))

    assert cohen_kappa(table([[0, 0], [0, 0]])) is None
    assert cohen_kappa(table([[7]])) is None
    full = cohen_kappa(table([[5, 0], [0, 5]]))
    assert (full.value, full.low95, full.high95) == pytest.approx((1, 1, 1))
    # Fleiss' example of the textbook form: 45, 15, 25, 15 of 100
    part = cohen_kappa(table([[45, 15], [25, 15]]))
    assert part.value == pytest.approx((0.60 - 0.54) / 0.46)


def test_bland_altman_by_hand():
    found = bland_altman([1.0, 2.0, 3.0, 4.0], [1.5, 2.0, 3.5, 5.0])
    assert (found.means, found.differences) == ((1.25, 2.0, 3.25, 4.5), (0.5, 0.0, 0.5, 1.0))
    spread = (1 / 6) ** 0.5  # squared deviations .0, .25, .0, .25 over 3
    half = 3.182446305284263 * spread / 2  # Student's t, 3 degrees of freedom
    assert (found.bias, found.bias_low95, found.bias_high95) == pytest.approx((0.5, 0.5 - half, 0.5 + half))
    z = 1.959963984540054
    assert (found.low, found.high) == pytest.approx((0.5 - z * spread, 0.5 + z * spread))
    assert bland_altman([1.0, 2.0], [1.0, 2.0]) is None
    assert bland_altman([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]).bias == 0
    with pytest.raises(ValueError, match=r"^the two have different lengths$"):
        bland_altman([1.0], [1.0, 2.0])


def slow_passing_bablok(x, y):
    """The definition, step by step, on Python's own numbers."""
    slopes = []
    for i in range(len(x)):
        for j in range(i + 1, len(x)):
            dx, dy = x[j] - x[i], y[j] - y[i]
            if dx == dy == 0:
                continue
            slope = float("inf") * (1 if dy > 0 else -1) if dx == 0 else dy / dx
            if slope != -1:
                slopes.append(slope)
    slopes.sort()
    count, offset = len(slopes), sum(s < -1 for s in slopes)
    width = 1.959963984540054 * (len(x) * (len(x) - 1) * (2 * len(x) + 5) / 18) ** 0.5
    low = round((count - width) / 2)
    middle = [slopes[(count - 1) // 2 + offset], slopes[count // 2 + offset]]
    slope = sum(middle) / 2
    limits = slopes[low + offset - 1], slopes[count - low + offset]

    def intercept(b):
        return float(np.median([v - b * u for u, v in zip(x, y, strict=True)]))

    return (slope, *limits, intercept(slope), intercept(limits[1]), intercept(limits[0]), len(x))


@pytest.mark.parametrize("seed", range(12))
def test_passing_bablok_follows_its_definition(seed):
    pick = np.random.default_rng(seed)
    n = 12 + seed % 2
    x = np.round(pick.uniform(0, 10, n), 0 if seed % 3 == 0 else 3)
    y = np.round(0.9 * x + 0.4 + pick.normal(0, 0.3 + seed % 4, n), 0 if seed % 3 == 0 else 3)
    found = passing_bablok(x.tolist(), y.tolist())
    if found is None:
        assert seed % 4 == 3
        return
    assert tuple(getattr(found, name) for name in found.__slots__) == pytest.approx(
        slow_passing_bablok(x.tolist(), y.tolist())
    )


def test_passing_bablok_where_it_is_not_defined():
    line = [1.0, 2.0, 3.0, 4.0]
    assert passing_bablok(line, line) is None
    assert passing_bablok([1.0] * 9, [1.0] * 9) is None
    assert passing_bablok([1.0] * 9, list(range(9))) is None
    found = passing_bablok(list(range(9)), list(range(9)))
    assert (found.slope, found.intercept, found.pairs) == (1, 0, 9)
    with pytest.raises(ValueError, match="different lengths"):
        passing_bablok([1.0], [])


def test_the_middle_of_slopes_from_a_place_on():
    slopes = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    assert [_median_from(slopes, k) for k in (0, 1, 2)] == [4, 8, 16]
    assert [_median_from(slopes[:4], k) for k in (0, 1)] == [3, 6]


def test_a_location_test_takes_what_the_case_knows():
    case = make_case(images=1, each=(3, 0, 0, 2, 0), extra=("erythroblast", "artefact", "smudge_cell"))
    data = SampleData(order_id="QC-3", camera="cam", objective="100x", stain_batch="B")
    case.apply(SetSampleData(data), user="ann")
    case.apply(AddCell(make_cell("field_1.png", 50)), user="ann")
    case.apply(AddCell(make_cell("field_1.png", 51, "platelet")), user="ann")
    case.apply(RemoveCells((("field_1.png", 1),)), user="ann")
    found = location_test(case, operator="eve", at=AT)
    assert found == LocationTest(
        AT, "eve", 5, 1, 2, "cam", "100x", "B", f"{MODEL.id} {MODEL.version}", "QC-3"
    )
    assert location_test(make_case(model=None), operator="eve", at=AT).model == ""
    assert (found.nucleated, found.valid, found.percent) == (6, False, pytest.approx(500 / 6))
    assert found.limits == pytest.approx(tuple(100 * v for v in wilson(5, 6)))
    assert LocationTest(AT, "eve", 0, 0).limits is None


def test_the_limit_of_the_location_test_is_passed():
    assert LocationTest(AT, "ann", 95, 5).verdict(95.0) == "pass"
    assert LocationTest(AT, "ann", 100, 0).valid
    assert not LocationTest(AT, "ann", 99, 0).valid


def test_a_point_of_the_trend_is_the_sum_of_its_tests():
    tests = [LocationTest(AT, "a", 90, 10, stain_batch="B"), LocationTest(AT, "b", 150, 50, stain_batch="B")]
    (point,) = trend(tests)
    low, high = wilson(240, 300)
    assert (point.day, point.stain_batch, point.tests) == (AT.date(), "B", 2)
    assert (point.located, point.missed, point.percent) == (240, 60, 80.0)
    assert (point.low95, point.high95) == pytest.approx((100 * low, 100 * high))
