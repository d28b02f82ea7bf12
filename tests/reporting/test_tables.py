"""The rows of every table, and the CSV that holds them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wbc_desktop.core.cell import Cell, Prediction, Review
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import OutputFault, UnreadableImage
from wbc_desktop.core.geometry import Box
from wbc_desktop.reporting import csv as csv_module
from wbc_desktop.reporting.csv import FORMULA_STARTS, safe_text, write_csv, write_rows
from wbc_desktop.reporting.tables import (
    CELL_COLUMNS,
    DIFFERENTIAL_COLUMNS,
    ERROR_COLUMNS,
    SampleTally,
    cell_rows,
    differential_row,
    error_rows,
    summary,
)


def cell(label: str, number: int = 1, review: Review | None = None) -> Cell:
    answer = Prediction(label, "monocyte", 0.61239, (0.1, 0.2, 0.03334, 0.05427, 0.61239), 0.1)
    return Cell("a.jpg", number, Box(1.04, 2.25, 30, 31.96), None, answer, review)


def test_the_contract_of_the_columns() -> None:
    assert ",".join(DIFFERENTIAL_COLUMNS) == (
        "sample,images,cells,counted,unidentified,"
        "neutrophil_count,neutrophil_percent,neutrophil_low95,neutrophil_high95,"
        "eosinophil_count,eosinophil_percent,eosinophil_low95,eosinophil_high95,"
        "basophil_count,basophil_percent,basophil_low95,basophil_high95,"
        "lymphocyte_count,lymphocyte_percent,lymphocyte_low95,lymphocyte_high95,"
        "monocyte_count,monocyte_percent,monocyte_low95,monocyte_high95,"
        "not_counted,model,model_version,device,warnings"
    )
    assert ",".join(CELL_COLUMNS) == (
        "sample,file,cell,x,y,width,height,label,best_class,confidence,"
        "p_neutrophil,p_eosinophil,p_basophil,p_lymphocyte,p_monocyte,reviewed_label,reviewer,reviewed_at"
    )
    assert ERROR_COLUMNS == ("file", "error", "advice")


def test_a_differential_row() -> None:
    tally = SampleTally("S-1")
    labels = ["neutrophil"] * 9 + ["lymphocyte"] * 91 + ["unidentified"] * 3 + ["erythroblast", "not_counted"]
    tally.add([cell(label) for label in labels], ["look again"], "CPU (bf16)")
    tally.add([], ["look again", "dark"], "CPU (bf16)")
    tally.failed = 2
    row = differential_row(tally, model="m", model_version="1.2.3")
    assert list(row) == list(DIFFERENTIAL_COLUMNS)
    assert [row[k] for k in ("images", "cells", "counted", "unidentified", "not_counted")] == [
        2,
        105,
        100,
        3,
        2,
    ]
    assert [row[f"neutrophil_{k}"] for k in ("count", "percent", "low95", "high95")] == [9, 9.0, 4.81, 16.23]
    assert row["basophil_low95"] == 0
    assert row["device"] == "CPU (bf16)"
    assert row["warnings"] == (
        "2 of 2 images: look again | 1 of 2 images: dark | 2 files could not be counted (errors.csv)"
    )


def test_many_unidentified_cells_are_warned_of() -> None:
    for unidentified, warned in ((2, False), (4, False), (5, True), (20, True)):
        tally = SampleTally("S")
        tally.add([cell(c) for c in ["neutrophil"] * 17 + ["unidentified"] * unidentified + ["artefact"] * 9])
        text = differential_row(tally, model="m", model_version="1")["warnings"]
        assert (text is not None) is warned
        assert not warned or str(text).startswith(f"{unidentified} of {17 + unidentified} white cells")


def test_percentages_add_to_a_hundred() -> None:
    tally = SampleTally("S")
    tally.add([cell(c) for c in FIVE_IDS[:3]])
    row = differential_row(tally, model="m", model_version="1")
    assert [row[f"{c}_percent"] for c in FIVE_IDS] == [33.34, 33.33, 33.33, 0.0, 0.0]


def test_nothing_counted_has_no_percentage_and_no_interval() -> None:
    row = differential_row(SampleTally("S"), model="m", model_version="1", device="CPU")
    for class_id in FIVE_IDS:
        assert row[f"{class_id}_count"] == 0
        assert row[f"{class_id}_percent"] is row[f"{class_id}_low95"] is row[f"{class_id}_high95"] is None
    assert row["device"] == "CPU"


def test_many_warnings_are_cut() -> None:
    tally = SampleTally("S")
    tally.add([], [f"warning {n}" for n in range(500)])
    row = differential_row(tally, model="m", model_version="1")
    assert str(row["warnings"]).endswith("warning 9 | and 490 more warnings")


def test_a_cell_row() -> None:
    review = Review("erythroblast", "Dr A", datetime(2026, 5, 4, 10, 30, 15, 999, tzinfo=UTC))
    (plain, reviewed) = cell_rows("S", [cell("unidentified"), cell("monocyte", 2, review)], "in/a.jpg")
    assert list(plain) == list(CELL_COLUMNS)
    assert [plain[k] for k in ("file", "cell", "x", "y", "width", "height")] == [
        "in/a.jpg",
        1,
        1,
        2.2,
        30,
        32,
    ]
    assert (plain["label"], plain["best_class"], plain["confidence"]) == ("unidentified", "monocyte", 0.6124)
    assert plain["reviewed_label"] is None
    assert reviewed["label"] == "monocyte"
    assert reviewed["reviewed_label"] == "not_counted"
    assert reviewed["reviewed_at"] == "2026-05-04T10:30:15+00:00"


def test_a_cell_added_by_hand() -> None:
    review = Review("basophil", "Dr A", datetime(2026, 5, 4, tzinfo=UTC))
    (row,) = cell_rows("S", [Cell("a.jpg", 1, Box(0, 0, 5, 5), None, None, review, added=True)])
    assert (row["label"], row["best_class"], row["confidence"]) == ("basophil", None, None)


def test_error_rows_and_sums() -> None:
    (row,) = error_rows([("a.jpg", UnreadableImage("It is empty.", ""))])
    assert row == {"file": "a.jpg", "error": "It is empty.", "advice": None}
    one, two = SampleTally("1"), SampleTally("2")
    one.add([cell("monocyte"), cell("unidentified")])
    two.add([cell("platelet")])
    rows = [differential_row(t, model="m", model_version="1") for t in (one, two)]
    assert summary(rows) == {"images": 2, "cells": 3, "counted": 1, "unidentified": 1, "not_counted": 1}


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_formulas_are_neutralised_and_numbers_are_not(start: str) -> None:
    stream = io.StringIO(newline="")
    write_rows(stream, ("text", "number"), [{"text": f"{start}1+1", "number": -1.5}])
    stream.seek(0)
    (row,) = csv.DictReader(stream)
    shown = "\\r" if start == "\r" else start
    assert row == {"text": f"'{shown}1+1", "number": "-1.5"}


def test_any_text_survives() -> None:
    texts = ["a,b", 'say "x"', "two\nlines", "血液", "", " =1", "a=1"]
    stream = io.StringIO(newline="")
    write_rows(stream, ("t",), [{"t": t} for t in texts])
    stream.seek(0)
    assert [r["t"] for r in csv.DictReader(stream)] == [t for t in texts if True]
    assert safe_text("bad\udcff") == "bad\\udcff"
    assert safe_text("a\0b") == "a\\0b"


def test_a_table_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    assert write_csv(path, ("a",), [{"a": 1}]) == 1
    before = path.read_bytes()
    assert before == b"a\n1\n"

    def rows():
        yield {"a": 2}
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputFault, match="No space left"):
        write_csv(path, ("a",), rows())
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


def test_a_table_that_another_program_holds_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(csv_module.Path, "replace", refuse)
    with pytest.raises(OutputFault, match="Permission denied") as caught:
        write_csv(tmp_path / "t.csv", ("a",), [])
    assert "close the file" in caught.value.advice
