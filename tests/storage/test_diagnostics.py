"""The archive for a report of a fault: what helps, and nothing of a patient."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from made_cases import make_case
from PIL import Image

from wbc_desktop.cli.main import main
from wbc_desktop.core.case import Reclassify
from wbc_desktop.core.errors import OutputFault
from wbc_desktop.storage.case_store import CaseStore
from wbc_desktop.storage.database import Database
from wbc_desktop.storage.diagnostics import write_diagnostics
from wbc_desktop.storage.glance import glance
from wbc_desktop.storage.paths import find_paths
from wbc_desktop.storage.schema import MIGRATIONS
from wbc_desktop.storage.settings import Settings, save_settings


def test_the_archive_says_what_helps_and_names_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = find_paths().make()
    settings = Settings()
    settings.laboratory.name, settings.laboratory.user = "Ward Doe", "Dr Doe"
    settings.window.recent, settings.count.mpp = ["/smears/Doe"], {"Doe's camera": 0.1}
    settings.count.model = "/home/doe/model"
    save_settings(settings, paths.settings)
    with CaseStore(paths.database) as store:
        store.create(make_case("Doe, John"))
    (paths.logs / "window.log").write_text("2026 ERROR x: reading /smears/Doe/1.png failed\n")
    Image.new("RGB", (9, 9)).save(paths.data / "Doe.png")
    assert main(["diagnostics", "--output", str(tmp_path / "d.zip")]) == 0
    assert "Nothing was sent" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "d.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"README.txt", "versions.json", "settings.json", "database.json", "logs/window.log"} <= set(texts)
    for name, text in texts.items():
        assert "doe" not in text.lower(), name
    versions = json.loads(texts["versions.json"])
    assert "resnet18" in versions["models"]
    assert versions["libraries"]["numpy"]
    assert json.loads(texts["database.json"])["cases"] == 1
    assert json.loads(texts["settings.json"])["count"]["target"] == 100
    assert "reading <file.png> failed" in texts["logs/window.log"]
    assert main(["diagnostics", "--show"]) == 0
    assert "== versions.json" in capsys.readouterr().out


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What lies in a folder but SQLite's index of the log, which every reader may write."""
    files = [p for p in folder.rglob("*") if p.is_file() and not p.name.endswith("-shm")]
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def test_the_database_is_left_alone_while_the_window_has_it_open(tmp_path: Path) -> None:
    path = tmp_path / "cases.sqlite3"
    with CaseStore(path) as store:
        case = make_case("Doe, John")
        store.create(case)
        writing = sqlite3.connect(path)
        writing.execute("BEGIN IMMEDIATE")  # another program is in the middle of a change
        before = state(tmp_path)
        found = glance(path)
        assert state(tmp_path) == before
        writing.rollback()
        writing.close()
        assert (found["cases"], found["faults"]) == (1, [])
        assert found["log_bytes"] > 0
        store.record(case, case.apply(Reclassify((("field_1.png", 1),), "monocyte"), user="ann"))
        assert store.verify().sound


def test_the_database_is_left_alone_while_nobody_has_it_open(tmp_path: Path) -> None:
    path = tmp_path / "cases.sqlite3"
    with CaseStore(path) as store:
        store.create(make_case())
    before = state(tmp_path)
    names = sorted(p.name for p in tmp_path.iterdir())
    assert glance(path)["cases"] == 1
    assert state(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == names
    assert glance(tmp_path / "none.sqlite3") == {"there": False}
    assert not (tmp_path / "none.sqlite3").exists()


def test_an_older_database_is_not_migrated_and_a_foreign_one_not_read(tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite3"
    Database(old, migrations=MIGRATIONS[:1]).close()
    assert glance(old)["schema"] == 1
    with Database(old, migrations=MIGRATIONS[:1]) as database:
        assert database.version == 1
    foreign = tmp_path / "foreign.sqlite3"
    with closing(sqlite3.connect(foreign)) as made:
        made.execute("CREATE TABLE t (name)")
    assert glance(foreign)["fault"] == "not a case database"


def test_damaged_parts_do_not_stop_it(tmp_path: Path) -> None:
    paths = find_paths().make()
    paths.settings.write_text("{")
    paths.database.write_bytes(b"no database" * 900)
    write_diagnostics(tmp_path / "d.zip", paths, {})
    with zipfile.ZipFile(tmp_path / "d.zip") as archive:
        assert "not a database" in json.loads(archive.read("database.json"))["fault"]
        assert json.loads(archive.read("settings.json"))["damaged"]
    with pytest.raises(OutputFault):
        write_diagnostics(paths.database / "d.zip", paths, {})
