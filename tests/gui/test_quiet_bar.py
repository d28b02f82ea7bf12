"""A progress bar that is told a value paints nothing at once."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wbc_desktop.app.views.quiet_bar import QuietBar


class Counted(QWidget):
    """Counts its paintings."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.painted += 1


def test_neither_it_nor_its_neighbours_are_painted_within_the_call(qtbot: QtBot) -> None:
    page = Counted()
    qtbot.addWidget(page)
    page.resize(200, 80)
    bar = QuietBar(page)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.painted > 0)
    before = page.painted
    page.update()
    bar.show_value(3, 10)
    assert page.painted == before
    assert (bar.value(), bar.maximum()) == (3, 10)
    assert bar.updatesEnabled()
    qtbot.waitUntil(lambda: page.painted > before)
