"""Folders that an ordinary user may not look into, wherever a command can meet them: a sentence each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import made_fields
import pytest
from made_fields import field, save

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
RIGHTS = "-dac_override,-dac_read_search"
AS_USER = ["setpriv", f"--inh-caps={RIGHTS}", f"--bounding-set={RIGHTS}"] if ROOT else []
"""Root may look everywhere, unless it gives these rights up."""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or (ROOT and shutil.which("setpriv") is None),
    reason="no way to run as a user without permission here",
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """``in`` holds an image, a shut image and a shut folder; ``shut`` is a shut folder."""
    save(tmp_path / "in" / "open" / "a.png", field([1, 2]))
    shut = [save(tmp_path / "in" / "open" / "b.png", field([1])), tmp_path / "in" / "shut", tmp_path / "shut"]
    save(shut[1] / "c.png", field([3]))
    (shut[2] / "sub").mkdir(parents=True)
    for path in shut:
        path.chmod(0)
    yield tmp_path
    for path in shut:
        path.chmod(0o700)


COLOURS, REAL = (made_fields.__file__, "0"), ("-m", "wbc_desktop")


def told(
    place: Path, words: str, home: str = "home", program: tuple[str, ...] = COLOURS
) -> tuple[int, str, str]:
    done = subprocess.run(
        [*AS_USER, sys.executable, *program, *words.split()],
        capture_output=True,
        text=True,
        check=False,
        cwd=place,
        env={**os.environ, "WBC_HOME": str(place / home)},
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr
    assert "Something went wrong" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_what_may_not_be_read_is_told_and_the_rest_is_counted(place: Path) -> None:
    code, shown, _ = told(place, "count in --output out")
    assert code == 3
    assert "open" in shown
    errors = (place / "out" / "errors.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.partition(",")[0] for line in errors] == ["open/b.png", "shut"]
    assert all("may not be read" in line or "cannot be read" in line for line in errors)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("count in --output shut", "shut"),
        ("count in --output shut/sub/out", "shut/sub/out"),
        ("count shut/sub --output out", "shut/sub"),
        ("count in --output out --model shut/sub", "shut/sub"),
        ("check shut/sub", "shut/sub"),
        ("calibrate shut/sub --output new", "shut/sub"),
        ("calibrate in --output shut/new", "shut/new"),
        ("watch shut/sub", "shut/sub"),
        ("watch in --output shut/out", "shut/out"),
        ("demo shut/demo", "shut/demo"),
        ("diagnostics --output shut/d.zip", "shut/d.zip"),
        ("models shut/sub", "shut/sub"),
        ("bench shut", "shut"),
    ],
)
def test_a_shut_folder_is_named_by_every_command(place: Path, words: str, named: str) -> None:
    code, _, error = told(place, words, program=REAL)
    assert code in (1, 2)
    assert named in error
    assert "ermission" in error or "may not be read" in error


@pytest.mark.parametrize("words", ["cases", "verify", "agreement --output a.pdf", "quality"])
def test_a_home_that_may_not_be_read_is_told(place: Path, words: str) -> None:
    code, _, error = told(place, words, home="shut/home")
    assert code in (1, 2)
    assert "shut/home" in error


@pytest.mark.parametrize("words", ["models", "diagnostics --show", "count in/open --output out"])
def test_what_needs_nothing_of_the_home_goes_on_without_it(place: Path, words: str) -> None:
    code, shown, error = told(place, words, home="shut/home")
    assert code == (3 if words.startswith("count") else 0), error
    assert shown
