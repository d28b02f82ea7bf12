"""``wbc-desktop agreement``: two observers, or the model and the technician, over stored cases."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wbc_desktop.core.errors import WbcError

if TYPE_CHECKING:
    from wbc_desktop.core.agreement import AgreementTable
    from wbc_desktop.core.cell import Cell
    from wbc_desktop.reporting.agreement_report import AgreementReport
    from wbc_desktop.storage.case_store import CaseStore

    Pairs = list[tuple[list[Cell], list[Cell]]]

_EPILOG = """\
examples:
  wbc-desktop agreement --output agreement.pdf           all blinded second reviews against the first
  wbc-desktop agreement --model --output model.pdf       the model's first calls against the technician
  wbc-desktop agreement --reclassified                   who moved cells from which class to which, by month

A second review is begun in the window; it shows neither the model's nor the first observer's calls.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "Compare observers: agreement table, kappa, Passing-Bablok and Bland-Altman."
    parser.epilog = _EPILOG
    parser.add_argument("--output", "-o", metavar="FILE.pdf", help="write a report with plots")
    parser.add_argument("--model", action="store_true", help="the model against the technician")
    parser.add_argument("--reclassified", action="store_true", help="reclassifications by user and month")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Compare; returns the exit code.

    Raises:
        WbcError: There is nothing to compare, or the database cannot be read.
    """
    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.paths import find_paths

    with CaseStore(find_paths().database) as store:
        if arguments.reclassified:
            print(_reclassified(store, as_json=arguments.json))
            return 0
        report = _report(_model_pairs(store), "model", "technician") if arguments.model else _observers(store)
    _print(report, as_json=arguments.json)
    if arguments.output:
        from wbc_desktop.reporting.agreement_report import write_agreement

        write_agreement(report, Path(arguments.output))
        if not arguments.json:
            print(f"Report: {arguments.output}")
    return 0


def _observers(store: CaseStore) -> AgreementReport:
    pairs: Pairs = []
    names: Counter[tuple[str, str]] = Counter()
    for line in store.list():
        if line.review_of:
            second, first = store.load(line.id), store.load(line.review_of)
            pairs.append((list(first.cells), list(second.cells)))
            names[_observer(pairs[-1][0]), _observer(pairs[-1][1])] += 1
    if not pairs:
        raise WbcError("There is no second review yet.", "Begin one in the window, or compare with --model.")
    first_name, second_name = names.most_common(1)[0][0] if len(names) == 1 else ("first", "second")
    return _report(pairs, first_name, second_name)


def _observer(cells: list[Cell]) -> str:
    names = Counter(c.review.reviewer for c in cells if c.review is not None)
    return names.most_common(1)[0][0] if names else "nobody"


def _model_pairs(store: CaseStore) -> Pairs:
    """Reviewed cells as the model called them, and as the technician did."""
    from dataclasses import replace

    from wbc_desktop.core.cell import Review
    from wbc_desktop.core.differential import class_of

    pairs: Pairs = []
    for line in store.list():
        reviewed = [c for c in store.load(line.id).cells if c.review is not None and c.prediction is not None]
        if reviewed:
            at = datetime.now(UTC)
            machine = [
                replace(c, review=Review(class_of(replace(c, review=None)), "model", at)) for c in reviewed
            ]
            pairs.append((machine, reviewed))
    if not pairs:
        raise WbcError("There is no reviewed case yet.", "Confirm or correct cells in the window.")
    return pairs


def _report(pairs: Pairs, first: str, second: str) -> AgreementReport:
    from wbc_desktop.core.agreement import agreement_table
    from wbc_desktop.core.classes import FIVE_IDS
    from wbc_desktop.core.differential import differential
    from wbc_desktop.reporting.agreement_report import AgreementReport

    percent: dict[str, tuple[list[float], list[float]]] = {c: ([], []) for c in FIVE_IDS}
    tables = []
    for one, two in pairs:
        tables.append(agreement_table(one, two))
        results = [differential([c for c in cells if c.review is not None]) for cells in (one, two)]
        if all(r.counted for r in results):
            for class_id, columns in percent.items():
                for column, result in zip(columns, results, strict=True):
                    column.append(100 * (result[class_id].share or 0.0))
    return AgreementReport((first, second), _sum(tables), percent, len(pairs), datetime.now(UTC))


def _sum(tables: list[AgreementTable]) -> AgreementTable:
    import numpy as np

    from wbc_desktop.core.agreement import AgreementTable
    from wbc_desktop.core.classes import CLASSES

    seen = {label for table in tables for label in table.labels}
    labels = tuple(c for c in CLASSES if c in seen)
    counts = np.zeros((len(labels), len(labels)), np.int64)
    for table in tables:
        place = [labels.index(label) for label in table.labels]
        counts[np.ix_(place, place)] += table.counts
    return AgreementTable(labels, counts, sum(t.unpaired for t in tables))


def _print(report: AgreementReport, *, as_json: bool) -> None:
    from wbc_desktop.reporting.agreement_report import summary_lines

    table = report.table
    if as_json:
        out: dict[str, Any] = {
            "first": report.names[0],
            "second": report.names[1],
            "cases": report.cases,
            "labels": list(table.labels),
            "counts": table.counts.tolist(),
            "unpaired": table.unpaired,
            "summary": summary_lines(report),
        }
        print(json.dumps(out, indent=1, ensure_ascii=False))
        return
    print(f"{report.names[0]} (rows) and {report.names[1]} (columns)")
    width = max([len(label) for label in table.labels], default=0)
    print(" " * width + "".join(f"{label[:7]:>9}" for label in table.labels))
    for label, row in zip(table.labels, table.counts.tolist(), strict=True):
        print(f"{label:<{width}}" + "".join(f"{n:>9}" for n in row))
    print("\n".join(summary_lines(report)))


def _reclassified(store: CaseStore, *, as_json: bool) -> str:
    from wbc_desktop.core.agreement import reclassifications

    entries = [e for line in store.list() for e in store.load(line.id).history]
    rows = [
        {"user": user, "month": month, "from": old, "to": new, "cells": number}
        for (user, month, old, new), number in sorted(reclassifications(entries).items())
    ]
    if as_json:
        return json.dumps(rows, indent=1, ensure_ascii=False)
    lines = [f"{r['month']}  {r['user']}: {r['from']} -> {r['to']}: {r['cells']}" for r in rows]
    return "\n".join(lines) or "Nothing was reclassified yet."
