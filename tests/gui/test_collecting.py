"""Garbage is looked for on the window's thread alone, and still found."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from wbc_desktop.app.collecting import Collecting


class Knot:
    """Circular: only a search frees it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collecting(qtbot: QtBot) -> Iterator[Collecting]:
    made = Collecting()
    made.start()
    yield made
    made.stop()
    assert gc.isenabled()


def test_circles_are_freed_between_two_events(qtbot: QtBot, collecting: Collecting) -> None:
    threads: set[str] = set()
    note = lambda phase, info: threads.add(threading.current_thread().name)  # noqa: E731
    gc.callbacks.append(note)
    try:
        knot = weakref.ref(Knot())
        held: list[object] = []

        def allocate() -> None:
            held.extend([i] for i in range(200_000))

        worker = threading.Thread(target=allocate, name="reader")
        worker.start()
        worker.join()
        assert knot() is not None, "no thread searches while it allocates"
        qtbot.waitUntil(lambda: knot() is None)
    finally:
        gc.callbacks.remove(note)
    assert threads == {threading.main_thread().name}
