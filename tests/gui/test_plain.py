"""Names from outside are shown letter by letter: no name is HTML in the window."""

from __future__ import annotations

from dataclasses import replace

from made_cases import AT, make_cell
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from wbc_desktop.app.jobs import Jobs
from wbc_desktop.app.plain import plain_label, plain_tip
from wbc_desktop.app.views.banner import Banner
from wbc_desktop.app.views.cell_inspector import model_text, person_text
from wbc_desktop.app.views.job_strip import JobStrip
from wbc_desktop.core.cell import Review

HTML = '<img src="//server/x">'


def test_labels_and_tooltips_show_a_tag_as_it_is(qtbot: QtBot) -> None:
    label = plain_label(HTML)
    qtbot.addWidget(label)
    assert (label.text(), label.textFormat()) == (HTML, Qt.TextFormat.PlainText)
    assert plain_tip("a & b") == "a & b"
    tip = plain_tip(f"{HTML} & b")
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_what_shows_samples_files_and_users_is_plain(qtbot: QtBot) -> None:
    banner, strip = Banner(), JobStrip(Jobs())
    for widget, label in ((banner, banner.text), (strip, strip.label)):
        qtbot.addWidget(widget)
        assert label.textFormat() == Qt.TextFormat.PlainText
    banner.tell("warn", HTML)
    assert banner.text.text() == HTML
    cell = replace(make_cell("a.png", 1), review=Review("monocyte", HTML, AT))
    assert "<img" not in person_text(cell)
    assert "&lt;img" in person_text(cell)
    named = replace(cell, prediction=replace(cell.prediction, detail=HTML))
    assert "<img" not in model_text(named)
