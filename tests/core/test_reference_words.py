"""Reference sets: what makes no sense is told, limit by limit; published tables are read as printed."""

import json
from dataclasses import asdict

import pytest

from wbc_desktop.core.case import SampleData
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.reference import (
    PUBLISHED,
    ReferenceInterval,
    ReferenceSet,
    _number,
    _published,
    _relative,
    known_sets,
    read_set,
    reference_of,
)

TABLE_6 = "Front Pharmacol 2020;11:314, Table 6, https://pmc.ncbi.nlm.nih.gov/articles/PMC7082321/table/T6"
OWN = {
    "name": "Ours",
    "laboratory": "Ward 7",
    "population": "adults",
    "source": "book",
    "valid_from": "2026-01-01",
    "intervals": [{"item": "neutrophil", "unit": "%", "low": "40", "high": ""}],
}


def test_published_tables_are_read_as_printed():
    text = "1.0-2.0 3.0-4.5 5-6 7-8 9-10 11-12"
    items = ("wbc", "neutrophil", "lymphocyte", "monocyte", "eosinophil", "basophil")
    limits = ((1, 2), (3, 4.5), (5, 6), (7, 8), (9, 10), (11, 12))
    whole = tuple(
        ReferenceInterval(i, "10^9/L", low, high) for i, (low, high) in zip(items, limits, strict=True)
    )
    assert _published("X", text) == ReferenceSet(
        "X", "X", "adults", TABLE_6, "2020-03-13", whole, age_from=18
    )
    shares = tuple(
        ReferenceInterval(i, "%", low, high) for i, (low, high) in zip(items[1:], limits[:5], strict=True)
    )
    found = _relative("X", "there", "2001-02-03", " ".join(text.split()[:5]))
    assert found == ReferenceSet(
        "X", "not stated", "adults; weak source", "there", "2001-02-03", shares, age_from=18
    )
    for wrong in ("1-2", text + " 1-2"):
        with pytest.raises(ValueError, match="zip"):
            _published("X", wrong)
        with pytest.raises(ValueError, match="zip"):
            _relative("X", "there", "2001-02-03", wrong)


def test_a_set_is_read_with_what_is_not_said():
    found = read_set(OWN)
    assert found == ReferenceSet(
        "Ours", "Ward 7", "adults", "book", "2026-01-01", (ReferenceInterval("neutrophil", "%", 40.0, None),)
    )
    assert (found.sex, found.age_from, found.age_to) == ("", None, None)
    more = read_set({**OWN, "sex": "male", "age_from": 3, "age_to": "12"})
    assert (more.sex, more.age_from, more.age_to) == ("male", 3.0, 12.0)
    assert found.interval("neutrophil", "%") is found.intervals[0]
    assert found.interval("neutrophil", "10^9/L") is found.interval("monocyte", "%") is None
    assert (_number(None), _number(""), _number("0"), _number(0)) == (None, None, 0.0, 0.0)


def test_a_set_is_stored_whole_in_a_fixed_order():
    women = read_set({**OWN, "name": "Frauen über 18", "sex": "female", "age_from": 18})
    stored = women.to_dict()
    assert stored["intervals"] == [asdict(women.intervals[0])]
    assert set(stored) == {*OWN, "sex", "age_from", "age_to"}
    text = women.to_json()
    assert json.loads(text) == stored
    assert "Frauen über 18" in text
    assert text.index('"age_from"') < text.index('"intervals"') < text.index('"name"') < text.index('"sex"')


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": " "}, "A reference set needs a name and a source."),
        ({"source": "\t"}, "A reference set needs a name and a source."),
        ({"valid_from": "1.1.2026"}, "A reference set needs the date from which it is valid (YYYY-MM-DD)."),
        (("wbc", "%", 1, 2), "A reference set has no interval for “wbc” in “%”."),
        (("blob", "%", 1, 2), "A reference set has no interval for “blob” in “%”."),
        (("wbc", "10^9/L", 5, 4), "The limits of “wbc” (10^9/L) make no sense."),
        (("wbc", "10^9/L", None, None), "The limits of “wbc” (10^9/L) make no sense."),
        (("wbc", "10^9/L", -1, 4), "The limits of “wbc” (10^9/L) make no sense."),
        (("wbc", "10^9/L", 1, "inf"), "The limits of “wbc” (10^9/L) make no sense."),
        (("wbc", "10^9/L", "nan", None), "The limits of “wbc” (10^9/L) make no sense."),
        (("monocyte", "%", 1, 100.5), "The limits of “monocyte” (%) make no sense."),
        ({"intervals": OWN["intervals"] * 2}, "“neutrophil” (%) is there twice."),
        ({"intervals": None}, "The reference set is not complete."),
        ({"age_from": "old"}, "The reference set is not complete."),
    ],
)
def test_what_makes_no_sense_is_told(wrong, message):
    if isinstance(wrong, tuple):
        wrong = {"intervals": [dict(zip(("item", "unit", "low", "high"), wrong, strict=True))]}
    with pytest.raises(WrongUse) as caught:
        read_set({**OWN, **wrong})
    assert caught.value.message == message
    assert (caught.value.detail == "") == ("complete" not in message)


@pytest.mark.parametrize("missing", list(OWN))
def test_what_is_missing_is_told(missing):
    with pytest.raises(WrongUse) as caught:
        read_set({name: value for name, value in OWN.items() if name != missing})
    assert caught.value.detail == f"KeyError('{missing}')"
    with pytest.raises(WrongUse, match="not complete"):
        read_set({**OWN, "intervals": [{"item": "wbc"}]})


@pytest.mark.parametrize(
    ("item", "unit", "low", "high"),
    [
        ("monocyte", "%", 0, 100),
        ("wbc", "10^9/L", 4, 4),
        ("wbc", "10^9/L", None, 400),
        ("nlr", "ratio", 1, None),
        ("monocyte", "10^9/L", 0, 101),
    ],
)
def test_limits_that_make_sense_are_taken(item, unit, low, high):
    intervals = [{"item": item, "unit": unit, "low": low, "high": high}]
    assert read_set({**OWN, "intervals": intervals}).intervals == (ReferenceInterval(item, unit, low, high),)


def test_a_stored_set_that_cannot_be_read_is_told():
    assert reference_of(SampleData(reference_set="X")) is None
    assert reference_of(SampleData(reference_json="{}")) is None
    with pytest.raises(WrongUse) as caught:
        reference_of(SampleData(reference_set="X", reference_json="{"))
    assert caught.value.message == "The stored reference set cannot be read."
    assert "line 1" in caught.value.detail


@pytest.mark.parametrize(
    ("limits", "age", "fits"),
    [
        ({}, None, True),
        ({}, 200, True),
        ({"age_from": 18}, 18, True),
        ({"age_from": 18}, 17.9, False),
        ({"age_from": 18}, None, None),
        ({"age_to": 60}, 60.9, True),
        ({"age_to": 60}, 61, False),
        ({"age_to": 60}, 0, True),
        ({"age_to": 0}, 0.5, True),
        ({"age_to": 0}, 1, False),
        ({"age_to": 60}, None, None),
    ],
)
def test_the_age_that_a_set_is_for(limits, age, fits):
    assert read_set({**OWN, **limits}).fits(age, "") is fits
    assert read_set({**OWN, **limits}).fits(age, "male") is fits


def test_the_sex_that_a_set_is_for():
    women = read_set({**OWN, "sex": "female"})
    assert (women.fits(None, "female"), women.fits(None, "male"), women.fits(3, "")) == (True, False, None)


def test_own_sets_come_first():
    sets = known_sets([OWN])
    assert list(sets) == ["Ours", *(s.name for s in PUBLISHED)]
    assert [known_sets()[s.name] for s in PUBLISHED] == list(PUBLISHED)
