"""The gallery: order, selection, keys, drag, place, and both ways in step with the case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_review import made_case, opened
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.cell_table import MIME, SECTIONS, CellTable, Section
from wbc_desktop.app.views.gallery_layout import GalleryLayout
from wbc_desktop.app.views.review_desk import ReviewDesk
from wbc_desktop.core.edits import AddImage
from wbc_desktop.core.history import CaseImage

Desk = tuple[ReviewDesk, CaseViewModel]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, nothing_left: None) -> Iterator[Desk]:
    case = opened(made_case(tmp_path / "smear", fields=4, per_field=20))
    page = ReviewDesk(case)
    qtbot.addWidget(page)
    page.resize(1300, 700)
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    yield page, case
    page.close_readers()
    page.close()


def test_model_keeps_qts_rules_through_edits(qtbot: QtBot, tmp_path: Path) -> None:
    case = opened(made_case(tmp_path / "smear"))
    table = CellTable(case)
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keys = [c.key for c in table.cells]
    case.reclassify(keys[:3], "basophil")
    case.accept(keys[4:6])
    case.remove(keys[7:8])
    case.undo()
    case.undo()
    table.set_order("certain")
    assert len(table.cells) == len(keys)
    del tester


def test_sections_hold_their_class_uncertain_first(desk: Desk) -> None:
    page, _ = desk
    assert [s.label for s in page.table.sections] == list(SECTIONS)
    for section in page.table.sections:
        cells = page.table.cells[section.first : section.first + section.count]
        assert {c.label for c in cells} <= {section.label}
        confidences = [c.prediction.confidence for c in cells]  # type: ignore[union-attr]
        assert confidences == sorted(confidences)
    page.gallery.set_order("certain")
    for section in page.table.sections:
        cells = page.table.cells[section.first : section.first + section.count]
        confidences = [c.prediction.confidence for c in cells]  # type: ignore[union-attr]
        assert confidences == sorted(confidences, reverse=True)


def test_choosing_goes_both_ways(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    view = page.gallery.gallery
    index = page.table.index(5)
    view.scrollTo(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert case.current == page.table.key_at(5)
    assert case.selection == [page.table.key_at(5)]
    case.choose(page.table.key_at(40))
    assert view.currentIndex().row() == 40
    assert [i.row() for i in view.selectionModel().selectedIndexes()] == [40]
    rect = view.visualRect(view.currentIndex())
    assert view.viewport().rect().contains(rect)


def test_shift_selects_a_run_and_control_adds(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    view = page.gallery.gallery
    case.choose(page.table.key_at(2))
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(view.viewport(), left, pos=view.visualRect(page.table.index(2)).center())
    qtbot.mouseClick(view.viewport(), left, shift, view.visualRect(page.table.index(5)).center())
    assert [page.table.row_of(k) for k in case.selection] == [2, 3, 4, 5]
    qtbot.mouseClick(view.viewport(), left, control, view.visualRect(page.table.index(0)).center())
    assert sorted(page.table.row_of(k) for k in case.selection) == [0, 2, 3, 4, 5]  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("key", "label"),
    [("1", "neutrophil"), ("3", "basophil"), ("5", "monocyte"), ("0", "not_counted"), ("U", "unidentified")],
)
def test_class_keys_decide_and_move_on(desk: Desk, qtbot: QtBot, key: str, label: str) -> None:
    page, case = desk
    first = next(s for s in page.table.sections if s.label == "lymphocyte").first
    chosen, after = page.table.key_at(first), page.table.key_at(first + 1)
    case.choose(chosen)
    qtbot.keyClicks(page.gallery.gallery, key)
    assert case.cell(chosen).review.label == label  # type: ignore[union-attr]
    assert case.current == after
    assert case.selection == [after]


def test_a_key_decides_for_all_selected(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    first = next(s for s in page.table.sections if s.label == "lymphocyte").first
    keys = [page.table.key_at(first + i) for i in range(3)]
    after = page.table.key_at(first + 3)
    case.select(keys)  # type: ignore[arg-type]
    qtbot.keyClicks(page.gallery.gallery, "2")
    assert {case.cell(k).label for k in keys} == {"eosinophil"}  # type: ignore[union-attr]
    assert case.current == after


def test_enter_confirms_n_finds_delete_removes(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    view = page.gallery.gallery
    case.choose(page.table.key_at(12))
    key = case.current
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert case.cell(key).review is not None  # type: ignore[union-attr]
    assert case.current == page.table.key_at(13)
    qtbot.keyClicks(view, "N")
    assert case.cell(case.current).label == "unidentified"  # type: ignore[union-attr]
    false = case.current
    number = len(page.table.cells)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert case.cell(false) is None
    assert len(page.table.cells) == number - 1
    case.undo()
    assert case.cell(false) is not None
    assert len(page.table.cells) == number


def test_whole_review_without_a_mouse(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    view = page.gallery.gallery
    for _ in range(len(page.table.cells)):
        qtbot.keyClicks(view, "N")
        qtbot.keyClicks(view, "4") if case.cell(case.current).label == "unidentified" else qtbot.keyClick(  # type: ignore[union-attr]
            view, Qt.Key.Key_Return
        )
    assert case.unreviewed() == []
    with qtbot.waitSignal(page.flow.none_left):
        qtbot.keyClicks(view, "N")


def test_arrows_move_by_line_across_sections(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    view = page.gallery.gallery
    case.choose(page.table.key_at(0))
    seen = [view.currentIndex().row()]
    for _ in range(200):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        seen.append(view.currentIndex().row())
    assert seen == sorted(seen)
    last = page.table.sections[-2]
    assert seen[-1] >= last.first
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert len(case.selection) == 2


def test_place_is_kept_after_a_correction(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    view = page.gallery.gallery
    page.gallery.set_thumbnail_size(150)
    section = next(s for s in page.table.sections if s.label == "lymphocyte")
    case.choose(page.table.key_at(section.first + 4))
    place = view.visualRect(view.currentIndex())
    qtbot.keyClicks(view, "1")
    assert abs(view.visualRect(view.currentIndex()).top() - place.top()) <= 2
    assert view.visualRect(view.currentIndex()).left() == place.left()


def drop(view: object, widget: object, place: QPoint, mime: QMimeData) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    widget.dragMoveEvent(QDragMoveEvent(place, Qt.DropAction.MoveAction, mime, left, none))  # type: ignore[attr-defined]
    widget.dropEvent(QDropEvent(QPointF(place), Qt.DropAction.MoveAction, mime, left, none))  # type: ignore[attr-defined]


def test_drag_to_a_header_and_to_the_class_bar(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    view = page.gallery.gallery
    section = next(s for s in page.table.sections if s.label == "neutrophil")
    keys = [page.table.key_at(section.first + i) for i in range(3)]
    mime = page.table.mimeData([page.table.index(section.first + i) for i in range(3)])
    assert mime.hasFormat(MIME)
    view.show_section("eosinophil")
    qtbot.wait(10)
    drop(page, view, QPoint(60, 12), mime)
    assert {case.cell(k).label for k in keys} == {"eosinophil"}  # type: ignore[union-attr]
    rows = [page.table.row_of(k) for k in keys]
    mime = page.table.mimeData([page.table.index(r) for r in rows])  # type: ignore[arg-type]
    button = page.gallery.class_bar.buttons["monocyte"]
    button.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.MoveAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert {case.cell(k).label for k in keys} == {"monocyte"}  # type: ignore[union-attr]


def test_signed_case_is_shown_but_not_changed(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    case.reclassify([c.key for c in case.cells() if c.label == "unidentified"], "lymphocyte")
    case.accept([c.key for c in case.unreviewed()])
    assert case.sign("A short count: the smear holds few cells.")
    key = page.table.key_at(0)
    case.choose(key)
    before = case.cell(key)
    with qtbot.waitSignal(case.failed):
        qtbot.keyClicks(page.gallery.gallery, "5")
    assert case.cell(key) is before
    assert not page.table.flags(page.table.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not page.inspector.confirm.isEnabled()


def test_thumbnails_come_and_stay_within_bytes(desk: Desk, qtbot: QtBot) -> None:
    page, _ = desk
    qtbot.waitUntil(lambda: page.thumbnails.get(page.table.cells[0].key) is not None)
    assert page.thumbnails.cached_bytes < 192 << 20
    image = page.thumbnails.get(page.table.cells[0].key)
    assert image is not None
    centre = image.pixelColor(image.width() // 2, image.height() // 2)
    assert centre.blue() > centre.green() + 40, "the nucleus lies in the middle"


def test_thumbnails_are_made_as_large_as_the_tiles(desk: Desk, qtbot: QtBot) -> None:
    page, _ = desk
    key = page.table.cells[0].key
    for side in (96, 150):
        page.gallery.set_thumbnail_size(side)
        tile = page.gallery.gallery.visualRect(page.table.index(0)).width()

        def as_large_as_the_tile(tile: int = tile) -> bool:
            image = page.thumbnails.get(key)
            return image is not None and image.width() == round(tile * page.devicePixelRatioF())

        qtbot.waitUntil(as_large_as_the_tile)
    image = page.thumbnails.get(key)
    assert image is not None
    assert image.pixelColor(0, 0).alpha() == 0, "the corners are round already"


def test_a_decision_costs_no_walk_over_all_cells(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page, case = desk
    told: list[list[object]] = []
    case.cells_changed.connect(told.append)
    key = page.table.key_at(20)
    case.choose(key)

    def walked(_case: object) -> None:
        raise AssertionError("all cells were read for one decision")

    monkeypatch.setattr(type(case.case), "cells", property(walked))
    assert page.flow.assign("basophil")
    assert told == [[key]]
    case.undo()
    assert told == [[key], [key]]


def test_rows_and_numbers_stay_those_of_a_table_made_anew(desk: Desk) -> None:
    page, case = desk
    keys = [c.key for c in page.table.cells]
    for number, key in enumerate(keys[::3]):
        case.reclassify([key], SECTIONS[number % len(SECTIONS)])
    case.accept(keys[1:9])
    case.remove(keys[10:12])
    for _ in range(4):
        case.undo()
    fresh = CellTable(case)
    assert page.table.cells == fresh.cells
    assert page.table.sections == fresh.sections
    assert [page.table.row_of(c.key) for c in fresh.cells] == list(range(len(fresh.cells)))
    assert page.field.cells.cells == case.cells_of(page.field.cells.image)


def test_unreadable_image_leaves_the_others(qtbot: QtBot, tmp_path: Path, nothing_left: None) -> None:
    made = made_case(tmp_path / "smear")
    (tmp_path / "smear" / "field_02.png").write_bytes(b"broken")
    case = opened(made)
    page = ReviewDesk(case)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    qtbot.waitUntil(lambda: page.thumbnails.unreadable(("field_02.png", 1)))
    qtbot.waitUntil(lambda: page.thumbnails.get(("field_03.png", 1)) is not None)
    page.close_readers()
    page.close()


def test_cells_of_a_running_count_come_in(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    case.choose(page.table.key_at(3))
    key = case.current
    number = len(page.table.cells)
    new = [c for c in case.cells() if c.image == "field_01.png"][:2]
    from dataclasses import replace

    cells = tuple(replace(c, image="field_09.png", number=i + 1) for i, c in enumerate(new))
    case.case.apply(AddImage(CaseImage("field_09.png", 640, 480, "field"), cells), user="test")  # type: ignore[union-attr]
    case.images_changed.emit()
    case.cells_changed.emit([c.key for c in cells])
    assert len(page.table.cells) == number + 2
    assert case.current == key
    assert page.gallery.gallery.currentIndex().row() == page.table.row_of(key)
    assert page.field.images.count() == 5


def test_size_follows_slider_and_control_wheel(desk: Desk, qtbot: QtBot) -> None:
    page, _ = desk
    page.gallery.tile_size.setValue(160)
    assert page.gallery.gallery.tile == 160
    page.gallery.larger()
    assert page.gallery.tile_size.value() == page.gallery.gallery.tile == 200


def test_layout_finds_every_tile_again() -> None:
    sections = [Section("a", 0, 7, 0), Section("b", 7, 0, 0), Section("c", 7, 1, 0), Section("d", 8, 30, 0)]
    for width in (90, 300, 517, 1400):
        layout = GalleryLayout(sections, width, 80)
        for row in range(38):
            rect = layout.rect(row)
            assert layout.row_at(rect.center()) == row
            assert rect.right() <= max(width, 96)
        assert layout.rows_in(QRect(0, 0, width, layout.height)) == list(range(38))
        assert layout.row_at(QPoint(5, layout.header_height // 2)) is None
        spans = layout.rows_between(layout.rect(20).top(), layout.rect(20).bottom())
        assert any(20 in span for span in spans)


def test_everything_has_an_accessible_name(desk: Desk) -> None:
    page, _ = desk
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QWidget

    nameless = [
        w
        for kind in (QAbstractButton, QComboBox, QAbstractSlider, QAbstractItemView)
        for w in page.findChildren(QWidget)
        if isinstance(w, kind)
        and w.isVisibleTo(page)
        and not (w.accessibleName() or getattr(w, "text", lambda: "")())
        and "qt_" not in w.objectName()
        and w.metaObject().className() not in ("QScrollBar", "QComboBoxListView")
    ]
    assert not nameless, nameless
    text = page.table.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "not reviewed" in text
    assert QApplication.instance() is not None


def test_headers_count_confirmations_that_move_no_cell(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, case = desk
    drawn: dict[str, int] = {}

    def note(_painter: object, _place: object, section: Section, *_rest: object) -> None:
        drawn[section.label] = section.reviewed

    monkeypatch.setattr("wbc_desktop.app.views.gallery.draw_header", note)
    first = page.table.sections[0]
    case.accept([cell.key for cell in page.table.cells[first.first + first.count :][:3]])
    page.gallery.gallery.viewport().repaint()
    assert sum(drawn.values()) == 3
