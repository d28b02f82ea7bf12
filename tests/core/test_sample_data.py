"""What a person may enter of a sample: up to the limit, refused word for word; changes keep what was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.history import FieldChange
from wbc_desktop.core.sample import SampleData, check_sample_data, field_changes

WBC = "The white cell count must be a number above zero, in 10^9/L."
TARGET = "The count target must be at least 1."
SCALE = "The scale must lie between 0.001 and 100 microns per pixel."
NRBC = "The nRBC limit must lie between 0 and 1000 per 100 WBC."


@pytest.mark.parametrize(
    ("name", "good", "bad", "words"),
    [
        ("wbc", (None, 0.01, 9_999.9), (0.0, -1.0, 10_000.0, float("nan")), WBC),
        ("target", (1, 100_000), (0, 100_001), TARGET),
        ("mpp", (None, 0.0011, 0.5, 99.9), (0.001, 100.0, 100.5, float("nan")), SCALE),
        ("nrbc_limit", (0.0, 0.5, 1000.0), (-0.1, 1000.5, float("nan")), NRBC),
    ],
)
def test_limits_are_as_they_are_told(name: str, good: tuple, bad: tuple, words: str) -> None:
    for value in good:
        check_sample_data(replace(SampleData(), **{name: value}))
    for value in bad:
        with pytest.raises(WrongUse) as told:
            check_sample_data(replace(SampleData(), **{name: value}))
        assert told.value.message == words


def test_a_change_keeps_what_was_there_before() -> None:
    old = SampleData(wbc=4.5, comment="first", target=100)
    new = replace(old, wbc=6.0, comment="second")
    assert field_changes(old, new) == (
        FieldChange("wbc", 4.5, 6.0),
        FieldChange("comment", "first", "second"),
    )
    assert field_changes(new, new) == ()
