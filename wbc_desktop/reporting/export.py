"""Which outputs there are, and writing them: for the window and the command line alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from wbc_desktop.core.case import Case
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.errors import WbcError, WrongUse
from wbc_desktop.reporting.report import Report


@dataclass(frozen=True, slots=True)
class Format:
    """One output of a case.

    Attributes:
        title: For a person.
        ending: End of the file's name, after the sample's; of a folder's name for ``geojson``.
        writer: ``module:function`` below ``reporting``; imported when it is asked for.
    """

    title: str
    ending: str
    writer: str


FORMATS: dict[str, Format] = {
    "pdf": Format("PDF report of one page", ".pdf", "pdf:write_pdf"),
    "xlsx": Format("Excel workbook", ".xlsx", "xlsx:write_xlsx"),
    "json": Format("JSON", ".json", "json_report:write_json"),
    "fhir": Format("FHIR R4 bundle", ".fhir.json", "fhir:write_fhir"),
    "hl7": Format("HL7 v2.5.1 ORU^R01", ".hl7", "hl7:write_hl7"),
    "geojson": Format("GeoJSON for QuPath, a file an image", " geojson", "geojson:write_geojson"),
    "coco": Format("COCO instances", ".coco.json", "coco:write_coco"),
}
"""Outputs of one case; the CSV tables (``write_tables``) hold all cases together."""


def write_report(report: Report, formats: Iterable[str], folder: Path, stem: str = "") -> list[Path]:
    """Write the outputs of one case into a folder.

    Args:
        report: The case's report.
        formats: Keys of ``FORMATS``.
        folder: Made if it is not there.
        stem: Beginning of the files' names; the sample's name if empty.

    Returns:
        The files (for GeoJSON: each image's file).

    Raises:
        WrongUse: A format is not known.
        OutputFault: A file cannot be written.
    """
    written: list[Path] = []
    for name in formats:
        if name not in FORMATS:
            raise WrongUse(f"There is no format “{name}”.", f"There are: {', '.join(FORMATS)}.")
        path = folder / f"{stem or file_name(report.case.sample)}{FORMATS[name].ending}"
        result = _writer(name)(report, path)
        written += result if isinstance(result, list) else [path]
    return written


def write_tables(cases: Iterable[Case], folder: Path) -> list[Path]:
    """Write ``differential.csv``, ``cells.csv`` and ``errors.csv`` of all cases together.

    Cases are taken one by one, so that many need no more memory than one.

    Raises:
        OutputFault: A table cannot be written.
    """
    from wbc_desktop.reporting import tables
    from wbc_desktop.reporting.csv import write_csv

    samples: list[tables.Row] = []
    faults: list[tuple[str, WbcError]] = []

    def rows() -> Iterator[tables.Row]:
        for case in cases:
            samples.append(_differential_row(case))
            faults.extend((image, WbcError(why)) for image, why in case.faults)
            yield from tables.cell_rows(case.sample, case.cells)

    paths = [folder / name for name in ("cells.csv", "differential.csv", "errors.csv")]
    write_csv(paths[0], tables.CELL_COLUMNS, rows())
    write_csv(paths[1], tables.DIFFERENTIAL_COLUMNS, samples)
    write_csv(paths[2], tables.ERROR_COLUMNS, tables.error_rows(faults))
    return paths


def file_name(sample: str) -> str:
    """A sample's name as a file name that every system takes."""
    clean = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]+', "_", sample).strip(" .")
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", clean):
        clean = f"_{clean}"
    return clean[:120] or "sample"


def file_names(samples: Sequence[str]) -> list[str]:
    """File names of several samples, no two alike (on systems that do not tell case apart either)."""
    taken: set[str] = set()
    names = []
    for sample in samples:
        base = name = file_name(sample)
        number = 2
        while name.casefold() in taken:
            name, number = f"{base} ({number})", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _writer(name: str) -> Callable[[Report, Path], Any]:
    module, function = FORMATS[name].writer.split(":")
    writer: Callable[[Report, Path], Any] = getattr(
        import_module(f"wbc_desktop.reporting.{module}"), function
    )
    return writer


def _differential_row(case: Case) -> dict[str, Any]:
    from wbc_desktop.reporting.tables import SampleTally, differential_row

    by_image: dict[str, list[Cell]] = {image.name: [] for image in case.images}
    for cell in case.cells:
        by_image.setdefault(cell.image, []).append(cell)
    tally = SampleTally(case.sample, failed=len(case.faults))
    for image in case.images:
        tally.add(by_image[image.name], image.warnings, image=image.name)
    model = case.model
    return differential_row(
        tally,
        model=model.id if model else "",
        model_version=model.version if model else "",
        device=model.device if model else "",
    )
