"""Writing results: the tables of the contract for all samples, further formats for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from wbc_desktop.app.translations import QT_TRANSLATE_NOOP
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.intervals import IntervalMethod
from wbc_desktop.core.progress import CancelToken, Progress

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case
    from wbc_desktop.reporting.report import Report
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
}
"""Format to what a person reads."""

USUAL = ("csv", "pdf", "xlsx")
CROP_PX = 128
CROPS = 4


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
    from wbc_desktop.storage.case_store import CaseStore

    written: list[Path] = []
    total = len(order.cases)
    each = [name for name in order.formats if name != "csv"]
    with CaseStore(order.database) as store:
        if each:
            for number, case_id in enumerate(order.cases):
                token.raise_if_cancelled()
                yield Progress(number, total, "samples")
                case = store.load(case_id)
                written += _write_each(case, store.signature_hash(case_id), each, order)
        if "csv" in order.formats:
            written += _write_tables((store.load(i) for i in order.cases), order.folder)
    yield Progress(total, total, "samples")
    return written


def _write_each(case: Case, seal: str, formats: Sequence[str], order: ExportOrder) -> list[Path]:
    from wbc_desktop.reporting.report import make_report

    choice = order.settings
    crops = representative_crops(case) if "pdf" in formats else {}
    report = make_report(
        case,
        laboratory=choice.laboratory.name,
        decimals=choice.count.decimals,
        method=IntervalMethod(choice.count.interval),
        seal=seal,
        patient=choice.laboratory.patient_fields,
        crops=crops,
    )
    stem = file_name(case.sample)
    written: list[Path] = []
    for name in formats:
        ending, write = _writer(name)
        path = order.folder / f"{stem}{ending}"
        write(report, path)
        written.append(path)
    return written


def _writer(name: str) -> tuple[str, Callable[[Report, Path], object]]:
    """File name ending and writer of a format; its library is imported when it is asked for."""
    from wbc_desktop.reporting import coco, fhir, geojson, hl7, json_report, pdf, xlsx

    return {
        "pdf": (".pdf", pdf.write_pdf),
        "xlsx": (".xlsx", xlsx.write_xlsx),
        "json": (".json", json_report.write_json),
        "fhir": (".fhir.json", fhir.write_fhir),
        "hl7": (".hl7", hl7.write_hl7),
        "geojson": (" geojson", geojson.write_geojson),
        "coco": (".coco.json", coco.write_coco),
    }[name]


def _write_tables(cases: Iterator[Case], folder: Path) -> list[Path]:
    """The three tables of the command line's contract, of all cases together."""
    from wbc_desktop.reporting.csv import write_csv
    from wbc_desktop.reporting.tables import (
        CELL_COLUMNS,
        DIFFERENTIAL_COLUMNS,
        ERROR_COLUMNS,
        SampleTally,
        cell_rows,
        differential_row,
        error_rows,
    )

    summaries: list[Any] = []
    faults: list[tuple[str, WbcError]] = []

    def rows() -> Iterator[Any]:
        for case in cases:
            tally = SampleTally(case.sample)
            by_image: dict[str, list[Any]] = {image.name: [] for image in case.images}
            for cell in case.cells:
                by_image.setdefault(cell.image, []).append(cell)
            for image in case.images:
                tally.add(by_image[image.name], image.warnings)
            tally.failed = len(case.faults)
            faults.extend((image, WbcError(why)) for image, why in case.faults)
            model = case.model
            summaries.append(
                differential_row(
                    tally,
                    model=model.id if model else "",
                    model_version=model.version if model else "",
                    device=model.device if model else "",
                )
            )
            yield from cell_rows(case.sample, case.cells)

    paths = [folder / name for name in ("cells.csv", "differential.csv", "errors.csv")]
    write_csv(paths[0], CELL_COLUMNS, rows())
    write_csv(paths[1], DIFFERENTIAL_COLUMNS, summaries)
    write_csv(paths[2], ERROR_COLUMNS, error_rows(faults))
    return paths


def representative_crops(case: Case) -> dict[str, list[npt.NDArray[np.uint8]]]:
    """A few pictures of each class for the report: confirmed cells first, then the surest.

    Images that cannot be read are passed over: a report does not fail for a picture.
    """
    from PIL import Image

    from wbc_desktop.imaging.open import open_source

    found: dict[str, list[npt.NDArray[np.uint8]]] = {}
    for class_id in FIVE_IDS:
        cells = [c for c in case.cells if case.class_in_force(c) == class_id]
        cells.sort(key=lambda c: (c.review is None, -(c.prediction.confidence if c.prediction else 0.0)))
        for cell in cells[:CROPS]:
            side = round(1.4 * max(cell.box.width, cell.box.height))
            x, y = (round(v - side / 2) for v in cell.box.centre)
            try:
                with open_source(Path(case.root) / cell.image) as source:
                    rgb = source.read_region((x, y), 0, (side, side))
            except WbcError:
                continue
            small = Image.fromarray(rgb).resize((CROP_PX, CROP_PX), Image.Resampling.LANCZOS)
            found.setdefault(class_id, []).append(np.asarray(small))
    return found


def file_name(sample: str) -> str:
    """A sample's name as a file name that every system takes."""
    clean = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "_", sample).strip(" .")
    return clean[:120] or "sample"
