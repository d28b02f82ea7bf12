"""Reference intervals: named, editable sets with a source; none is in force unless chosen.

Fifteen laboratories of one country disagree (Front Pharmacol 2020;11:314, Table 6), so nothing
is built into the result: the set's name is printed with it and the set is stored with the case.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.sample import SampleData

ABSOLUTE = "10^9/L"
PERCENT = "%"
RATIO = "ratio"
ITEMS: dict[str, tuple[str, ...]] = {
    "wbc": (ABSOLUTE,),
    **dict.fromkeys(FIVE_IDS, (ABSOLUTE, PERCENT)),
    "nlr": (RATIO,),
}
"""What a set may hold an interval for, and in which units."""


@dataclass(frozen=True, slots=True)
class ReferenceInterval:
    """One interval; both limits are inside it.

    Attributes:
        item: ``wbc``, a class id, or ``nlr``.
        unit: ``10^9/L``, ``%`` or ``ratio``.
        low: Lower limit; None where there is none.
        high: Upper limit; None where there is none.
    """

    item: str
    unit: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """A named set of reference intervals.

    Attributes:
        name: Unique; printed with the result.
        laboratory: Whose intervals they are.
        population: For whom they hold, in words.
        source: Where they were published or approved.
        valid_from: ISO date.
        sex: ``female``, ``male``, or empty for both.
        age_from: Youngest age in years; None: no limit.
        age_to: Oldest age in years (that year included); None: no limit.
        intervals: The intervals.
    """

    name: str
    laboratory: str
    population: str
    source: str
    valid_from: str
    intervals: tuple[ReferenceInterval, ...]
    sex: str = ""
    age_from: float | None = None
    age_to: float | None = None

    def interval(self, item: str, unit: str) -> ReferenceInterval | None:
        """The interval of an item in a unit, or None."""
        return next((i for i in self.intervals if (i.item, i.unit) == (item, unit)), None)

    def fits(self, age_years: float | None, sex: str) -> bool | None:
        """Whether the set is made for a person of this age and sex; None where that is not known."""
        bounds = (self.age_from, self.age_to)
        if (age_years is None and bounds != (None, None)) or (not sex and self.sex):
            return None
        if self.sex and sex != self.sex:
            return False
        if age_years is None:
            return True
        low, high = self.age_from or 0.0, math.inf if self.age_to is None else self.age_to + 1
        return low <= age_years < high

    def to_dict(self) -> dict[str, Any]:
        """As stored in the settings and with a case."""
        out = asdict(self)
        out["intervals"] = [asdict(i) for i in self.intervals]
        return out

    def to_json(self) -> str:
        """As stored with a case (``SampleData.reference_json``)."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)


def read_set(raw: Mapping[str, Any]) -> ReferenceSet:
    """Read and check a set as ``to_dict`` writes it.

    Raises:
        WrongUse: Something is missing or makes no sense; the message says what.
    """
    try:
        new = ReferenceSet(
            name=str(raw["name"]),
            laboratory=str(raw["laboratory"]),
            population=str(raw["population"]),
            source=str(raw["source"]),
            valid_from=str(raw["valid_from"]),
            intervals=tuple(_interval(i) for i in raw["intervals"]),
            sex=str(raw.get("sex", "")),
            age_from=_number(raw.get("age_from")),
            age_to=_number(raw.get("age_to")),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise WrongUse("The reference set is not complete.", detail=repr(error)) from error
    _check(new)
    return new


def reference_of(data: SampleData) -> ReferenceSet | None:
    """The set chosen for a sample, as it was when it was chosen; None where none was.

    Raises:
        WrongUse: The stored set cannot be read.
    """
    if not data.reference_set or not data.reference_json:
        return None
    try:
        return read_set(json.loads(data.reference_json))
    except (ValueError, RecursionError) as error:
        raise WrongUse("The stored reference set cannot be read.", detail=str(error)) from error


def known_sets(own: Iterable[Mapping[str, Any]] = ()) -> dict[str, ReferenceSet]:
    """All selectable sets by name: the laboratory's own first, then the published ones.

    Raises:
        WrongUse: One of the laboratory's own sets makes no sense.
    """
    sets = {s.name: s for s in (read_set(raw) for raw in own)}
    return sets | {s.name: s for s in PUBLISHED if s.name not in sets}


def _interval(raw: Mapping[str, Any]) -> ReferenceInterval:
    return ReferenceInterval(
        str(raw["item"]), str(raw["unit"]), _number(raw.get("low")), _number(raw.get("high"))
    )


def _number(raw: Any) -> float | None:
    return None if raw is None or raw == "" else float(raw)


def _check(new: ReferenceSet) -> None:
    if not new.name.strip() or not new.source.strip():
        raise WrongUse("A reference set needs a name and a source.")
    try:
        date.fromisoformat(new.valid_from)
    except ValueError as error:
        raise WrongUse("A reference set needs the date from which it is valid (YYYY-MM-DD).") from error
    seen: set[tuple[str, str]] = set()
    for i in new.intervals:
        if i.unit not in ITEMS.get(i.item, ()):
            raise WrongUse(f"A reference set has no interval for “{i.item}” in “{i.unit}”.")
        limits = [v for v in (i.low, i.high) if v is not None]
        top = 100 if i.unit == PERCENT else math.inf
        if (
            not limits
            or sorted(limits) != limits
            or not all(0 <= v <= top and math.isfinite(v) for v in limits)
        ):
            raise WrongUse(f"The limits of “{i.item}” ({i.unit}) make no sense.")
        if (i.item, i.unit) in seen:
            raise WrongUse(f"“{i.item}” ({i.unit}) is there twice.")
        seen.add((i.item, i.unit))


_TABLE_6 = "Front Pharmacol 2020;11:314, Table 6, https://pmc.ncbi.nlm.nih.gov/articles/PMC7082321/table/T6"
_COLUMNS = ("wbc", "neutrophil", "lymphocyte", "monocyte", "eosinophil", "basophil")


def _published(name: str, text: str) -> ReferenceSet:
    limits = [tuple(float(v) for v in part.split("-")) for part in text.split()]
    intervals = tuple(
        ReferenceInterval(item, ABSOLUTE, low, high)
        for item, (low, high) in zip(_COLUMNS, limits, strict=True)
    )
    return ReferenceSet(name, name, "adults", _TABLE_6, "2020-03-13", intervals, age_from=18)


def _relative(name: str, source: str, valid_from: str, text: str) -> ReferenceSet:
    limits = [tuple(float(v) for v in part.split("-")) for part in text.split()]
    intervals = tuple(
        ReferenceInterval(item, PERCENT, low, high)
        for item, (low, high) in zip(_COLUMNS[1:], limits, strict=True)
    )
    return ReferenceSet(name, "not stated", "adults; weak source", source, valid_from, intervals, age_from=18)


PUBLISHED: tuple[ReferenceSet, ...] = (
    _published("TDL laboratory", "3.0-10.0 2.0-7.5 1.2-3.7 0.2-1.0 0.0-0.4 0.0-0.1"),
    _published("Royal Wolverhampton", "4.0-11.0 2.0-7.5 1.5-4.5 0.2-0.8 0.0-0.4 0.0-0.1"),
    _published("Oxford", "4.0-11.0 2.0-7.0 1.0-3.0 0.2-1.0 0.02-0.5 0.02-0.1"),
    _published("UK Biobank", "3.53-9.57 1.47-7.06 0.65-4.25 0.17-1.21 0.03-0.77 0.01-0.13"),
    _published("Wakeman 2007", "3.6-9.2 1.7-6.2 1.0-3.4 0.2-0.8 0.0-0.4 0.0-0.1"),
    _relative(
        "Relative, exercisereports 2007",
        "http://www.exercisereports.com/2007/11/01/blood-test-hematology-values-in-human-physiology-and-medicine/",
        "2007-11-01",
        "45-74 16-45 4-10 0-7 0-2",
    ),
)
"""Sets that a laboratory may choose or copy; children need a set of their own."""
