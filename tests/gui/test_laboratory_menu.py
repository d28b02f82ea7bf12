"""The laboratory menu: second review, cell-location test, agreement, check of the history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_cases import make_case
from pytestqt.qtbot import QtBot

from wbc_desktop.storage.quality_store import list_tests

if TYPE_CHECKING:
    from wbc_desktop.app.session import Session
    from wbc_desktop.app.views.main_window import MainWindow


@pytest.fixture
def yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wbc_desktop.app.views.laboratory.confirm", lambda *_: True)


@pytest.fixture
def opened(qtbot: QtBot, session: Session, nothing_left: None) -> Iterator[MainWindow]:
    """The window with a stored, reviewed case of 72 cells; nothing is counted for it."""
    from wbc_desktop.app.views.main_window import MainWindow

    case = make_case("smear A", images=6, each=(4, 2, 1, 3, 2), reviewed=True)
    session.store().create(case)
    window = MainWindow(session)
    window.show()
    session.open_case(case.id)
    yield window
    session.close_case()
    window.close()
    window.deleteLater()


@pytest.mark.usefixtures("yes")
def test_a_second_review_shows_no_answer(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(opened, "tell", told.append)
    case = opened.session.case
    first = case.case
    opened.session.settings.change(lambda s: setattr(s.laboratory, "user", "ann"))
    opened.actions_["second_review"].trigger()
    assert case.case is first
    assert "another person" in str(told[0])
    opened.session.settings.change(lambda s: setattr(s.laboratory, "user", "Bo Lind"))
    opened.actions_["second_review"].trigger()
    assert case.case is not None
    assert case.case.review_of == first.id
    assert {c.label for c in case.cells()} == {"unidentified"}
    assert all(c.prediction is None for c in case.cells())
    key = case.cells()[0].key
    assert case.reclassify([key], "monocyte")
    assert first.cell(key).label != "monocyte"


@pytest.mark.usefixtures("yes")
def test_the_agreement_report_is_written(qtbot: QtBot, opened: MainWindow, tmp_path: Path) -> None:
    session, case = opened.session, opened.session.case
    first = case.case
    session.settings.change(lambda s: setattr(s.laboratory, "user", "Bo Lind"))
    opened.actions_["second_review"].trigger()
    for cell in first.cells:
        case.reclassify([cell.key], cell.label)
    laboratory = opened.commands._laboratory
    for name, model in (("observers.pdf", False), ("model.pdf", True)):
        with qtbot.waitSignal(session.exported):
            laboratory.write_agreement(tmp_path / name, model=model)
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")


def test_nothing_to_compare_is_told(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(opened, "tell", told.append)
    opened.commands._laboratory.write_agreement(tmp_path / "a.pdf", model=False)
    qtbot.waitUntil(lambda: bool(told))
    assert "no second review yet" in str(told[0])


def test_the_location_test_is_shown_and_recorded(qtbot: QtBot, opened: MainWindow) -> None:
    from wbc_desktop.app.views.location_dialog import LocationDialog

    session = opened.session
    assert session.case.case is not None
    dialog = LocationDialog(session, session.case.case)
    qtbot.addWidget(dialog)
    assert dialog.test.located == 72
    dialog.record()
    assert [t.operator for t in list_tests(session.store())] == [session.settings.user]
    assert session.store().verify().sound


def test_the_history_is_checked(qtbot: QtBot, opened: MainWindow) -> None:
    opened.actions_["verify"].trigger()
    qtbot.waitUntil(lambda: "whole" in opened.banner.text.text())
