"""From the first screen to the signed sample with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_review import made_case
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from wbc_desktop.app.session import Session
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.app.views.sign_dialog import SignDialog

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def _press(window: MainWindow, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


def _answer(kind: type[QWidget], keys: tuple[Key, ...]) -> list[bool]:
    """Press keys in the next dialog of a kind, once it is there."""
    done: list[bool] = []

    def look() -> None:
        dialog = next(
            (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None
        )
        if dialog is None:
            QTimer.singleShot(20, look)
            return
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or dialog, key)
        done.append(True)

    QTimer.singleShot(20, look)
    return done


@pytest.fixture
def opened(qtbot: QtBot, session: Session, nothing_left: None, tmp_path: Path) -> Iterator[MainWindow]:
    """The first screen with one stored sample, which the arrow and Enter open."""
    window = MainWindow(session)
    window.resize(1280, 720)
    window.show()
    case = made_case(tmp_path / "smear A", fields=2, per_field=8)
    window.session.store().create(case)
    window.show_recent()
    window.activateWindow()
    window.welcome.recent.setFocus()
    _press(window, Key.Key_Down)
    _press(window, Key.Key_Return)
    assert session.case.is_open
    yield window
    window.close()
    window.deleteLater()


def test_a_whole_review(qtbot: QtBot, opened: MainWindow) -> None:
    window, case = opened, opened.session.case
    _press(window, Key.Key_N)
    first = case.current
    assert first is not None
    _press(window, Key.Key_4)
    assert case.cell(first).label == "lymphocyte"
    second = case.current
    assert second not in (None, first), "after a decision the next cell is chosen"
    _press(window, Key.Key_Return)
    assert case.cell(second).review is not None
    third = case.current
    _press(window, Key.Key_Delete)
    assert case.cell(third) is None
    _press(window, Key.Key_Z, CONTROL)
    assert case.cell(third) is not None
    for cell in [c for c in case.cells() if c.label == "unidentified"]:
        case.choose(cell.key)
        _press(window, Key.Key_0)
        assert case.cell(cell.key).label == "not_counted"
    confirmed = _answer(QMessageBox, (Key.Key_Tab, Key.Key_Space))
    _press(window, Key.Key_Return, CONTROL)
    assert confirmed
    assert not case.unreviewed()
    reason = (Key.Key_O, Key.Key_K, Key.Key_Tab, Key.Key_Return)
    signed = _answer(SignDialog, reason)
    _press(window, Key.Key_S, CONTROL | SHIFT)
    assert signed
    assert case.signed
