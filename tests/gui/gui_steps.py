"""Steps that several tests of the window take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from wbc_desktop.app.views.main_window import MainWindow


def count(qtbot: QtBot, window: MainWindow, *paths: Path) -> None:
    """Open paths and wait until all is counted."""
    session = window.session
    with qtbot.waitSignal(session.queue.sample_ended):
        session.open_paths(list(paths))
    qtbot.waitUntil(lambda: not session.queue.running and not session.jobs.running)


def at_image(window: MainWindow, number: int, act: Callable[[], object]) -> None:
    """Act as soon as so many images of the first sample are counted; at once, not at a later look."""
    queue = window.session.queue

    def look(row: int) -> None:
        if row == 0 and queue.rows[0].images_done == number:
            queue.row_changed.disconnect(look)
            act()

    queue.row_changed.connect(look)
