"""Workbooks with typed cells: numbers are numbers, times are times, and no text is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wbc_desktop.core.files import write_whole
from wbc_desktop.core.history import describe
from wbc_desktop.reporting.items import report_items
from wbc_desktop.reporting.report import RESEARCH_USE, Report
from wbc_desktop.reporting.tables import CELL_COLUMNS, cell_rows

Sheet = tuple[Sequence[str], Iterable[Mapping[str, Any]]]
"""Columns in order, and rows by column."""

_WIDEST = 60


def write_workbook(path: Path, sheets: Mapping[str, Sheet]) -> None:
    """Write tables as the sheets of one workbook.

    Args:
        path: The file.
        sheets: Name of a sheet to its table; rows are read one by one.

    Raises:
        OutputFault: The file cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "wbc-desktop"
    book.properties.description = RESEARCH_USE
    for name, (columns, rows) in sheets.items():
        _fill(book.create_sheet(name[:31]), columns, rows)
    stream = io.BytesIO()
    book.save(stream)
    write_whole(path, stream.getvalue())


def write_xlsx(report: Report, path: Path) -> None:
    """Write a case: its result, its sample data, its cells and its history.

    Raises:
        OutputFault: The file cannot be written.
    """
    write_workbook(
        path,
        {
            "Result": (_RESULT_COLUMNS, _result_rows(report)),
            "Sample": (("field", "value"), _sample_rows(report)),
            "Cells": (CELL_COLUMNS, _typed_cells(report)),
            "History": (_HISTORY_COLUMNS, _history_rows(report)),
        },
    )


_RESULT_COLUMNS = ("item", "value", "unit", "low", "high", "flag", "LOINC", "note")
_HISTORY_COLUMNS = ("number", "at (UTC)", "user", "act", "what", "reason")


def _result_rows(report: Report) -> Iterable[dict[str, Any]]:
    for item in report_items(report):
        reference = item.reference
        yield {
            "item": item.name,
            "value": item.value if item.decimals else int(item.value),
            "unit": item.unit,
            "low": None if reference is None else reference.low,
            "high": None if reference is None else reference.high,
            "flag": item.flag,
            "LOINC": "" if item.code.local else item.code.code,
            "note": item.note,
        }
    yield {"item": RESEARCH_USE}


def _sample_rows(report: Report) -> Iterable[dict[str, Any]]:
    case, data = report.case, report.case.data
    rows: dict[str, Any] = {
        "sample": case.sample,
        "order": data.order_id,
        "case": case.id,
        "status": case.status,
        "version": case.version,
        "laboratory": report.laboratory,
        "counted at (UTC)": case.created.at,
        "images": len(case.images),
        "model": report.model,
        "review": report.review,
        "target": report.target,
        "signed": report.signed,
        "seal": report.seal,
        "reference": report.reference_text,
        "stain": data.stain_batch,
        "camera": data.camera,
        "objective": data.objective,
        "microns per pixel": data.mpp,
        "comment": data.comment,
        "method": report.method,
        "software": report.software,
        "intended use": RESEARCH_USE,
    }
    if report.patient:
        names = ("patient_id", "patient_name", "patient_birth_date", "patient_sex")
        rows |= {name.replace("_", " "): getattr(data, name) for name in names}
    return [{"field": name, "value": value} for name, value in rows.items()]


def _typed_cells(report: Report) -> Iterable[dict[str, Any]]:
    for row in cell_rows(report.case.sample, report.case.cells):
        at = row["reviewed_at"]
        yield {**row, "reviewed_at": datetime.fromisoformat(str(at)) if at else None}


def _history_rows(report: Report) -> Iterable[dict[str, Any]]:
    for entry in report.case.history:
        what = describe(entry, patient=report.patient)
        values = (entry.number, entry.at, entry.user, str(entry.act), what, entry.reason)
        yield dict(zip(_HISTORY_COLUMNS, values, strict=True))


def _fill(sheet: Any, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    held = list(rows)
    for n, name in enumerate(columns, 1):
        longest = max([len(name), *(len(str(row.get(name) or "")) for row in held[:200])])
        sheet.column_dimensions[get_column_letter(n)].width = min(longest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    header = [_cell(sheet, name) for name in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for row in held:
        sheet.append([_cell(sheet, row.get(name)) for name in columns])


def _cell(sheet: Any, value: Any) -> Any:
    """A cell of the value's own type; text is marked as text, so that ``=1+1`` stays what it is."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _printable(value))
        cell.data_type = "s"
        if value[:1] in "=+-@":
            cell.quotePrefix = True
        return cell
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.astimezone(UTC).replace(tzinfo=None, microsecond=0))
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
        return cell
    return WriteOnlyCell(sheet, value)


def _printable(text: str) -> str:
    """Text without what XML cannot hold: control characters and halves of surrogate pairs."""
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c >= " " or c in "\t\n\r" else " " for c in whole)
