"""The largest text on a screen of 1280 x 720: nothing is pushed out, laid over something else, or cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_review import made_case
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from wbc_desktop.app.session import Session
from wbc_desktop.app.translations import set_language
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.app.views.sign_dialog import SignDialog


@pytest.fixture(params=["de", "en"])
def small(
    qtbot: QtBot, session: Session, tmp_path: Path, nothing_left: None, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    qtbot.waitUntil(lambda: not session.jobs.running)
    set_language(request.param)
    session.settings.set_more("text_scale", 1.5)
    session.settings.apply_theme()
    window = MainWindow(session)
    window.resize(1280, 680)
    window.show()
    qtbot.waitExposed(window)
    case = made_case(tmp_path / "smear A", fields=2, per_field=8)
    session.store().create(case)
    session.open_case(case.id)
    session.case.choose(session.case.cells()[7].key)  # one with a reason, which takes a line
    qtbot.wait(50)
    yield window
    window.close()
    window.deleteLater()
    session.settings.set_more("text_scale", 1.0)
    session.settings.apply_theme()
    set_language("en")


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_the_window_is_as_small_as_the_screen(small: MainWindow) -> None:
    least = small.minimumSizeHint()
    assert least.width() <= 1280
    assert least.height() <= 680
    assert small.width() == 1280


def test_no_tool_is_pushed_out(small: MainWindow) -> None:
    bar = small.tool_bar
    for action in bar.actions():
        widget = bar.widgetForAction(action)
        assert widget.isVisible(), action.text()
        assert widget.geometry().right() <= bar.width(), action.text()
    assert small.choices.isVisible()
    field = small.review.field
    inside = QRect(0, 0, field.width(), field.height())
    for tool in (field.images, field.light, field.percent):
        assert inside.contains(_place(tool, field)), tool
    assert field.percent.width() >= field.percent.sizeHint().width()


def test_nothing_lies_over_something_else(small: MainWindow) -> None:
    inspector, panel = small.review.desk.inspector, small.review.differential
    for group in (
        (inspector.picture, inspector.bars, inspector.classes, inspector.atlas_view),
        (panel.table, panel.reference, panel.hints),
    ):
        places = [_place(widget, small) for widget in group]
        for i, place in enumerate(places):
            assert all(not place.intersects(other) for other in places[i + 1 :]), group[i]
    for widget in (inspector.picture, inspector.classes, inspector.outlined):
        assert _place(widget, inspector).right() <= inspector.width()


def test_signing_shows_every_condition_in_full(small: MainWindow, qtbot: QtBot) -> None:
    dialog = SignDialog(small.session, small)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.wait(20)
    shown = [label for label in dialog.findChildren(QLabel) if label.text() and label.isVisible()]
    assert len(shown) > 8
    for label in shown:
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        assert label.height() >= needed, label.text()


def test_with_room_the_toolbar_says_what_its_signs_mean(qtbot: QtBot, window: MainWindow) -> None:
    alone, beside = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    window.show_review()
    bar = window.tool_bar
    button = bar.widgetForAction(window.actions_["export"])
    assert isinstance(button, QToolButton)
    for _ in range(2):
        for width, style in ((1900, beside), (1000, alone)):
            window.setMinimumWidth(width)
            window.resize(width, 900)
            bar.resize(width, bar.height())
            for _event in range(20):  # it does not change its mind again and again
                QApplication.processEvents()
                assert button.toolButtonStyle() == style
