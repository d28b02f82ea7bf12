"""Settings: what is chosen is in force at once and is there after a restart."""

from __future__ import annotations

from pathlib import Path

from gui_steps import count
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from wbc_desktop.app.session import Session
from wbc_desktop.app.theme import class_colour, colours, theme
from wbc_desktop.app.translations import set_language, tr
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.app.views.reference_settings import ReferenceSetDialog
from wbc_desktop.app.views.sample_dialog import SampleDialog
from wbc_desktop.app.views.settings_dialog import SettingsDialog
from wbc_desktop.core.reference import PUBLISHED
from wbc_desktop.storage.settings import load_settings


def test_nothing_changes_before_save(qtbot: QtBot, session: Session) -> None:
    dialog = SettingsDialog(session)
    qtbot.addWidget(dialog)
    dialog.laboratory.user.setText("Ben")
    dialog.reject()
    assert session.settings.user == "Ana Ruiz"


def test_saved_choices_are_read_again(qtbot: QtBot, session: Session) -> None:
    dialog = SettingsDialog(session)
    qtbot.addWidget(dialog)
    dialog.laboratory.user.setText("Ben")
    dialog.count.target.setCurrentIndex(dialog.count.target.findData(200))
    dialog.count.threshold.setValue(85)
    dialog.reference.chosen.setCurrentIndex(dialog.reference.chosen.findData(PUBLISHED[-1].name))
    dialog.accept()
    assert session.case.user == "Ben"
    stored, notice = load_settings(session.paths.settings)
    assert notice == ""
    assert stored.laboratory.user == "Ben"
    assert stored.count.target == 200
    assert stored.window.more["threshold"] == 0.85
    data = session.new_data()
    assert data.target == 200
    assert data.reference_set == PUBLISHED[-1].name
    assert data.reference_json


def test_class_key_can_be_changed(qtbot: QtBot, counted: MainWindow) -> None:
    dialog = SettingsDialog(counted.session)
    qtbot.addWidget(dialog)
    dialog.classes.keys["monocyte"].setText("q")
    dialog.accept()
    assert counted.actions_["class_monocyte"].shortcut() == QKeySequence("Q")
    case = counted.session.case
    key = counted.review.table.cells[0].key
    case.choose(key)
    qtbot.keyClick(counted.review.gallery.gallery, Qt.Key.Key_Q)
    assert case.cell(key).label == "monocyte"  # type: ignore[union-attr]


def test_key_used_twice_is_refused(qtbot: QtBot, session: Session) -> None:
    dialog = SettingsDialog(session)
    qtbot.addWidget(dialog)
    dialog.classes.keys["monocyte"].setText("1")
    assert not dialog.accept_button.isEnabled()
    assert "1" in dialog.classes.clash.text()
    dialog.classes.keys["monocyte"].setText("n")
    assert not dialog.accept_button.isEnabled(), "N is the next uncertain cell"
    dialog.classes.keys["monocyte"].setText("5")
    assert dialog.accept_button.isEnabled()


def test_class_colour_theme_and_text_size(qtbot: QtBot, window: MainWindow) -> None:
    dialog = SettingsDialog(window.session)
    qtbot.addWidget(dialog)
    dialog.classes.colours["monocyte"].show_colour("#123456")
    dialog.look.theme.setCurrentIndex(dialog.look.theme.findData("dark"))
    dialog.look.text.setCurrentIndex(dialog.look.text.findData(1.3))
    dialog.accept()
    assert class_colour("monocyte").name() == "#123456"
    assert theme().is_dark
    assert window.font().pointSizeF() > 11
    assert window.palette().window().color().name() == colours().window
    window.session.settings.change(lambda s: setattr(s.window, "theme", "light"))
    assert not theme().is_dark


def test_toolbar_keeps_its_short_texts_in_another_theme(window: MainWindow) -> None:
    button = window.tool_bar.widgetForAction(window.actions_["open_folder"])
    assert button.text() == "Folder"  # type: ignore[attr-defined]
    for mode in ("dark", "light"):
        window.session.settings.change(lambda s, mode=mode: setattr(s.window, "theme", mode))  # type: ignore[misc]
        assert button.text() == "Folder"  # type: ignore[attr-defined]


def test_own_reference_set(qtbot: QtBot, session: Session) -> None:
    made = ReferenceSetDialog()
    qtbot.addWidget(made)
    assert not made.accept_button.isEnabled()
    made.name.setText("Our laboratory")
    made.source.setText("approved 2026")
    made.limits["neutrophil"][0].setValue(40)
    made.limits["neutrophil"][1].setValue(75)
    assert made.accept_button.isEnabled()
    made.limits["neutrophil"][1].setValue(30)
    assert not made.accept_button.isEnabled(), made.fault.text()
    made.limits["neutrophil"][1].setValue(75)
    session.settings.change(lambda s: setattr(s, "reference_sets", [made.result_set().to_dict()]))
    session.settings.change(lambda s: setattr(s.laboratory, "reference_set", "Our laboratory"))
    assert session.new_data().reference_set == "Our laboratory"


def test_damaged_settings_are_kept_aside(qtbot: QtBot, session: Session) -> None:
    session.paths.settings.write_text("{", encoding="utf-8")
    again = Session(session.paths)
    assert "kept as" in again.settings.notice
    again.close()


def test_german(qtbot: QtBot, session: Session) -> None:
    try:
        assert set_language("de") == "de"
        assert tr("Differential") == "Differenzialblutbild"
        assert tr("{n} of {target} counted, {left} to go", n=1, target=2, left=1).startswith("1 von 2")
    finally:
        set_language("en")
    assert tr("Differential") == "Differential"


def test_new_sample_starts_with_the_laboratory_s_choices(
    qtbot: QtBot, window: MainWindow, smear: Path
) -> None:
    window.session.settings.change(lambda s: setattr(s.laboratory, "reference_set", PUBLISHED[-1].name))
    window.session.settings.change(lambda s: setattr(s.count, "target", 200))
    count(qtbot, window, smear)
    case = window.session.case.case
    assert case is not None
    assert case.data.reference_set == PUBLISHED[-1].name
    assert case.data.target == 200


def test_own_reference_sets_without_sense_leave_the_published_ones(qtbot: QtBot, counted: MainWindow) -> None:
    """Settings mended by hand: a sample's data can be entered all the same, and the fault is told."""
    session = counted.session
    session.settings.change(lambda s: setattr(s, "reference_sets", [{"name": "ours", "intervals": 3}]))
    with qtbot.waitSignal(session.failed) as told:
        dialog = SampleDialog(session, counted)
    qtbot.addWidget(dialog)
    assert "reference set" in told.args[0].message
    assert dialog.reference.findData("Oxford") >= 0
    for box in counted.findChildren(QMessageBox):
        box.close()
