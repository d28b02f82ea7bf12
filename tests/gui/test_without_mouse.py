"""From the first screen to the signed sample with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made_review import made_case
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from wbc_desktop.app.session import Session
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.app.views.sign_dialog import SignDialog

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def _press(window: MainWindow, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


def _in_dialog(kind: type[QWidget], do: Callable[[QDialog], None]) -> list[bool]:
    """Do something with the next dialog of a kind; it is closed after a while in any case."""
    done: list[bool] = []

    def look() -> None:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        if not shown:
            QTimer.singleShot(20, look)
            return
        dialog = shown[0]
        assert isinstance(dialog, QDialog)
        QTimer.singleShot(2000, dialog, dialog.reject)
        dialog.activateWindow()
        do(dialog)
        done.append(True)

    QTimer.singleShot(20, look)
    return done


def _tab_to(dialog: QDialog, wanted: QWidget) -> None:
    """Press Tab until a widget of the dialog has the keyboard."""
    for _ in range(12):
        here = dialog.focusWidget()
        if here is wanted:
            return
        QTest.keyClick(here or dialog, Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {wanted}")


def _confirm(box: QDialog) -> None:
    assert isinstance(box, QMessageBox)
    accept = next(b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.AcceptRole)
    _tab_to(box, accept)
    QTest.keyClick(accept, Key.Key_Space)


def _sign(dialog: QDialog) -> None:
    assert isinstance(dialog, SignDialog)
    _tab_to(dialog, dialog._comment)
    QTest.keyClicks(dialog._comment, "ok")
    _tab_to(dialog, dialog.accept_button)
    QTest.keyClick(dialog.accept_button, Key.Key_Space)


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
    confirmed = _in_dialog(QMessageBox, _confirm)
    _press(window, Key.Key_Return, CONTROL)
    assert confirmed
    assert not case.unreviewed()
    qtbot.waitUntil(window.actions_["sign"].isEnabled)
    signed = _in_dialog(SignDialog, _sign)
    # Not by its key: offscreen, no window is active again after the box has closed.
    window.actions_["sign"].trigger()
    assert signed
    assert case.signed


def test_tab_reaches_all_that_can_be_chosen_and_the_signature_last(opened: MainWindow) -> None:
    page = opened.review
    reached: list[QWidget] = []
    page.gallery.gallery.setFocus()
    for _ in range(120):
        QTest.keyClick(opened.focusWidget() or opened, Key.Key_Tab)
        widget = opened.focusWidget()
        if widget is None or widget in reached:
            break
        reached.append(widget)
    for wanted in (page.gallery.order, page.gallery.tile_size, page.field.images, page.differential.target):
        assert wanted in reached, wanted.accessibleName()
    names = [widget.objectName() for widget in reached]
    assert (
        names.index("button_sign") > names.index("button_accept_rest") > names.index("button_next_uncertain")
    )
