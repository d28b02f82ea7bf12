"""The watch switch: photographs are counted as they are saved, and go on into the same record."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_fields import field, save
from made_review import made_prediction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.app.views.watch_bar import WatchBar
from wbc_desktop.core.events import CellsWeighed
from wbc_desktop.inference.watch import WatchTimes


@pytest.fixture
def camera(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the dialog chooses; looks at it are quick."""
    folder = tmp_path / "smear 7"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(folder))
    window.session.watching.times = WatchTimes(poll=0.02, settled=0.05, give_up=120)
    return folder


def _end(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["watch"].trigger()
    qtbot.waitUntil(lambda: not window.session.watching.running)


def test_photographs_are_counted_as_they_are_saved(qtbot: QtBot, window: MainWindow, camera: Path) -> None:
    bar = window.findChild(WatchBar)
    assert bar is not None
    assert not bar.isVisible()
    window.actions_["watch"].trigger()
    assert bar.isVisible()
    assert "waiting" in bar.text.text()
    case = window.session.case
    save(camera / "1.png", field([0, 1, 2, 3] * 3, 640, 480))
    qtbot.waitUntil(lambda: len(case.cells()) == 12)
    assert case.name == "smear 7"
    assert case.counting
    qtbot.waitUntil(lambda: "12 of 100 counted, 88 to go" in bar.text.text())
    save(camera / "2.png", field([4] * 6, 400, 300))
    qtbot.waitUntil(lambda: len(case.cells()) == 18)
    assert case.reclassify([case.cells()[0].key], "monocyte"), "it can be reviewed meanwhile"
    _end(qtbot, window)
    assert not bar.isVisible()
    assert not case.counting
    stored = window.session.store().list()
    assert [(s.sample, s.images, s.cells) for s in stored] == [("smear 7", 2, 18)]


def test_half_written_photograph_is_waited_for(qtbot: QtBot, window: MainWindow, camera: Path) -> None:
    save(camera.parent / "whole.png", field([0] * 5, 640, 480))
    whole = (camera.parent / "whole.png").read_bytes()
    window.actions_["watch"].trigger()
    (camera / "1.png").write_bytes(whole[: len(whole) // 2])
    qtbot.wait(500)
    assert window.session.store().list() == []
    (camera / "1.png").write_bytes(whole)
    qtbot.waitUntil(lambda: len(window.session.case.cells()) == 5)
    assert window.session.case.faults() == []
    _end(qtbot, window)


def test_a_second_watch_goes_on_in_the_same_record(qtbot: QtBot, window: MainWindow, camera: Path) -> None:
    case = window.session.case
    save(camera / "1.png", field([0] * 5, 640, 480))
    window.actions_["watch"].trigger()
    qtbot.waitUntil(lambda: len(case.cells()) == 5)
    _end(qtbot, window)
    first = case.case.id  # type: ignore[union-attr]
    case.reclassify([case.cells()[0].key], "monocyte")
    window.session.close_case()
    window.actions_["watch"].trigger()
    save(camera / "2.png", field([1] * 4, 640, 480))
    qtbot.waitUntil(lambda: len(case.cells()) == 9)
    assert case.case.id == first  # type: ignore[union-attr]
    assert case.cells()[0].label == "monocyte"
    assert case.undo() is None
    assert case.cells()[0].review is None
    _end(qtbot, window)
    assert len(window.session.store().list()) == 1


def test_answers_are_weighed_in_the_same_record_and_not_once_it_is_signed(
    qtbot: QtBot, window: MainWindow, camera: Path
) -> None:
    case, watching = window.session.case, window.session.watching
    window.actions_["watch"].trigger()
    save(camera / "1.png", field([0] * 5, 640, 480))
    qtbot.waitUntil(lambda: len(case.cells()) == 5)
    keys = [c.key for c in case.cells()]
    watching._on_event(CellsWeighed(case.name, ((keys[0], made_prediction("monocyte", 0.9)),)))
    assert [c.label for c in case.cells()] == ["monocyte", *["neutrophil"] * 4]
    case.accept(keys)
    assert case.sign("few cells")
    number = len(case.history())
    watching._on_event(CellsWeighed(case.name, ((keys[1], made_prediction("monocyte", 0.9)),)))
    assert len(case.history()) == number
    assert len(window.session.store().list()) == 1
    _end(qtbot, window)
