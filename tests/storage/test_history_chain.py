"""A tampered history is found, and its place is named."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_cases import make_case, meaning

from wbc_desktop.core.case import AcceptCells, Reclassify, RemoveCells
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.storage.case_store import CaseStore

FIRST = ("field_1.png", 1)
TRIGGERS = (
    "history_is_never_changed",
    "history_is_never_deleted",
    "cells_are_never_changed",
    "cells_are_never_deleted",
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "cases.sqlite3"
    with CaseStore(file) as store:
        for sample in ("S-1", "S-2"):
            case = make_case(sample)
            store.create(case)
            for label in ("monocyte", "lymphocyte", "basophil"):
                store.record(case, case.apply(Reclassify(FIRST, label), user="ann"))
        assert store.verify().sound
    return file


def tamper(path, sql):
    connection = sqlite3.connect(path)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA foreign_keys = OFF")
    changed = connection.execute(sql).rowcount
    connection.commit()
    connection.close()
    assert changed > 0


def places(path):
    with CaseStore(path) as store:
        result = store.verify()
    assert not result.sound
    return {f.seq for f in result.faults}, " ".join(f.text for f in result.faults)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE history SET user = 'eve' WHERE seq = 5",
        "UPDATE history SET payload = replace(payload, 'monocyte', 'neutrophil') WHERE seq = 5",
        "UPDATE cells SET number = 1",
        "DELETE FROM history WHERE seq = 5",
        "DELETE FROM cells WHERE number = 3",
        "DELETE FROM cases",
    ],
)
def test_the_database_itself_refuses(path, sql):
    if "payload" in sql:
        sql = sql.replace("seq = 5", "seq = 4")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute(sql)
    connection.close()


def test_a_changed_row_is_located(path):
    tamper(path, "UPDATE history SET payload = replace(payload, 'monocyte', 'neutrophil') WHERE seq = 4")
    seqs, text = places(path)
    assert seqs == {4}
    assert "changed after" in text


def test_a_changed_time_is_located(path):
    tamper(path, "UPDATE history SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 7")
    assert places(path)[0] == {7}


def test_a_removed_row_is_located(path):
    tamper(path, "DELETE FROM history WHERE seq = 5")
    seqs, text = places(path)
    assert 6 in seqs
    assert "Rows 5 to 5 are missing" in text


def test_a_rehashed_row_breaks_the_next_one(path):
    from wbc_desktop.storage.history import row_hash

    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    row = dict(connection.execute("SELECT * FROM history WHERE seq = 5").fetchone())
    connection.close()
    row["user"] = "eve"
    tamper(path, f"UPDATE history SET user = 'eve', hash = '{row_hash(row)}' WHERE seq = 5")
    seqs, text = places(path)
    assert seqs == {6}
    assert "does not follow" in text


def test_rows_cut_off_at_the_end_are_missed_by_the_case(path):
    tamper(path, "DELETE FROM history WHERE seq = (SELECT max(seq) FROM history)")
    seqs, text = places(path)
    assert seqs == {0}
    assert "should have 6 entries, but 5" in text


def test_a_changed_machine_call_is_located(path):
    tamper(path, "UPDATE cells SET prediction = replace(prediction, '0.9', '0.8') WHERE number = 3")
    seqs, text = places(path)
    assert seqs == {2, 3, 8, 9}
    assert "first calls" in text


def test_a_removed_mask_is_located(path):
    tamper(path, "UPDATE cells SET mask = NULL WHERE number = 1 AND image = 'field_2.png'")
    assert places(path)[0] == {3, 9}


def test_a_slipped_in_cell_is_located(path):
    tamper(
        path,
        "INSERT INTO cells SELECT case_id, image, 99, 77, x, y, width, height, score, added, prediction,"
        " mask_box, mask_rows, mask_columns, mask FROM cells WHERE number = 1 LIMIT 1",
    )
    assert "no entry brought in" in places(path)[1]


def test_a_damaged_entry_is_told_in_words(path):
    tamper(path, "UPDATE history SET payload = '{' WHERE seq = 4")
    with CaseStore(path) as store, pytest.raises(CaseFault, match="Entry 4 of the history is damaged"):
        store.load(store.find("S-1"))


def test_a_damaged_cell_is_told_in_words(path):
    tamper(path, "UPDATE cells SET mask = x'00' WHERE number = 1")
    with CaseStore(path) as store, pytest.raises(CaseFault, match="stored cell is damaged"):
        store.load(store.find("S-1"))


@settings(max_examples=15)
@given(st.lists(st.sampled_from(["monocyte", "basophil", "accept", "remove", "undo", "redo"]), max_size=15))
def test_whatever_is_done_is_read_back_and_the_chain_holds(tmp_path_factory, acts):
    with CaseStore(tmp_path_factory.mktemp("db") / "cases.sqlite3") as store:
        case = make_case(images=1)
        store.create(case)
        for n, act in enumerate(acts):
            key = ("field_1.png", 1 + n % 10)
            try:
                if act in ("undo", "redo"):
                    entry = getattr(case, act)(user="ann")
                elif act == "accept":
                    entry = case.apply(AcceptCells(key), user="ann")
                elif act == "remove":
                    entry = case.apply(RemoveCells(key), user="ann")
                else:
                    entry = case.apply(Reclassify(key, act), user="ann")
            except CaseFault:
                continue
            store.record(case, entry)
        assert meaning(store.load(case.id)) == meaning(case)
        assert store.verify().sound
