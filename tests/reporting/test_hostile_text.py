"""Hostile names and texts in every output: nothing is computed, nothing becomes markup, nothing is lost."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_cases import AT, make_cell

from wbc_desktop.core.agreement import AgreementTable
from wbc_desktop.core.case import (
    AcceptCells,
    AddFault,
    AddImage,
    Case,
    CaseImage,
    ModelStamp,
    Reclassify,
    SampleData,
    SetSampleData,
)
from wbc_desktop.reporting.agreement_report import AgreementReport, agreement_document
from wbc_desktop.reporting.csv import FORMULA_STARTS, safe_text
from wbc_desktop.reporting.export import FORMATS, write_report, write_tables
from wbc_desktop.reporting.hl7 import oru_message
from wbc_desktop.reporting.report import Report, make_report

HTML = "<img src=x onerror=alert(1)>"
HOSTILE = {
    "formula": f'=HYPERLINK("http://x","y"){HTML}',
    "command": f"+cmd|' /C calc'!A0 {HTML}",
    "at": f"@SUM(1)\t=1+1;=2+2 {HTML}",
    "minus": f"-1+1\r\n=3|^~\\& {HTML}",
}


def hostile_report(text: str, *, harmless: str = "") -> Report:
    """A case in which every text that a person or a file can choose is hostile (or ``harmless``)."""
    word = harmless or text
    image = f"{word}.png".replace("\0", "")
    case = Case("0" * 32, word, model=ModelStamp(word, word, "a" * 64, word), user=word, at=AT)
    cells = tuple(make_cell(image, n) for n in (1, 2, 3))
    case.apply(AddImage(CaseImage(image, 200, 100, warnings=(word,)), cells), user=word, at=AT)
    case.apply(AddFault(image, word), user=word, at=AT)
    names = ("order_id", "target_reason", "objective", "camera", "stain_batch", "comment", "reference_set")
    patient = {"patient_id": word, "patient_name": word, "patient_birth_date": "1980-02-03"}
    data = replace(SampleData(), **dict.fromkeys(names, word), **patient)
    case.apply(SetSampleData(data, word), user=word, at=AT)
    case.apply(AcceptCells([c.key for c in cells[:2]]), user=word, at=AT)
    case.apply(Reclassify(cells[2].key, "monocyte", word), user=word, at=AT)
    return make_report(case, laboratory=word, seal="ab" * 32, patient=True, at=AT)


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text) is not None


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_table_holds_a_formula(tmp_path: Path, text: str) -> None:
    report = hostile_report(text)
    paths = write_tables([report.case], tmp_path)
    for path in paths:
        with path.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))
        assert len({len(row) for row in rows}) == 1
        for value in (value for row in rows for value in row):
            assert is_number(value) or not value.startswith(FORMULA_STARTS)
            for piece in re.split("[;\t\n]", value):  # where another language's spreadsheet cuts
                assert is_number(piece) or not piece.startswith(FORMULA_STARTS)
    assert HTML in (tmp_path / "cells.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_workbook_holds_a_formula(tmp_path: Path, text: str) -> None:
    from openpyxl import load_workbook

    (path,) = write_report(hostile_report(text), ["xlsx"], tmp_path, "x")
    cells = [c for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    texts = [c.value for c in cells if isinstance(c.value, str)]
    assert any(HTML in value for value in texts)
    quoted = [c for c in cells if isinstance(c.value, str) and c.value[:1] in set("=+-@")]
    assert quoted
    assert all(c.quotePrefix for c in quoted)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_an_hl7_message_keeps_its_shape(text: str) -> None:
    """As many segments, fields and parts as the same case with a harmless word everywhere."""

    def shape(report: Report) -> list[tuple[str, int, int, int]]:
        segments = oru_message(report).split("\r")
        return [(s[:3], s.count("|"), s.count("^"), s.count("~")) for s in segments]

    assert shape(hostile_report(text)) == shape(hostile_report(text, harmless="word"))
    assert "\n" not in oru_message(hostile_report(text))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_json_formats_hold_the_text_as_it_was(tmp_path: Path, text: str) -> None:
    report = hostile_report(text)
    for path in write_report(report, ["json", "fhir", "geojson", "coco"], tmp_path, "x"):
        raw = path.read_text(encoding="utf-8")
        whole = json.dumps(json.loads(raw), ensure_ascii=False)
        if path.name.endswith(".fhir.json"):
            # what FHIR shows as HTML (Narrative.div) must be escaped; there is none
            assert '"div"' not in raw
        elif ".geojson" not in path.name:
            assert json.dumps(text, ensure_ascii=False)[1:-1] in whole, path.name
        assert path.resolve().is_relative_to(tmp_path.resolve())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_format_is_written_under_the_samples_name(tmp_path: Path, text: str) -> None:
    report = hostile_report(f"../../{text}")
    paths = write_report(report, FORMATS, tmp_path / "out")
    assert len(paths) == len(FORMATS)
    for path in paths:
        assert path.stat().st_size > 0
        assert path.resolve().is_relative_to((tmp_path / "out").resolve())
        if path.suffix != ".geojson":  # named as its image is, for QuPath
            assert not re.search(r'[<>"|*?]', path.name)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_an_agreement_report_takes_any_name(text: str) -> None:
    table = AgreementTable(("neutrophil", "monocyte"), np.array([[9, 1], [2, 8]]))
    values = ([50.0, 60.0, 70.0, 55.0, 65.0], [51.0, 61.0, 69.0, 55.5, 66.0])
    report = AgreementReport((text, text), table, {"neutrophil": values}, 5, AT, note=text)
    assert agreement_document(report).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a;=1", "a;'=1"),
        ("a\t+1", "a\t'+1"),
        ("a\n@x", "a\n'@x"),
        ("x;-1;b", "x;'-1;b"),
        ("a;b", "a;b"),
        ("a; =1", "a; =1"),
        ("=1;=2", "'=1;'=2"),
        ("a=1", "a=1"),
    ],
)
def test_a_formula_behind_a_cut_is_neutralised(text: str, safe: str) -> None:
    assert safe_text(text) == safe
