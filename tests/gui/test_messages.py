"""Boxes with a sentence: nothing of it is cut."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from wbc_desktop.app.messages import MOST_WIDTH, show_error
from wbc_desktop.app.theme import theme
from wbc_desktop.core.errors import WbcError


@pytest.mark.parametrize("words", [5, 8, 9, 10, 11, 12, 24])
def test_the_bold_sentence_has_room(qtbot: QtBot, words: int) -> None:
    from wbc_desktop.app import bootstrap

    bootstrap.make_application()
    theme().apply(mode="light", text_scale=1.0, class_colours={})
    page = QWidget()
    qtbot.addWidget(page)
    box = show_error(page, WbcError(" ".join(["lesbar"] * words) + ".", "Export it again."))
    qtbot.waitExposed(box)
    label = box.findChild(QLabel, "qt_msgbox_label")
    assert isinstance(label, QLabel)
    assert label.font().bold()
    needed = label.fontMetrics().horizontalAdvance(label.text())
    if label.wordWrap():
        assert label.heightForWidth(label.width()) <= label.height()
    else:
        assert needed <= label.width()
    assert label.width() <= MOST_WIDTH + 40
    box.close()
