"""The program is killed in the middle of a review: nothing that was decided is lost, undo works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.history import Act

DECISIONS = 40


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_killed_review_is_as_it_was(qtbot: QtBot, session: object, smear: Path, own_home: Path) -> None:
    from wbc_desktop.app.session import Session

    assert isinstance(session, Session)
    script = Path(__file__).with_name("reviewing.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(smear)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "WBC_HOME": os.environ["WBC_HOME"]},
    ) as process:
        assert process.stdout is not None
        last = 0
        for line in process.stdout:
            if not line.startswith("counted"):
                last = int(line)
            if last >= DECISIONS:
                os.kill(process.pid, signal.SIGKILL)
                break
        # What was decided between the last line read and the kill is stored too.
        printed = [int(line) for line in process.stdout.read().split()]
        last = printed[-1] if printed else last
    assert process.returncode == -signal.SIGKILL

    stored = session.store().list()
    assert [s.sample for s in stored] == ["smear A"]
    session.open_case(stored[0].id)
    case = session.case
    assert len(case.cells()) == 72
    decided = [e for e in case.history() if e.act is Act.RECLASSIFY]
    assert last <= len(decided) <= last + 1, "a decision was printed only after it was stored"
    for number, entry in enumerate(decided):
        assert entry.keys == (case.cells()[number % 72].key,)
        assert entry.changes[0].new_label == FIVE_IDS[number % 5]  # type: ignore[union-attr]
    for _ in decided:
        assert case.can_undo
        case.undo()
    assert all(cell.review is None for cell in case.cells())
    case.redo()
    assert case.cells()[0].label == FIVE_IDS[0]
    assert session.store().verify().faults == ()
