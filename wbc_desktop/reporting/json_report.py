"""A case as one JSON document: everything that the other outputs say, for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wbc_desktop.core.files import write_whole
from wbc_desktop.core.history import describe
from wbc_desktop.reporting.items import report_items
from wbc_desktop.reporting.report import RESEARCH_USE, Report
from wbc_desktop.reporting.tables import cell_rows

SCHEMA = "wbc-desktop-report"
SCHEMA_VERSION = 1


def report_document(report: Report, *, cells: bool = True, history: bool = True) -> dict[str, Any]:
    """The document as plain data.

    Args:
        report: What to write.
        cells: Write every cell.
        history: Write every recorded act.
    """
    case, result = report.case, report.result
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "intended_use": RESEARCH_USE,
        "made_at": report.made_at.isoformat(),
        "software": report.software,
        "laboratory": report.laboratory,
        "case": {
            "id": case.id,
            "sample": case.sample,
            "review_of": case.review_of or None,
            "status": case.status,
            "version": case.version,
            "created_at": case.created.at.isoformat(),
            "images": [asdict(image) for image in case.images],
            "faults": [{"image": image, "why": why} for image, why in case.faults],
            "unreviewed": case.unreviewed,
        },
        "model": None if case.model is None else asdict(case.model),
        "sample_data": _sample_data(report),
        "result": {
            **asdict(result),
            "method": str(result.method),
            "interval_meaning": report.method,
        },
        "items": [_item(i) for i in report_items(report)],
        "reference": None if report.reference is None else report.reference.to_dict(),
        "flags": [{**asdict(f), "hint": f.hint_text()} for f in report.flags],
        "signature": None,
        "seal": report.seal or None,
    }
    if case.signature is not None:
        document["signature"] = {
            "user": case.signature.user,
            "at": case.signature.at.isoformat(),
            "comment": case.signature.comment,
            "notes": list(case.signature.notes),
        }
    if cells:
        document["cells"] = list(cell_rows(case.sample, case.cells))
    if history:
        document["history"] = [
            {
                "number": e.number,
                "at": e.at.isoformat(),
                "user": e.user,
                "act": str(e.act),
                "text": describe(e, patient=report.patient),
                "reason": e.reason,
            }
            for e in case.history
        ]
    return document


def write_json(report: Report, path: Path) -> None:
    """Write the document.

    Raises:
        OutputFault: The file cannot be written.
    """
    text = json.dumps(report_document(report), ensure_ascii=False, indent=2, allow_nan=False)
    write_whole(path, (text + "\n").encode())


def _sample_data(report: Report) -> dict[str, Any]:
    data = asdict(report.case.data)
    data.pop("reference_json")
    if not report.patient:
        data = {k: v for k, v in data.items() if not k.startswith("patient_")}
    return data


def _item(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "code": item.code.code,
        "system": item.code.system,
        "value": item.value,
        "unit": item.unit,
        "note": item.note,
        "range": item.range_text,
        "flag": item.flag,
    }
