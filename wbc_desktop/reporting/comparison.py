"""From stored cases to an agreement report: two observers, or the model and the technician."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from wbc_desktop.core.agreement import AgreementTable, agreement_table
from wbc_desktop.core.case import Case
from wbc_desktop.core.cell import Cell, Review
from wbc_desktop.core.classes import CLASSES, FIVE_IDS
from wbc_desktop.core.differential import class_of, differential
from wbc_desktop.core.errors import WbcError
from wbc_desktop.reporting.agreement_report import AgreementReport

CellPair = tuple[Sequence[Cell], Sequence[Cell]]


def compare_observers(pairs: Iterable[tuple[Case, Case]]) -> AgreementReport:
    """Compare first reviews with their blinded second reviews.

    Args:
        pairs: (first, second) review of each case.

    Raises:
        WbcError: There is none.
    """
    cells: list[CellPair] = []
    names: Counter[tuple[str, str]] = Counter()
    for first, second in pairs:
        cells.append((first.cells, second.cells))
        names[_observer(first.cells), _observer(second.cells)] += 1
    if not cells:
        raise WbcError("There is no second review yet.", "Begin one in the window, under Laboratory.")
    return _report(cells, next(iter(names)) if len(names) == 1 else ("first", "second"))


def compare_model(cases: Iterable[Case]) -> AgreementReport:
    """Compare the model's first calls with the technician's answers, reviewed cells alone.

    Raises:
        WbcError: No cell is reviewed yet.
    """
    pairs: list[CellPair] = []
    models: set[str] = set()
    now = datetime.now(UTC)
    for case in cases:
        reviewed = [c for c in case.cells if c.review is not None and c.prediction is not None]
        if not reviewed:
            continue
        machine = [
            replace(c, review=Review(class_of(replace(c, review=None)), "model", now)) for c in reviewed
        ]
        pairs.append((machine, reviewed))
        if case.model is not None:
            models.add(f"{case.model.id} {case.model.version}".strip())
    if not pairs:
        raise WbcError("There is no reviewed case yet.", "Confirm or correct cells in the window.")
    return replace(
        _report(pairs, ("model", "technician")), note=f"Model: {', '.join(sorted(models)) or 'none'}."
    )


def _report(pairs: Sequence[CellPair], names: tuple[str, str]) -> AgreementReport:
    percent: dict[str, tuple[list[float], list[float]]] = {c: ([], []) for c in FIVE_IDS}
    for pair in pairs:
        results = [differential([c for c in cells if c.review is not None]) for cells in pair]
        if all(r.counted for r in results):
            for class_id, columns in percent.items():
                for column, result in zip(columns, results, strict=True):
                    column.append(100 * (result[class_id].share or 0.0))
    table = _sum([agreement_table(first, second) for first, second in pairs])
    return AgreementReport(names, table, percent, len(pairs), datetime.now(UTC))


def _sum(tables: Sequence[AgreementTable]) -> AgreementTable:
    seen = {label for table in tables for label in table.labels}
    labels = tuple(c for c in CLASSES if c in seen)
    counts = np.zeros((len(labels), len(labels)), np.int64)
    for table in tables:
        place = [labels.index(label) for label in table.labels]
        counts[np.ix_(place, place)] += table.counts
    return AgreementTable(labels, counts, sum(t.unpaired for t in tables))


def _observer(cells: Iterable[Cell]) -> str:
    names = Counter(c.review.reviewer for c in cells if c.review is not None)
    return names.most_common(1)[0][0] if names else "nobody"
