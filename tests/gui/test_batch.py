"""The batch page: fills while it counts, pauses, stops, opens a finished sample, exports all."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from gui_steps import at_image, count
from made_fields import field, save
from patient import at_rest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from wbc_desktop.app.viewmodels.batch import COUNTED, NOTES, STATE
from wbc_desktop.app.viewmodels.export import ExportOrder
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.imaging.traits import ImageTraits


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    root = tmp_path / "day 1"
    for sample in range(4):
        for number in range(5):
            save(root / f"smear {sample}" / f"{number}.png", field([sample % 5] * 6, 320, 240))
    return root


def _shown(window: MainWindow, row: int, column: int) -> str:
    return str(window.batch.proxy.index(row, column).data())


def test_table_fills_and_a_sample_opens(qtbot: QtBot, window: MainWindow, samples: Path) -> None:
    count(qtbot, window, samples)
    assert window.tabs.currentWidget() is window.batch
    assert [_shown(window, r, STATE) for r in range(4)] == ["counted"] * 4
    assert [_shown(window, r, COUNTED) for r in range(4)] == ["30"] * 4
    window.batch.table.activated.emit(window.batch.proxy.index(2, 0))
    assert window.session.case.name == "smear 2"
    assert window.tabs.currentWidget() is window.review


def test_finished_sample_opens_while_the_rest_goes_on(
    qtbot: QtBot, window: MainWindow, samples: Path
) -> None:
    window.session.counter.counter.pause = 0.1  # type: ignore[union-attr]
    queue = window.session.queue
    with qtbot.waitSignal(queue.sample_ended):
        window.session.open_paths([samples])
    window.session.open_row(0)
    case = window.session.case
    assert case.name == "smear 0"
    assert queue.running
    assert case.reclassify([case.cells()[0].key], "monocyte")
    qtbot.waitUntil(lambda: not queue.running)
    assert len(case.cells()) == 30
    assert [r.result.counted for r in queue.rows if r.result] == [30] * 4


def test_sample_being_counted_can_be_watched(qtbot: QtBot, window: MainWindow, samples: Path) -> None:
    queue, case = window.session.queue, window.session.case
    counting = []

    def watch() -> None:
        window.session.open_row(0)
        counting.append(case.counting)

    at_image(window, 1, watch)
    window.session.open_paths([samples])
    qtbot.waitUntil(lambda: counting == [True])
    qtbot.waitUntil(lambda: queue.rows[0].state == "done")
    qtbot.waitUntil(lambda: not case.counting)
    assert len(case.cells()) == 30
    queue.stop()


def test_pause_and_stop(qtbot: QtBot, window: MainWindow, samples: Path) -> None:
    window.session.counter.counter.pause = 0.05  # type: ignore[union-attr]
    queue = window.session.queue
    at_image(window, 1, window.batch.pause.click)
    window.session.open_paths([samples])
    qtbot.waitUntil(lambda: queue.paused)
    done = at_rest(qtbot, lambda: sum(r.images_done for r in queue.rows))
    assert done < 20
    window.batch.pause.click()
    qtbot.waitUntil(lambda: sum(r.images_done for r in queue.rows) > done)
    window.actions_["stop"].trigger()
    qtbot.waitUntil(lambda: not queue.running)
    states = [r.state for r in queue.rows]
    assert set(states) <= {"done", "stopped"}
    assert "stopped" in states
    counted = sum(r.images_done for r in queue.rows)
    stored = window.session.store().list()
    assert sum(s.images for s in stored) == counted


def test_model_that_fails_is_told_and_nothing_waits(
    qtbot: QtBot, window: MainWindow, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wbc_desktop.core.errors import ModelRefused

    def refuse(*_args: object, **_options: object) -> None:
        raise ModelRefused("There is no model “x”.", "Choose another.")

    monkeypatch.setattr("wbc_desktop.inference.counter.load_counter", refuse)
    window.session.settings.change(lambda s: setattr(s.count, "model", "x"))
    qtbot.waitUntil(lambda: window.session.counter.error is not None)
    assert "no model" in window.choices.model.text()
    window.session.open_paths([samples])
    qtbot.waitUntil(lambda: len(window.session.queue.rows) == 4)
    qtbot.waitUntil(lambda: not window.session.queue.running)
    assert {r.state for r in window.session.queue.rows} == {"failed"}


def test_export_all(qtbot: QtBot, window: MainWindow, samples: Path, tmp_path: Path) -> None:
    count(qtbot, window, samples)
    session = window.session
    ids = tuple(row.case_id for row in session.queue.rows)
    out = tmp_path / "results"
    order = ExportOrder(ids, ("csv", "json"), out, session.paths.database, session.settings.settings)
    with qtbot.waitSignal(session.exported):
        session.export(order)
    with (out / "differential.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["sample"] for row in rows] == [f"smear {i}" for i in range(4)]
    assert [row["counted"] for row in rows] == ["30"] * 4
    with (out / "cells.csv").open(encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) == 120
    assert len(list(out.glob("*.json"))) == 4


def test_copied_rows_have_a_header(qtbot: QtBot, window: MainWindow, samples: Path) -> None:
    from PySide6.QtGui import QGuiApplication

    count(qtbot, window, samples)
    window.batch.copy_rows()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("Sample\tState")


def test_sample_without_a_readable_image_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not an image")
    session = window.session
    with qtbot.waitSignal(session.failed) as told:
        session.open_paths([broken])
    assert told.args[0].message
    assert told.args[0].advice
    qtbot.waitUntil(lambda: not session.queue.running)
    assert session.queue.rows[0].state == "failed"
    for box in window.findChildren(QMessageBox):
        box.close()


def test_a_sample_that_fails_among_others_opens_no_box(
    qtbot: QtBot, window: MainWindow, samples: Path
) -> None:
    for number in range(2):
        broken = samples / f"broken {number}" / "a.png"
        broken.parent.mkdir()
        broken.write_bytes(b"not an image")
    count(qtbot, window, samples)
    assert [row.state for row in window.session.queue.rows].count("failed") == 2
    assert not window.findChildren(QMessageBox)
    assert window.banner.isVisible()
    assert window.banner.level == "bad"


def test_the_empty_page_has_one_button_for_one_thing(window: MainWindow, smear: Path) -> None:
    window.show_batch()
    assert not window.batch.head.isVisible()
    window.session.open_paths([smear])


def test_row_follows_the_review_of_its_sample(qtbot: QtBot, window: MainWindow, samples: Path) -> None:
    count(qtbot, window, samples)
    window.session.open_row(1)
    case = window.session.case
    before = _shown(window, 1, COUNTED)
    assert case.reclassify([case.cells()[0].key], "not_counted")
    qtbot.waitUntil(lambda: _shown(window, 1, COUNTED) == str(int(before) - 1))
    case.accept([cell.key for cell in case.cells()])
    window.session.open_row(2)  # the row of the sample that was left is shown, too
    qtbot.waitUntil(lambda: _shown(window, 1, STATE) == "reviewed")
    assert _shown(window, 2, STATE) == "counted"


def test_a_warning_says_of_how_many_images(
    qtbot: QtBot, window: MainWindow, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dark = "The images are dark: more light or a longer exposure."
    save(samples / "smear 1" / "dim.png", field([1], 320, 240) // 2)

    def advice(traits: ImageTraits) -> tuple[str, ...]:
        return (dark,) if traits.brightness < 150 else ()

    monkeypatch.setattr("wbc_desktop.inference.pipeline.image_warnings", advice)
    count(qtbot, window, samples)
    assert [_shown(window, r, NOTES) for r in range(4)] == ["", f"1 of 6 images: {dark}", "", ""]
    queue = window.session.queue
    queue.clear()
    window.session.open_paths([samples])
    qtbot.waitUntil(lambda: len(queue.rows) == 4 and all(row.saved for row in queue.rows))
    told = window.batch.proxy.index(1, NOTES).data(Qt.ItemDataRole.ToolTipRole)
    assert told.split("\n") == ["saved review", f"1 of 6 images: {dark}"]
