"""Every output opened again by another program's library."""

import io
import json
import subprocess
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import datetime
from shutil import which

import numpy as np
import pytest
from made_cases import AT, make_case, make_cell

from wbc_desktop.core.case import AddImage, CaseImage, Reclassify, SetSampleData, Sign
from wbc_desktop.core.errors import OutputFault, WrongUse
from wbc_desktop.core.reference import known_sets
from wbc_desktop.reporting.coco import write_coco
from wbc_desktop.reporting.fhir import fhir_bundle, write_fhir
from wbc_desktop.reporting.geojson import write_geojson
from wbc_desktop.reporting.hl7 import escape, oru_message, write_hl7
from wbc_desktop.reporting.json_report import write_json
from wbc_desktop.reporting.pdf import pdf_document, write_pdf
from wbc_desktop.reporting.report import RESEARCH_USE, make_report
from wbc_desktop.reporting.teaching_set import write_teaching_set
from wbc_desktop.reporting.xlsx import write_workbook, write_xlsx

NASTY = "=cmd|' /C calc'!A0 <b>&~^\\ |x|\nnext"
OXFORD = known_sets()["Oxford"]


def make_signed(**data):
    case = make_case("S-1/Ежова", images=8, extra=("erythroblast", "erythroblast"), reviewed=True)
    values = {
        "wbc": 9.0,
        "wbc_corrected": True,
        "reference_set": OXFORD.name,
        "reference_json": OXFORD.to_json(),
        "order_id": "QC-17",
        "patient_id": "P-5",
        "patient_name": "Someone Secret",
        "patient_birth_date": "1980-02-03",
        "patient_sex": "female",
        **data,
    }
    case.apply(SetSampleData(replace(case.data, **values)), user="ann", at=AT)
    case.apply(Sign("checked"), user="Dr. A", at=AT)
    return case


@pytest.fixture
def report():
    return make_report(make_signed(), laboratory="Lab & Söhne", seal="ab" * 32, at=AT)


@pytest.fixture
def identified():
    return make_report(make_signed(), laboratory="Lab", patient=True, at=AT)


# FHIR ------------------------------------------------------------------------------


def resources(report):
    bundle = fhir_bundle(report)
    return {
        kind: [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]
        for kind in ("DiagnosticReport", "Observation", "Specimen", "Patient")
    }


@pytest.mark.parametrize("which_one", ["report", "identified"])
def test_fhir_is_parsed_and_its_references_resolve(which_one, request, tmp_path):
    bundle_module = pytest.importorskip("fhir.resources.R4B.bundle")
    path = tmp_path / "case.fhir.json"
    write_fhir(request.getfixturevalue(which_one), path)
    bundle = bundle_module.Bundle.model_validate_json(path.read_text(encoding="utf-8"))
    known = {entry.fullUrl for entry in bundle.entry}
    head = bundle.entry[0].resource
    assert head.status == "final"
    assert head.code.coding[0].code == "24318-8"
    assert len(head.result) == 14
    for reference in [*head.result, *head.specimen]:
        assert reference.reference in known
    assert RESEARCH_USE in head.conclusion


def test_fhir_carries_values_units_flags_and_ranges(report):
    by_code = {o["code"]["coding"][0]["code"]: o for o in resources(report)["Observation"]}
    neutrophils = by_code["26511-6"]
    assert neutrophils["valueQuantity"] == {
        "value": 60.0,
        "unit": "%",
        "system": "http://unitsofmeasure.org",
        "code": "%",
    }
    assert "48 of 80 cells" in neutrophils["note"][0]["text"]
    absolute = by_code["26499-4"]
    assert absolute["valueQuantity"]["value"] == 5.4
    assert absolute["valueQuantity"]["code"] == "10*9/L"
    assert absolute["referenceRange"][0]["low"]["value"] == 2.0
    assert absolute["interpretation"][0]["coding"][0]["code"] == "N"
    assert by_code["26444-0"]["interpretation"][0]["coding"][0]["code"] == "L"
    assert by_code["19048-8"]["valueQuantity"]["code"] == "/100{WBCs}"


def test_fhir_says_preliminary_before_signing():
    assert fhir_bundle(make_report(make_case()))["entry"][0]["resource"]["status"] == "preliminary"


def test_a_second_export_has_the_same_ids(report):
    assert fhir_bundle(report) == fhir_bundle(report)


# HL7 -------------------------------------------------------------------------------


@pytest.mark.parametrize("which_one", ["report", "identified"])
def test_hl7_is_valid_by_hl7apy(which_one, request, tmp_path):
    parser = pytest.importorskip("hl7apy.parser")
    from hl7apy.consts import VALIDATION_LEVEL

    path = tmp_path / "case.hl7"
    write_hl7(request.getfixturevalue(which_one), path)
    text = path.read_bytes().decode()
    message = parser.parse_message(text, validation_level=VALIDATION_LEVEL.STRICT)
    assert message.validate()
    assert message.name == "ORU_R01"
    assert message.version == "2.5.1"
    assert "\n" not in text


def segments(report, kind):
    return [s.split("|") for s in oru_message(report).split("\r") if s.startswith(kind)]


def test_hl7_gives_percent_and_number_apart(report):
    by_code = {s[3].split("^")[0]: s for s in segments(report, "OBX")}
    assert by_code["26511-6"][5:9] == ["60.0", "%^%^UCUM", "", ""]
    assert by_code["26499-4"][5:9] == ["5.40", "10*9/L^10\\S\\9/L^UCUM", "2-7", "N"]
    assert by_code["26444-0"][8] == "L"
    assert {s[11] for s in segments(report, "OBX")} == {"F"}
    assert all(s[3].split("^")[2] in ("LN", "L") for s in segments(report, "OBX"))
    assert any(RESEARCH_USE in s[3] for s in segments(report, "NTE"))


def test_hl7_escapes_what_separates():
    assert escape("a|b^c~d\\e&f\r\ng\x01") == "a\\F\\b\\S\\c\\R\\d\\E\\e\\T\\f\\.br\\g "
    report = make_report(make_signed(comment=NASTY), at=AT)
    parser = pytest.importorskip("hl7apy.parser")
    message = parser.parse_message(oru_message(report))
    assert message.validate()
    for segment in oru_message(report).split("\r"):
        if segment.startswith("NTE"):
            assert segment.count("|") == 3


# LOINC -----------------------------------------------------------------------------


LAB_FACTS = {
    "Neutrophils": ("26511-6", "26499-4"),
    "Lymphocytes": ("26478-8", "26474-7"),
    "Monocytes": ("26485-3", "26484-6"),
    "Eosinophils": ("26450-7", "26449-9"),
    "Basophils": ("30180-4", "26444-0"),
}


def test_each_code_stands_beside_its_own_label():
    from wbc_desktop.reporting import loinc

    for class_id, code in loinc.PERCENT.items():
        name = f"{class_id.capitalize()}s"
        assert code.code == LAB_FACTS[name][0]
        assert code.display == f"{name}/Leukocytes in Blood"
    for class_id, code in loinc.ABSOLUTE.items():
        name = f"{class_id.capitalize()}s"
        assert code.code == LAB_FACTS[name][1]
        assert code.display == f"{name} [#/volume] in Blood"
    every = [*loinc.PERCENT.values(), *loinc.ABSOLUTE.values(), *loinc.PER_100.values()]
    every += [loinc.WBC, loinc.PANEL]
    assert len({c.code for c in every}) == len(every)
    assert not {"26508-2", "26505-8"} & {c.code for c in every}, "band and segmented are other classes"


def test_loinc_check_digits():
    from wbc_desktop.reporting import loinc

    def check_digit(number):
        total = 0
        for position, digit in enumerate(reversed(number)):
            value = int(digit) * (2 if position % 2 == 0 else 1)
            total += value - 9 if value > 9 else value
        return str(-total % 10)

    classes = [*loinc.PERCENT.values(), *loinc.ABSOLUTE.values()]
    for code in [*classes, loinc.WBC, loinc.PANEL, loinc.PER_100["erythroblast"]]:
        number, digit = code.code.split("-")
        assert check_digit(number) == digit, code


# XLSX ------------------------------------------------------------------------------


def test_xlsx_has_typed_cells_and_no_formula(tmp_path):
    from openpyxl import load_workbook

    case = make_signed(comment="=1+1", stain_batch="@SUM(A1)")
    path = tmp_path / "case.xlsx"
    write_xlsx(make_report(case, at=AT), path)
    book = load_workbook(path)
    assert book.sheetnames == ["Result", "Sample", "Cells", "History"]
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    result = {row[0]: row for row in book["Result"].iter_rows(values_only=True)}
    assert result["Leukocytes counted"][1] == 80
    assert RESEARCH_USE in result
    rows = list(book["Cells"].iter_rows(values_only=True))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["x"], first["label"], first["confidence"]) == (40, "neutrophil", 0.9)
    assert first["reviewed_at"] == datetime(2026, 11, 23, 12, 0)
    sample = dict(book["Sample"].iter_rows(values_only=True, min_row=2))
    assert sample["comment"] == "=1+1"
    assert sample["stain"] == "@SUM(A1)"


def test_xlsx_takes_any_text(tmp_path):
    from openpyxl import load_workbook

    path = tmp_path / "t.xlsx"
    write_workbook(path, {"A": (("a", "b"), [{"a": "x\x00\x1f\ud800y", "b": None}, {"a": 1.5}])})
    assert load_workbook(path)["A"]["A2"].value.startswith("x  ")


# GeoJSON, COCO ---------------------------------------------------------------------


def test_geojson_is_valid_for_shapely(report, tmp_path):
    geometry = pytest.importorskip("shapely.geometry")
    files = write_geojson(report, tmp_path)
    assert [f.name for f in files] == [f"field_{i}.png.geojson" for i in range(1, 9)]
    collection = json.loads(files[0].read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == 12
    feature = collection["features"][0]
    cell, nucleus = geometry.shape(feature["geometry"]), geometry.shape(feature["nucleusGeometry"])
    assert cell.is_valid
    assert cell.bounds == (44.0, 24.0, 66.0, 46.0)
    assert cell.area == pytest.approx(22 * 22)
    assert nucleus.within(cell)
    assert feature["properties"]["classification"] == {"name": "Neutrophil", "color": [0, 114, 178]}
    assert feature["properties"]["objectType"] == "cell"


def test_geojson_of_hostile_image_names_stays_in_its_folder(tmp_path):
    case = make_case(images=1)
    name = "../../etc\\..\\x:y.png"
    case.apply(AddImage(CaseImage(name, 9, 9), (make_cell(name, 1, mask=False),)), user="ann")
    folder = tmp_path / "out"
    for path in write_geojson(make_report(case), folder):
        assert path.resolve().is_relative_to(folder.resolve())


def test_coco_is_read_by_pycocotools(report, tmp_path):
    coco_module = pytest.importorskip("pycocotools.coco")
    path = tmp_path / "coco.json"
    write_coco(report, path)
    with redirect_stdout(io.StringIO()):
        coco = coco_module.COCO(str(path))
    assert len(coco.getImgIds()) == 8
    assert len(coco.getAnnIds()) == 82
    annotation = coco.loadAnns(coco.getAnnIds(imgIds=[1]))[0]
    assert coco.annToMask(annotation).sum() == pytest.approx(annotation["area"], rel=0.1)
    assert coco.loadCats([annotation["category_id"]])[0]["name"] == "neutrophil"


# JSON, teaching set ------------------------------------------------------------------


def test_json_holds_everything_but_the_patient(report, identified, tmp_path):
    path = tmp_path / "case.json"
    write_json(report, path)
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    assert "Secret" not in text
    assert document["intended_use"] == RESEARCH_USE
    assert document["result"]["counted"] == 80
    assert len(document["cells"]) == 82
    assert document["signature"]["user"] == "Dr. A"
    write_json(identified, path)
    assert json.loads(path.read_text(encoding="utf-8"))["sample_data"]["patient_name"] == "Someone Secret"


def test_the_history_in_an_export_holds_no_patient_either(report, tmp_path):
    write_xlsx(report, tmp_path / "a.xlsx")
    from openpyxl import load_workbook

    text = str([list(s.values) for s in load_workbook(tmp_path / "a.xlsx")])
    assert "Someone Secret" not in text
    assert "P-5" not in text


def test_a_teaching_set_has_no_identity(tmp_path):
    from PIL import Image

    rng = np.random.default_rng(1)
    pictures = [
        (label, rng.integers(0, 255, (20, 24, 3), dtype=np.uint8)) for label in ("neutrophil", "monocyte") * 3
    ]
    counts = write_teaching_set(tmp_path / "set", pictures, seed=3)
    assert counts == {"neutrophil": 3, "monocyte": 3}
    names = sorted(str(p.relative_to(tmp_path / "set")) for p in (tmp_path / "set").rglob("*.png"))
    assert names[0] == "monocyte/monocyte_00001.png"
    with Image.open(tmp_path / "set" / names[0]) as image:
        assert image.info == {}
        assert image.size == (24, 20)
    with pytest.raises(WrongUse, match="holds files"):
        write_teaching_set(tmp_path / "set", pictures)
    with pytest.raises(WrongUse, match="no reviewed"):
        write_teaching_set(tmp_path / "other", [])


# PDF -------------------------------------------------------------------------------


def pdf_text(path):
    command = ["pdftotext", "-layout", path, "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_pdf_is_one_page_and_says_what_it_must(report, tmp_path):
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    crops = {"neutrophil": [np.full((40, 40, 3), 180, np.uint8)] * 9}
    path = tmp_path / "case.pdf"
    write_pdf(replace(report, crops=crops), path)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count("\f") == 1
    for needed in (
        RESEARCH_USE,
        "S-1/Ежова",
        "Lab & Söhne",
        "resnet18 1.2.0",
        "60.0",
        "Wilson score",
        "Signed by Dr. A, 2026-11-23 12:00 UTC",
        "Oxford (adults)",
        "All 82 cells reviewed",
        "ab" * 32,
    ):
        assert needed in text, needed
    assert "Secret" not in text


def test_the_pdf_shows_the_patient_only_where_asked(identified, tmp_path):
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "case.pdf"
    write_pdf(identified, path)
    text = pdf_text(path)
    assert "Someone Secret" in text


def test_the_pdf_takes_hostile_and_endless_text():
    case = make_signed(comment=NASTY * 30, stain_batch="W" * 500, target_reason="x" * 900)
    for size in ("A4", "letter"):
        data = pdf_document(make_report(case, laboratory="L" * 300, at=AT, page=size))
        assert data.startswith(b"%PDF")
        assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") == 1


def test_an_empty_case_makes_every_report(tmp_path):
    case = make_case(images=1, each=(0, 0, 0, 0, 0))
    report = make_report(case)
    write_pdf(report, tmp_path / "a.pdf")
    write_json(report, tmp_path / "a.json")
    write_xlsx(report, tmp_path / "a.xlsx")
    write_fhir(report, tmp_path / "a.fhir.json")
    write_hl7(report, tmp_path / "a.hl7")
    assert "NM|" in oru_message(report)


def test_a_folder_that_cannot_be_written_is_told(report, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputFault, match="cannot be written"):
        write_pdf(report, tmp_path / "file" / "a.pdf")


def test_an_unreviewed_case_says_so():
    case = make_case()
    case.apply(Reclassify(("field_1.png", 1), "monocyte"), user="ann")
    report = make_report(case)
    assert report.review == "1 of 20 cells reviewed; the rest as the model called them"
    assert report.signed == "Preliminary: not signed"
    assert report.reference_text == "No reference set chosen: no flags."
    assert report.target == "20 cells counted: below the target of 100"
