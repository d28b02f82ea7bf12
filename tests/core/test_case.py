"""Edits, undo and redo, and what a signed case allows."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_cases import AT, make_case, make_cell, meaning

from wbc_desktop.core.case import (
    AcceptCells,
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
from wbc_desktop.core.cell import Review
from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.errors import CaseFault, UnreadableImage, WrongUse
from wbc_desktop.core.events import ImageFailed
from wbc_desktop.core.history import Act, describe
from wbc_desktop.core.sample import SampleData

FIRST = ("field_1.png", 1)
SECOND = ("field_1.png", 2)


def test_a_reclassification_keeps_the_machines_first_call():
    case = make_case()
    entry = case.apply(Reclassify([FIRST], "lymphocyte", "round nucleus"), user="ann", at=AT)
    cell = case.cell(FIRST)
    assert cell.label == "lymphocyte"
    assert cell.prediction.label == "neutrophil"
    assert (cell.review.reviewer, cell.review.at) == ("ann", AT)
    assert (entry.changes[0].old_label, entry.changes[0].new_label) == ("neutrophil", "lymphocyte")
    assert describe(entry) == "Reclassified: Neutrophil -> Lymphocyte"


def test_an_unchanged_cell_stays_the_same_object():
    case = make_case()
    before = {c.key: c for c in case.cells}
    case.apply(Reclassify(FIRST, "lymphocyte"), user="ann")
    changed = [c.key for c in case.cells if before[c.key] is not c]
    assert changed == [FIRST]


def test_accepting_a_named_kind_confirms_that_kind():
    case = make_case(images=1)
    cell = make_cell("field_2.png", 1, "not_counted", detail="erythroblast")
    case.apply(AddImage(CaseImage("field_2.png", 10, 10), (cell,)), user="ann")
    case.apply(AcceptCells([cell.key]), user="ann")
    assert case.cell(cell.key).review.label == "erythroblast"
    assert case.differential().count_of("erythroblast") == 1


def test_cells_are_added_and_removed_and_come_back():
    case = make_case(images=1)
    number = case.next_number("field_1.png")
    added = replace(make_cell("field_1.png", number, "monocyte"), score=1.0)
    case.apply(AddCell(added), user="ann")
    assert case.cell(added.key).added
    case.apply(RemoveCells([FIRST, added.key], "no cell"), user="ann")
    assert case.cell(FIRST) is None
    case.undo(user="ann")
    assert case.cell(FIRST) is not None
    case.undo(user="ann")
    assert case.cell(added.key) is None
    assert case.next_number("field_1.png") == number + 1, "a number is never given twice"
    case.redo(user="ann")
    assert case.cell(added.key).label == "monocyte"


def test_a_new_edit_ends_redo():
    case = make_case()
    case.apply(Reclassify(FIRST, "lymphocyte"), user="ann")
    case.undo(user="ann")
    case.apply(Reclassify(SECOND, "monocyte"), user="ann")
    assert not case.can_redo
    with pytest.raises(CaseFault):
        case.redo(user="ann")


def test_counting_goes_on_between_edit_and_undo():
    case = make_case(images=1)
    case.apply(Reclassify(FIRST, "lymphocyte"), user="ann")
    image = CaseImage("field_9.png", 10, 10)
    case.apply(AddImage(image, (make_cell("field_9.png"),)), user="ann")
    case.undo(user="ann")
    assert case.cell(FIRST).label == "neutrophil"
    assert case.cell(("field_9.png", 1)) is not None
    assert not case.can_undo


def test_undo_leaves_what_the_case_was_begun_with():
    data = SampleData(target=200, reference_set="ours")
    case = Case("a", "smear", user="ann", data=data)
    assert [entry.act for entry in case.history] == [Act.CREATE, Act.SAMPLE_DATA]
    assert not case.can_undo, "a step too many would take the laboratory's reference intervals away"
    with pytest.raises(CaseFault):
        case.undo(user="ann")
    case.apply(SetSampleData(replace(data, target=400)), user="ann")
    case.undo(user="ann")
    assert case.data == data
    assert not case.can_undo
    assert not Case.replay(case.history).can_undo


def test_the_sample_data_change_is_told_field_by_field():
    case = make_case()
    entry = case.apply(SetSampleData(replace(case.data, wbc=7.1, wbc_corrected=True)), user="ann")
    assert {c.name: (c.old, c.new) for c in entry.changes} == {
        "wbc": (None, 7.1),
        "wbc_corrected": (None, True),
    }
    case.undo(user="ann")
    assert case.data.wbc is None


@pytest.mark.parametrize(
    "wrong", [{"wbc": 0.0}, {"wbc": -1.0}, {"target": 0}, {"mpp": 0.0}, {"nrbc_limit": -1}]
)
def test_sample_data_without_sense_is_refused(wrong):
    case = make_case()
    with pytest.raises(WrongUse):
        case.apply(SetSampleData(replace(case.data, **wrong)), user="ann")


@pytest.mark.parametrize(
    "edit",
    [
        Reclassify(FIRST, "blob"),
        Reclassify(("nowhere.png", 1), "neutrophil"),
        AcceptCells([]),
        RemoveCells([("field_1.png", 999)]),
        AddCell(make_cell("field_1.png", 1)),
        AddCell(make_cell("nowhere.png", 1)),
        AddImage(CaseImage("field_1.png", 1, 1), (make_cell("field_1.png", 1),)),
        AddImage(CaseImage("x.png", 1, 1), (make_cell("y.png", 1),)),
        Reopen("why"),
        Note(Act.SIGN),
    ],
)
def test_a_refused_edit_changes_nothing(edit):
    case = make_case()
    before, length = meaning(case), len(case.history)
    with pytest.raises(CaseFault):
        case.apply(edit, user="ann")
    assert (meaning(case), len(case.history)) == (before, length)


def test_a_signed_case_is_read_only_until_reopened_with_a_reason():
    case = make_case(reviewed=True)
    case.apply(Sign("few cells"), user="ann")
    assert (case.signed, case.status, case.can_undo) == (True, "final", False)
    for edit in (Reclassify(FIRST, "monocyte"), AddImage(CaseImage("z", 1, 1), ())):
        with pytest.raises(CaseFault, match="signed"):
            case.apply(edit, user="ann")
    with pytest.raises(CaseFault):
        case.undo(user="ann")
    case.apply(Note(Act.EXPORT, "report.pdf"), user="ann")
    with pytest.raises(CaseFault, match="reason"):
        case.apply(Reopen(" "), user="ann")
    case.apply(Reopen("wrong patient"), user="bob")
    assert (case.status, case.version) == ("preliminary", 2)
    case.apply(Sign("corrected"), user="bob")
    assert case.status == "amended"


def test_a_second_review_is_blind():
    case = make_case(reviewed=True)
    case.apply(Reclassify(FIRST, "monocyte"), user="ann")
    twin = case.second_review("bob")
    assert twin.review_of == case.id
    assert all(c.review is None for c in twin.cells)
    assert all(c.prediction is None and c.label == "unidentified" for c in twin.cells)
    assert twin.cell(FIRST).box == case.cell(FIRST).box
    assert twin.model is None


def test_a_slide_grows_step_by_step():
    case = make_case(images=0)
    for step in (1, 2):
        image = CaseImage(
            "s.svs", 9, 9, "slide", (f"warning {step}", "pale"), red_cell_px=None if step == 1 else 30.0
        )
        case.apply(AddImage(image, (make_cell("s.svs", step),)), user="ann")
    (slide,) = case.images
    assert slide.warnings == ("warning 1", "pale", "warning 2")
    assert slide.red_cell_px == 30.0
    assert len(case.cells) == 2


def test_an_image_that_failed_is_recorded():
    case = make_case()
    error = UnreadableImage("The image is damaged.", "Save it again.")
    case.apply(AddFault.of(ImageFailed("S-1", "bad.png", error)), user="ann")
    assert case.faults == (("bad.png", "The image is damaged. Save it again."),)


KEYS = [(f"field_{i}.png", n) for i in (1, 2) for n in range(1, 11)]
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("label"), st.sampled_from(KEYS), st.sampled_from(sorted(CLASSES))),
        st.tuples(st.just("accept"), st.sampled_from(KEYS), st.none()),
        st.tuples(st.just("remove"), st.sampled_from(KEYS), st.none()),
        st.tuples(st.just("wbc"), st.floats(0.1, 100), st.none()),
        st.tuples(st.just("undo"), st.none(), st.none()),
        st.tuples(st.just("redo"), st.none(), st.none()),
    ),
    max_size=25,
)


def act(case, kind, what, label):
    try:
        if kind == "label":
            case.apply(Reclassify(what, label), user="ann", at=AT)
        elif kind == "accept":
            case.apply(AcceptCells(what), user="ann", at=AT)
        elif kind == "remove":
            case.apply(RemoveCells(what), user="ann", at=AT)
        elif kind == "wbc":
            case.apply(SetSampleData(replace(case.data, wbc=what)), user="ann", at=AT)
        elif kind == "undo":
            case.undo(user="ann", at=AT)
        else:
            case.redo(user="ann", at=AT)
    except CaseFault:
        return


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_undoing_all_gives_the_beginning_and_redoing_all_the_end(acts):
    case = make_case()
    start = meaning(case)
    for one in acts:
        act(case, *one)
    end, steps = meaning(case), 0
    assert meaning(Case.replay(case.history)) == end
    while case.can_undo:
        case.undo(user="ann", at=AT)
        steps += 1
    assert meaning(case) == start
    for _ in range(steps):
        case.redo(user="ann", at=AT)
    assert meaning(case) == end
    assert [e.number for e in case.history] == list(range(1, len(case.history) + 1))


def test_a_history_with_a_gap_is_refused():
    case = make_case()
    with pytest.raises(CaseFault, match="gap"):
        Case.replay(case.history[:1] + case.history[2:])
    with pytest.raises(CaseFault, match="no history"):
        Case.replay([])


def test_a_reviewed_cell_that_was_taken_out_comes_back_with_its_decision():
    case = make_case()
    case.apply(Reclassify([FIRST], "monocyte"), user="ann", at=AT)
    decided = case.cell(FIRST).review
    entry = case.apply(RemoveCells([FIRST]), user="bob", at=AT)
    assert entry.changes[0].old_review == decided, "the history tells whose decision was taken out"
    case.undo(user="bob")
    assert case.cell(FIRST).review == decided
    again = Case.replay(case.history)
    assert again.cell(FIRST).review == decided


def test_a_cell_that_is_added_with_a_decision_keeps_it_through_undo_and_restart():
    case = make_case()
    decision = Review("basophil", "ann", AT)
    cell = replace(make_cell("field_1.png", 50), review=decision)
    entry = case.apply(AddCell(cell), user="ann", at=AT)
    assert entry.changes[0].new_review == decision
    assert entry.cells[0].review is None, "as it came in: nobody had decided"
    case.undo(user="ann")
    assert case.cell(cell.key) is None
    case.redo(user="ann")
    for now in (case, Case.replay(case.history)):
        assert now.cell(cell.key).added
        assert now.cell(cell.key).review == decision
