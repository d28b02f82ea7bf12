"""What can go wrong behind an action of the window is told in words; nothing is lost or left half done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from wbc_desktop.app.messages import install_excepthook
from wbc_desktop.core.errors import CaseFault, WbcError
from wbc_desktop.storage.history import ChainFault, Verification

if TYPE_CHECKING:
    from wbc_desktop.app.session import Session
    from wbc_desktop.app.views.main_window import MainWindow


@pytest.fixture
def failed(session: Session) -> list[WbcError]:
    """What the session told of faults."""
    told: list[WbcError] = []
    session.failed.connect(told.append)
    return told


def boxes() -> list[QMessageBox]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def test_a_fault_that_nobody_caught_is_shown_once_and_the_window_goes_on(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    install_excepthook(window)
    for text in ("first", "second"):
        try:
            raise RuntimeError(text)
        except RuntimeError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    (box,) = boxes()
    assert "should not have" in box.text()
    assert "saved up to the last decision" in box.informativeText()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not boxes())
    sys.excepthook(CaseFault, CaseFault("The case is signed.", "Re-open it."), None)
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    assert boxes()[0].text() == "The case is signed."
    boxes()[0].close()
    assert window.isVisible()


def test_ctrl_c_is_no_fault(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda kind, *_: passed.append(kind))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    install_excepthook(window)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    QApplication.processEvents()
    assert passed == [KeyboardInterrupt]
    assert boxes() == []


def test_without_a_model_nothing_is_added_or_watched(
    session: Session, failed: list[WbcError], tmp_path: Path
) -> None:
    session.counter.counter = None
    session.add_cell_at("a.png", 1, 2)
    session.watching.failed.connect(failed.append)
    session.watching.start(tmp_path)
    assert {f.message for f in failed} == {"The model is still loading."}
    assert {f.advice for f in failed} == {"Try again in a moment."}
    assert not session.watching.running


def test_a_stored_case_that_is_gone_is_told(session: Session, failed: list[WbcError]) -> None:
    session.open_case("nowhere")
    (fault,) = failed
    assert isinstance(fault, CaseFault)
    assert fault.message.endswith(".")
    assert not session.case.is_open


def test_a_damaged_own_reference_set_is_told_and_samples_begin_without_it(
    session: Session, failed: list[WbcError]
) -> None:
    session.settings.settings.reference_sets = [{"id": "own", "intervals": "none"}]
    session.settings.settings.laboratory.reference_set = "own"
    data = session.new_data()
    assert data.reference_set == ""
    assert data.target == session.settings.settings.count.target
    assert len(failed) == 1


def test_a_damaged_history_is_told_with_its_row(window: MainWindow) -> None:
    fault = ChainFault(7, "", 0, "The row was changed.")
    window.commands._laboratory._on_verified(Verification(9, (fault, fault), "a" * 64))
    assert "NOT whole: 2 faults, the first in row 7" in window.banner.text.text()
    window.commands._laboratory._on_verified(Verification(9, (), "a" * 64))
    assert window.banner.text.text() == "The history is whole: 9 entries."


def test_a_cell_location_test_of_an_unreviewed_sample_is_told(
    counted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[WbcError] = []
    monkeypatch.setattr(counted, "tell", told.append)
    counted.actions_["location_test"].trigger()
    assert "are not reviewed (72)" in told[0].message


def test_an_agreement_report_that_cannot_be_written_is_told(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[WbcError] = []
    monkeypatch.setattr(window, "tell", told.append)
    window.commands._laboratory.write_agreement(tmp_path / "nowhere" / "report.pdf", model=True)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].message.endswith(".")
    assert not (tmp_path / "nowhere").exists()
