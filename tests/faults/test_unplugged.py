"""A share that is unplugged, or turns read-only, in the middle of a count: on a file system of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from made_counts import contents, count, smears, table
from made_fields import ColourCounter


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
    smears(share / "in", samples=1, images=60)
    smears(tmp_path / "copy" / "in", samples=1, images=60)
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        at_image(patch, 5, ["umount", "-l", str(share)])
        assert count(share / "in", "--output", out) == 3
    assert "Traceback" not in capsys.readouterr().err
    errors = table(out / "errors.csv")
    assert {row["error"] for row in errors} == {"The file is no longer there."}
    assert all("network drive" in row["advice"] for row in errors)
    assert int(table(out / "differential.csv")[0]["images"]) == 60 - len(errors) >= 5
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
