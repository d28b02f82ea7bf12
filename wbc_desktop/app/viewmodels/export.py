"""Writing results: the tables of the contract for all samples, further formats for each."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.app.translations import QT_TRANSLATE_NOOP
from wbc_desktop.core.intervals import IntervalMethod
from wbc_desktop.core.progress import CancelToken, Progress

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case
    from wbc_desktop.storage.settings import Settings

FORMATS: dict[str, str] = {
    "csv": QT_TRANSLATE_NOOP("", "CSV tables (differential, cells, errors)"),
    "pdf": QT_TRANSLATE_NOOP("", "PDF report of one page"),
    "xlsx": QT_TRANSLATE_NOOP("", "Excel workbook"),
    "json": QT_TRANSLATE_NOOP("", "JSON"),
    "fhir": QT_TRANSLATE_NOOP("", "FHIR R4 (laboratory systems)"),
    "hl7": QT_TRANSLATE_NOOP("", "HL7 v2.5.1 ORU file (laboratory systems)"),
    "geojson": QT_TRANSLATE_NOOP("", "GeoJSON (QuPath)"),
    "coco": QT_TRANSLATE_NOOP("", "COCO (training of models)"),
    "teaching": QT_TRANSLATE_NOOP("", "Teaching set: pictures of reviewed cells without identity"),
}
"""Format to what a person reads."""

USUAL = ("csv", "pdf", "xlsx")


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to write.

    Attributes:
        cases: Ids of cases, in the order of the tables.
        formats: Keys of ``FORMATS``.
        folder: Where to.
        database: The case database; read through a connection of the job's own.
        settings: Laboratory, decimals, interval method.
    """

    cases: Sequence[str]
    formats: Sequence[str]
    folder: Path
    database: Path
    settings: Settings


def export(token: CancelToken, order: ExportOrder) -> Generator[Progress, None, list[Path]]:
    """Job: write everything.

    Returns:
        list[Path] of the files written.

    Raises:
        OutputFault: The folder cannot be written to.
    """
    from wbc_desktop.reporting.export import file_names, write_tables
    from wbc_desktop.storage.case_store import CaseStore

    written: list[Path] = []
    total = len(order.cases)
    each = [name for name in order.formats if name not in ("csv", "teaching")]
    with CaseStore(order.database) as store:
        samples = {c.id: c.sample for c in store.list()}
        stems = file_names([samples.get(i, "") for i in order.cases])
        if each:
            for number, case_id in enumerate(order.cases):
                token.raise_if_cancelled()
                yield Progress(number, total, "samples")
                case = store.load(case_id)
                written += _write_each(case, store.signature_hash(case_id), each, stems[number], order)
        if "csv" in order.formats:
            written += write_tables((store.load(i) for i in order.cases), order.folder)
        if "teaching" in order.formats:
            token.raise_if_cancelled()
            written.append(_write_teaching_set((store.load(i) for i in order.cases), order.folder))
    yield Progress(total, total, "samples")
    return written


def _write_each(case: Case, seal: str, formats: Sequence[str], stem: str, order: ExportOrder) -> list[Path]:
    from wbc_desktop.imaging.cell_pictures import representative_pictures
    from wbc_desktop.reporting.export import write_report
    from wbc_desktop.reporting.report import make_report

    choice = order.settings
    report = make_report(
        case,
        laboratory=choice.laboratory.name,
        decimals=choice.count.decimals,
        method=IntervalMethod(choice.count.interval),
        seal=seal,
        patient=choice.laboratory.patient_fields,
        crops=representative_pictures(case, faults=[]) if "pdf" in formats else {},
    )
    return write_report(report, formats, order.folder, stem)


def _write_teaching_set(cases: Iterator[Case], folder: Path) -> Path:
    """Write the pictures into a new folder, so that no earlier set is mixed with it."""
    from wbc_desktop.imaging.cell_pictures import reviewed_pictures
    from wbc_desktop.reporting.teaching_set import write_teaching_set

    name, number = "teaching set", 1
    while (folder / name).exists():
        number += 1
        name = f"teaching set ({number})"
    write_teaching_set(folder / name, (item for case in cases for item in reviewed_pictures(case, [])))
    return folder / name
