"""Opening: checks, migrations with a backup, refusals in words, and a crash."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from made_cases import make_case

from wbc_desktop.core.errors import CaseFault
from wbc_desktop.storage.case_store import CaseStore
from wbc_desktop.storage.database import Database, Durability
from wbc_desktop.storage.network import on_network
from wbc_desktop.storage.schema import MIGRATIONS

NEXT = "ALTER TABLE cases ADD COLUMN site TEXT NOT NULL DEFAULT '';\n"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "cases.sqlite3"
    with CaseStore(file) as store:
        store.create(make_case())
    return file


def test_it_is_opened_safely(path):
    with Database(path) as database:
        assert database.rows("PRAGMA journal_mode")[0][0] == "wal"
        assert database.rows("PRAGMA synchronous")[0][0] == 2
        assert database.rows("PRAGMA foreign_keys")[0][0] == 1
        assert database.integrity_faults() == []


def test_a_migration_makes_a_backup_first(path):
    with Database(path, migrations=(*MIGRATIONS, NEXT)) as database:
        assert database.version == len(MIGRATIONS) + 1
        assert len(database.rows("SELECT site FROM cases")) == 1
        (copy,) = database.backups.iterdir()
    with CaseStore(copy) as store:
        assert store.database.version == len(MIGRATIONS)
        assert store.list()[0].sample == "S-1"


def test_a_failed_migration_leaves_the_old_schema(path):
    with pytest.raises(CaseFault):
        Database(path, migrations=(*MIGRATIONS, NEXT + "CREATE NONSENSE;\n"))
    with CaseStore(path) as store:
        assert store.database.version == len(MIGRATIONS)
        assert "site" not in dict(store.database.rows("SELECT * FROM cases")[0])


def test_a_newer_schema_is_refused_in_words(path):
    Database(path, migrations=(*MIGRATIONS, NEXT)).close()
    with pytest.raises(CaseFault, match="schema 2; this program knows 1") as caught:
        CaseStore(path)
    assert "Update the program" in caught.value.advice


def test_a_foreign_database_is_refused(tmp_path):
    file = tmp_path / "other.sqlite3"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE things (a)")
    connection.commit()
    connection.close()
    with pytest.raises(CaseFault, match="not a case database"):
        Database(file)


@pytest.mark.parametrize("content", [b"no database at all" * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_told_and_kept(tmp_path, content):
    file = tmp_path / "cases.sqlite3"
    file.write_bytes(content)
    with pytest.raises(CaseFault) as caught:
        Database(file)
    assert str(file) in str(caught.value)
    assert file.read_bytes() == content


def test_a_copy_that_cannot_be_written_names_its_own_file_and_leaves_none(path, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with CaseStore(path) as store:
        with pytest.raises(CaseFault, match="copy of the cases") as told:
            store.database.copy_to(tmp_path / "file" / "copy.sqlite3")
        assert told.value.file == str(tmp_path / "file" / "copy.sqlite3")

        class Full:
            def backup(self, _copy):
                raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(store.database, "_connection", Full())
        with pytest.raises(CaseFault, match="copy of the cases"):
            store.database.copy_to(tmp_path / "copies" / "copy.sqlite3")
        monkeypatch.undo()
        assert list((tmp_path / "copies").iterdir()) == []
        assert store.database.copy_to(tmp_path / "copies" / "copy.sqlite3").is_file()


def test_a_page_written_over_is_found_at_the_start(path):
    with CaseStore(path) as store:
        for i in range(30):
            store.create(make_case(f"T-{i}"))
        backup = store.database.backup()
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096, 2):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(data)
    with pytest.raises(CaseFault, match="damaged") as caught:
        CaseStore(path)
    assert backup.name in caught.value.advice


def test_a_locked_database_is_told_in_words(path, monkeypatch):
    monkeypatch.setattr("wbc_desktop.storage.database.BUSY_SECONDS", 0.05)
    with CaseStore(path) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CaseFault, match="in use by another program"):
            store.create(make_case("S-2"))
        other.execute("ROLLBACK")
        other.close()
        store.create(make_case("S-2"))


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CaseFault, match="folder"):
        Database(tmp_path / "file" / "cases.sqlite3")


def test_what_was_confirmed_survives_a_kill(tmp_path):
    path = tmp_path / "cases.sqlite3"
    program = textwrap.dedent(
        """
        import sys
        from made_cases import make_case
        from wbc_desktop.core.case import Reclassify
        from wbc_desktop.storage.case_store import CaseStore
        store = CaseStore(sys.argv[1])
        case = make_case()
        store.create(case)
        labels = ("monocyte", "lymphocyte", "basophil")
        for i in range(100000):
            entry = case.apply(Reclassify(("field_1.png", 1 + i % 10), labels[i % 3]), user="ann")
            store.record(case, entry)
            print(entry.number, flush=True)
        """
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True, env=environment
    )
    confirmed = 0
    while confirmed < 60:
        confirmed = int(process.stdout.readline())
    process.kill()
    rest = process.stdout.read().split("\n")[:-1]
    confirmed = max([confirmed, *(int(line) for line in rest)])
    if sys.platform != "win32":
        assert process.wait() == -signal.SIGKILL
    with CaseStore(path) as store:
        case = store.load(store.find("S-1"))
        assert len(case.history) >= confirmed >= 60
        assert store.verify().sound
        last = case.history[-1]
        assert case.cell(last.changes[0].key).review.label == last.changes[0].new_label


def test_shared_folders_are_recognised(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "//server/lab /mnt/lab\\040share cifs rw 0 0\n"
        "server:/x /mnt/nfs nfs4 rw 0 0\n"
    )
    assert not on_network(Path("/home/a/cases.sqlite3"), mounts)
    assert on_network(Path("/mnt/lab share/cases.sqlite3"), mounts)
    assert on_network(Path("/mnt/nfs/deep/cases.sqlite3"), mounts)
    assert not on_network(Path("/mnt/nfsother/cases.sqlite3"), mounts)
    assert not on_network(Path("/x"), tmp_path / "missing")


def test_a_shared_folder_gets_no_write_ahead_log(tmp_path, monkeypatch):
    monkeypatch.setattr("wbc_desktop.storage.database.on_network", lambda path: True)
    with Database(tmp_path / "cases.sqlite3") as database:
        assert database.rows("PRAGMA journal_mode")[0][0] == "delete"


def test_the_first_opening_of_a_day_makes_a_backup(path):
    with CaseStore(path) as store:
        folder = store.database.backups
        assert len(list(folder.glob("cases-daily-*"))) == 1
    for day in range(10, 20):
        (folder / f"cases-daily-202601{day}T080000000000Z.sqlite3").write_bytes(b"old")
    max(folder.glob("cases-daily-*")).unlink()
    with CaseStore(path) as store:
        copies = sorted(folder.glob("cases-daily-*"))
        assert len(copies) == 7
        assert store.database.daily_backup() is None
    with CaseStore(copies[-1]) as store:
        assert store.list()[0].sample == "S-1"


def test_a_copy_is_one_whole_file_and_overwrites_nothing(path, tmp_path):
    target = tmp_path / "out" / "copy.sqlite3"
    with CaseStore(path) as store:
        store.database.copy_to(target)
        with pytest.raises(CaseFault, match="exists already"):
            store.database.copy_to(target)
    assert [p.name for p in target.parent.iterdir()] == ["copy.sqlite3"]
    with CaseStore(target) as store:
        assert store.verify().sound


def test_what_need_not_wait_is_flushed_by_a_thread(path, monkeypatch):
    synced, writer = [], threading.get_ident()

    def fsync(handle):
        synced.append((os.fstat(handle).st_ino, threading.get_ident()))

    monkeypatch.setattr("wbc_desktop.storage.log_flusher.os.fsync", fsync)
    with Database(path) as database:
        log = path.with_name(f"{path.name}-wal")
        for order in range(20):
            with database.transaction(Durability.SOON):
                database.run("UPDATE cases SET order_id = ?", (str(order),))
        inode = log.stat().st_ino
        with Database(path) as other:
            assert other.rows("SELECT order_id FROM cases")[0][0] == "19", "handed over when it returned"
        with database.transaction():
            assert database.rows("PRAGMA synchronous")[0][0] == 2, "the next one waits again"
    assert synced, "closing waits for the flush"
    assert {number for number, _ in synced} == {inode}
    assert writer not in {thread for _, thread in synced}


def test_a_disk_that_refuses_makes_the_next_writer_wait(path, monkeypatch):
    def refuse(_handle):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("wbc_desktop.storage.log_flusher.os.fsync", refuse)
    with Database(path) as database:
        with database.transaction(Durability.SOON):
            database.run("UPDATE cases SET order_id = 'a'")
        flusher = database._flusher
        for _ in range(6000):
            if flusher.failed:
                break
            time.sleep(0.01)
        assert flusher.failed
        with database.transaction(Durability.SOON):
            assert database.rows("PRAGMA synchronous")[0][0] == 2
            database.run("UPDATE cases SET order_id = 'b'")


def test_over_a_rollback_journal_every_commit_waits(path, monkeypatch):
    monkeypatch.setattr("wbc_desktop.storage.database.on_network", lambda _path: True)
    with Database(path) as database, database.transaction(Durability.SOON):
        assert database.rows("PRAGMA synchronous")[0][0] == 2
