"""What the history, the checks before signing and the white cell count say, word for word."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from made_cases import AT, MODEL, make_case, make_cell

from wbc_desktop.core.case import (
    AddCell,
    AddFault,
    AddImage,
    Case,
    CaseImage,
    Note,
    Reclassify,
    RemoveCells,
    Reopen,
    SetSampleData,
    Sign,
)
from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.errors import CaseFault, WbcError, WrongUse
from wbc_desktop.core.events import ImageCounted, ImageFailed
from wbc_desktop.core.history import Act, CellChange, FieldChange, HistoryEntry, class_name, describe
from wbc_desktop.core.signoff import SignPolicy, require_signable, sign_checks
from wbc_desktop.core.whitecount import WbcInput, WbcUnit, correct_wbc, wbc_in_giga_per_litre

ONE, TWO = ("a.png", 1), ("a.png", 2)


def entry(act, *changes, **more):
    return HistoryEntry(3, AT, "ann", act, changes, **more)


def moved(key, old, new):
    return CellChange(key, old, new)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (entry(Act.CREATE, FieldChange("sample", None, "S-1")), "Case created"),
        (entry(Act.COUNT, image=CaseImage("a.png", 9, 9), cells=(make_cell(),)), "Counted a.png: 1 cell"),
        (entry(Act.COUNT), "Counted : 0 cells"),
        (entry(Act.FAULT, notes=("a.png", "It is empty.")), "Image not counted: a.png It is empty."),
        (entry(Act.ACCEPT, moved(ONE, "monocyte", "monocyte")), "Confirmed: Monocyte"),
        (
            entry(Act.RECLASSIFY, moved(ONE, "monocyte", "lymphocyte"), moved(TWO, "monocyte", "lymphocyte")),
            "Reclassified: Monocyte -> Lymphocyte (2 cells)",
        ),
        (
            entry(Act.RECLASSIFY, moved(ONE, "monocyte", "lymphocyte"), moved(TWO, "basophil", "lymphocyte")),
            "Reclassified: Monocyte -> Lymphocyte; Basophil -> Lymphocyte",
        ),
        (entry(Act.ADD, moved(ONE, None, "monocyte")), "Cell added: none -> Monocyte"),
        (entry(Act.REMOVE, moved(ONE, "monocyte", None)), "Cell removed: Monocyte -> none"),
        (
            entry(Act.SAMPLE_DATA, FieldChange("stain_batch", "", "B 7")),
            "Sample data: stain batch: none -> B 7",
        ),
        (
            entry(Act.SAMPLE_DATA, FieldChange("wbc", None, 7.1), FieldChange("mpp_assumed", False, True)),
            "Sample data: wbc: none -> 7.1; mpp assumed: False -> True",
        ),
        (entry(Act.SAMPLE_DATA, FieldChange("reference_json", "", "{}")), "Sample data"),
        (entry(Act.SAMPLE_DATA, FieldChange("patient_name", "", "Doe")), "Sample data: patient name changed"),
        (entry(Act.SIGN, FieldChange("signed_by", "", "ann")), "Signed: signed by: none -> ann"),
        (entry(Act.REOPEN, FieldChange("signed_by", "ann", "")), "Re-opened: signed by: ann -> none"),
        (
            entry(Act.UNDO, moved(ONE, "monocyte", "basophil"), reverses=2),
            "Undone (entry 2): Monocyte -> Basophil",
        ),
        (entry(Act.REDO, moved(ONE, "odd", "basophil"), reverses=2), "Redone (entry 2): odd -> Basophil"),
        (entry(Act.OPEN), "Opened"),
        (entry(Act.EXPORT, notes=("as PDF",)), "Exported: as PDF"),
        (entry(Act.DELETE, notes=("two", "words")), "Deleted: two words"),
        (entry(Act.SETTING, notes=("x",)), "Setting changed: x"),
        (entry(Act.QUALITY, notes=("QC-1",)), "Quality control: QC-1"),
    ],
)
def test_an_entry_reads_as_one_line(made, text):
    assert describe(made) == text


def test_a_patients_values_are_shown_on_request_alone():
    made = entry(Act.SAMPLE_DATA, FieldChange("patient_name", "", "Doe"))
    assert describe(made, patient=True) == "Sample data: patient name: none -> Doe"
    taken_back = entry(Act.UNDO, FieldChange("patient_id", "7", ""), reverses=1)
    assert describe(taken_back) == "Undone (entry 1): patient id changed"
    assert describe(taken_back, patient=True) == "Undone (entry 1): patient id: 7 -> none"
    assert class_name(None) == "none"


def test_what_is_checked_before_signing_word_for_word():
    case = make_case(images=1, each=(2, 0, 0, 1, 0), extra=("unidentified",))
    case.apply(AddFault("b.png", "empty"), user="ann", at=AT)
    case.apply(SetSampleData(replace(case.data, wbc=7.0)), user="ann", at=AT)
    checks = {c.id: c for c in sign_checks(case, " ", "")}
    blocking = [c.id for c in CLASSES.values() if c.blocks_sign_off]
    order = ["counted", *blocking, "reviewed", "target", "operator", "wbc", "model", "scale", "reference"]
    assert list(checks) == [*order, "faults"]
    assert {i: c.text for i, c in checks.items() if not c.passed} == {
        "unidentified": "1 cells are unidentified; decide on them.",
        "reviewed": "4 cells are not reviewed.",
        "target": "3 of 100 cells are counted; go on, or give a reason.",
        "operator": "Nobody is named as the one who signs.",
        "wbc": "Say whether the entered WBC is already corrected for nRBC.",
        "scale": "The scale of the images is not known.",
        "reference": "No reference set is chosen; no flags are given.",
        "faults": "1 images could not be counted.",
    }
    assert {i for i, c in checks.items() if not c.blocking} == {"model", "scale", "reference", "faults"}
    assert (checks["unidentified"].cells, checks["reviewed"].cells, checks["counted"].cells) == (1, 4, 0)
    empty = make_case(images=1, each=(0, 0, 0, 0, 0), model=None)
    assert next(iter(sign_checks(empty, "ann"))).text == "No leukocyte was counted."
    short = make_case(model=replace(MODEL, sha256="a" * 63))
    told = {c.id: c for c in sign_checks(short, "ann")}["model"]
    assert (told.passed, told.text) == (False, "The model's hash is not stored with the case.")


@pytest.mark.parametrize(("counted", "passed"), [(99, False), (100, True), (101, True)])
def test_the_target_itself_is_enough(counted, passed):
    case = make_case(images=1, each=(counted, 0, 0, 0, 0))
    policies = (None, SignPolicy(reason_below_target=False))
    found = [{c.id: c for c in sign_checks(case, "ann", "", policy)}["target"].passed for policy in policies]
    assert found == [passed, True]


def test_a_scale_that_is_assumed_is_known():
    case = make_case()
    for changes in ({"mpp": 0.1}, {"mpp_assumed": True}):
        case.data = replace(make_case().data, **changes)
        assert {c.id: c for c in sign_checks(case, "ann")}["scale"].passed


def test_what_stands_in_the_way_of_a_signature_is_told_in_one_text():
    case = make_case()
    with pytest.raises(CaseFault) as caught:
        require_signable(case, "", "short", SignPolicy())
    assert caught.value.message == (
        "The case cannot be signed yet. 20 cells are not reviewed. Nobody is named as the one who signs."
    )
    lax = SignPolicy(every_cell_reviewed=False)
    notes = require_signable(case, "ann", "short", lax)
    assert notes == (
        "The scale of the images is not known.",
        "No reference set is chosen; no flags are given.",
        "20 cells stand as the model called them, unreviewed.",
    )
    assert require_signable(make_case(reviewed=True), "ann", "short", lax) == notes[:2]
    case.apply(Sign("short", lax), user="ann", at=AT)
    with pytest.raises(CaseFault, match=r"^The case is signed already\.$"):
        require_signable(case, "ann", "short", lax)


def test_entries_of_signing_opening_adding_and_noting():
    case = make_case(reviewed=True)
    number = len(case.history) + 1
    signed = case.apply(Sign("short"), user="bob", at=AT)
    assert signed == HistoryEntry(
        number, AT, "bob", Act.SIGN, (FieldChange("signed_by", "", "bob"),), "short", notes=signed.notes
    )
    assert case.signature is not None
    assert (case.signature.user, case.signature.comment, case.signature.at) == ("bob", "short", AT)
    noted = case.apply(Note(Act.EXPORT, "as PDF", "asked"), user="eve", at=AT)
    assert noted == HistoryEntry(number + 1, AT, "eve", Act.EXPORT, (), "asked", notes=("as PDF",))
    assert case.apply(Note(Act.OPEN), user="eve", at=AT).notes == ()
    with pytest.raises(CaseFault, match=r"^“sign” is not an act to note\.$"):
        case.apply(Note(Act.SIGN), user="eve")
    with pytest.raises(CaseFault) as caught:
        case.apply(Reopen(" "), user="eve")
    assert (caught.value.message, caught.value.advice) == (
        "Re-opening a signed case needs a reason.",
        "Write why it is opened again.",
    )
    opened = case.apply(Reopen("late smear"), user="eve", at=AT)
    change = FieldChange("signed_by", "bob", "")
    assert opened == HistoryEntry(number + 3, AT, "eve", Act.REOPEN, (change,), "late smear")
    with pytest.raises(CaseFault, match=r"^The case is not signed\.$"):
        case.apply(Reopen("again"), user="eve")


def test_what_the_count_yields_becomes_entries():
    counted = ImageCounted("S", "b.png", 9, 8, "cell", (make_cell("b.png"),), ("blurred",), 33.0)
    made = AddImage.of(counted)
    assert made.image == CaseImage("b.png", 9, 8, "cell", ("blurred",), 33.0)
    assert made.cells == counted.cells
    case = make_case()
    fault = AddFault.of(ImageFailed("S", "c.png", WbcError("It is empty.", "Copy it.")))
    taken = case.apply(fault, user="ann", at=AT)
    assert taken == HistoryEntry(4, AT, "ann", Act.FAULT, notes=("c.png", "It is empty. Copy it."))
    assert case.faults == (("c.png", "It is empty. Copy it."),)
    assert AddFault.of(ImageFailed("S", "c.png", WbcError("Empty."))).message == "Empty."


def test_edits_that_make_no_sense_say_why():
    case = make_case()
    for edit, message in (
        (Reclassify((("field_1.png", 1),), "odd"), "There is no class “odd”."),
        (Reclassify((("field_1.png", 99),), "monocyte"), "The cell is not in the case (any more)."),
        (RemoveCells(()), "The cell is not in the case (any more)."),
        (AddCell(make_cell("field_1.png", 1)), "There is a cell 1 in field_1.png already."),
        (AddCell(make_cell("other.png", 1)), "The image of the cell is not part of the case."),
        (SetSampleData(case.data), "Nothing of the sample data was changed."),
        (
            AddImage(CaseImage("n.png", 9, 9), (make_cell("n.png"), make_cell("n.png"))),
            "Cells of this image are in the case already.",
        ),
        (AddImage(CaseImage("n.png", 9, 9), (make_cell("o.png"),)), "A cell belongs to another image."),
    ):
        with pytest.raises(CaseFault) as caught:
            case.apply(edit, user="ann")
        assert caught.value.message == message
        assert caught.value.file in (None, "other.png", "n.png")
        assert (caught.value.file is None) == ("image" not in message)


def test_times_are_kept_in_utc():
    case = Case("1", "S", at=datetime(2026, 11, 23, 13, tzinfo=UTC))
    local = datetime.fromisoformat("2026-11-23T15:00:00+01:00")
    made = case.apply(Note(Act.OPEN), user="ann", at=local)
    assert made.at.isoformat() == "2026-11-23T14:00:00+00:00"


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf")])
def test_a_white_count_that_is_no_number_is_told(value):
    with pytest.raises(WrongUse) as caught:
        wbc_in_giga_per_litre(value, WbcUnit.PER_MICROLITRE)
    assert caught.value.message == "The white cell count must be a number above zero."
    assert caught.value.advice == "Enter it as 10^9/L or per microlitre."
    found = correct_wbc(WbcInput(value), 3.0)
    assert (found.corrected, found.nrbc_per_100, found.applied) == (None, 3.0, False)
    assert found.steps == ("The entered WBC is not usable.",)


def test_units_of_the_white_count():
    assert wbc_in_giga_per_litre(7100, WbcUnit.PER_MICROLITRE) == 7.1
    assert wbc_in_giga_per_litre(7.1, WbcUnit.GIGA_PER_LITRE) == 7.1
    assert wbc_in_giga_per_litre(0.5, WbcUnit.GIGA_PER_LITRE) == 0.5


@pytest.mark.parametrize(
    ("wbc", "nrbc", "corrected", "applied", "steps"),
    [
        (WbcInput(10, True), 50, 10, False, ("Already corrected by the analyser: unchanged.",)),
        (WbcInput(10), None, 10, False, ("No leukocyte counted: not corrected.",)),
        (
            WbcInput(10),
            0,
            10,
            False,
            ("nRBC: 0.0 per 100 WBC; corrected from 5 on", "No nRBC: unchanged."),
        ),
        (
            WbcInput(10, nrbc_limit=0),
            0,
            10,
            False,
            ("nRBC: 0.0 per 100 WBC; corrected from 0 on", "No nRBC: unchanged."),
        ),
        (
            WbcInput(10),
            4.9,
            10,
            False,
            ("nRBC: 4.9 per 100 WBC; corrected from 5 on", "Below the limit: unchanged."),
        ),
        (
            WbcInput(0.5),
            25,
            0.4,
            True,
            ("nRBC: 25.0 per 100 WBC; corrected from 5 on", "0.50 x 100 / (100 + 25.0) = 0.40 x 10^9/L"),
        ),
        (
            WbcInput(10.5),
            5,
            10,
            True,
            ("nRBC: 5.0 per 100 WBC; corrected from 5 on", "10.50 x 100 / (100 + 5.0) = 10.00 x 10^9/L"),
        ),
    ],
)
def test_the_correction_says_every_step(wbc, nrbc, corrected, applied, steps):
    found = correct_wbc(wbc, nrbc)
    assert found.corrected == pytest.approx(corrected)
    assert (found.entered, found.nrbc_per_100, found.applied) == (wbc.value, nrbc, applied)
    assert found.steps == (f"WBC entered: {wbc.value:.2f} x 10^9/L", *steps)
