"""The door to threads: events, progress, cancel, pause, faults in words."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from wbc_desktop.app.jobs import Jobs
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.in_words import in_words
from wbc_desktop.core.progress import CancelToken, Progress


def test_events_arrive_in_order_on_the_main_thread(qtbot: QtBot) -> None:
    jobs, seen, threads = Jobs(), [], []

    def work(token: CancelToken) -> Iterator[object]:
        threads.append(threading.current_thread())
        yield from ("a", "b", "c")
        return 7

    job = jobs.run("test", work)
    job.yielded.connect(lambda event: seen.append((event, threading.current_thread())))
    results: list[object] = []
    job.returned.connect(results.append)
    with qtbot.waitSignal(job.ended) as ended:
        pass
    assert [event for event, _thread in seen] == ["a", "b", "c"]
    assert {thread for _event, thread in seen} == {threading.main_thread()}
    assert threads[0] is not threading.main_thread()
    assert results == [7]
    assert ended.args == ["done"]
    qtbot.waitUntil(lambda: not jobs.running)


def test_runtime_error_is_told_in_words(qtbot: QtBot) -> None:
    def work(token: CancelToken) -> Iterator[object]:
        yield 1
        raise RuntimeError("CUDA out of memory")

    jobs = Jobs()
    job = jobs.run("test", work)
    with qtbot.waitSignal(job.failed) as told, qtbot.waitSignal(job.ended) as ended:
        pass
    assert "memory" in told.args[0].message
    assert "Traceback" in told.args[0].detail
    assert ended.args == ["failed"]


def test_cancel_stops_between_two_steps(qtbot: QtBot) -> None:
    jobs, steps = Jobs(), []

    def work(token: CancelToken) -> Iterator[object]:
        for number in range(1000):
            steps.append(number)
            time.sleep(0.01)
            yield number
        return "never"

    job = jobs.run("test", work)
    qtbot.waitUntil(lambda: len(steps) > 2)
    with qtbot.assertNotEmitted(job.returned), qtbot.waitSignal(job.ended) as ended:
        job.cancel()
    assert ended.args == ["cancelled"]
    assert len(steps) < 1000


def test_paused_job_can_be_cancelled(qtbot: QtBot) -> None:
    jobs = Jobs()

    def work(token: CancelToken) -> Iterator[object]:
        while True:
            time.sleep(0.005)
            yield 1

    job = jobs.run("test", work)
    with qtbot.waitSignal(job.yielded):
        pass
    job.set_paused(True)
    qtbot.wait(50)
    with qtbot.waitSignal(job.ended):
        job.cancel()


def test_progress_is_thinned_but_its_end_arrives(qtbot: QtBot) -> None:
    jobs, seen = Jobs(), []

    def work(token: CancelToken) -> Iterator[object]:
        for number in range(1, 2001):
            yield Progress(number, 2000)

    job = jobs.run("test", work)
    job.progressed.connect(seen.append)
    with qtbot.waitSignal(job.ended):
        pass
    assert len(seen) < 400
    assert seen[-1] == Progress(2000, 2000)


def test_stop_waits_for_all(qtbot: QtBot) -> None:
    jobs, alive = Jobs(), []

    def work(token: CancelToken) -> Iterator[object]:
        alive.append(1)
        try:
            while True:
                time.sleep(0.005)
                yield 1
        finally:
            alive.pop()

    for _ in range(3):
        jobs.run("test", work)
    qtbot.waitUntil(lambda: len(alive) >= 1)
    assert jobs.stop()
    qtbot.waitUntil(lambda: not alive)


def test_own_faults_keep_their_words() -> None:
    fault = WbcError("The disk is full.", "Free some space.")
    assert in_words(fault) is fault
    assert "permission" in in_words(PermissionError(13, "permission denied", "x.png")).message


def test_the_log_of_a_failed_job_says_which_work_and_names_no_sample(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("wbc_desktop"), "propagate", True)

    def work(token: CancelToken) -> Iterator[object]:
        yield 1
        raise WbcError("The file is damaged.")

    jobs = Jobs()
    job = jobs.run("Counting Doe, John", work)
    with qtbot.waitSignal(job.ended):
        pass
    assert "The file is damaged." in caplog.text
    assert "work" in caplog.text
    assert "Doe" not in caplog.text


def test_the_window_has_a_turn_between_two_events(qtbot: QtBot) -> None:
    """A batch of images comes at once; each is dealt with alone, so that a key is not kept waiting."""
    jobs, order = Jobs(), []

    def work(token: CancelToken) -> Iterator[object]:
        yield from range(30)

    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: order.append("turn"))
    timer.start()
    job = jobs.run("test", work)

    def take(event: object) -> None:
        time.sleep(0.005)
        order.append(event)

    job.yielded.connect(take)
    with qtbot.waitSignal(job.ended):
        pass
    timer.stop()
    assert [event for event in order if event != "turn"] == list(range(30))
    together = sum(a != "turn" and b != "turn" for a, b in itertools.pairwise(order))
    assert together <= 3, "nearly every event had the event loop to itself"


def test_a_worker_that_waits_for_the_window_can_be_stopped(qtbot: QtBot) -> None:
    jobs = Jobs()

    def work(token: CancelToken) -> Iterator[object]:
        yield from range(1000)

    job = jobs.run("test", work)
    assert jobs.stop(60_000), "the main thread takes no event meanwhile"
    assert job.token.cancelled
    qtbot.waitUntil(lambda: not jobs.running)
