"""A long file name in a list of choices is shortened in its middle."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wbc_desktop.app.views.elided_box import ElidedBox


def test_both_ends_of_a_long_name_stay(qtbot: QtBot) -> None:
    box = ElidedBox()
    qtbot.addWidget(box)
    name = "7   BloodImage of the second smear of the morning 00088.jpg"
    box.addItem(name)
    box.setFixedWidth(180)
    box.show()
    qtbot.waitExposed(box)
    shown = box.shown_text()
    assert "…" in shown
    assert shown.startswith("7 ")
    assert shown.endswith(".jpg")
    assert box.currentText() == name
    box.setFixedWidth(900)
    assert box.shown_text() == name
    assert not box.grab().isNull()
