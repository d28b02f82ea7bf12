"""The laboratory menu: second review, cell-location test, agreement, check of the history."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wbc_desktop.app.views.location_dialog import LocationDialog
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.storage.quality_store import list_tests


@pytest.fixture
def yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wbc_desktop.app.views.laboratory.confirm", lambda *_: True)


def review_all(window: MainWindow) -> None:
    case = window.session.case
    case.accept([c.key for c in case.cells()])


@pytest.mark.usefixtures("yes")
def test_a_second_review_shows_no_answer(
    qtbot: QtBot, counted: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(counted, "tell", told.append)
    review_all(counted)
    case = counted.session.case
    first = case.case
    counted.actions_["second_review"].trigger()
    assert case.case is first
    assert "another person" in str(told[0])
    counted.session.settings.change(lambda s: setattr(s.laboratory, "user", "Bo Lind"))
    counted.actions_["second_review"].trigger()
    assert case.case is not None
    assert case.case.review_of == first.id
    assert {c.label for c in case.cells()} == {"unidentified"}
    assert all(c.prediction is None for c in case.cells())
    key = case.cells()[0].key
    assert case.reclassify([key], "monocyte")
    assert first.cell(key).label != "monocyte"


@pytest.mark.usefixtures("yes")
def test_the_agreement_report_is_written(qtbot: QtBot, counted: MainWindow, tmp_path: Path) -> None:
    review_all(counted)
    session, case = counted.session, counted.session.case
    first = case.case
    session.settings.change(lambda s: setattr(s.laboratory, "user", "Bo Lind"))
    counted.actions_["second_review"].trigger()
    for cell in first.cells:
        case.reclassify([cell.key], cell.label)
    laboratory = counted.commands._laboratory
    for name, model in (("observers.pdf", False), ("model.pdf", True)):
        with qtbot.waitSignal(session.exported, timeout=60_000):
            laboratory.write_agreement(tmp_path / name, model=model)
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")


def test_nothing_to_compare_is_told(
    qtbot: QtBot, counted: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(counted, "tell", told.append)
    counted.commands._laboratory.write_agreement(tmp_path / "a.pdf", model=False)
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    assert "no second review yet" in str(told[0])


def test_the_location_test_is_shown_and_recorded(qtbot: QtBot, counted: MainWindow) -> None:
    review_all(counted)
    session = counted.session
    assert session.case.case is not None
    dialog = LocationDialog(session, session.case.case)
    qtbot.addWidget(dialog)
    assert dialog.test.located == 72
    dialog.record()
    assert [t.operator for t in list_tests(session.store())] == ["Ana Ruiz"]
    assert session.store().verify().sound


def test_the_history_is_checked(qtbot: QtBot, counted: MainWindow) -> None:
    review_all(counted)
    counted.actions_["verify"].trigger()
    qtbot.waitUntil(lambda: "whole" in counted.banner.text.text(), timeout=60_000)
