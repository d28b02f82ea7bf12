"""The window as a whole: opening, counting, pages, closing."""

from __future__ import annotations

from pathlib import Path

import pytest
from gui_steps import count
from made_fields import field, save
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from wbc_desktop.app.session import Session
from wbc_desktop.app.translations import set_language
from wbc_desktop.app.views.main_window import MainWindow


def test_first_screen_says_what_to_do(window: MainWindow) -> None:
    assert window.stack.currentWidget() is window.welcome
    assert not window.welcome.recent.isVisible()
    assert window.actions_["open_folder"].isEnabled()
    assert not window.actions_["sign"].isEnabled()


def test_folder_is_counted_and_shown(qtbot: QtBot, window: MainWindow, smear: Path) -> None:
    count(qtbot, window, smear)
    case = window.session.case
    assert window.tabs.currentWidget() is window.review
    assert len(case.cells()) == 72
    assert len(case.images()) == 6
    assert case.current_image == "field 1.png"
    assert "smear A" in window.windowTitle()


def test_dropped_image_is_opened(qtbot: QtBot, window: MainWindow, smear: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(smear / "field 1.png"))])
    event = QDropEvent(
        QPointF(100, 100),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(window.session.queue.sample_ended):
        window.dropEvent(event)
    assert len(window.session.case.cells()) == 12


def test_folder_without_images_is_told_in_words(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(window.session.failed):
        window.session.open_paths([tmp_path / "empty"])
    box = window.findChild(QMessageBox)
    assert box is not None
    assert "no image" in box.text()
    assert box.informativeText()
    box.close()


def test_opening_again_shows_the_stored_review(qtbot: QtBot, counted: MainWindow, smear: Path) -> None:
    case = counted.session.case
    first = case.case
    assert first is not None
    case.reclassify([case.cells()[0].key], "monocyte")
    counted.session.close_case()
    with qtbot.waitSignal(counted.session.restored):
        counted.session.open_paths([smear])
    assert case.case is not None
    assert case.case.id == first.id
    assert case.cells()[0].label == "monocyte"
    assert counted.banner.isVisible()


def test_recent_sample_opens_from_the_first_screen(qtbot: QtBot, counted: MainWindow) -> None:
    counted.actions_["close_case"].trigger()
    assert counted.stack.currentWidget() is counted.welcome
    item = counted.welcome.recent.item(0)
    assert "smear A" in item.text()
    counted.welcome.recent.itemActivated.emit(item)
    assert counted.session.case.name == "smear A"


def test_unreadable_file_does_not_stop_the_folder(qtbot: QtBot, window: MainWindow, smear: Path) -> None:
    (smear / "field 3.png").write_bytes(b"not an image")
    count(qtbot, window, smear)
    case = window.session.case
    assert len(case.images()) == 5
    assert [name for name, _why in case.faults()] == ["field 3.png"]


def test_every_action_has_a_tip_and_a_place(window: MainWindow) -> None:
    listed = {a for menu in window.menuBar().actions() for a in menu.menu().actions()}
    for action in (*window.actions_, *window.view_actions.all()):
        assert action.statusTip(), action.objectName()
        assert action in listed, action.text()


def test_no_key_belongs_to_two_actions(window: MainWindow) -> None:
    seen: dict[str, QAction] = {}
    for action in (*window.actions_, *window.view_actions.all()):
        for sequence in action.shortcuts():
            key = sequence.toString()
            assert seen.setdefault(key, action) is action, f"{key}: {action.text()}, {seen[key].text()}"


def test_copied_differential_is_a_table(counted: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtGui import QGuiApplication

    counted.actions_["copy_table"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    row = next(line for line in lines if line.startswith("Neutrophil")).split("\t")
    assert row[1] == "15"
    assert row[2] == "20.8"


def test_geometry_is_kept(qtbot: QtBot, counted: MainWindow, tmp_path: Path) -> None:
    from PySide6.QtCore import QSettings

    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    counted._geometry = store
    counted.resize(1111, 777)
    counted.close()
    assert store.value("window") is not None


@pytest.mark.parametrize("page", ["page_review", "page_batch", "page_history"])
def test_pages_by_key(counted: MainWindow, page: str) -> None:
    counted.actions_[page].trigger()
    assert counted.tabs.currentIndex() == ["page_review", "page_batch", "page_history"].index(page)


def test_help_dialogs_open(counted: MainWindow, qtbot: QtBot) -> None:
    from wbc_desktop.app.views.about import AboutDialog, ManualDialog, ShortcutsDialog

    actions = [*counted.actions_, *counted.view_actions.all()]
    for dialog in (AboutDialog(counted.session), ShortcutsDialog(actions), ManualDialog()):
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.isVisible()
        dialog.close()


def test_images_not_yet_counted_are_offered(qtbot: QtBot, counted: MainWindow, smear: Path) -> None:
    """After a stopped count, or when the camera has saved more."""
    session, case = counted.session, counted.session.case
    save(smear / "field 7.png", field([2] * 8, 640, 480))
    session.close_case()
    with qtbot.waitSignal(session.incomplete):
        session.open_paths([smear])
    assert "1 image of" in counted.banner.text.text()
    first = case.case
    with qtbot.waitSignal(session.queue.sample_ended):
        counted.banner._act()
    assert case.case is first
    assert len(case.images()) == 7
    assert len(case.cells()) == 80
    assert not case.counting


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_fits_a_small_screen(qtbot: QtBot, session: Session, nothing_left: None, language: str) -> None:
    try:
        set_language(language)
        small = MainWindow(session)
        qtbot.addWidget(small)
        least = small.minimumSizeHint()
        small.close()
    finally:
        set_language("en")
    assert least.width() <= 1280
    assert least.height() <= 680
