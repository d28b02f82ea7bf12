"""What people do that nobody plans for: odd drops, endless names, a case of 300 cells."""

from __future__ import annotations

from pathlib import Path

from gui_steps import count
from made_fields import field, save
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from wbc_desktop.app.session import Session
from wbc_desktop.app.viewmodels.batch import NOTES, STATE
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.storage.paths import find_paths


def _drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, left, none))


def _close_boxes(window: MainWindow) -> list[str]:
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    texts = [f"{box.text()} {box.informativeText()}" for box in boxes]
    for box in boxes:
        box.close()
    return texts


def test_many_kinds_dropped_at_once(qtbot: QtBot, window: MainWindow, smear: Path, tmp_path: Path) -> None:
    single = save(tmp_path / "one.png", field([2] * 3, 320, 240))
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 no picture")
    notes = tmp_path / "notes.txt"
    notes.write_text("patient list", encoding="utf-8")
    empty = tmp_path / "empty.png"
    empty.write_bytes(b"")
    session = window.session
    with qtbot.waitSignal(session.queue.sample_ended, timeout=60_000):
        _drop(window, smear, single, broken, notes, empty)
    qtbot.waitUntil(lambda: not session.queue.running and not session.jobs.running, timeout=60_000)
    proxy = window.batch.proxy
    rows = {proxy.index(r, 0).data(): r for r in range(len(session.queue.rows))}
    assert proxy.index(rows["smear A"], STATE).data() == "counted"
    others = rows[tmp_path.name]  # loose files are one sample, named as their folder
    assert proxy.index(others, STATE).data() == "counted"
    assert "not readable" in proxy.index(others, NOTES).data()
    _close_boxes(window)


def test_endless_names_push_nothing_out(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    root = tmp_path / ("a very long name of a sample " * 7).strip()
    for number in range(2):
        save(root / f"{'photograph of the feathered edge ' * 7}{number}.png", field([number] * 6, 320, 240))
    save(root / f"{'broken ' * 30}.png", field([1], 32, 24)).write_bytes(b"\x89PNG broken")
    count(qtbot, window, root)
    for show in (window.show_review, window.show_batch, window.show_history, window.show_welcome):
        show()
        window.show_recent()
        qtbot.wait(20)
        assert window.minimumSizeHint().width() <= 1280, show.__name__
    assert window.banner.text.text()
    _close_boxes(window)


def test_empty_folder_and_folder_of_empty_folders(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "day" / "smear 1").mkdir(parents=True)
    for folder in (tmp_path / "day", tmp_path / "day" / "smear 1"):
        with qtbot.waitSignal(window.session.failed, timeout=20_000):
            _drop(window, folder)
        assert any("no image" in text for text in _close_boxes(window))
    assert not window.session.case.is_open


def test_three_hundred_cells_undone_after_a_restart(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    root = tmp_path / "large"
    for number in range(10):
        save(root / f"{number:02d}.png", field([n % 5 for n in range(30)], 640, 480))
    count(qtbot, window, root)
    case = window.session.case
    keys = [cell.key for cell in case.cells()]
    assert len(keys) == 300
    assert case.accept(keys[:250])
    for key in keys[:5]:
        assert case.reclassify([key], "monocyte")
    case.undo()
    case.undo()
    case_id = case.case.id  # type: ignore[union-attr]
    window.session.close_case()
    again = Session(find_paths().make())
    try:
        again.open_case(case_id)
        model = again.case
        assert model.can_redo
        model.redo()
        assert sum(cell.label == "monocyte" for cell in model.cells() if cell.key in keys[:4]) >= 4
        for _ in range(len(keys)):
            if not model.can_undo:
                break
            model.undo()
        assert all(cell.review is None for cell in model.cells())
        assert len(model.cells()) == 300
    finally:
        again.close()
