"""Answers weighed with the sample's own cells: they take the first ones' place and change no decision."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_cases import AT, make_case, make_cell

from wbc_desktop.core.agreement import reclassifications
from wbc_desktop.core.case import AcceptCells, AddCell, Case, Reclassify, RemoveCells, Sign, WeighCells
from wbc_desktop.core.cell import Prediction
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.events import CellsWeighed
from wbc_desktop.core.history import Act, CellChange, describe

FIRST, SECOND, THIRD = (("field_1.png", n) for n in (1, 2, 3))


def answer(label: str = "monocyte", confidence: float = 0.8) -> Prediction:
    prediction = make_cell(label=label, confidence=confidence).prediction
    assert prediction is not None
    return prediction


def weighed(*keys: tuple[str, int], label: str = "monocyte") -> WeighCells:
    return WeighCells.of(CellsWeighed("S-1", tuple((key, answer(label)) for key in keys)))


def state(case: Case) -> tuple[object, ...]:
    return (
        [(c.key, c.label, c.prediction, c.review, c.box) for c in case.cells],
        dict(case.calls),
        case.differential(),
        case.unreviewed,
        dict(case.settled),
    )


def same_by_replay(case: Case) -> None:
    again = Case.replay(case.history)
    assert state(again) == state(case)
    assert (again.can_undo, again.can_redo) == (case.can_undo, case.can_redo)


def test_unreviewed_cells_have_the_new_answer_in_force() -> None:
    case = make_case()
    before, unreviewed = case.cell(FIRST), case.unreviewed
    assert (case.differential().count_of("neutrophil"), case.calls["neutrophil"]) == (12, 12)
    entry = case.apply(weighed(FIRST, SECOND), user="ann", at=AT)
    assert (entry.act, entry.keys) == (Act.WEIGH, (FIRST, SECOND))
    assert entry.changes == tuple(CellChange(k, "neutrophil", "monocyte") for k in (FIRST, SECOND))
    assert case.cell(FIRST) == replace(before, prediction=answer())  # type: ignore[type-var]
    assert (case.differential().count_of("neutrophil"), case.calls["neutrophil"]) == (10, 10)
    assert (case.differential().count_of("monocyte"), case.calls["monocyte"]) == (2, 2)
    assert case.unreviewed == unreviewed
    assert not case.can_undo
    text = "2 answers weighed anew with the sample's own cells: Neutrophil -> Monocyte (2 cells)"
    assert describe(entry) == text
    same_by_replay(case)


def test_a_decision_stays_as_it_was() -> None:
    case = make_case()
    case.apply(AcceptCells(FIRST), user="ann", at=AT)
    case.apply(Reclassify(SECOND, "basophil"), user="ann", at=AT)
    reviews = [case.cell(key).review for key in (FIRST, SECOND)]  # type: ignore[union-attr]
    entry = case.apply(weighed(FIRST, SECOND), user="ann", at=AT)
    assert entry.changes == ()
    assert [case.cell(key).review for key in (FIRST, SECOND)] == reviews  # type: ignore[union-attr]
    assert [case.cell(key).label for key in (FIRST, SECOND)] == ["neutrophil", "basophil"]  # type: ignore[union-attr]
    assert case.differential().count_of("monocyte") == 0
    assert case.calls["monocyte"] == 2
    assert case.settled == {"neutrophil": 1, "basophil": 1}
    assert describe(entry) == "2 answers weighed anew with the sample's own cells"
    same_by_replay(case)


def test_undo_after_it_gives_the_new_answer_and_says_so() -> None:
    case = make_case()
    case.apply(Reclassify(FIRST, "basophil"), user="ann", at=AT)
    case.apply(weighed(FIRST), user="ann", at=AT)
    undone = case.undo(user="ann", at=AT)
    assert case.cell(FIRST).label == "monocyte"  # type: ignore[union-attr]
    assert describe(undone).endswith(": Basophil -> Monocyte")
    assert reclassifications(case.history) == {}
    redone = case.redo(user="ann", at=AT)
    assert describe(redone).endswith(": Monocyte -> Basophil")
    assert list(reclassifications(case.history).values()) == [1]
    same_by_replay(case)
    case.undo(user="ann", at=AT)
    assert reclassifications(case.history) == {}


def test_a_removed_cell_stays_removed_and_comes_back_with_the_new_answer() -> None:
    case = make_case()
    case.apply(RemoveCells(FIRST), user="ann", at=AT)
    entry = case.apply(weighed(FIRST, SECOND, ("field_9.png", 1)), user="ann", at=AT)
    assert entry.keys == (FIRST, SECOND)
    assert case.cell(FIRST) is None
    assert [c.key for c in entry.changes if isinstance(c, CellChange)] == [SECOND]
    same_by_replay(case)
    case.undo(user="ann", at=AT)
    assert case.cell(FIRST).prediction == answer()  # type: ignore[union-attr]
    same_by_replay(case)


def test_a_cell_that_a_person_added_was_not_weighed() -> None:
    case = make_case()
    number = case.next_number("field_1.png")
    case.apply(AddCell(make_cell("field_1.png", number, "basophil")), user="ann", at=AT)
    entry = case.apply(weighed(FIRST, ("field_1.png", number)), user="ann", at=AT)
    assert entry.keys == (FIRST,)
    assert case.cell(("field_1.png", number)).label == "basophil"  # type: ignore[union-attr]
    assert case.calls["basophil"] == 0
    same_by_replay(case)


def test_a_signed_case_refuses_it_and_what_is_no_news_makes_no_entry() -> None:
    case = make_case(reviewed=True)
    length = len(case.history)
    known = case.found(FIRST)
    assert known is not None
    assert known.prediction is not None
    same = WeighCells(((FIRST, known.prediction),))
    for nothing in (weighed(), weighed(("field_9.png", 1)), same):
        assert nothing.new_answers(case) == ()
        with pytest.raises(CaseFault, match="No answer was changed"):
            case.apply(nothing, user="ann", at=AT)
    case.apply(Sign("few cells"), user="ann", at=AT)
    before = state(case)
    with pytest.raises(CaseFault, match="signed"):
        case.apply(weighed(FIRST), user="ann", at=AT)
    assert state(case) == before
    assert len(case.history) == length + 1


def test_a_second_review_has_no_weighed_answer_either() -> None:
    case = make_case()
    case.apply(weighed(FIRST), user="ann", at=AT)
    twin = case.second_review("bob")
    assert len(twin.cells) == len(case.cells)
    assert all(c.prediction is None for c in twin.cells)
