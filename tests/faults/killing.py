"""Counts and reviews, killed at random moments: ``python killing.py count|review KILLS SEED FOLDER``.

Every victim is a process of its own, forked from this one so that its start costs little.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from made_cases import make_case
from made_counts import TABLES, contents, smears
from made_fields import ColourCounter, no_advice

from wbc_desktop.cli.main import main
from wbc_desktop.core.case import Reclassify
from wbc_desktop.inference import counter, pipeline
from wbc_desktop.storage.case_store import CaseStore

LABELS = ("monocyte", "lymphocyte", "basophil", "eosinophil")
USER = "ann"


def forked(act: Callable[[], int]) -> int:
    """Start a victim; it ends with what ``act`` returns."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        code = act()
    finally:
        os._exit(code)


def killed(pid: int, after: float) -> bool:
    """Kill a victim after a while; False where it had come to its end before."""
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, status
    return False


def quiet_count(folder: Path, output: Path, *more: str) -> int:
    """``wbc-desktop count`` with the colour counter, without a word."""
    with open(os.devnull, "w") as nothing:  # noqa: PTH123
        sys.stdout = sys.stderr = nothing
        return main(["count", str(folder), "--output", str(output), "--masks", *more])


def check_folder(output: Path) -> None:
    """No table has half a row; every line of the journal but the last is whole."""
    for name in TABLES:
        path = output / name
        if not path.exists():
            continue
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n"), name
        rows = list(csv.reader(text.splitlines()))
        assert {len(row) for row in rows} == {len(rows[0])}, name
    journal = output / ".wbc-journal" / "images.jsonl"
    if journal.exists():
        for line in journal.read_bytes().split(b"\n")[:-1]:
            json.loads(line)


def kill_counts(kills: int, pick: random.Random, folder: Path) -> str:
    """Kill, go on with ``--resume``, kill again; a run that comes to its end is compared with a whole one."""
    pipeline.image_warnings = no_advice
    counter.load_counter = lambda *_a, **_k: ColourCounter(0.004)
    counter.choose_models = ColourCounter.choose_models
    smears(folder / "in", samples=2, images=12)
    whole, output = folder / "whole", folder / "out"
    started = time.monotonic()
    _, status = os.waitpid(forked(lambda: quiet_count(folder / "in", whole)), 0)
    assert os.waitstatus_to_exitcode(status) == 0
    took = time.monotonic() - started
    done = runs = 0
    while done < kills:
        pid = forked(lambda: quiet_count(folder / "in", output, "--resume"))
        if killed(pid, pick.uniform(0, took)):
            done += 1
            check_folder(output)
        else:
            runs += 1
            assert contents(output) == contents(whole)
            shutil.rmtree(output)
    _, status = os.waitpid(forked(lambda: quiet_count(folder / "in", output, "--resume")), 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert contents(output) == contents(whole)
    return f"{done} kills, {runs + 1} resumed runs equal to an undisturbed one"


def review(path: Path, confirmed: int) -> int:
    """Correct cells without end; a byte goes out after each that the database has confirmed."""
    with CaseStore(path) as store:
        case = store.load(store.find("S-1"))
        while True:
            number = len(case.history)
            if number % 7 == 6 and case.can_undo:
                entry = case.undo(user=USER)
            else:
                key = ("field_1.png", 1 + number % 10)
                entry = case.apply(Reclassify((key,), LABELS[number % 4], f"no. {number}"), user=USER)
            store.record(case, entry)
            os.write(confirmed, b".")


def kill_reviews(kills: int, pick: random.Random, folder: Path) -> str:
    """Kill a review again and again; every confirmed decision must be in the database afterwards."""
    path = folder / "cases.sqlite3"
    with CaseStore(path) as store:
        case = make_case()
        store.create(case)
        told = len(case.history)
    for _ in range(kills):
        reading, writing = os.pipe()
        pid = forked(lambda end=writing: review(path, end))
        os.close(writing)
        assert killed(pid, pick.uniform(0, 0.5))
        with os.fdopen(reading, "rb") as stream:
            told += len(stream.read())
        with CaseStore(path) as store:
            assert store.verify().sound
            case = store.load(store.find("S-1"))
            assert len(case.history) in (told, told + 1), (len(case.history), told)  # one may be unconfirmed
            assert store.list()[0].entries == len(case.history)
            told = len(case.history)
    return f"{kills} kills, {told} entries confirmed, none lost, chain sound"


if __name__ == "__main__":
    kind, amount, seed, where = sys.argv[1:]
    print(
        {"count": kill_counts, "review": kill_reviews}[kind](
            int(amount), random.Random(int(seed)), Path(where)
        )
    )
