"""The differential against its vectors, and its properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbc_desktop.core.cell import Cell, Prediction, Review
from wbc_desktop.core.classes import CLASSES, FIVE_IDS
from wbc_desktop.core.differential import class_of, differential, percentages, ratio
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.geometry import Box
from wbc_desktop.core.whitecount import WbcInput, WbcUnit, correct_wbc, wbc_in_giga_per_litre


def labels(**counts):
    return [name for name, count in counts.items() for _ in range(count)]


def test_thirds_by_largest_remainder():
    assert percentages([1, 1, 1], 0) == (34, 33, 33)
    assert percentages([1, 1, 1], 1) == (33.4, 33.3, 33.3)


@given(st.lists(st.integers(0, 400), min_size=5, max_size=5), st.integers(0, 3))
def test_percentages_add_to_100(counts, decimals):
    result = percentages(counts, decimals)
    if sum(counts) == 0:
        assert result == (None,) * 5
        return
    assert round(sum(result), 6) == 100
    for value, count in zip(result, counts, strict=True):
        assert abs(value - 100 * count / sum(counts)) <= 10**-decimals


@given(st.lists(st.sampled_from(sorted(CLASSES)), max_size=120), st.randoms())
def test_order_of_cells_does_not_matter(items, random):
    shuffled = items.copy()
    random.shuffle(shuffled)
    result = differential(items)
    assert result == differential(shuffled)
    assert result.cells == len(items) == result.counted + result.unidentified + result.not_counted
    assert [row.id for row in result.rows] == list(FIVE_IDS)


def test_nucleated_red_cells_stand_outside_the_denominator():
    result = differential(labels(neutrophil=108, lymphocyte=72, erythroblast=20))
    assert result.counted == 180
    assert result["neutrophil"].percent == 60.0
    nrbc = next(o for o in result.outside if o.id == "erythroblast")
    assert nrbc.per_100_wbc == pytest.approx(100 * 20 / 180)


@pytest.mark.parametrize(
    ("wbc", "nrbc", "limit", "corrected_before", "expected", "applied"),
    [
        (10.0, 20, 5, False, "8.33", True),
        (1.8, 20, 5, False, "1.50", True),
        (10.0, 5, 5, False, "9.52", True),
        (10.0, 4, 5, False, "10.00", False),
        (10.0, 4, 1, False, "9.62", True),
        (10.0, 0, 0, False, "10.00", False),
        (10.0, 20, 5, True, "10.00", False),
    ],
)
def test_nrbc_correction_vectors(wbc, nrbc, limit, corrected_before, expected, applied):
    result = correct_wbc(WbcInput(wbc, corrected_before, limit), nrbc)
    assert f"{result.corrected:.2f}" == expected
    assert result.applied is applied
    assert "entered" in result.steps[0]


def test_the_correction_shows_its_arithmetic():
    steps = correct_wbc(WbcInput(10.0), 20).steps
    assert steps[-1] == "10.00 x 100 / (100 + 20.0) = 8.33 x 10^9/L"
    assert correct_wbc(WbcInput(10.0, True), 20).steps[-1].startswith("Already corrected")


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_an_unusable_white_count_gives_no_result(value):
    result = differential(labels(neutrophil=10), wbc=WbcInput(value))
    assert result.wbc.corrected is None
    assert result["neutrophil"].absolute is None
    with pytest.raises(WrongUse):
        wbc_in_giga_per_litre(value, WbcUnit.GIGA_PER_LITRE)


def test_absolute_counts_come_from_the_corrected_white_count():
    result = differential(labels(neutrophil=60, lymphocyte=40, erythroblast=20), wbc=WbcInput(10.0))
    assert f"{result['neutrophil'].absolute:.2f}" == "5.00"
    assert result["neutrophil"].absolute_low95 < 5 < result["neutrophil"].absolute_high95
    assert differential(labels(neutrophil=60))["neutrophil"].absolute is None
    assert wbc_in_giga_per_litre(8300, WbcUnit.PER_MICROLITRE) == pytest.approx(8.3)


@pytest.mark.parametrize(
    ("n", "lymph", "value", "limits"),
    [
        (210, 90, "2.33", "1.82-2.99"),
        (21, 9, "2.33", "1.09-5.00"),
        (7, 3, "2.33", "0.66-8.28"),
        (120, 60, "2.00", "1.47-2.72"),
        # 1.2947526...; 1.30 in some notes comes from rounding 1.295 once more
        (60, 30, "2.00", "1.29-3.09"),
    ],
)
def test_neutrophil_to_lymphocyte_vectors(n, lymph, value, limits):
    result = ratio(n, lymph)
    assert f"{result.value:.2f}" == value
    assert f"{result.low95:.2f}-{result.high95:.2f}" == limits


def test_no_lymphocyte_gives_the_lower_limit_alone():
    result = ratio(90, 0)
    assert (result.value, result.high95) == (None, None)
    assert f"{result.low95:.1f}" == "23.4"
    assert ratio(0, 0) is None
    assert ratio(0, 10).value == 0


def test_an_empty_count_has_no_percentages():
    result = differential([])
    assert all(row.percent is None and row.low95 is None for row in result.rows)
    assert result.nlr is None


def test_the_kind_named_by_the_model_counts_until_reviewed():
    from datetime import UTC, datetime

    prediction = Prediction("not_counted", "lymphocyte", 0.4, (0.2,) * 5, 0.9, detail="erythroblast")
    cell = Cell("a.png", 1, Box(0, 0, 10, 10), None, prediction)
    assert class_of(cell) == "erythroblast"
    reviewed = Cell("a.png", 1, cell.box, None, prediction, Review("lymphocyte", "x", datetime.now(UTC)))
    assert class_of(reviewed) == "lymphocyte"


def test_an_unknown_label_is_refused():
    with pytest.raises(ValueError, match="blob"):
        differential(["blob"])
