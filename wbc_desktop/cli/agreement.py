"""``wbc-desktop agreement``: two observers, or the model and the technician, over stored cases."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wbc_desktop.reporting.agreement_report import AgreementReport
    from wbc_desktop.storage.case_store import CaseStore

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
        report = _report(store, model=arguments.model)
    _print(report, as_json=arguments.json)
    if arguments.output:
        from wbc_desktop.reporting.agreement_report import write_agreement

        write_agreement(report, Path(arguments.output))
        if not arguments.json:
            print(f"Report: {arguments.output}")
    return 0


def _report(store: CaseStore, *, model: bool) -> AgreementReport:
    from wbc_desktop.reporting.comparison import compare_model, compare_observers

    lines = store.list()
    if model:
        return compare_model(store.load(line.id) for line in lines)
    return compare_observers((store.load(c.review_of), store.load(c.id)) for c in lines if c.review_of)


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
