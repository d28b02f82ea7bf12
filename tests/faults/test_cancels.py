"""Counts cancelled at random moments leave no thread, no open file, no half row, and can go on.

``WBC_CANCELS=1000 pytest -s tests/faults/test_cancels.py`` is the long form. Pipeline, journal and
tables are the real ones; the models are squares of colour.
"""

from __future__ import annotations

import csv
import os
import random
import threading
import time
from pathlib import Path

import pytest
from made_counts import TABLES, contents, smears
from made_fields import ColourCounter, no_advice

from wbc_desktop.cli.tables import ResultTables
from wbc_desktop.core.progress import Cancelled, CancelToken
from wbc_desktop.imaging.folder import collect_samples
from wbc_desktop.inference import batch, pipeline
from wbc_desktop.inference.journal import RunSettings

CANCELS = int(os.environ.get("WBC_CANCELS", "30"))
SETTINGS = RunSettings("colour", "1.0.0", "a", "b", masks=True)


def count(folder: Path, output: Path, cancel: CancelToken | None = None) -> bool:
    """Count on; True where the run came to its end."""
    samples = collect_samples([folder])
    tables = ResultTables(output, model="colour", model_version="1.0.0")
    options = batch.BatchOptions(masks=True, resume=True)
    counter = ColourCounter(0.002)
    try:
        for _ in batch.count_batch(samples, counter, output, SETTINGS, tables, options, cancel):
            pass
    except Cancelled:
        return False
    return True


def handles() -> set[str]:
    """The files of this test that the process holds open."""
    links = list(Path("/proc/self/fd").iterdir())
    return {str(link.readlink()) for link in links if link.is_symlink()}


@pytest.mark.timeout(3600)
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are only listed on Linux")
def test_cancelled_at_random(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "image_warnings", no_advice)
    smears(tmp_path / "in", samples=2, images=6)
    started = time.monotonic()
    assert count(tmp_path / "in", tmp_path / "whole")
    took = time.monotonic() - started
    whole = contents(tmp_path / "whole")
    threads = set(threading.enumerate())
    pick = random.Random(5)
    output, cancelled, ended = tmp_path / "out 0", 0, 0
    while cancelled < CANCELS:
        token = CancelToken()
        timer = threading.Timer(pick.uniform(0, took), token.cancel)
        timer.start()
        complete = count(tmp_path / "in", output, token)
        timer.cancel()
        timer.join()
        assert set(threading.enumerate()) == threads
        assert not [name for name in handles() if name.startswith(str(tmp_path))]
        assert not [p for p in output.rglob("*") if ".part" in p.name or p.name.endswith(".tmp")]
        for name in TABLES:
            rows = list(csv.reader((output / name).read_text(encoding="utf-8").splitlines()))
            assert {len(row) for row in rows} == {len(rows[0])}, name
        if complete:
            assert contents(output) == whole
            ended += 1
            output = tmp_path / f"out {ended}"
        else:
            cancelled += 1
    assert count(tmp_path / "in", output)
    assert contents(output) == whole
    print(f"{cancelled} cancelled, {ended + 1} resumed runs equal to an undisturbed one")
