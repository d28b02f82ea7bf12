"""Stored cases from the command line: counted, listed, exported, verified, compared; all of it offline."""

from __future__ import annotations

import csv
import json
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from made_cases import make_case
from made_fields import field, save

from wbc_desktop.cli.main import main
from wbc_desktop.core.case import AcceptCells, AddCell, Reclassify, SetSampleData, Sign
from wbc_desktop.storage.case_store import CaseStore
from wbc_desktop.storage.paths import find_paths

EVERY = "csv,pdf,xlsx,json,fhir,hl7,geojson,coco,teaching-set"


@pytest.fixture
def no_socket(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Any attempt to open a socket fails the test, and is listed."""
    tried: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        tried.append(arguments)
        raise AssertionError("a socket was opened")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


def fields(folder: Path) -> Path:
    for i in range(3):
        save(folder / "S-1" / f"field {i}.png", field([0, 0, 0, 1, 3, 3, 4]))
    (folder / "S-1" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    return folder


def store() -> CaseStore:
    return CaseStore(find_paths().database)


def edit(name: str, *edits, user: str = "ann") -> None:
    with store() as opened:
        case = opened.load(opened.find(name))
        for one in edits:
            opened.record(case, case.apply(one(case) if callable(one) else one, user=user))


def accept_all(case):
    return AcceptCells([c.key for c in case.cells])


@pytest.mark.usefixtures("colour_models")
def test_from_images_to_every_file_without_a_socket(
    tmp_path: Path, no_socket: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["count", str(fields(tmp_path / "in")), "-o", str(tmp_path / "out"), "--store"]) == 3
    edit("S-1", accept_all, Sign("few cells on purpose"))
    capsys.readouterr()
    out = tmp_path / "reports"
    assert main(["export", "S-1", "--format", EVERY, "--output", str(out)]) == 0
    names = {str(p.relative_to(out)).replace("\\", "/") for p in out.rglob("*") if p.is_file()}
    assert {
        "S-1.pdf",
        "S-1.xlsx",
        "S-1.json",
        "S-1.fhir.json",
        "S-1.hl7",
        "S-1.coco.json",
        "S-1 geojson/S-1/field 0.png.geojson",
        "cells.csv",
        "differential.csv",
        "errors.csv",
        "teaching-set/index.csv",
        "teaching-set/neutrophil/neutrophil_00009.png",
    } <= names
    assert main(["verify"]) == 0
    assert main(["cases", "S-1"]) == 0
    told = capsys.readouterr().out
    assert "The history is whole" in told
    assert "Exported: csv, pdf, xlsx" in told
    assert no_socket == []


@pytest.mark.usefixtures("colour_models")
def test_the_exported_tables_are_those_of_the_count(tmp_path: Path) -> None:
    main(["count", str(fields(tmp_path / "in")), "-o", str(tmp_path / "out"), "--store"])
    assert main(["export", "--all", "-f", "csv", "-o", str(tmp_path / "again")]) == 0
    for name in ("differential.csv", "cells.csv"):
        first, second = (
            list(csv.DictReader((tmp_path / folder / name).open(encoding="utf-8", newline="")))
            for folder in ("out", "again")
        )
        assert first == second, name
    errors = list(csv.DictReader((tmp_path / "again" / "errors.csv").open(encoding="utf-8", newline="")))
    assert [row["file"] for row in errors] == ["S-1/broken.png"]


@pytest.mark.usefixtures("colour_models")
def test_store_and_resume_do_not_go_together(tmp_path: Path) -> None:
    assert main(["count", str(tmp_path), "-o", str(tmp_path / "out"), "--store", "--resume"]) == 2


def test_a_report_without_its_images_is_written_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with store() as opened:
        opened.create(make_case())
    assert main(["export", "S-1", "-f", "pdf", "-o", str(tmp_path)]) == 0
    assert "No picture of the cells" in capsys.readouterr().err
    assert (tmp_path / "S-1.pdf").read_bytes().startswith(b"%PDF")


def test_two_cases_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    with store() as opened:
        for sample in ("a/b", "a:b", "A_B"):
            opened.create(make_case(sample))
    assert main(["export", "--all", "-f", "json", "-o", str(tmp_path)]) == 0
    samples = {json.loads(p.read_text(encoding="utf-8"))["case"]["sample"] for p in tmp_path.glob("*.json")}
    assert samples == {"a/b", "a:b", "A_B"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["S-1", "-f", "docx"],
        ["S-1", "-f", ","],
        ["-f", "pdf"],
        ["S-1", "--all", "-f", "pdf"],
    ],
)
def test_wrong_use_is_told(tmp_path: Path, arguments: list[str]) -> None:
    with store() as opened:
        opened.create(make_case())
    assert main(["export", *arguments, "-o", str(tmp_path)]) == 2


def test_an_unknown_case_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "S-9", "-f", "pdf", "-o", str(tmp_path)]) == 1
    assert "no case “S-9”" in capsys.readouterr().err
    assert main(["export", "--all", "-f", "pdf", "-o", str(tmp_path)]) == 1


def test_patient_fields_leave_the_machine_only_when_asked(tmp_path: Path) -> None:
    with store() as opened:
        case = make_case()
        case.apply(
            SetSampleData(replace(case.data, patient_id="P-7", patient_name="Someone Secret")), user="ann"
        )
        opened.create(case)
    formats = "xlsx,json,fhir,hl7,csv,coco,geojson"
    assert main(["export", "S-1", "-f", formats, "-o", str(tmp_path / "plain")]) == 0
    for path in (tmp_path / "plain").rglob("*"):
        if path.is_file() and path.suffix != ".xlsx":
            assert b"Secret" not in path.read_bytes(), path
    assert main(["export", "S-1", "-f", formats, "-o", str(tmp_path / "full"), "--patient"]) == 0
    assert "Secret" in (tmp_path / "full" / "S-1.hl7").read_text(encoding="utf-8")


def test_verify_locates_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    with store() as opened:
        opened.create(make_case(reviewed=True))
    edit("S-1", Sign("few"))
    with store() as opened:
        seal = opened.signature_hash(opened.find("S-1"))
    assert main(["verify", "--seal", seal.upper()]) == 0
    assert main(["verify", "--seal", "0" * 64]) == 1
    connection = sqlite3.connect(find_paths().database)
    connection.execute("DROP TRIGGER history_is_never_changed")
    connection.execute("UPDATE history SET user = 'eve' WHERE seq = 3")
    connection.commit()
    connection.close()
    capsys.readouterr()
    assert main(["verify"]) == 1
    assert "row 3, case S-1, entry 3: The row was changed after it was written." in capsys.readouterr().out
    assert main(["verify", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["row"] == 3


def test_a_seal_that_is_not_there_is_no_fault_of_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    with store() as opened:
        opened.create(make_case("S-1"))
    assert main(["verify", "--seal", "ab" * 32]) == 1
    told = capsys.readouterr().out
    assert "The seal is NOT in the history." in told
    assert "The rest of it is whole" in told
    assert main(["verify", "--json", "--seal", "ab" * 32]) == 1
    assert json.loads(capsys.readouterr().out)["seal_found"] is False


def test_a_copy_is_verified_without_a_trace(tmp_path: Path) -> None:
    with store() as opened:
        opened.create(make_case())
    copy = tmp_path / "copy.sqlite3"
    assert main(["cases", "--backup", str(copy)]) == 0
    assert main(["cases", "--backup", str(copy)]) == 1
    assert main(["verify", str(copy)]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["copy.sqlite3"]


def test_verify_without_a_database_is_told(tmp_path: Path) -> None:
    assert main(["verify"]) == 2
    assert main(["verify", str(tmp_path / "no.sqlite3")]) == 2
    assert not find_paths().database.exists()


def test_cases_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases"]) == 0
    assert "No case is stored yet" in capsys.readouterr().out
    with store() as opened:
        opened.create(make_case("smear 7"))
    assert main(["cases", "--json"]) == 0
    (case,) = json.loads(capsys.readouterr().out)
    assert (case["sample"], case["counted"], case["status"]) == ("smear 7", 20, "preliminary")


def test_observers_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement"]) == 1
    with store() as opened:
        for n in range(6):
            first = make_case(f"S-{n}", each=(6, 1, 0, 3 + n, 0), reviewed=True)
            second = first.second_review("bob")
            for cell in first.cells:
                second.apply(Reclassify(cell.key, cell.label), user="bob")
            second.apply(Reclassify([("field_1.png", 1)], "monocyte"), user="bob")
            opened.create(first)
            opened.create(second)
    capsys.readouterr()
    report = tmp_path / "agreement.pdf"
    assert main(["agreement", "--output", str(report)]) == 0
    told = capsys.readouterr().out
    assert "ann (rows) and bob (columns)" in told
    assert "Called alike: 144 of 150, 96.0 %" in told
    assert report.read_bytes().startswith(b"%PDF")
    assert main(["agreement", "--model", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 6
    assert main(["agreement", "--reclassified", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    (row,) = [r for r in rows if r["from"] != "unidentified"]
    assert (row["user"], row["from"], row["to"], row["cells"]) == ("bob", "neutrophil", "monocyte", 6)


def test_the_cell_location_test_is_recorded_and_trended(capsys: pytest.CaptureFixture[str]) -> None:
    with store() as opened:
        opened.create(make_case("QC-1", images=10, reviewed=True))

    def missed(case):
        base = case.cells[0]
        return AddCell(replace(base, number=case.next_number(base.image), review=None))

    edit("QC-1", *[missed] * 5)
    assert main(["quality", "QC-1"]) == 0
    assert "100 located, 5 missed, 0 falsely found, 95.2 % located" in capsys.readouterr().out
    assert main(["quality"]) == 0
    assert "95.2 %" in capsys.readouterr().out
    with store() as opened:
        opened.create(make_case("small", images=1, reviewed=True))
        opened.create(make_case("unseen", images=10))
    assert main(["quality", "small"]) == 1
    capsys.readouterr()
    assert main(["quality", "unseen"]) == 1, "a case that nobody has looked through passes no test"
    assert "not reviewed (100)" in capsys.readouterr().err
    assert main(["quality", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
