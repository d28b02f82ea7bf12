"""What a case's record says word for word, who undid and redid, and what a short or old history gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from made_cases import AT, make_case

from wbc_desktop.core.case import AcceptCells, Case, ModelStamp, Reclassify, Sign
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.history import Act, FieldChange, HistoryEntry

FIRST = ("field_1.png", 1)
LATER = AT + timedelta(hours=2)


def told(act: object, message: str, advice: str = "") -> None:
    """Check a refusal word for word."""
    with pytest.raises(CaseFault) as fault:
        act()  # type: ignore[operator]
    assert (fault.value.message, fault.value.advice) == (message, advice)


def created(**fields: str) -> HistoryEntry:
    changes = tuple(FieldChange(name, None, value) for name, value in fields.items())
    return HistoryEntry(1, AT, "ann", Act.CREATE, changes)


def test_who_undid_and_who_redid_and_when_is_kept() -> None:
    case = make_case()
    case.apply(Reclassify(FIRST, "lymphocyte"), user="ann", at=AT)
    undone = case.undo(user="bob", at=LATER)
    redone = case.redo(user="eve", at=LATER + timedelta(minutes=1))
    assert (undone.act, undone.user, undone.at, undone.reverses) == (Act.UNDO, "bob", LATER, redone.reverses)
    assert (redone.act, redone.user) == (Act.REDO, "eve")
    assert redone.at == LATER + timedelta(minutes=1)


def test_nothing_to_undo_or_redo_is_told() -> None:
    case = make_case()
    told(lambda: case.undo(user="ann"), "There is nothing to undo.")
    told(lambda: case.redo(user="ann"), "There is nothing to redo.")


def test_a_signed_case_says_how_it_is_changed() -> None:
    case = make_case()
    case.apply(AcceptCells([cell.key for cell in case.cells]), user="ann", at=AT)
    case.apply(Sign("few cells on the slide"), user="ann", at=AT)
    told(
        lambda: case.apply(Reclassify(FIRST, "lymphocyte"), user="ann"),
        "The case is signed and cannot be changed.",
        "Re-open it with a reason.",
    )


def test_histories_that_are_none_are_told() -> None:
    history = make_case().history
    gap = ("The history of the case has a gap.", "Run wbc-desktop verify.")
    told(lambda: Case.replay([]), "The case has no history.", "Run wbc-desktop verify.")
    told(lambda: Case.replay([history[0], *history[2:]]), *gap)
    told(lambda: Case.replay([history[0], created(id="other")]), *gap)


def test_times_are_kept_in_utc_wherever_the_clock_stands() -> None:
    tokyo = timezone(timedelta(hours=9))
    case = make_case()
    entry = case.apply(Reclassify(FIRST, "lymphocyte"), user="ann", at=AT.astimezone(tokyo))
    assert entry.at == AT
    assert entry.at.tzinfo is UTC
    now = case.apply(Reclassify(FIRST, "monocyte"), user="ann").at
    assert now.tzinfo is UTC
    assert abs(datetime.now(UTC) - now) < timedelta(minutes=5)


def test_a_case_that_says_little_of_itself_says_nothing_for_the_rest() -> None:
    case = Case("1", "S")
    assert (case.root, case.review_of, case.created.user, case.model) == ("", "", "", None)
    old = Case.replay([created()])
    assert (old.id, old.sample, old.root, old.review_of, old.model) == ("", "", "", "", None)
    by_id = Case.replay([created(id="1", sample="S", root="", review_of="", model="m")])
    assert (by_id.root, by_id.review_of) == ("", "")
    assert by_id.model == ModelStamp("m", "", "", "")


def test_a_second_review_is_a_case_of_its_own() -> None:
    case = make_case()
    one, two = case.second_review(), case.second_review("bob", AT)
    assert len({case.id, one.id, two.id}) == 3
    assert all(len(c.id) == 32 for c in (one, two))
    assert (one.created.user, two.created.user) == ("", "bob")
    assert (one.review_of, one.sample, one.root) == (case.id, case.sample, case.root)


def test_entries_that_say_too_little_change_nothing() -> None:
    begin = created(id="1", sample="S")
    counted, redone = HistoryEntry(2, AT, "ann", Act.COUNT), HistoryEntry(3, AT, "ann", Act.REDO)
    case = Case.replay([begin, counted, redone])
    assert (case.images, case.cells, case.can_undo, case.can_redo) == ((), (), False, False)
    assert case.second_review().images == ()


def test_a_fault_without_a_cause_is_its_image() -> None:
    case = Case.replay([created(id="1"), HistoryEntry(2, AT, "ann", Act.FAULT, notes=("a.png",))])
    assert case.faults == (("a.png", "a.png"),)
