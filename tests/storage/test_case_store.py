"""Cases survive a restart, whole; two writers are told of each other."""

from dataclasses import replace

import numpy as np
import pytest
from made_cases import make_case, meaning

from wbc_desktop.core.case import AcceptCells, Reclassify, SetSampleData, Sign
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.history import Act
from wbc_desktop.storage.case_store import CaseChanged, CaseStore

FIRST = ("field_1.png", 1)


@pytest.fixture
def store(tmp_path):
    with CaseStore(tmp_path / "cases.sqlite3") as opened:
        yield opened


def again(store):
    return CaseStore(store.database.path)


def test_a_reopened_case_is_the_same_with_masks_and_undo(store):
    case = make_case(extra=("unidentified", "erythroblast"))
    store.create(case)
    store.record(case, case.apply(Reclassify(FIRST, "monocyte", "kidney-shaped"), user="ann"))
    store.record(case, case.apply(SetSampleData(replace(case.data, wbc=7.25, comment="é|^~\\&")), user="ann"))
    store.record(case, case.undo(user="ann"))
    with again(store) as other:
        loaded = other.load(case.id)
    assert meaning(loaded) == meaning(case)
    assert loaded.history == case.history
    assert (loaded.model, loaded.images, loaded.created) == (case.model, case.images, case.created)
    for mine, theirs in zip(case.cells, loaded.cells, strict=True):
        assert theirs.prediction == mine.prediction
        assert theirs.mask.box == mine.mask.box
        assert np.array_equal(theirs.mask.labels, mine.mask.labels)
    assert loaded.can_redo
    loaded.redo(user="ann")
    assert loaded.data.wbc == 7.25
    loaded.undo(user="ann")
    loaded.undo(user="ann")
    assert loaded.cell(FIRST).review is None


def test_a_mask_is_stored_compactly(store):
    case = make_case(images=1, each=(10, 0, 0, 0, 0))
    store.create(case)
    size = store.database.rows("SELECT avg(length(mask)) FROM cells")[0][0]
    assert size < 60


def test_the_second_writer_is_told_and_nothing_is_lost(store):
    case = make_case()
    store.create(case)
    with again(store) as other:
        theirs = other.load(case.id)
        other.record(theirs, theirs.apply(Reclassify(FIRST, "monocyte"), user="bob"))
    assert store.changed_since(case)[0] == "bob"
    with pytest.raises(CaseChanged, match="meanwhile by bob"):
        store.record(case, case.apply(Reclassify(FIRST, "lymphocyte"), user="ann"))
    fresh = store.load(case.id)
    assert fresh.cell(FIRST).label == "monocyte"
    assert store.changed_since(fresh) is None
    store.record(fresh, fresh.apply(Reclassify(FIRST, "lymphocyte"), user="ann"))
    assert store.verify().sound


def test_the_list_shows_what_stands(store):
    first, second = make_case("S-1"), make_case("S-2", reviewed=True)
    store.create(first)
    store.create(second)
    second.apply(AcceptCells([FIRST]), user="bob")
    store.record(second, second.history[-1])
    store.record(second, second.apply(Sign("few"), user="bob"))
    by_sample = {c.sample: c for c in store.list()}
    assert (by_sample["S-1"].unreviewed, by_sample["S-1"].status) == (20, "preliminary")
    line = by_sample["S-2"]
    assert (line.counted, line.unreviewed, line.status, line.changed_by) == (20, 0, "final", "bob")
    assert store.list()[0].sample == "S-2"


def test_find_by_id_sample_and_beginning(store):
    case, other = make_case("S-1"), make_case("S-2")
    store.create(case)
    store.create(other)
    assert store.find("S-1") == store.find(case.id) == store.find(case.id[:8]) == case.id
    with pytest.raises(CaseFault, match="no case"):
        store.find("S-9")
    store.create(make_case("S-2"))
    with pytest.raises(CaseFault, match="2 cases"):
        store.find("S-2")


def test_a_damaged_line_of_the_list_hides_no_case(store):
    """The list is a copy of what the histories say; each case can be found and opened all the same."""
    case, other = make_case("S-1"), make_case("S-2")
    store.create(case)
    store.create(other)
    damage = "created_at = '2026' || char(0, 0) || '23T12', changed_at = '2026-11-23T12:00:00'"
    with store.database.transaction():
        store.database.run(f"UPDATE cases SET {damage} WHERE id = ?", (case.id,))
    lines = sorted(store.list(), key=lambda line: line.changed_at)
    assert {line.sample for line in lines} == {"S-1", "S-2"}
    damaged = next(line for line in lines if line.id == case.id)
    assert (damaged.created_at.year, damaged.changed_at.year, damaged.cells) == (1970, 2026, len(case.cells))
    assert meaning(again(store).load(store.find("S-1"))) == meaning(case)


def test_deleting_hides_the_case_and_keeps_its_record(store):
    case = make_case()
    store.create(case)
    with pytest.raises(CaseFault, match="reason"):
        store.delete(case, user="ann", reason="")
    store.delete(case, user="ann", reason="test slide")
    assert store.list() == []
    assert [c.id for c in store.list(deleted=True)] == [case.id]
    assert store.load(case.id).history[-1].act is Act.DELETE
    assert store.verify().sound


def test_unknown_and_repeated_cases_are_refused(store):
    case = make_case()
    with pytest.raises(CaseFault, match="no such case"):
        store.load(case.id)
    with pytest.raises(CaseFault, match="not stored"):
        store.record(case, case.apply(AcceptCells(FIRST), user="ann"))
    store.create(case)
    with pytest.raises(CaseFault, match="already"):
        store.create(case)


def test_a_signature_has_a_hash_to_print(store):
    case = make_case(reviewed=True)
    store.create(case)
    assert store.signature_hash(case.id) == ""
    digest = store.record(case, case.apply(Sign("few"), user="ann"))
    assert store.signature_hash(case.id) == digest
    assert store.verify(expected=digest).expected_found is True
    assert not store.verify(expected="0" * 64).sound


def test_acts_without_a_case_are_recorded(store):
    store.note(Act.SETTING, "nRBC limit 5 -> 1", user="ann")
    store.note(Act.SETTING, "nRBC limit 1 -> 5", user="ann")
    store.create(make_case())
    result = store.verify()
    assert result.sound
    assert result.entries == 2 + 3
