"""Reference sets, flags, the hint to count more, and when it is safe to stop."""

import json
from dataclasses import replace
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_cases import AT, make_case, make_cell

from wbc_desktop.core.case import SampleData
from wbc_desktop.core.cell import Cell, Prediction, Review
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.differential import differential
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.flags import flags, review_order, safe_to_stop
from wbc_desktop.core.reference import PUBLISHED, known_sets, read_set, reference_of
from wbc_desktop.core.whitecount import WbcInput

OXFORD = known_sets()["Oxford"]
RELATIVE = known_sets()["Relative, exercisereports 2007"]


def labels(**counts):
    return [name for name, count in counts.items() for _ in range(count)]


def kinds(result, reference):
    return {(f.item, f.unit): f.kind for f in flags(result, reference)}


def test_published_sets_carry_their_table():
    assert len(PUBLISHED) == 6
    wbc = {s.name: s.interval("wbc", "10^9/L") for s in PUBLISHED}
    assert (wbc["UK Biobank"].low, wbc["UK Biobank"].high) == (3.53, 9.57)
    baso = known_sets()["Oxford"].interval("basophil", "10^9/L")
    assert (baso.low, baso.high) == (0.02, 0.1)
    assert all(s.source.strip() and s.valid_from for s in PUBLISHED)


@pytest.mark.parametrize("one", PUBLISHED, ids=lambda s: s.name)
def test_a_set_returns_as_it_was(one):
    assert read_set(one.to_dict()) == one
    data = SampleData(reference_set=one.name, reference_json=one.to_json())
    assert reference_of(data) == one


def test_no_set_gives_no_flag():
    assert flags(differential(labels(neutrophil=100), wbc=WbcInput(99.0)), None) == ()
    assert reference_of(SampleData()) is None


def test_the_limit_itself_is_inside():
    at_limit = differential(labels(neutrophil=75, lymphocyte=25), wbc=WbcInput(10.0))
    tdl = known_sets()["TDL laboratory"]
    assert kinds(at_limit, tdl)["neutrophil", "10^9/L"] == "N"
    assert kinds(at_limit, tdl)["wbc", "10^9/L"] == "N"
    above = differential(labels(neutrophil=76, lymphocyte=24), wbc=WbcInput(10.0))
    assert kinds(above, tdl)["neutrophil", "10^9/L"] == "H"
    assert kinds(above, tdl)["monocyte", "10^9/L"] == "L"


def test_absolute_limits_need_a_white_count():
    result = differential(labels(neutrophil=60, lymphocyte=40))
    assert flags(result, OXFORD) == ()
    assert ("neutrophil", "%") in kinds(result, RELATIVE)


def test_the_hint_names_the_limit_the_interval_and_the_number():
    result = differential(labels(neutrophil=100, lymphocyte=36, monocyte=64))
    twenty = read_set(
        {**RELATIVE.to_dict(), "intervals": [{"item": "lymphocyte", "unit": "%", "low": 20, "high": None}]}
    )
    (flag,) = flags(result, twenty)
    (hint,) = flag.hints
    assert flag.kind == "L"
    assert hint.limit == 20
    assert flag.hint_text() == (
        "The 95 % interval 13.3-23.9 % contains the limit 20 %; about 1337 more cells would settle it."
    )
    assert hint.more == 1337


def test_twenty_percent_is_not_settled_by_200_nor_by_500():
    for n in (200, 500):
        result = differential(labels(lymphocyte=n // 5, neutrophil=n - n // 5))
        twenty = read_set(
            {**RELATIVE.to_dict(), "intervals": [{"item": "lymphocyte", "unit": "%", "low": 20, "high": 45}]}
        )
        (flag,) = flags(result, twenty)
        assert [h.limit for h in flag.hints] == [20]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"source": ""},
        {"valid_from": "soon"},
        {"intervals": [{"item": "blob", "unit": "%", "low": 1, "high": 2}]},
        {"intervals": [{"item": "wbc", "unit": "%", "low": 1, "high": 2}]},
        {"intervals": [{"item": "wbc", "unit": "10^9/L", "low": 5, "high": 2}]},
        {"intervals": [{"item": "wbc", "unit": "10^9/L", "low": None, "high": None}]},
        {"intervals": [{"item": "neutrophil", "unit": "%", "low": 1, "high": 101}]},
        {"intervals": [{"item": "neutrophil", "unit": "%", "low": "x", "high": 1}]},
        {"intervals": [{"item": "nlr", "unit": "ratio", "low": 1, "high": 2}] * 2},
        {"intervals": 3},
    ],
)
def test_a_set_without_sense_is_refused(wrong):
    with pytest.raises(WrongUse):
        read_set({**OXFORD.to_dict(), **wrong})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        '{"name": "x", "intervals": 3}',
        json.dumps(PUBLISHED[0].to_dict()).replace("3.0", "9" * 400),
        json.dumps(PUBLISHED[0].to_dict()).replace("3.0", "NaN"),
        json.dumps(PUBLISHED[0].to_dict() | {"intervals": ["wbc"]}),
    ],
)
def test_a_stored_set_that_is_damaged_is_refused_in_words(text):
    if text:
        with pytest.raises(WrongUse):
            reference_of(SampleData(reference_set="own", reference_json=text))
    else:
        assert reference_of(SampleData(reference_set="own", reference_json=text)) is None


def test_own_sets_come_first_and_hide_a_published_one_of_the_same_name():
    own = {**OXFORD.to_dict(), "laboratory": "ours"}
    sets = known_sets([own])
    assert sets["Oxford"].laboratory == "ours"
    assert len(sets) == len(PUBLISHED)


def test_a_set_fits_by_age_and_sex():
    women = read_set({**OXFORD.to_dict(), "sex": "female", "age_from": 18, "age_to": 60})
    assert women.fits(30, "female") is True
    assert women.fits(60.5, "female") is True
    assert women.fits(61, "female") is False
    assert women.fits(30, "male") is False
    assert women.fits(None, "female") is None
    assert women.fits(30, "") is None
    assert OXFORD.fits(7, "") is False


def reviewed(label):
    return Cell("a", 1, make_cell(mask=False).box, None, None, Review(label, "ann", AT))


OUTCOMES = (*FIVE_IDS, "erythroblast", "not_counted")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=40),
    st.integers(1, 2),
    st.sampled_from([OXFORD, RELATIVE]),
    st.one_of(st.none(), st.builds(WbcInput, st.floats(0.5, 30), st.booleans(), st.sampled_from([0.0, 5.0]))),
)
def test_safe_to_stop_is_never_wrongly_true(settled, waiting, reference, wbc):
    cells = [reviewed(label) for label in settled] + [make_cell(mask=False)] * waiting
    if not safe_to_stop(cells, reference, wbc):
        return
    seen = set()
    for ends in combinations_with_replacement(OUTCOMES, waiting):
        found = kinds(differential([*settled, *ends], wbc=wbc), reference)
        seen.add(tuple(sorted(found.items())))
    known = [dict(one) for one in seen if one]
    for key in {k for one in known for k in one}:
        assert len({one[key] for one in known if key in one}) == 1


def test_safe_to_stop_says_yes_where_nothing_can_change():
    settled = labels(neutrophil=60, lymphocyte=30, monocyte=6, eosinophil=3, basophil=1)
    cells = [reviewed(label) for label in settled]
    assert safe_to_stop(cells, None)
    assert not safe_to_stop([*cells, make_cell()], None)
    assert safe_to_stop([*cells, make_cell()], RELATIVE)
    assert not safe_to_stop([*cells, *[make_cell()] * 5], RELATIVE)


def test_review_begins_with_the_cells_that_decide():
    case = make_case(images=1, each=(60, 3, 2, 29, 6))
    might_be_basophil = replace(
        make_cell("field_2.png", 1, "neutrophil", confidence=0.9),
        prediction=Prediction("neutrophil", "neutrophil", 0.8, (0.8, 0.0, 0.2, 0.0, 0.0)),
    )
    sure = replace(
        make_cell("field_2.png", 2, "neutrophil"),
        prediction=Prediction("neutrophil", "neutrophil", 0.5, (0.5, 0.5, 0.0, 0.0, 0.0)),
    )
    waiting = make_cell("field_2.png", 3, "unidentified", confidence=0.99)
    reviewed_cells = [reviewed(c.label) for c in case.cells]
    order = review_order([*reviewed_cells, sure, might_be_basophil, waiting], RELATIVE, differential)
    assert order == [waiting, might_be_basophil, sure]
