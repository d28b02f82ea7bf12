"""Flags of a result against a reference set, and whether further work can change one.

A value is low or high when it lies outside the interval; the limit itself is inside. The hints
advise and never block: the count is enough when the person says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import CLASSES, ERYTHROBLAST, FIVE_IDS, LYMPHOCYTE, NEUTROPHIL, Counting
from wbc_desktop.core.differential import Differential, class_of
from wbc_desktop.core.intervals import further_cells
from wbc_desktop.core.reference import ABSOLUTE, PERCENT, RATIO, ReferenceInterval, ReferenceSet

if TYPE_CHECKING:
    from wbc_desktop.core.whitecount import WbcInput

NORMAL, LOW, HIGH = "N", "L", "H"
"""Flags, as HL7 table 0078 and FHIR's v3-ObservationInterpretation name them."""


@dataclass(frozen=True, slots=True)
class Hint:
    """The interval of a value contains a limit: the count does not settle the side.

    Attributes:
        limit: The limit, in the unit of the flag.
        low95: Lower 95 % limit of the value, in that unit.
        high95: Upper 95 % limit of the value, in that unit.
        more: How many more cells would settle it if the share stays; None: out of reach.
    """

    limit: float
    low95: float
    high95: float
    more: int | None


@dataclass(frozen=True, slots=True)
class Flag:
    """One value beside its reference interval.

    Attributes:
        item: ``wbc``, a class id or ``nlr``.
        unit: ``10^9/L``, ``%`` or ``ratio``.
        value: The unrounded value.
        reference: The interval that it is compared with.
        kind: ``N``, ``L`` or ``H``.
        hints: Limits that the count does not settle.
    """

    item: str
    unit: str
    value: float
    reference: ReferenceInterval
    kind: str
    hints: tuple[Hint, ...] = ()

    def hint_text(self) -> str:
        """The hints in words; empty where there is none."""
        return " ".join(_hint_text(self, hint) for hint in self.hints)


def flags(result: Differential, reference: ReferenceSet | None) -> tuple[Flag, ...]:
    """Flags of all values that the set has an interval for; none without a set."""
    if reference is None:
        return ()
    found = [_flag(result, interval) for interval in reference.intervals]
    return tuple(f for f in found if f is not None)


def safe_to_stop(cells: Iterable[Cell], reference: ReferenceSet | None, wbc: WbcInput | None = None) -> bool:
    """Whether no unreviewed cell can change a flag, whatever class it turned out to be.

    The bound is strict: every unreviewed cell may become any class, or none. The nRBC correction
    is bounded from both sides, so the answer may be False too often and is never wrongly True.

    Args:
        cells: The cells of the case.
        reference: The set in force; without one there is no flag, and review alone decides.
        wbc: The entered white cell count, for absolute limits.

    Returns:
        True when nothing is left to review, or nothing left can change a flag.
    """
    all_cells = list(cells)
    settled = Counter(class_of(c) for c in all_cells if c.review is not None)
    return settled_enough(settled, len(all_cells) - settled.total(), reference, wbc)


def settled_enough(
    settled: Mapping[str, int], waiting: int, reference: ReferenceSet | None, wbc: WbcInput | None = None
) -> bool:
    """As ``safe_to_stop``, from the number of reviewed cells of each class and of unreviewed ones."""
    if waiting == 0:
        return True
    if reference is None:
        return False
    return all(_cannot_change(i, settled, waiting, wbc) for i in reference.intervals)


def review_order(
    cells: Sequence[Cell],
    reference: ReferenceSet | None,
    evaluate: Callable[[Iterable[str]], Differential],
) -> list[Cell]:
    """Unreviewed cells in the order in which a review pays most.

    Cells that wait for a decision come first; then by the model's probability of those other
    classes that would change a flag, the largest first; then by confidence, the least first.

    Args:
        cells: The cells of the case.
        reference: The set in force, if any.
        evaluate: Computes the differential of labels (with the case's WBC and settings).
    """
    labels = [class_of(c) for c in cells]
    now = _kinds(evaluate(labels), reference)
    known: dict[tuple[str, str], bool] = {}

    def decides(label: str, other: str) -> bool:
        if (label, other) not in known:
            rest = labels.copy()
            rest[rest.index(label)] = other
            known[label, other] = _kinds(evaluate(rest), reference) != now
        return known[label, other]

    def rank(cell: Cell) -> tuple[bool, float, float]:
        label, prediction = class_of(cell), cell.prediction
        if prediction is None:
            return (False, 0.0, 0.0)
        weight = 0.0
        if reference is not None:
            pairs = zip(FIVE_IDS, prediction.probabilities, strict=True)
            weight = sum(p for other, p in pairs if p > 0 and other != label and decides(label, other))
        return (not CLASSES[label].blocks_sign_off, -round(weight, 3), prediction.confidence)

    return sorted((c for c in cells if c.review is None), key=rank)


_INSIDE = tuple(c.id for c in CLASSES.values() if c.counting is Counting.DIFFERENTIAL)


def _kinds(result: Differential, reference: ReferenceSet | None) -> tuple[tuple[str, str, str], ...]:
    return tuple((f.item, f.unit, f.kind) for f in flags(result, reference))


def _kind(value: float, reference: ReferenceInterval) -> str:
    if reference.low is not None and value < reference.low:
        return LOW
    if reference.high is not None and value > reference.high:
        return HIGH
    return NORMAL


def _flag(result: Differential, reference: ReferenceInterval) -> Flag | None:
    measured = _measured(result, reference)
    if measured is None:
        return None
    value, low95, high95, scale, counts = measured
    hints = tuple(
        Hint(limit, low95, high95, further_cells(*counts, limit / scale, result.method))
        for limit in (reference.low, reference.high)
        if limit is not None and limit > 0 and scale > 0 and low95 <= limit <= high95
    )
    return Flag(reference.item, reference.unit, value, reference, _kind(value, reference), hints)


def _measured(
    result: Differential, reference: ReferenceInterval
) -> tuple[float, float, float, float, tuple[int, int]] | None:
    """(value, low95, high95, what a share of 1 is in that unit, counts); scale 0: no sampling interval."""
    wbc = None if result.wbc is None else result.wbc.corrected
    if reference.unit == RATIO:
        nlr = result.nlr
        return None if nlr is None or nlr.value is None else (nlr.value, nlr.value, nlr.value, 0.0, (0, 0))
    if reference.item == "wbc":
        return None if wbc is None else (wbc, wbc, wbc, 0.0, (0, 0))
    row = result[reference.item]
    scale = 100.0 if reference.unit == PERCENT else wbc
    if scale is None or row.share is None or row.low95 is None or row.high95 is None:
        return None
    counts = (row.count, result.counted)
    return row.share * scale, row.low95 * scale / 100, row.high95 * scale / 100, scale, counts


def _hint_text(flag: Flag, hint: Hint) -> str:
    digits = 1 if flag.unit == PERCENT else 2
    low, high = f"{hint.low95:.{digits}f}", f"{hint.high95:.{digits}f}"
    text = f"The 95 % interval {low}-{high} {flag.unit} contains the limit {hint.limit:g} {flag.unit}"
    if hint.more is None:
        return f"{text}; counting more will hardly settle it."
    return f"{text}; about {hint.more} more cells would settle it."


def _cannot_change(
    reference: ReferenceInterval, settled: Mapping[str, int], waiting: int, wbc: WbcInput | None
) -> bool:
    bounds = _bounds(reference, settled, waiting, wbc)
    if bounds is None:
        return True
    low, high = bounds
    return _kind(low, reference) == _kind(high, reference)


def _bounds(
    reference: ReferenceInterval, settled: Mapping[str, int], waiting: int, wbc: WbcInput | None
) -> tuple[float, float] | None:
    """Smallest and largest value that the unreviewed cells allow; None where no flag is possible."""
    counted = sum(settled.get(label, 0) for label in _INSIDE)
    nrbc = settled.get(ERYTHROBLAST.id, 0)
    if reference.unit == RATIO:
        neutrophils, lymphocytes = settled.get(NEUTROPHIL.id, 0), settled.get(LYMPHOCYTE.id, 0)
        high = (neutrophils + waiting) / lymphocytes if lymphocytes else float("inf")
        return neutrophils / (lymphocytes + waiting), high
    count = settled.get(reference.item, 0)
    if reference.unit == PERCENT:
        return 100 * count / (counted + waiting), 100 * (count + waiting) / (counted + waiting)
    if wbc is None:
        return None
    shrink = 0 if wbc.already_corrected else nrbc + waiting
    if reference.item == "wbc":
        smallest = wbc.value * counted / (counted + shrink) if counted + shrink else 0.0
        return smallest, wbc.value
    low_share = count / (counted + waiting + (0 if wbc.already_corrected else nrbc))
    return wbc.value * low_share, wbc.value * (count + waiting) / (counted + waiting)


__all__ = [
    "ABSOLUTE",
    "HIGH",
    "LOW",
    "NORMAL",
    "Flag",
    "Hint",
    "flags",
    "review_order",
    "safe_to_stop",
    "settled_enough",
]
