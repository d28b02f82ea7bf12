"""The window with its counting process: it counts there, survives its end, and ends it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gui_steps import at_image
from made_fields import field, save
from patient import at_rest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from wbc_desktop.app.session import Session
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.imaging.synthetic.field import draw_field
from wbc_desktop.inference.counting_room import CounterApart, CountingRoom
from wbc_desktop.storage.paths import find_paths

CHILD = Path(__file__).parents[1] / "colour_child.py"

Make = Callable[[float], MainWindow]


@pytest.fixture
def make(qtbot: QtBot, own_home: Path, nothing_left: None) -> Iterator[Make]:
    """Makes a window whose counting process waits so many seconds for each image."""
    made: list[MainWindow] = []

    def window(pause: float) -> MainWindow:
        session = Session(find_paths().make(), apart=True)
        session.jobs.room = CountingRoom([sys.executable, str(CHILD), str(pause)], session.jobs.lost.emit)
        shown = MainWindow(session)
        made.append(shown)
        shown.resize(1200, 800)
        shown.show()
        shown.begin()
        qtbot.waitUntil(lambda: session.counter.counter is not None)
        return shown

    yield window
    for window_ in made:
        process = window_.session.jobs.room.process  # type: ignore[union-attr]
        window_.close()
        window_.deleteLater()
        assert process is None or process.poll() is not None, "the counting process goes on"


def test_counts_adds_a_cell_and_checks_there(qtbot: QtBot, make: Make, smear: Path) -> None:
    window = make(0.0)
    session, case = window.session, window.session.case
    assert isinstance(session.counter.counter, CounterApart)
    assert session.counter.model_name == "colour 1.0.0"
    with qtbot.waitSignal(session.queue.sample_ended):
        session.open_paths([smear])
    assert len(case.cells()) == 72
    assert case.case is not None and case.case.model is not None
    assert case.case.model.id == "colour"
    cell = case.cells()[0]
    assert case.remove([cell.key])
    x, y = cell.box.centre
    with qtbot.waitSignal(case.cells_changed):
        case.add_cell_at(cell.image, x, y)
    added = next(c for c in case.cells() if c.added)
    assert added.box.iou(cell.box) > 0.9
    qtbot.waitUntil(lambda: any(str(e.act) == "quality" for e in case.history()))


def test_pause_holds_the_process(qtbot: QtBot, make: Make, smear: Path) -> None:
    window = make(0.05)
    queue = window.session.queue
    at_image(window, 1, lambda: queue.set_paused(True))
    window.session.open_paths([smear])
    qtbot.waitUntil(lambda: queue.paused)
    assert at_rest(qtbot, lambda: queue.rows[0].images_done) < 6
    queue.set_paused(False)
    qtbot.waitUntil(lambda: queue.rows[0].state == "done")
    assert queue.rows[0].images_done == 6


def test_a_process_that_is_killed_costs_the_rest_of_one_sample(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    for sample in range(2):
        for number in range(8):
            save(tmp_path / "day" / f"smear {sample}" / f"{number}.png", field([sample] * 6, 320, 240))
    window = make(0.15)
    session, queue = window.session, window.session.queue
    told: list[object] = []
    session.one_failed.connect(told.append)
    process = session.jobs.room.process  # type: ignore[union-attr]
    kill = getattr(signal, "SIGKILL", signal.SIGTERM)
    at_image(window, 2, lambda: os.kill(process.pid, kill))  # type: ignore[union-attr]
    session.open_paths([tmp_path / "day"])
    qtbot.waitUntil(lambda: len(queue.rows) == 2 and queue.rows[1].state == "done")
    assert queue.rows[0].state == "failed"
    assert [getattr(error, "message", "") for error in told] == [
        "The part of the program that counts has ended."
    ]
    assert queue.rows[1].images_done == 8, "the next sample is counted by a new process"
    stored = {line.sample: line.images for line in session.store().list()}
    assert 2 <= stored["smear 0"] < 8, "what was counted is saved"


def test_the_window_answers_while_the_process_computes(qtbot: QtBot, make: Make, smear: Path) -> None:
    """The counting process keeps its own interpreter busy; the window's timer does not notice."""
    window = make(0.02)
    gaps: list[float] = []
    last = time.thread_time()

    def tick() -> None:
        nonlocal last
        gaps.append(time.thread_time() - last)
        last = time.thread_time()

    timer = QTimer(interval=2)
    timer.timeout.connect(tick)
    timer.start()
    with qtbot.waitSignal(window.session.queue.sample_ended):
        window.session.open_paths([smear])
    timer.stop()
    # The main thread's own work between two turns of the event loop; waiting for a busy machine is not ours.
    # 0.03 s on two busy cores of 2026; a machine may be much slower and still answer.
    assert max(gaps[5:]) < 1.0


def test_real_models_load_and_count_there(
    qtbot: QtBot, own_home: Path, nothing_left: None, tmp_path: Path
) -> None:
    drawn = draw_field(FIVE_IDS, size=(960, 720), seed=200)
    save(tmp_path / "drawn" / "1.png", drawn.rgb)
    session = Session(find_paths().make(), apart=True)
    window = MainWindow(session)
    window.show()
    window.begin()
    try:
        qtbot.waitUntil(lambda: session.counter.counter is not None)
        with qtbot.waitSignal(session.queue.sample_ended, timeout=180_000):
            session.open_paths([tmp_path / "drawn"])
        found = session.case.cells()
        assert len(found) == len(drawn.cells)
        assert all(c.mask is not None and c.prediction is not None for c in found)
    finally:
        window.close()
        window.deleteLater()
