"""The differential: counts, percentages that add to 100, intervals, and what stands beside them.

Every calculation starts from raw counts; rounded numbers are for display alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import (
    CLASSES,
    ERYTHROBLAST,
    LYMPHOCYTE,
    NEUTROPHIL,
    NOT_COUNTED,
    NOT_COUNTED_KINDS,
    UNIDENTIFIED,
    CellClass,
    Counting,
)
from wbc_desktop.core.intervals import IntervalMethod, interval, wilson
from wbc_desktop.core.whitecount import WbcCorrection, WbcInput, correct_wbc

COUNT_TARGETS = (100, 200, 400)
"""Selectable targets; 400 is two observers' 200 each (CLSI H20-A2)."""

_KIND_IDS = frozenset(kind.id for kind in NOT_COUNTED_KINDS)


@dataclass(frozen=True, slots=True)
class ClassResult:
    """One class inside the denominator.

    Attributes:
        id: Class id.
        count: Cells.
        share: Unrounded fraction of ``counted``; None when nothing was counted.
        percent: Rounded so that the column adds to 100; None when nothing was counted.
        low95: Lower 95 % limit in percent, unrounded; None when nothing was counted.
        high95: Upper 95 % limit in percent, unrounded; None when nothing was counted.
        absolute: 10^9 cells per litre from the corrected WBC; None without one.
        absolute_low95: The share's lower limit times the WBC: the analyser's error is not in it.
        absolute_high95: The share's upper limit times the WBC.
    """

    id: str
    count: int
    share: float | None
    percent: float | None
    low95: float | None
    high95: float | None
    absolute: float | None = None
    absolute_low95: float | None = None
    absolute_high95: float | None = None


@dataclass(frozen=True, slots=True)
class OutsideResult:
    """One class outside the denominator.

    Attributes:
        id: Class id.
        count: Cells or objects.
        per_100_wbc: Number per 100 leukocytes counted, where the class is reported so.
    """

    id: str
    count: int
    per_100_wbc: float | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """Neutrophil-to-lymphocyte ratio.

    Attributes:
        value: None when there is no lymphocyte: then the lower limit alone says something.
        low95: Lower 95 % limit.
        high95: Upper 95 % limit; None when there is no lymphocyte.
    """

    value: float | None
    low95: float
    high95: float | None


@dataclass(frozen=True, slots=True)
class Differential:
    """The result of one count.

    Attributes:
        cells: All cells and objects, of whatever label.
        counted: The denominator: cells of the classes of the differential.
        unidentified: Cells that wait for a decision.
        not_counted: Every other cell or object outside the denominator.
        rows: Classes of the differential, in their order.
        outside: Classes outside the denominator that occurred, nRBC and smudge cells always.
        method: Which interval.
        decimals: Decimals of ``percent``.
        wbc: The white cell count with its nRBC correction; None where none was entered.
        nlr: Neutrophil-to-lymphocyte ratio; None when neither class was counted.
    """

    cells: int
    counted: int
    unidentified: int
    not_counted: int
    rows: tuple[ClassResult, ...]
    outside: tuple[OutsideResult, ...]
    method: IntervalMethod
    decimals: int
    wbc: WbcCorrection | None
    nlr: Ratio | None

    def __getitem__(self, class_id: str) -> ClassResult:
        for row in self.rows:
            if row.id == class_id:
                return row
        raise KeyError(class_id)

    def count_of(self, class_id: str) -> int:
        """Cells of a class inside or outside the denominator; 0 where it did not occur."""
        counts = {r.id: r.count for r in self.rows} | {o.id: o.count for o in self.outside}
        return counts.get(class_id, 0)


def class_of(item: str | Cell) -> str:
    """The class id under which a cell enters the result.

    That is its label in force; where the model says ``not_counted`` and names the kind
    (a nucleated red cell, a smudge cell), that kind.
    """
    if isinstance(item, str):
        return item
    prediction = item.prediction
    if (
        item.review is None
        and prediction is not None
        and prediction.label == NOT_COUNTED.id
        and prediction.detail in _KIND_IDS
    ):
        return prediction.detail
    return item.label


def percentages(counts: Sequence[int], decimals: int = 1) -> tuple[float | None, ...]:
    """Percentages that add to exactly 100: largest-remainder rounding, ties by position.

    Args:
        counts: Cells of each class.
        decimals: Decimals to keep.

    Returns:
        One percentage a class; all None when nothing was counted.
    """
    total = sum(counts)
    if total == 0:
        return tuple(None for _ in counts)
    unit = 10**decimals
    parts = [divmod(count * 100 * unit, total) for count in counts]
    spare = 100 * unit - sum(whole for whole, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))
    raised = set(by_remainder[:spare])
    return tuple((whole + (i in raised)) / unit for i, (whole, _) in enumerate(parts))


def ratio(neutrophils: int, lymphocytes: int) -> Ratio | None:
    """Neutrophil-to-lymphocyte ratio (bands included) with its 95 % limits.

    The limits are the odds of the Wilson limits of N / (N + L).

    Returns:
        None when neither class was counted.
    """
    limits = wilson(neutrophils, neutrophils + lymphocytes)
    if limits is None:
        return None
    low = limits[0] / (1 - limits[0])
    if lymphocytes == 0:
        return Ratio(None, low, None)
    return Ratio(neutrophils / lymphocytes, low, limits[1] / (1 - limits[1]))


def differential(
    items: Iterable[str | Cell],
    *,
    decimals: int = 1,
    method: IntervalMethod = IntervalMethod.WILSON,
    wbc: WbcInput | None = None,
    classes: Mapping[str, CellClass] = CLASSES,
) -> Differential:
    """Count cells and compute everything that is reported of the count.

    Args:
        items: Class ids, or cells (of which the label in force counts).
        decimals: Decimals of the percentages.
        method: Which 95 % interval.
        wbc: The entered white cell count; without one there are no absolute counts.
        classes: The taxonomy; a laboratory may count a class otherwise by its flag.

    Raises:
        ValueError: A label is not in ``classes``.
    """
    tally = Counter(class_of(item) for item in items)
    return differential_of(tally, decimals=decimals, method=method, wbc=wbc, classes=classes)


def differential_of(
    tally: Mapping[str, int],
    *,
    decimals: int = 1,
    method: IntervalMethod = IntervalMethod.WILSON,
    wbc: WbcInput | None = None,
    classes: Mapping[str, CellClass] = CLASSES,
) -> Differential:
    """As ``differential``, from the number of cells of each class.

    Raises:
        ValueError: A label is not in ``classes``.
    """
    tally = Counter({label: number for label, number in tally.items() if number})
    unknown = sorted(set(tally) - set(classes))
    if unknown:
        raise ValueError(f"unknown class: {', '.join(unknown)}")
    inside = [c for c in classes.values() if c.counting is Counting.DIFFERENTIAL]
    counted = sum(tally[c.id] for c in inside)
    cells = sum(tally.values())
    outside = tuple(_outside(c, tally[c.id], counted) for c in classes.values() if _shown_outside(c, tally))
    nrbc = next((o for o in outside if o.id == ERYTHROBLAST.id), None)
    correction = None if wbc is None else correct_wbc(wbc, nrbc.per_100_wbc if nrbc else 0.0)
    corrected = None if correction is None else correction.corrected
    percents = percentages([tally[c.id] for c in inside], decimals)
    rows = tuple(
        _row(c.id, tally[c.id], counted, percent, method, corrected)
        for c, percent in zip(inside, percents, strict=True)
    )
    return Differential(
        cells=cells,
        counted=counted,
        unidentified=tally[UNIDENTIFIED.id],
        not_counted=cells - counted - tally[UNIDENTIFIED.id],
        rows=rows,
        outside=outside,
        method=method,
        decimals=decimals,
        wbc=correction,
        nlr=ratio(tally[NEUTROPHIL.id], tally[LYMPHOCYTE.id]),
    )


def _shown_outside(cell_class: CellClass, tally: Counter[str]) -> bool:
    if cell_class.counting is Counting.DIFFERENTIAL or cell_class.id == UNIDENTIFIED.id:
        return False
    return cell_class.counting is Counting.PER_100_WBC or tally[cell_class.id] > 0


def _outside(cell_class: CellClass, count: int, counted: int) -> OutsideResult:
    per_100 = cell_class.counting is Counting.PER_100_WBC and counted > 0
    return OutsideResult(cell_class.id, count, 100 * count / counted if per_100 else None)


def _row(
    class_id: str,
    count: int,
    counted: int,
    percent: float | None,
    method: IntervalMethod,
    wbc: float | None,
) -> ClassResult:
    limits = interval(count, counted, method)
    if limits is None:
        return ClassResult(class_id, count, None, None, None, None)
    share = count / counted
    low, high = limits
    absolute = (None, None, None) if wbc is None else (wbc * share, wbc * low, wbc * high)
    return ClassResult(class_id, count, share, percent, 100 * low, 100 * high, *absolute)
