"""Faults around the case database: each ends in a sentence, and every confirmed decision is still there."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import timedelta
from pathlib import Path

import pytest
from made_cases import AT, make_case, meaning

from wbc_desktop.core.case import Reclassify
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.storage.case_store import CaseStore

EDITS = """
    import sys
    from wbc_desktop.core.case import Reclassify
    from wbc_desktop.core.errors import CaseFault
    from wbc_desktop.storage.case_store import CaseStore

    def edits(store, name, wanted):
        case = store.load(store.find(name))
        for number in range(wanted):
            label = ("monocyte", "lymphocyte", "basophil")[number % 3]
            entry = case.apply(Reclassify((("field_1.png", 1 + number % 10),), label, "x" * 200), user=name)
            store.record(case, entry)
            print(entry.number, flush=True)
"""


def program(body: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(EDITS) + textwrap.dedent(body)]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}


def test_two_programs_on_one_database(tmp_path: Path) -> None:
    """Each corrects its own case at the same time; not one entry is lost, and the chain holds."""
    path = tmp_path / "cases.sqlite3"
    with CaseStore(path) as store:
        for name in ("ann", "bob"):
            store.create(make_case(name))
    body = """
        with CaseStore(sys.argv[1]) as store:
            edits(store, sys.argv[2], 60)
    """
    running = [
        subprocess.Popen(
            [*program(body), str(path), name], stdout=subprocess.PIPE, text=True, env=environment()
        )
        for name in ("ann", "bob")
    ]
    told = [one.communicate(timeout=600)[0].split() for one in running]
    assert [one.returncode for one in running] == [0, 0]
    with CaseStore(path) as store:
        assert store.verify().sound
        for name, numbers in zip(("ann", "bob"), told, strict=True):
            case = store.load(store.find(name))
            assert len(numbers) == 60
            assert len(case.history) == int(numbers[-1])
            assert {entry.user for entry in case.history[-60:]} == {name}


def test_a_clock_that_was_set_back(tmp_path: Path) -> None:
    """The order is the entries' numbers, not their times."""
    path = tmp_path / "cases.sqlite3"
    case = make_case()
    with CaseStore(path) as store:
        store.create(case)
        for hours, label in ((1, "monocyte"), (-48, "basophil"), (-24 * 400, "eosinophil")):
            edit = Reclassify((("field_1.png", 1),), label)
            store.record(case, case.apply(edit, user="ann", at=AT + timedelta(hours=hours)))
    with CaseStore(path) as store:
        again = store.load(case.id)
        assert meaning(again) == meaning(case)
        assert again.cell(("field_1.png", 1)).label == "eosinophil"
        assert store.verify().sound
        store.record(again, again.undo(user="ann"))
        assert again.cell(("field_1.png", 1)).label == "basophil"


@pytest.mark.skipif(os.name == "nt", reason="no limit on file sizes there")
def test_a_disk_that_fills_up_loses_no_confirmed_decision(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "cases.sqlite3"
    with CaseStore(path) as store:
        store.create(make_case())
    limit = path.stat().st_size + 400_000

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    body = """
        with CaseStore(sys.argv[1], daily_backup=False) as store:
            try:
                edits(store, "S-1", 100000)
            except CaseFault as error:
                print(error, file=sys.stderr)
    """
    done = subprocess.run(
        [*program(body), str(path)],
        capture_output=True,
        text=True,
        env=environment(),
        preexec_fn=fill,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "The case database" in done.stderr
    assert "disk is not full" in done.stderr
    confirmed = int(done.stdout.split()[-1])
    with CaseStore(path) as store:
        assert store.verify().sound
        case = store.load(store.find("S-1"))
        assert len(case.history) >= confirmed > 10
        store.record(case, case.apply(Reclassify((("field_1.png", 1),), "monocyte"), user="ann"))


def test_a_database_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    """Also half-way: the file is taken away from an open store's writing."""
    path = tmp_path / "cases.sqlite3"
    with CaseStore(path) as store:
        case = make_case()
        store.create(case)
        store.database.run("PRAGMA query_only = ON")  # what a file system that turned read-only answers
        before = len(case.history)
        with pytest.raises(CaseFault, match="cannot be used") as caught:
            store.record(case, case.apply(Reclassify((("field_1.png", 1),), "monocyte"), user="ann"))
        assert "written to" in caught.value.advice
    with CaseStore(path) as store:
        assert len(store.load(case.id).history) == before
        assert store.verify().sound
