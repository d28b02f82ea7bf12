"""Adapting the model in the window: own cells, accuracy before and after, refusal, and using it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from wbc_desktop.app.viewmodels.calibration import reviewed_cells
from wbc_desktop.app.views.calibrate_dialog import CalibrateDialog, folder_name
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.progress import CancelToken, Progress
from wbc_desktop.inference.calibrate import CalibrationReport


class Fitting:
    """Stands in for ``inference.calibrate.calibrate`` and for the writing of a model."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.after, self.helps, self.steps = 0.95, True, 3
        self.missed, self.unread, self.fault = 1, 0, ""
        self.cells: Sequence[Any] = ()
        self.written: list[Path] = []
        monkeypatch.setattr("wbc_desktop.inference.calibrate.calibrate", self.run)
        monkeypatch.setattr("wbc_desktop.inference.calibrated_model.save_calibrated", self.write)

    def run(self, cells: Sequence[Any], _counter: Any, cancel: CancelToken) -> Iterator[Any]:
        import time

        self.cells = cells
        for step in range(self.steps):
            cancel.raise_if_cancelled()
            time.sleep(0.01)
            yield Progress(step, self.steps, "cells")
        report = CalibrationReport(
            len(cells),
            self.missed,
            self.unread,
            {"monocyte": len(cells)},
            *(0.8, self.after, 0.9, 0.02),
            self.helps,
            self.fault,
        )
        yield SimpleNamespace(report=report)

    def write(self, _result: Any, _base: Any, folder: Path) -> None:
        folder.mkdir()
        self.written.append(folder)


@pytest.fixture
def fitting(monkeypatch: pytest.MonkeyPatch) -> Fitting:
    return Fitting(monkeypatch)


def _tried(qtbot: QtBot, window: MainWindow) -> CalibrateDialog:
    dialog = CalibrateDialog(window.session, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.go.text() != "Stop")
    return dialog


def test_reviewed_cells_are_taken_with_their_place(counted: MainWindow, tmp_path: Path) -> None:
    case = counted.session.case
    keys = [c.key for c in case.cells()]
    case.reclassify(keys[:7], "monocyte")
    case.reclassify(keys[7:8], "not_counted")
    assert case.case is not None
    found = reviewed_cells([case.case], tmp_path / "demo")
    assert [c.label for c in found] == ["monocyte"] * 7
    assert found[0].box == case.cells()[0].box
    assert found[0].path == case.image_path(keys[0][0])
    assert reviewed_cells([case.case], Path(case.case.root)) == [], "the drawn smear teaches nothing"


def test_what_helps_is_shown_written_and_used(qtbot: QtBot, counted: MainWindow, fitting: Fitting) -> None:
    session = counted.session
    session.case.reclassify([c.key for c in session.case.cells()][:30], "monocyte")
    dialog = _tried(qtbot, counted)
    assert len(fitting.cells) == 30
    assert "Right before: 80.0 %" in dialog.told.text()
    assert "95.0 %" in dialog.told.text()
    assert dialog.accept_button.isEnabled()
    dialog.name.setText("our: scope/2")
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert fitting.written == [session.paths.models / "our_scope_2"]
    assert session.settings.settings.count.model == str(fitting.written[0])
    qtbot.waitUntil(lambda: not session.jobs.running)


def test_what_does_not_help_cannot_be_used(qtbot: QtBot, counted: MainWindow, fitting: Fitting) -> None:
    fitting.after, fitting.helps = 0.7, False
    dialog = _tried(qtbot, counted)
    assert "no better" in dialog.told.text()
    assert not dialog.accept_button.isEnabled()
    dialog.accept()
    assert fitting.written == []


def test_cells_of_unreadable_files_are_told_with_the_cause(
    qtbot: QtBot, counted: MainWindow, fitting: Fitting
) -> None:
    fitting.missed, fitting.unread = 0, 4
    fitting.fault = "smear: 3.png: The image is damaged or incomplete."
    told = _tried(qtbot, counted).told.text()
    assert "4 cells lie in files that could not be read" in told
    assert "smear: 3.png: The image is damaged or incomplete." in told
    assert "not found in their images" not in told


def test_it_can_be_stopped(qtbot: QtBot, counted: MainWindow, fitting: Fitting) -> None:
    fitting.steps = 10_000
    dialog = CalibrateDialog(counted.session, counted)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog.bar.maximum()))
    dialog.go.click()
    qtbot.waitUntil(lambda: not counted.session.jobs.running)
    assert dialog.told.text() == ""
    assert not dialog.accept_button.isEnabled()


def test_too_few_cells_are_told_in_words(qtbot: QtBot, counted: MainWindow, monkeypatch: Any) -> None:
    bare = SimpleNamespace(manifest=SimpleNamespace(classes=FIVE_IDS))
    monkeypatch.setattr("wbc_desktop.inference.counter.load_counter", lambda *_a, **_k: bare)
    dialog = _tried(qtbot, counted)
    assert "0 labelled cells are too few" in dialog.told.text()


def test_names_become_folders() -> None:
    assert folder_name(" unser Mikroskop 3 ") == "unser_Mikroskop_3"
    assert folder_name("../..") == "own_model"
