"""Correcting, confirming, undo, signing: what the window does with decisions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.app.views.sign_dialog import ReopenDialog, SignDialog
from wbc_desktop.core.history import Act


def test_class_key_decides_and_moves_on(qtbot: QtBot, counted: MainWindow) -> None:
    case = counted.session.case
    first = counted.review.table.cells[0].key
    case.choose(first)
    counted.review.setFocus()
    qtbot.keyClick(counted.review.gallery.gallery, Qt.Key.Key_5)
    cell = case.cell(first)
    assert cell is not None
    assert cell.label == "monocyte"
    assert cell.review is not None
    assert cell.review.reviewer == "Ana Ruiz"
    assert cell.prediction is not None
    assert cell.prediction.label == "neutrophil"
    assert case.current != first


def test_key_works_on_many_cells(qtbot: QtBot, counted: MainWindow) -> None:
    case = counted.session.case
    keys = [c.key for c in case.cells() if c.label == "basophil"]
    case.select(keys)
    counted.actions_["class_not_counted"].trigger()
    assert all(case.cell(k).label == "not_counted" for k in keys)  # type: ignore[union-attr]
    notes = sum(e.act in (Act.QUALITY, Act.COUNT_ENDED) for e in case.history())
    assert len(case.history()) == 1 + 6 + notes + 1
    counted.actions_["undo"].trigger()
    assert all(case.cell(k).label == "basophil" for k in keys)  # type: ignore[union-attr]


def test_undo_has_no_end_and_redo_follows(counted: MainWindow) -> None:
    case = counted.session.case
    keys = [c.key for c in case.cells()]
    for key in keys:
        assert case.reclassify([key], "eosinophil")
    for _ in keys:
        counted.actions_["undo"].trigger()
    assert not counted.actions_["undo"].isEnabled()
    assert all(c.review is None for c in case.cells())
    for _ in keys:
        counted.actions_["redo"].trigger()
    assert {c.label for c in case.cells()} == {"eosinophil"}
    assert not counted.actions_["redo"].isEnabled()


def test_undo_survives_a_restart(counted: MainWindow) -> None:
    session = counted.session
    case = session.case
    key = case.cells()[0].key
    case.reclassify([key], "basophil")
    case.reclassify([key], "monocyte")
    assert case.case is not None
    case_id = case.case.id
    session.close_case()
    session.store().close()
    session._store = None
    session.open_case(case_id)
    case.undo()
    assert case.cell(key).label == "basophil"  # type: ignore[union-attr]
    case.undo()
    assert case.cell(key).review is None  # type: ignore[union-attr]
    case.redo()
    assert case.cell(key).label == "basophil"  # type: ignore[union-attr]


def test_next_uncertain_goes_to_the_least_certain(counted: MainWindow) -> None:
    case = counted.session.case
    counted.actions_["next_uncertain"].trigger()
    assert case.current is not None
    chosen = case.cell(case.current)
    assert chosen is not None
    assert chosen.prediction is not None
    lowest = min(c.prediction.confidence for c in case.unreviewed() if c.prediction is not None)
    assert chosen.prediction.confidence == pytest.approx(lowest)


def test_sign_dialog_refuses_until_all_is_reviewed(qtbot: QtBot, counted: MainWindow) -> None:
    session = counted.session
    dialog = SignDialog(session)
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    open_checks = {c.id for c in dialog.checks() if not c.passed and c.blocking}
    assert open_checks == {"reviewed", "target"}
    session.case.accept([c.key for c in session.case.cells()])
    dialog._comment.setPlainText("few cells on the smear")
    assert dialog.accept_button.isEnabled()


def test_unidentified_cells_block_signing(qtbot: QtBot, counted: MainWindow) -> None:
    case = counted.session.case
    case.accept([c.key for c in case.cells()])
    case.reclassify([case.cells()[0].key], "unidentified")
    with qtbot.waitSignal(case.failed):
        assert not case.sign("reason")
    assert not case.signed


def test_signed_case_is_read_only_until_reopened(qtbot: QtBot, counted: MainWindow) -> None:
    case = counted.session.case
    case.accept([c.key for c in case.cells()])
    assert case.sign("few cells")
    assert case.read_only
    for action in ("undo", "redo", "sign", "accept_rest", "sample_data"):
        assert not counted.actions_[action].isEnabled(), action
    case.choose(case.cells()[0].key)
    assert not counted.actions_["class_monocyte"].isEnabled()
    with qtbot.waitSignal(case.failed):
        assert not case.reclassify([case.cells()[0].key], "monocyte")
    dialog = ReopenDialog()
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    dialog._reason.setPlainText("a cell was mistaken")
    assert dialog.accept_button.isEnabled()
    assert case.reopen(dialog.reason())
    assert case.reclassify([case.cells()[0].key], "monocyte")


def test_history_shows_old_and_new(counted: MainWindow) -> None:
    case = counted.session.case
    key = next(c.key for c in case.cells() if c.label == "lymphocyte")
    case.reclassify([key], "monocyte", "vacuoles")
    model = counted.history.model
    row = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert row[1] == "Ana Ruiz"
    assert key[0] in row[2]
    assert row[3:] == ["Lymphocyte", "Monocyte", "vacuoles"]
    case.undo()
    row = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert row[3:5] == ["Monocyte", "Lymphocyte"]


def test_history_row_shows_its_cells(counted: MainWindow) -> None:
    case = counted.session.case
    keys = [c.key for c in case.cells()[:3]]
    case.accept(keys)
    counted.show_history()
    counted.history.table.activated.emit(counted.history.model.index(0, 0))
    assert case.selection == keys
    assert counted.tabs.currentWidget() is counted.review


def test_missed_cell_is_found_where_clicked(qtbot: QtBot, counted: MainWindow) -> None:
    case = counted.session.case
    cell = case.cells()[3]
    case.remove([cell.key])
    before = len(case.cells())
    x, y = cell.box.centre
    with qtbot.waitSignal(case.cells_changed):
        case.add_cell_at(cell.image, x, y)
    assert len(case.cells()) == before + 1
    added = case.cell(case.current)
    assert added is not None
    assert added.added
    assert added.prediction is not None
    assert added.prediction.label == cell.label
    assert added.box.iou(cell.box) > 0.95
    case.undo()
    assert len(case.cells()) == before


def test_stored_at_once(counted: MainWindow) -> None:
    from wbc_desktop.storage.case_store import CaseStore

    session = counted.session
    key = session.case.cells()[0].key
    session.case.reclassify([key], "basophil")
    assert session.case.case is not None
    with CaseStore(session.paths.database) as other:
        stored = other.load(session.case.case.id)
    assert stored.cell(key).label == "basophil"  # type: ignore[union-attr]
    assert len(stored.history) == len(session.case.history())


def test_edit_of_another_window_is_not_overwritten(qtbot: QtBot, counted: MainWindow) -> None:
    from wbc_desktop.core.case import Reclassify
    from wbc_desktop.storage.case_store import CaseStore

    case = counted.session.case
    assert case.case is not None
    first, second = (c.key for c in case.cells()[:2])
    with CaseStore(counted.session.paths.database) as other:
        theirs = other.load(case.case.id)
        other.record(theirs, theirs.apply(Reclassify(first, "monocyte"), user="Ben"))
    with qtbot.waitSignal(case.failed) as told:
        assert not case.reclassify([second], "basophil")
    assert "Ben" in told.args[0].message
    assert case.cell(first).label == "monocyte"  # type: ignore[union-attr]
    assert case.reclassify([second], "basophil")
