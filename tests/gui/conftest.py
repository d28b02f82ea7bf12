"""For tests of the window: drawn offscreen; a widget, thread or exception left behind fails."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

READERS = ("tiles", "thumbnails", "crop", "mask file", "atlas", "reads")


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
