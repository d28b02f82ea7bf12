"""The differential panel: live numbers, bars, target, flags."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from wbc_desktop.app.viewmodels.differential_table import CLASS, COUNT, MODEL, PERCENT
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.core.intervals import wilson
from wbc_desktop.core.reference import PUBLISHED


def _shown(window: MainWindow, row: int, column: int) -> str:
    window.differential.refresh()
    model = window.review.differential.table_model
    return str(model.data(model.index(row, column)))


def _choose_reference(window: MainWindow) -> None:
    case = window.session.case
    chosen = PUBLISHED[-1]
    assert case.case is not None
    case.set_data(replace(case.case.data, reference_set=chosen.name, reference_json=chosen.to_json()))


def test_numbers_follow_a_correction_and_the_model_s_stay(counted: MainWindow) -> None:
    case = counted.session.case
    assert _shown(counted, 0, COUNT) == "15"
    case.reclassify([c.key for c in case.cells() if c.label == "neutrophil"][:5], "eosinophil")
    assert _shown(counted, 0, COUNT) == "10"
    assert _shown(counted, 0, PERCENT) == "13.9"
    assert _shown(counted, 0, MODEL) == "20.8"
    assert _shown(counted, 1, COUNT) == "20"


def test_bar_shows_the_interval(counted: MainWindow) -> None:
    counted.differential.refresh()
    summary = counted.differential.summary
    assert summary is not None
    low, high = wilson(15, 72) or (0, 0)
    row = summary.reviewed["neutrophil"]
    assert (row.low95, row.high95) == (100 * low, 100 * high)
    model = counted.review.differential.table_model
    words = model.data(model.index(0, CLASS), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "95 % interval" in words
    assert f"{100 * low:.1f}" in words


def test_target_and_what_is_left(counted: MainWindow) -> None:
    panel = counted.review.differential
    counted.differential.refresh()
    assert panel.left.text() == "72 of 100 counted, 28 to go"
    panel.target.setCurrentIndex(panel.target.findData(200))
    panel.target.activated.emit(panel.target.currentIndex())
    counted.differential.refresh()
    assert "128 to go" in panel.left.text()
    counted.actions_["undo"].trigger()
    counted.differential.refresh()
    assert "28 to go" in panel.left.text()


def test_flags_need_a_reference_set(counted: MainWindow) -> None:
    counted.differential.refresh()
    summary = counted.differential.summary
    assert summary is not None
    assert summary.flags == ()
    assert not summary.safe_to_stop
    _choose_reference(counted)
    counted.differential.refresh()
    summary = counted.differential.summary
    assert summary is not None
    assert summary.kind("neutrophil") == "L"
    assert summary.kind("monocyte") == "H"
    assert summary.kind("lymphocyte") == ""
    assert _shown(counted, 0, 0).endswith("↓")


def test_safe_to_stop_when_nothing_can_change_a_flag(counted: MainWindow) -> None:
    case = counted.session.case
    _choose_reference(counted)
    panel = counted.review.differential
    counted.differential.refresh()
    assert "could still change" in panel.safe.text()
    # All but one reviewed: 14 of 72 neutrophils stay far below 45 % whatever the last cell is.
    rest = [c.key for c in case.cells()][:-1]
    case.accept(rest)
    counted.differential.refresh()
    assert panel.safe.text().startswith("Safe to stop")
    assert panel.waiting.text() == "1 unreviewed"


def test_absolute_counts_come_with_the_white_count(counted: MainWindow) -> None:
    case = counted.session.case
    assert case.case is not None
    case.set_data(replace(case.case.data, wbc=7.2, wbc_corrected=True))
    counted.differential.refresh()
    summary = counted.differential.summary
    assert summary is not None
    assert summary.reviewed["neutrophil"].absolute == 7.2 * 15 / 72


def test_row_chooses_its_class(counted: MainWindow) -> None:
    panel = counted.review.differential
    counted.differential.refresh()
    panel.table.activated.emit(panel.table_model.index(2, 0))
    case = counted.session.case
    assert len(case.selection) == 14
    assert {case.cell(k).label for k in case.selection} == {"basophil"}  # type: ignore[union-attr]
