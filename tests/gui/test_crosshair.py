"""Cells added, chosen and taken out in the field by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wbc_desktop.app.views.crosshair import FINE_PX, STEP_PX
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.app.views.slide_view import SlideView
from wbc_desktop.core.cell import Cell

SHIFT = Qt.KeyboardModifier.ShiftModifier
ARROWS = {"x": (Qt.Key.Key_Left, Qt.Key.Key_Right), "y": (Qt.Key.Key_Up, Qt.Key.Key_Down)}


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
    """A key where the keyboard is, so that shortcuts of the window have their say."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


@pytest.fixture
def field(qtbot: QtBot, counted: MainWindow) -> MainWindow:
    """The counted smear, its first field open, the keyboard in the gallery."""
    counted.activateWindow()
    qtbot.waitUntil(lambda: counted.review.field.tiles.current is not None)
    counted.review.setFocus()
    return counted


def steer(window: MainWindow, to: QPointF) -> None:
    """Bring the cross-hair to a point by arrow keys: in large steps, then in fine ones."""
    view = window.review.field.view
    for modifier, step in ((Qt.KeyboardModifier.NoModifier, STEP_PX), (SHIFT, FINE_PX)):
        for axis, (less, more) in ARROWS.items():
            for _ in range(400):
                way = getattr(to, axis)() - getattr(view.crosshair.place, axis)()
                if abs(way) * view.zoom.scale <= step / 2:
                    break
                press(window, more if way > 0 else less, modifier)
    rest = to - view.crosshair.place
    assert max(abs(rest.x()), abs(rest.y())) * view.zoom.scale <= FINE_PX


def centre(cell: Cell) -> QPointF:
    return QPointF(*cell.box.centre)


def test_a_missed_cell_is_added_by_keys(qtbot: QtBot, field: MainWindow) -> None:
    case, view = field.session.case, field.review.field.view
    cell = case.cells_of(case.current_image)[5]
    case.choose(cell.key)
    press(field, Qt.Key.Key_Delete)
    assert case.cell(cell.key) is None
    reviewed = [c.key for c in case.cells() if c.review is not None]
    press(field, Qt.Key.Key_A)
    assert view.add_mode
    assert view.hasFocus()
    assert view.crosshair.mark.isVisible()
    assert field.review.field.hint.isVisible()
    steer(field, centre(cell))
    number = len(case.cells())
    press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(case.cells()) == number + 1)
    added = case.cell(case.current)
    assert added is not None and added.added
    assert added.box.iou(cell.box) > 0.9
    assert [c.key for c in case.cells() if c.review is not None and not c.added] == reviewed, (
        "Enter added, it did not confirm"
    )
    press(field, Qt.Key.Key_Escape)
    assert not view.add_mode
    assert not view.crosshair.mark.isVisible()
    assert not field.review.field.hint.isVisible()


def test_a_false_cell_is_chosen_and_taken_out_by_keys(field: MainWindow) -> None:
    case = field.session.case
    cell = case.cells_of(case.current_image)[8]
    press(field, Qt.Key.Key_A)
    steer(field, centre(cell))
    press(field, Qt.Key.Key_Space)
    assert case.selection == [cell.key]
    assert case.cell(cell.key).review is None, "Space chose, it did not confirm"  # type: ignore[union-attr]
    press(field, Qt.Key.Key_Delete)
    assert case.cell(cell.key) is None
    case.undo()
    assert case.cell(cell.key) is not None


def test_enter_confirms_again_afterwards(field: MainWindow) -> None:
    case = field.session.case
    press(field, Qt.Key.Key_A)
    press(field, Qt.Key.Key_Escape)
    cell = case.cells()[0]
    case.choose(cell.key)
    number = len(case.cells())
    press(field, Qt.Key.Key_Return)
    assert case.cell(cell.key).review is not None  # type: ignore[union-attr]
    assert len(case.cells()) == number


def test_it_stays_in_the_image_and_in_view(field: MainWindow) -> None:
    press(field, Qt.Key.Key_A)
    view: SlideView = field.review.field.view
    view.zoom.set_scale(4.0)
    image = view.tile_layer.boundingRect()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
        for _ in range(140):
            press(field, key)
            assert image.contains(view.crosshair.place)
            assert view.zoom.seen.contains(view.crosshair.place)
    assert view.crosshair.place.x() > image.right() - 2
    assert view.crosshair.place.y() > image.bottom() - 2


def test_a_signed_sample_has_no_cross_hair(field: MainWindow) -> None:
    case, view = field.session.case, field.review.field.view
    press(field, Qt.Key.Key_A)
    case.accept([c.key for c in case.cells()])
    from wbc_desktop.core.signoff import SignPolicy

    assert case.sign("fewer cells than usual", SignPolicy())
    assert not view.add_mode
    assert not view.crosshair.mark.isVisible()
