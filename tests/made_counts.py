"""Folders to count, the program to count them, and its tables, for tests of ``wbc-desktop count``."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from pathlib import Path

import made_fields
import numpy as np
from made_fields import field, save

from wbc_desktop.cli.main import main

TABLES = ("differential.csv", "cells.csv", "errors.csv")


def smears(folder: Path, samples: int = 2, images: int = 10) -> dict[str, list[int]]:
    """Folders of fields; returns the truth by file."""
    random_labels = np.random.default_rng(11)
    truth = {}
    for s in range(samples):
        for i in range(images):
            labels = [int(v) for v in random_labels.integers(0, 5, random_labels.integers(0, 9))]
            name = f"S-{s}/field {i}.png"
            save(folder / name, field(labels))
            truth[name] = labels
    return truth


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def header(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").splitlines()[0].split(","))


def count(*arguments: object) -> int:
    return main(["count", *(str(a) for a in arguments)])


def run_program(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *(str(a) for a in arguments)],
        capture_output=True,
        text=True,
        cwd=Path(made_fields.__file__).parent,
        check=False,
        **options,  # type: ignore[call-overload]
    )


def start(pause: float, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, made_fields.__file__, str(pause), *(str(a) for a in arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def wait_for(journal: Path, images: int, process: subprocess.Popen[str]) -> bool:
    """Wait until so many images are in the journal; False where the run ended before."""
    while lines(journal) < images:
        if process.poll() is not None:
            return False
        time.sleep(0.005)
    return True


def contents(folder: Path) -> dict[str, bytes]:
    files = [p for p in folder.rglob("*") if p.is_file() and ".wbc-journal" not in p.parts]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}
