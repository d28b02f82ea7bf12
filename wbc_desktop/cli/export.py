"""``wbc-desktop export``: stored cases as reports and files for other programs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.cli.main import say
from wbc_desktop.core.errors import WbcError, WrongUse

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case
    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.settings import Settings

KINDS = ("csv", "pdf", "xlsx", "json", "fhir", "hl7", "geojson", "coco", "teaching-set")

_EPILOG = f"""\
examples:
  wbc-desktop export smear-12 --format pdf,xlsx --output reports
  wbc-desktop export --all --format csv --output tables
  wbc-desktop export smear-12 --format teaching-set --output set    pictures of reviewed cells, no identity

formats: {", ".join(KINDS)}

"wbc-desktop cases" lists the stored cases; "wbc-desktop count --store" stores what it counts.
Patient fields are written with --patient alone. Every export is recorded in the case's history.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "Write stored cases as reports, tables, and files for other programs."
    parser.epilog = _EPILOG
    parser.add_argument("cases", nargs="*", metavar="CASE", help="sample, order number or id")
    parser.add_argument("--all", action="store_true", help="all stored cases")
    parser.add_argument(
        "--format", "-f", action="append", required=True, metavar="FORMAT", help="one or more, by commas"
    )
    parser.add_argument("--output", "-o", required=True, metavar="DIR", help="folder for the files")
    parser.add_argument("--patient", action="store_true", help="write the patient fields too")
    parser.add_argument("--interval", choices=("wilson", "exact"), help="95 %% interval (default: settings)")
    parser.add_argument("--page", default="A4", choices=("A4", "letter"), help="page of the PDF")


def run(arguments: argparse.Namespace) -> int:
    """Export; returns the exit code.

    Raises:
        WrongUse: A format or the choice of cases makes no sense.
        WbcError: A case or a file cannot be read or written.
    """
    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.paths import find_paths
    from wbc_desktop.storage.settings import load_settings

    formats = _formats(arguments.format)
    paths = find_paths()
    settings, warning = load_settings(paths.settings)
    if warning:
        say(warning)
    with CaseStore(paths.database) as store:
        if bool(arguments.cases) == arguments.all:
            raise WrongUse("Name cases, or give --all.", "wbc-desktop cases lists those there are.")
        ids = [c.id for c in store.list()] if arguments.all else [store.find(n) for n in arguments.cases]
        if not ids:
            raise WbcError("No case is stored yet.", "Count with --store, or in the window.")
        for path in _export(store, list(dict.fromkeys(ids)), formats, settings, arguments):
            print(path)
    return 0


def _formats(given: Sequence[str]) -> list[str]:
    names = [name.strip() for part in given for name in part.split(",") if name.strip()]
    unknown = [name for name in names if name not in KINDS]
    if unknown or not names:
        raise WrongUse(f"There is no format “{', '.join(unknown)}”.", f"There are: {', '.join(KINDS)}.")
    return list(dict.fromkeys(names))


def _export(
    store: CaseStore, ids: list[str], formats: list[str], settings: Settings, arguments: argparse.Namespace
) -> list[Path]:
    from wbc_desktop.core.case import Note
    from wbc_desktop.core.history import Act
    from wbc_desktop.reporting.export import file_names, write_tables

    output, written = Path(arguments.output), []
    samples = {c.id: c.sample for c in store.list()}
    each = [f for f in formats if f not in ("csv", "teaching-set")]
    stems = file_names([samples[i] for i in ids])
    for case_id, stem in zip(ids, stems, strict=True):
        case = store.load(case_id)
        if each:
            written += _write_case(case, store.signature_hash(case_id), each, stem, settings, arguments)
        store.record(case, case.apply(Note(Act.EXPORT, ", ".join(formats)), user=settings.user))
    if "csv" in formats:
        written += write_tables((store.load(i) for i in ids), output)
    if "teaching-set" in formats:
        written.append(_teaching_set(store, ids, output / "teaching-set"))
    return written


def _write_case(
    case: Case, seal: str, formats: list[str], stem: str, settings: Settings, arguments: argparse.Namespace
) -> list[Path]:
    from wbc_desktop.core.intervals import IntervalMethod
    from wbc_desktop.imaging.cell_pictures import representative_pictures
    from wbc_desktop.reporting.export import write_report
    from wbc_desktop.reporting.report import make_report

    faults: list[WbcError] = []
    report = make_report(
        case,
        laboratory=settings.laboratory.name,
        decimals=settings.count.decimals,
        method=IntervalMethod(arguments.interval or settings.count.interval),
        seal=seal,
        patient=arguments.patient,
        crops=representative_pictures(case, faults=faults) if "pdf" in formats else {},
        page=arguments.page,
    )
    for fault in faults:
        say(f"No picture of the cells: {fault}")
    return write_report(report, formats, Path(arguments.output), stem)


def _teaching_set(store: CaseStore, ids: list[str], folder: Path) -> Path:
    from wbc_desktop.imaging.cell_pictures import reviewed_pictures
    from wbc_desktop.reporting.teaching_set import write_teaching_set

    faults: list[WbcError] = []
    pictures = [item for case in map(store.load, ids) for item in reviewed_pictures(case, faults)]
    for fault in faults:
        say(f"Left out: {fault}")
    for label, number in sorted(write_teaching_set(folder, pictures).items()):
        say(f"{label}: {number}")
    return folder
