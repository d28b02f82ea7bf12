"""A share that is unplugged, or turns read-only, in the middle of a count: on a file system of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from made_cases import make_case
from made_counts import contents, count, smears, table
from made_fields import ColourCounter

from wbc_desktop.core.case import Case, Reclassify
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.storage.case_store import CaseStore


@pytest.fixture
def share(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "share"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("file systems cannot be mounted here")
    yield folder
    if os.path.ismount(folder):
        subprocess.run(["umount", "-l", str(folder)], check=False)


def at_image(monkeypatch: pytest.MonkeyPatch, number: int, command: list[str]) -> None:
    """Run a command when the counter sees its so-many-th image."""
    seen = []
    real = ColourCounter.find

    def find(self: ColourCounter, rgb: np.ndarray, **options: object) -> object:
        seen.append(1)
        if len(seen) == number:
            subprocess.run(command, check=True)
        return real(self, rgb, **options)

    monkeypatch.setattr(ColourCounter, "find", find)


@pytest.mark.usefixtures("colour_models")
def test_images_on_a_share_that_is_unplugged(
    tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was read is counted, the rest is told file by file; plugged in again, the run goes on."""
    smears(share / "in", samples=1, images=200)  # many more than are ever in flight
    smears(tmp_path / "copy" / "in", samples=1, images=200)
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        at_image(patch, 5, ["umount", "-l", str(share)])
        assert count(share / "in", "--output", out) == 3
    assert "Traceback" not in capsys.readouterr().err
    errors = table(out / "errors.csv")
    assert {row["error"] for row in errors} == {"The file is no longer there."}
    assert all("network drive" in row["advice"] for row in errors)
    assert int(table(out / "differential.csv")[0]["images"]) == 200 - len(errors) >= 5
    (tmp_path / "copy" / "in").rename(share / "in")
    assert count(share / "in", "--output", out, "--resume") == 0
    assert count(share / "in", "--output", tmp_path / "whole") == 0
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.usefixtures("colour_models")
def test_an_output_folder_that_turns_read_only(
    tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A permission lost half-way: one sentence, what is written stays, and the run goes on afterwards."""
    smears(tmp_path / "in", samples=1, images=60)
    out = share / "out"
    mask = ("--masks",)
    with monkeypatch.context() as patch:
        # A remount waits for writers; a lazy bind mount of the folder, read-only, takes the folder at once.
        at_image(patch, 5, ["sh", "-c", f"mount --bind {out} {out} && mount -o remount,ro,bind {out}"])
        assert count(tmp_path / "in", "--output", out, *mask) == 1
    told = capsys.readouterr().err
    subprocess.run(["umount", "-l", str(out)], check=True)
    assert "cannot be written (Read-only file system)" in told
    assert "--resume" in told
    assert "Traceback" not in told
    assert count(tmp_path / "in", "--output", out, "--resume", *mask) == 0
    assert count(tmp_path / "in", "--output", tmp_path / "whole", *mask) == 0
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.usefixtures("colour_models")
def test_an_output_folder_that_is_read_only_from_the_start(
    tmp_path: Path, share: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    smears(tmp_path / "in", samples=1, images=2)
    subprocess.run(["mount", "-o", "remount,ro", str(share)], check=True)
    assert count(tmp_path / "in", "--output", share / "out") == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "cannot be written" in told


def review(store: CaseStore, case: Case, confirmed: int) -> int:
    """Decide until a decision is refused (or ten are taken); returns how many are confirmed in all."""
    for number in range(10):
        key = ("field_1.png", 1 + number)
        label = "monocyte" if case.cell(key).label != "monocyte" else "lymphocyte"
        store.record(case, case.apply(Reclassify((key,), label, "x" * 20_000), user="ann"))
        confirmed += 1
    return confirmed


def test_a_disk_that_is_full_under_the_database_loses_no_confirmed_decision(share: Path) -> None:
    """A real full file system, not a limit of the process: refused in words, and on it goes afterwards."""
    path = share / "cases.sqlite3"
    with CaseStore(path, daily_backup=False) as store:
        case = make_case()
        store.create(case)
        confirmed = review(store, case, len(case.history))
        with suppress(OSError), (share / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(b"x" * 4096)
        with pytest.raises(CaseFault) as told:
            for _ in range(100):
                confirmed = review(store, case, confirmed)
        assert told.value.message.endswith(".")
        assert "disk is not full" in told.value.advice
    (share / "filler").unlink()
    with CaseStore(path, daily_backup=False) as store:
        assert store.verify().sound
        again = store.load(case.id)
        assert len(again.history) >= confirmed >= 13
        assert review(store, again, 0) == 10
        assert store.verify().sound


def test_a_database_whose_file_system_turns_read_only(share: Path) -> None:
    """The folder can no longer be written to: refused in words; nothing confirmed is lost."""
    path = share / "cases" / "cases.sqlite3"
    with CaseStore(path, daily_backup=False) as store:
        case = make_case()
        store.create(case)
        confirmed = review(store, case, len(case.history))
    folder = path.parent
    bind = f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"
    subprocess.run(["sh", "-c", bind], check=True)
    try:
        with pytest.raises(CaseFault) as told, CaseStore(path, daily_backup=False) as store:
            review(store, store.load(case.id), confirmed)
        assert told.value.message.endswith(".")
        assert "Traceback" not in str(told.value)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
    with CaseStore(path, daily_backup=False) as store:
        assert store.verify().sound
        assert len(store.load(case.id).history) == confirmed
