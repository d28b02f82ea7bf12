"""What the model is adapted with in the window: class folders, a table; and once in earnest."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from made_fields import save
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from wbc_desktop.app import bootstrap
from wbc_desktop.app.session import Session
from wbc_desktop.app.views.calibrate_dialog import CalibrateDialog
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.app.views.model_choices import model_choices
from wbc_desktop.imaging.synthetic.field import draw_cell
from wbc_desktop.storage.paths import find_paths

LABELS = ("neutrophil", "lymphocyte", "eosinophil")


def drawn_table(folder: Path, per_class: int) -> Path:
    """Drawn cells, one an image, and the table that names them."""
    rows = []
    for n in range(per_class * len(LABELS)):
        label = LABELS[n % len(LABELS)]
        save(folder / f"{n}.png", draw_cell(label, seed=300 + n).rgb)
        rows.append((f"{n}.png", label))
    table = folder / "my labels.csv"
    with table.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("file", "label"), *rows])
    return table


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> CalibrateDialog:
    made = CalibrateDialog(window.session, window)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_source_goes_with_its_own_mark(dialog: CalibrateDialog, tmp_path: Path) -> None:
    table = tmp_path / "cells.csv"
    table.write_text("file,label\n", encoding="utf-8")
    dialog.set_source(table)
    assert dialog.table.isChecked()
    assert dialog.source_text.text() == str(table)
    dialog.set_source(tmp_path)
    assert dialog.folders.isChecked()
    assert dialog.source_text.text() == str(tmp_path)
    dialog.own.setChecked(True)
    assert not dialog.source_text.isVisible()


def test_marked_but_not_chosen_asks_and_takes_nothing_else(
    dialog: CalibrateDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: asked.append("table") or ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: asked.append("folder") or "")
    dialog.table.setChecked(True)
    dialog.go.click()
    dialog.folders.setChecked(True)
    dialog.go.click()
    assert asked == ["table", "folder"]
    assert dialog.go.text() == "&Try it", "nothing runs"


def test_a_table_that_names_no_cell_is_told(qtbot: QtBot, dialog: CalibrateDialog, tmp_path: Path) -> None:
    table = tmp_path / "cells.csv"
    table.write_text("file,label\nnone.png,giraffe\n", encoding="utf-8")
    dialog.set_source(table)
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog.told.text()))
    assert "cell" in dialog.told.text()
    assert not dialog.accept_button.isEnabled()


@pytest.mark.slow
def test_a_real_fit_in_the_counting_process(
    qtbot: QtBot, own_home: Path, nothing_left: None, tmp_path: Path
) -> None:
    """The bundled model, drawn cells: tried, written where it helps, offered and loaded at once."""
    table = drawn_table(tmp_path / "cells", 8)
    bootstrap.make_application()
    session = Session(find_paths().make(), apart=True)
    dialog = CalibrateDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    try:
        session.load_counter()
        qtbot.waitUntil(lambda: session.counter.counter is not None, timeout=200_000)
        dialog.set_source(table)
        dialog.go.click()
        qtbot.waitUntil(lambda: dialog.bar.maximum() == 24)
        qtbot.waitUntil(lambda: dialog.go.text() == "&Try it", timeout=200_000)
        words = dialog.told.text()
        assert "24 cells: " in words
        assert "Right before: " in words and "Right after, on cells not learnt from: " in words
        assert dialog.accept_button.isEnabled() != ("no better" in words)
        if not dialog.accept_button.isEnabled():
            return
        before = [value for _text, value in model_choices(session.paths.models)]
        dialog.name.setText("scope 2")
        dialog.accept_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible())
        new = [v for _text, v in model_choices(session.paths.models) if v not in before]
        assert new == [str(session.paths.models / "scope_2")]
        qtbot.waitUntil(
            lambda: bool(session.counter.counter and session.counter.counter.manifest.derived_from),
            timeout=200_000,
        )
        assert session.settings.settings.count.model == new[0]
    finally:
        session.close()
