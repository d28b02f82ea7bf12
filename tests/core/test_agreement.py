"""Agreement of observers: tables, kappa, Bland-Altman, Passing-Bablok."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_cases import AT, make_case

from wbc_desktop.core.agreement import (
    AgreementTable,
    agreement_table,
    bland_altman,
    cohen_kappa,
    model_table,
    passing_bablok,
    reclassifications,
    student_t_quantile,
)
from wbc_desktop.core.case import AcceptCells, Reclassify, RemoveCells

FIRST, SECOND = ("field_1.png", 1), ("field_1.png", 2)


def table_of(counts):
    counts = np.asarray(counts)
    return AgreementTable(("neutrophil", "lymphocyte", "monocyte")[: len(counts)], counts)


def test_two_observers_of_one_case():
    first = make_case(reviewed=True)
    second = first.second_review("bob")
    for cell in first.cells[:-1]:
        second.apply(Reclassify(cell.key, cell.label), user="bob", at=AT)
    second.apply(Reclassify([FIRST, SECOND], "monocyte"), user="bob", at=AT)
    second.apply(RemoveCells([("field_1.png", 3)]), user="bob", at=AT)
    table = agreement_table(first.cells, second.cells)
    assert (table.total, table.agreed, table.unpaired) == (18, 16, 2)
    assert table.recall("neutrophil") == (9, 11)
    assert table.precision("monocyte") == (0, 2)
    share, low, high = table.agreement()
    assert low < share == 16 / 18 < high


def test_the_model_against_the_technician():
    case = make_case()
    case.apply(AcceptCells([FIRST]), user="ann")
    case.apply(Reclassify([SECOND], "basophil"), user="ann")
    table = model_table(case.cells)
    assert table.total == 2
    assert table.recall("neutrophil") == (1, 2)


def test_kappa_of_the_textbook_table():
    kappa = cohen_kappa(table_of([[20, 5], [10, 15]]))
    assert kappa.value == pytest.approx(0.4)
    assert kappa.low95 < 0.4 < kappa.high95


def plain_kappa(p):
    expected = p.sum(axis=1) @ p.sum(axis=0)
    return (np.trace(p) - expected) / (1 - expected)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=9, max_size=9))
def test_kappas_interval_is_the_delta_methods(counts):
    counts = np.asarray(counts, float).reshape(3, 3)
    n, p = counts.sum(), (counts / counts.sum()).ravel()
    gradient = np.array(
        [
            (plain_kappa((p + step).reshape(3, 3)) - plain_kappa((p - step).reshape(3, 3))) / 2e-6
            for step in np.eye(9) * 1e-6
        ]
    )
    variance = (gradient @ (np.diag(p) - np.outer(p, p)) @ gradient) / n
    kappa = cohen_kappa(table_of(counts.astype(int).reshape(3, 3)))
    assert kappa.value == pytest.approx(plain_kappa(p.reshape(3, 3)))
    assert kappa.value - kappa.low95 == pytest.approx(1.959964 * np.sqrt(variance), rel=1e-3, abs=1e-9)


def test_kappa_is_not_defined_without_cells_or_with_one_class():
    assert cohen_kappa(table_of([[0, 0], [0, 0]])) is None
    assert cohen_kappa(table_of([[7, 0], [0, 0]])) is None
    assert cohen_kappa(table_of([[5, 0], [0, 5]])).value == 1


@pytest.mark.parametrize("freedom", [1, 2, 5, 30, 400])
def test_students_quantile_agrees_with_scipy(freedom):
    from scipy.stats import t

    for probability in (0.6, 0.9, 0.975, 0.999):
        assert student_t_quantile(probability, freedom) == pytest.approx(
            t.ppf(probability, freedom), rel=1e-9
        )


def test_bland_altman_by_hand():
    result = bland_altman([10, 20, 30, 40], [12, 21, 33, 42])
    assert result.bias == 2
    assert result.differences == (2, 1, 3, 2)
    spread = np.std([2, 1, 3, 2], ddof=1)
    assert result.high == pytest.approx(2 + 1.959964 * spread)
    assert result.bias_high95 == pytest.approx(2 + 3.182446 * spread / 2, rel=1e-6)
    assert bland_altman([1, 2], [1, 2]) is None
    with pytest.raises(ValueError, match="lengths"):
        bland_altman([1], [1, 2])


def test_passing_bablok_finds_the_line():
    x = np.linspace(5, 90, 30)
    line = passing_bablok(x, 1.2 * x - 3)
    assert line.slope == pytest.approx(1.2)
    assert line.intercept == pytest.approx(-3)
    outlier = 1.2 * x - 3
    outlier[4] = 500
    assert passing_bablok(x, outlier).slope == pytest.approx(1.2, rel=0.01)


def test_passing_bablok_does_not_mind_which_comes_first():
    rng = np.random.default_rng(5)
    x = rng.uniform(10, 80, 41)
    y = 1.1 * x + rng.normal(0, 3, 41)
    there, back = passing_bablok(x, y), passing_bablok(y, x)
    assert there.slope == pytest.approx(1 / back.slope)
    assert there.slope_low95 == pytest.approx(1 / back.slope_high95)


def test_the_interval_of_passing_bablok_covers_as_it_says():
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(300):
        truth = rng.uniform(10, 80, 40)
        line = passing_bablok(truth + rng.normal(0, 3, 40), truth + rng.normal(0, 3, 40))
        covered += (
            line.slope_low95 <= 1 <= line.slope_high95 and line.intercept_low95 <= 0 <= line.intercept_high95
        )
    assert 0.88 <= covered / 300 <= 0.99


def test_passing_bablok_where_it_is_not_defined():
    assert passing_bablok([1, 2, 3], [1, 2, 3]) is None
    assert passing_bablok([5] * 8, [5] * 8) is None
    assert passing_bablok([5] * 8, range(8)) is None


def test_reclassifications_by_user_and_month_without_what_was_undone():
    case = make_case()
    november, december = datetime(2026, 11, 5, tzinfo=UTC), datetime(2026, 12, 5, tzinfo=UTC)
    case.apply(Reclassify([FIRST, SECOND], "monocyte"), user="ann", at=november)
    case.apply(Reclassify([FIRST], "basophil"), user="ann", at=december)
    case.undo(user="ann", at=december)
    case.apply(AcceptCells([FIRST]), user="bob", at=december)
    found = reclassifications(case.history)
    assert found == {("ann", "2026-11", "neutrophil", "monocyte"): 2}


def test_removed_cells_are_no_reclassification():
    case = make_case()
    case.apply(RemoveCells([FIRST]), user="ann")
    case.undo(user="ann")
    assert reclassifications(case.history) == {}
    assert replace(table_of([[1]]), unpaired=3).unpaired == 3


def test_cells_added_beside_a_reclassification_do_not_end_the_tally():
    case = make_case(images=1, each=(3, 0, 0, 1, 0))
    first, second = (("field_1.png", n) for n in (1, 2))
    case.apply(RemoveCells([first]), user="ann", at=AT)
    changes = (
        *case.history[-1].changes,
        *case.apply(Reclassify(second, "monocyte"), user="ann", at=AT).changes,
    )
    mixed = replace(case.history[-1], changes=changes)
    assert reclassifications([mixed]) == {("ann", "2026-11", "neutrophil", "monocyte"): 1}


def test_kappas_interval_ends_at_one():
    found = cohen_kappa(AgreementTable(("neutrophil", "monocyte"), np.array([[9, 1], [0, 2]])))
    assert found.high95 == 1.0
    assert found.low95 < found.value < 1


def test_students_quantile_of_the_middle_is_nothing():
    assert student_t_quantile(0.5, 7) == 0.0
    assert student_t_quantile(0.4, 7) == 0.0
