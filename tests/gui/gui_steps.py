"""Steps that several tests of the window take."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from wbc_desktop.app.views.main_window import MainWindow


def count(qtbot: QtBot, window: MainWindow, *paths: Path) -> None:
    """Open paths and wait until all is counted."""
    session = window.session
    with qtbot.waitSignal(session.queue.sample_ended, timeout=20_000):
        session.open_paths(list(paths))
    qtbot.waitUntil(lambda: not session.queue.running and not session.jobs.running, timeout=20_000)
