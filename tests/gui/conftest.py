"""For tests of the window: drawn offscreen; a widget, thread or exception left behind fails."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from gui_steps import count
from made_fields import field, save
from patient import PatientBot
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from wbc_desktop.app.session import Session
    from wbc_desktop.app.views.main_window import MainWindow

READERS = ("tiles", "thumbnails", "crop", "mask file", "atlas", "reads")


@pytest.fixture(autouse=True, scope="session")
def workers_are_measured() -> Iterator[None]:
    """Qt's worker threads are none of Python's: under coverage, each is told to keep count."""
    trace = threading.gettrace()
    if trace is None:
        yield
        return
    from wbc_desktop.app import jobs

    real = jobs._guarded

    def traced(*arguments: Any) -> Iterator[object]:
        sys.settrace(trace)
        yield from real(*arguments)

    jobs._guarded = traced
    yield
    jobs._guarded = real


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """One that is patient with a busy machine."""
    return PatientBot(request)


@pytest.fixture
def nothing_left(qtbot: QtBot) -> Iterator[None]:
    """After the test: no top-level widget and no reading thread that was not there before."""
    before = set(QApplication.topLevelWidgets())
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in QApplication.topLevelWidgets() if w not in before and w.isVisible()]
    assert not left, f"widgets left: {left}"
    threads = [t.name for t in threading.enumerate() if t.name.startswith(READERS)]
    assert not threads, f"threads left: {threads}"


@pytest.fixture
def session(qtbot: QtBot, own_home: Path, colour_models: None) -> Iterator[Session]:
    """A session in a home of its own, which counts coloured squares (``made_fields``)."""
    from wbc_desktop.app import bootstrap
    from wbc_desktop.app.session import Session
    from wbc_desktop.storage.paths import find_paths

    bootstrap.make_application()
    session = Session(find_paths().make())
    session.settings.change(lambda s: setattr(s.laboratory, "user", "Ana Ruiz"))
    session.settings.apply_theme()
    yield session
    session.queue.stop()
    session.watching.stop()
    session.jobs.stop(60_000)  # longer than a person would wait
    assert session.close(), "a job did not stop"


@pytest.fixture
def window(qtbot: QtBot, session: Session, nothing_left: None) -> Iterator[MainWindow]:
    """The whole window, shown, its model loaded."""
    from wbc_desktop.app.views.main_window import MainWindow

    window = MainWindow(session)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.begin()
    qtbot.waitUntil(lambda: session.counter.counter is not None)
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def smear(tmp_path: Path) -> Path:
    """Six fields with twelve coloured squares each: 15, 14, 15, 14, 14 of the five classes."""
    root = tmp_path / "smear A"
    labels = [i % 5 for i in range(72)]
    for number in range(6):
        save(root / f"field {number + 1}.png", field(labels[12 * number : 12 * number + 12], 640, 480))
    return root


@pytest.fixture
def counted(qtbot: QtBot, window: MainWindow, smear: Path) -> MainWindow:
    """The window with the smear counted and shown."""
    count(qtbot, window, smear)
    return window
