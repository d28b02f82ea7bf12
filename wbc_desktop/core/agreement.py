"""Agreement of two observers, or of the model and a person: tables, kappa, Bland-Altman, Passing-Bablok.

Sources: Cohen J, Educ Psychol Meas 1960;20:37-46 (kappa) with the large-sample standard error of
Fleiss JL, Cohen J, Everitt BS, Psychol Bull 1969;72:323-327; Bland JM, Altman DG, Lancet
1986;i:307-310; Passing H, Bablok W, J Clin Chem Clin Biochem 1983;21:709-720.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.differential import class_of
from wbc_desktop.core.history import Act, CellChange, Change, HistoryEntry
from wbc_desktop.core.intervals import normal_quantile, wilson

Z = normal_quantile(0.95)


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """How two observers called the same cells.

    Attributes:
        labels: Class ids of rows and columns.
        counts: (rows: first observer, columns: second observer).
        unpaired: Cells that one of the two did not have.
    """

    labels: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    unpaired: int = 0

    @property
    def total(self) -> int:
        """Cells that both have called."""
        return int(self.counts.sum())

    @property
    def agreed(self) -> int:
        """Cells that both have called alike."""
        return int(np.trace(self.counts))

    def agreement(self) -> tuple[float, float, float] | None:
        """(share agreed, lower, upper 95 % limit by Wilson); None without a cell."""
        limits = wilson(self.agreed, self.total)
        return None if limits is None else (self.agreed / self.total, *limits)

    def recall(self, label: str) -> tuple[int, int]:
        """(cells called so by both, cells called so by the first): the second against the first."""
        row = self.labels.index(label)
        return int(self.counts[row, row]), int(self.counts[row].sum())

    def precision(self, label: str) -> tuple[int, int]:
        """(cells called so by both, cells called so by the second)."""
        column = self.labels.index(label)
        return int(self.counts[column, column]), int(self.counts[:, column].sum())


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa, unweighted.

    Attributes:
        value: 1 full agreement, 0 as by chance.
        low95: Lower 95 % limit.
        high95: Upper 95 % limit, at most 1.
    """

    value: float
    low95: float
    high95: float


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """Differences second minus first against their means.

    Attributes:
        means: Mean of each pair.
        differences: Second minus first.
        bias: Mean difference.
        bias_low95: Lower 95 % limit of the bias.
        bias_high95: Upper 95 % limit of the bias.
        low: Lower limit of agreement, bias - 1.96 SD.
        high: Upper limit of agreement, bias + 1.96 SD.
    """

    means: tuple[float, ...]
    differences: tuple[float, ...]
    bias: float
    bias_low95: float
    bias_high95: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PassingBablok:
    """Regression second = intercept + slope x first, robust against outliers.

    Attributes:
        slope: With ``slope_low95`` and ``slope_high95``: 1 inside means no proportional difference.
        intercept: With its limits: 0 inside means no constant difference.
        pairs: Pairs used.
    """

    slope: float
    slope_low95: float
    slope_high95: float
    intercept: float
    intercept_low95: float
    intercept_high95: float
    pairs: int


def agreement_table(first: Iterable[Cell], second: Iterable[Cell]) -> AgreementTable:
    """Pair the cells of two cases by image and number and count who called what.

    Cells that either observer has left unreviewed are not pairs.
    """
    one = {c.key: class_of(c) for c in first if c.review is not None}
    two = {c.key: class_of(c) for c in second if c.review is not None}
    pairs = [(one[key], two[key]) for key in one if key in two]
    return _table(pairs, len(one.keys() ^ two.keys()))


def model_table(cells: Iterable[Cell]) -> AgreementTable:
    """The model's first call (rows) against the technician's answer (columns), reviewed cells alone."""
    pairs = [
        (c.prediction.detail if _named(c) else c.prediction.label, c.review.label)
        for c in cells
        if c.prediction is not None and c.review is not None
    ]
    return _table(pairs, 0)


def _named(cell: Cell) -> bool:
    prediction = cell.prediction
    return prediction is not None and prediction.label == "not_counted" and prediction.detail in CLASSES


def _table(pairs: Sequence[tuple[str, str]], unpaired: int) -> AgreementTable:
    seen = {label for pair in pairs for label in pair}
    labels = tuple(c for c in CLASSES if c in seen)
    place = {label: i for i, label in enumerate(labels)}
    counts = np.zeros((len(labels), len(labels)), np.int64)
    for a, b in pairs:
        counts[place[a], place[b]] += 1
    return AgreementTable(labels, counts, unpaired)


def reclassifications(entries: Iterable[HistoryEntry]) -> Counter[tuple[str, str, str, str]]:
    """How often each user moved cells from one class to another, by month.

    Args:
        entries: Entries of one or many cases.

    Returns:
        Counts by (user, "YYYY-MM", old label, new label); what was undone is taken out again.
    """
    tally: Counter[tuple[str, str, str, str]] = Counter()
    made: dict[int, tuple[Change, ...]] = {}
    for entry in entries:
        made[entry.number] = entry.changes
        if entry.act not in (Act.RECLASSIFY, Act.UNDO, Act.REDO):
            continue
        # An undo says the labels of its own day: the model may have weighed the cell since.
        original = made.get(entry.reverses or 0)
        for change in entry.changes if original is None else original:
            if not isinstance(change, CellChange) or None in (change.old_label, change.new_label):
                continue
            old, new = str(change.old_label), str(change.new_label)
            step = 1
            if entry.act is Act.UNDO:
                old, new, step = (new, old, -1) if original is None else (old, new, -1)
            if old != new:
                tally[entry.user, entry.at.strftime("%Y-%m"), old, new] += step
    return +tally


def cohen_kappa(table: AgreementTable) -> Kappa | None:
    """Cohen's kappa with its large-sample 95 % interval.

    Returns:
        None where it is not defined: no cell, or both used one single class.
    """
    n = table.total
    if n == 0:
        return None
    p = table.counts / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float(np.trace(p)), float(rows @ columns)
    if expected >= 1:
        return None
    kappa = (observed - expected) / (1 - expected)
    diagonal = np.diag(p)
    a = float(np.sum(diagonal * (1 - (rows + columns) * (1 - kappa)) ** 2))
    grid = (columns[:, None] + rows[None, :]) ** 2
    b = (1 - kappa) ** 2 * float(np.sum(p * grid) - np.sum(diagonal * np.diag(grid)))
    c = (kappa - expected * (1 - kappa)) ** 2
    error = math.sqrt(max(a + b - c, 0.0) / n) / (1 - expected)
    return Kappa(kappa, kappa - Z * error, min(1.0, kappa + Z * error))


def bland_altman(first: Sequence[float], second: Sequence[float]) -> BlandAltman | None:
    """Bias and limits of agreement of paired values.

    Returns:
        None for fewer than three pairs.

    Raises:
        ValueError: The two differ in length.
    """
    x, y = _paired(first, second)
    if len(x) < 3:
        return None
    difference = y - x
    bias, spread = float(difference.mean()), float(difference.std(ddof=1))
    error = student_t_quantile(0.975, len(x) - 1) * spread / math.sqrt(len(x))
    return BlandAltman(
        tuple(((x + y) / 2).tolist()),
        tuple(difference.tolist()),
        bias,
        bias - error,
        bias + error,
        bias - Z * spread,
        bias + Z * spread,
    )


def passing_bablok(first: Sequence[float], second: Sequence[float]) -> PassingBablok | None:
    """Passing-Bablok regression with 95 % limits.

    Returns:
        None where it is not defined: fewer than five pairs, or too few distinct values.

    Raises:
        ValueError: The two differ in length.
    """
    x, y = _paired(first, second)
    n = len(x)
    if n < 5:
        return None
    i, j = np.triu_indices(n, 1)
    dx, dy = x[j] - x[i], y[j] - y[i]
    kept = ~((dx == 0) & (dy == 0))
    dx, dy = dx[kept], dy[kept]
    with np.errstate(divide="ignore"):
        slopes = np.sort(np.where(dx == 0, np.copysign(np.inf, dy), dy / np.where(dx == 0, 1, dx)))
    slopes = slopes[slopes != -1]
    count, offset = len(slopes), int(np.sum(slopes < -1))
    width = Z * math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low = round((count - width) / 2)
    if count < 3 or not 1 <= low + offset <= count - low + 1 + offset <= count:
        return None
    slope = _median_from(slopes, offset)
    slope_low, slope_high = float(slopes[low + offset - 1]), float(slopes[count - low + offset])
    if not all(map(math.isfinite, (slope, slope_low, slope_high))):
        return None

    def intercept(b: float) -> float:
        return float(np.median(y - b * x))

    return PassingBablok(
        slope, slope_low, slope_high, intercept(slope), intercept(slope_high), intercept(slope_low), n
    )


def _median_from(slopes: npt.NDArray[np.float64], offset: int) -> float:
    count = len(slopes)
    if count % 2:
        return float(slopes[(count + 1) // 2 + offset - 1])
    return float(slopes[count // 2 + offset - 1] + slopes[count // 2 + offset]) / 2


def student_t_quantile(probability: float, freedom: int) -> float:
    """Quantile of Student's t distribution, for a probability of at least 0.5."""
    from wbc_desktop.core.intervals import beta_quantile

    tail = 2 * (1 - probability)
    if tail >= 1:
        return 0.0
    share = beta_quantile(tail, freedom / 2, 0.5)
    return math.sqrt(freedom * (1 - share) / share)


def _paired(
    first: Sequence[float], second: Sequence[float]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    if len(first) != len(second):
        raise ValueError("the two have different lengths")
    return np.asarray(first, np.float64), np.asarray(second, np.float64)
