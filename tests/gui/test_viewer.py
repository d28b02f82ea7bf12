"""The field viewer: zoom, pan, overlays, choosing and adding cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from made_review import DIAMETER, made_case, opened
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.mask_file import find_mask_file
from wbc_desktop.app.viewmodels.pixels import to_array
from wbc_desktop.app.viewmodels.sources import Sources
from wbc_desktop.app.views.field_page import FieldPage
from wbc_desktop.app.views.mask_outline import contours, outline
from wbc_desktop.app.views.scale_bar import bar_length, length_text
from wbc_desktop.app.views.view_actions import ViewActions

Shown = tuple[FieldPage, CaseViewModel]


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path, nothing_left: None) -> Iterator[Shown]:
    case = opened(made_case(tmp_path / "smear"))
    page = FieldPage(case, Sources(), ViewActions(QApplication.instance()))
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    qtbot.waitExposed(page)
    page.cells.show(case.current_image)
    page.tiles.show(case.image_path(case.current_image))
    qtbot.waitUntil(lambda: page.tiles.current is not None and page.tiles.busy == 0)
    yield page, case
    page.close_readers()
    page.close()


def wheel(page: FieldPage, place: QPoint, delta: int) -> None:
    view = page.view
    event = QWheelEvent(
        QPointF(place),
        QPointF(view.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def place_of(page: FieldPage, x: float, y: float) -> QPoint:
    return page.view.viewportTransform().map(QPointF(x, y)).toPoint()


def test_opens_fitted_and_stays_fitted_on_resize(shown: Shown, qtbot: QtBot) -> None:
    page, _ = shown
    assert page.view.zoom.seen.contains(QRectF(1, 1, 638, 478))
    page.resize(600, 500)
    qtbot.waitUntil(lambda: page.view.zoom.seen.contains(QRectF(1, 1, 638, 478)))
    assert page.view.zoom.scale == pytest.approx(page.view.zoom.fit_scale())


def test_wheel_zooms_at_the_pointer(shown: Shown, qtbot: QtBot) -> None:
    page, _ = shown
    page.view.one_to_one()
    page.view.zoom.centre(QPointF(300, 250))
    place = place_of(page, 400, 300)
    before = page.view.zoom.scale
    wheel(page, place, 240)
    qtbot.waitUntil(lambda: page.view.zoom.scale == pytest.approx(before * 1.25**2, rel=1e-3))
    under = page.view.viewportTransform().inverted()[0].map(QPointF(place))
    assert abs(under.x() - 400) < 2
    assert abs(under.y() - 300) < 2


def test_zoom_has_limits_both_ways(shown: Shown, qtbot: QtBot) -> None:
    page, _ = shown
    for _ in range(60):
        page.view.zoom.by(2, glide=False)
    assert page.view.zoom.scale == 32
    for _ in range(60):
        page.view.zoom.by(0.5, glide=False)
    assert page.view.zoom.scale >= min(page.view.zoom.fit_scale(), 1) * 0.49


def test_drag_pans_and_the_image_is_never_lost(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    view = page.view.viewport()
    page.view.one_to_one()
    before = page.view.zoom.seen.center()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    qtbot.mouseMove(view, QPoint(350, 330))
    qtbot.mouseMove(view, QPoint(380, 340))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(380, 340))
    after = page.view.zoom.seen.center()
    assert after.x() == pytest.approx(before.x() - 80, abs=3)
    assert after.y() == pytest.approx(before.y() - 40, abs=3)
    assert case.current is None
    page.view.zoom.pan(1e6, 1e6)
    assert QRectF(0, 0, 640, 480).intersects(page.view.zoom.seen)


def test_keys_pan_zoom_and_fit(shown: Shown, qtbot: QtBot) -> None:
    page, _ = shown
    page.view.one_to_one()
    x = page.view.zoom.seen.center().x()
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    assert page.view.zoom.seen.center().x() > x
    scale = page.view.zoom.scale
    qtbot.keyClick(page.view, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: page.view.zoom.scale > scale)
    qtbot.keyClick(page.view, Qt.Key.Key_F)
    assert page.view.zoom.fitted


def test_click_chooses_control_extends_beside_clears(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    first, second = case.cells_of(case.current_image)[:2]
    view = page.view.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_of(page, *first.box.centre))
    assert case.current == first.key
    qtbot.mouseClick(
        view,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ControlModifier,
        place_of(page, *second.box.centre),
    )
    assert case.selection == [first.key, second.key]
    assert case.current == second.key
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_of(page, 600, 440))
    assert case.selection == []


def test_shift_drag_frames_cells(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    view = page.view.viewport()
    start, end = place_of(page, 5, 5), place_of(page, 215, 200)
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, shift, start)
    for step in (0.5, 1.0):
        place = start + (end - start) * step
        event_place = QPointF(place)
        QApplication.sendEvent(
            view,
            QMouseEvent(
                QEvent.Type.MouseMove,
                event_place,
                view.mapToGlobal(event_place),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                shift,
            ),
        )
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, shift, end)
    assert {k[1] for k in case.selection} == {1, 2}


def test_double_click_brings_the_cell_close(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    cell = case.cells_of(case.current_image)[2]
    qtbot.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(page, *cell.box.centre))
    assert case.current == cell.key
    centre = page.view.zoom.seen.center()
    assert (centre.x(), centre.y()) == pytest.approx(cell.box.centre, abs=2)
    assert page.view.zoom.scale > 2


def test_current_cell_of_another_image_brings_its_image(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    page.view.one_to_one()
    other = next(c for c in case.cells() if c.image != case.current_image)
    case.choose(other.key)
    qtbot.waitUntil(lambda: page.tiles.current is not None and page.tiles.current.path.name == other.image)
    assert page.cells.image == other.image
    assert page.view.zoom.scale == pytest.approx(1.0 / page.devicePixelRatioF())
    assert page.images.currentData() == other.image


def test_next_and_previous_image_stop_at_the_ends(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    for _ in range(6):
        page.next_image()
    assert case.current_image == "field_03.png"
    assert not page.next.isEnabled()
    for _ in range(6):
        page.previous_image()
    assert case.current_image == "field_01.png"
    assert not page.previous.isEnabled()


def test_add_mode_gives_the_point_in_image_pixels(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    asked: list[tuple[str, float, float]] = []
    case.set_add_cell(lambda image, x, y: asked.append((image, x, y)))
    page.view.set_add_mode(True)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(page, 500, 400))
    assert asked[0][0] == "field_01.png"
    assert asked[0][1:] == pytest.approx((500, 400), abs=2)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert len(asked) == 1, "a click beside the image adds nothing"
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert not page.view.add_mode


def picture(page: FieldPage, qtbot: QtBot) -> np.ndarray:
    """The view once it has come to rest: outlines of many cells are traced over several frames."""
    qtbot.waitUntil(lambda: not page.view.mask_layer.in_motion)
    last = np.zeros(0)
    for _ in range(50):
        qtbot.wait(30)
        now = to_array(page.view.viewport().grab().toImage())
        if now.shape == last.shape and (now == last).all():
            return now
        last = now
    raise AssertionError("the view never comes to rest")


def test_each_overlay_is_drawn_and_taken_away(shown: Shown, qtbot: QtBot) -> None:
    page, _ = shown
    for name in ("outlines", "labels"):
        page.options.set(name, False)
    bare = picture(page, qtbot)
    for name in ("nucleus", "cell", "outlines", "boxes", "labels"):
        page.options.set(name, True)
        with_it = picture(page, qtbot)
        assert (bare != with_it).any(axis=2).sum() > 200, name
        page.options.set_hidden(True)
        assert (picture(page, qtbot) == bare).all(), name
        page.options.set_hidden(False)
        page.options.set(name, False)
    assert (picture(page, qtbot) == bare).all()


def test_opacity_fades_the_veil(shown: Shown, qtbot: QtBot) -> None:
    page, _ = shown
    for name in ("outlines", "labels"):
        page.options.set(name, False)
    bare = picture(page, qtbot).astype(int)
    page.options.set("nucleus", True)
    strength = []
    for opacity in (1.0, 0.3):
        page.options.set("opacity", opacity)
        strength.append(np.abs(picture(page, qtbot).astype(int) - bare).sum())
    assert strength[0] > 2 * strength[1] > 0


def test_brightness_is_for_the_screen_alone(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    before = Path(case.image_path("field_01.png")).read_bytes()
    plain = picture(page, qtbot).mean()
    page.options.set("brightness", -0.5)
    assert picture(page, qtbot).mean() < plain - 10
    page.options.reset_light()
    assert picture(page, qtbot).mean() == pytest.approx(plain, abs=0.5)
    assert Path(case.image_path("field_01.png")).read_bytes() == before


def test_a_changed_class_is_drawn_at_once(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    before = picture(page, qtbot)
    case.reclassify([("field_01.png", 1)], "monocyte")
    assert (picture(page, qtbot) != before).any()
    case.undo()
    assert (picture(page, qtbot) == before).all()


def test_minimap_shows_when_zoomed_and_goes_where_clicked(shown: Shown, qtbot: QtBot) -> None:
    page, _ = shown
    minimap = page.view.minimap
    assert not minimap.isVisible()
    page.view.zoom.set_scale(4.0)
    assert minimap.isVisible()
    qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    centre = page.view.zoom.seen.center()
    assert centre.x() < 60
    assert centre.y() < 60
    assert minimap.width() <= 0.31 * page.view.width() + 3
    assert minimap.height() <= 0.31 * page.view.height() + 3
    page.view.clear()
    page.view.resize(page.view.width() - 20, page.view.height() - 20)
    QCoreApplication.processEvents()
    assert not minimap.isVisible(), "no image, no overview of the one before"


def test_scale_bar_only_where_microns_are_known(shown: Shown) -> None:
    page, _ = shown
    assert not page.view.scale_bar.isVisible()
    page.view.scale_bar.set_scale(0.25, 1.0)
    assert page.view.scale_bar.isVisible()
    microns, pixels = bar_length(0.25)
    assert microns == 20
    assert pixels == 80
    for per_pixel in (1e-4, 0.013, 0.5, 7.0, 300.0):
        microns, pixels = bar_length(per_pixel)
        assert 50 < pixels <= 140
        assert microns / per_pixel == pytest.approx(pixels)
    assert length_text(0.5) == "500 nm"
    assert length_text(2000) == "2 mm"


def test_a_damaged_image_is_told_and_the_rest_goes_on(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    case.image_path("field_02.png").write_bytes(b"no image at all")
    page.next_image()
    qtbot.waitUntil(page.message.isVisible)
    assert "field_02.png" in page.message.text()
    page.next_image()
    qtbot.waitUntil(lambda: page.tiles.current is not None)
    assert not page.message.isVisible()


@pytest.mark.parametrize(
    ("image", "mask"),
    [
        ("a.png", "a_mask.png"),
        ("a.jpg", "mask/a.png"),
        ("data/Basophil/a.jpg", "mask/a.jpg"),
        ("images/a.png", "masks/a.png"),
        ("a.jpg", "nucleus_masks/a.png"),
    ],
)
def test_mask_file_is_found(tmp_path: Path, image: str, mask: str) -> None:
    for name in (image, mask):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (4, 4)).save(tmp_path / name)
    assert find_mask_file(tmp_path / image) == tmp_path / mask
    (tmp_path / mask).unlink()
    assert find_mask_file(tmp_path / image) is None


def test_mask_file_is_drawn_over_the_image(shown: Shown, qtbot: QtBot) -> None:
    page, case = shown
    labels = np.zeros((480, 640), np.uint8)
    labels[300:400, 300:500] = 255
    Image.fromarray(labels).save(Path(case.root or ".") / "field_01_mask.png")
    before = picture(page, qtbot)
    page.options.set("mask_file", True)
    qtbot.waitUntil(lambda: not page.view.mask_file_layer.empty)
    changed = (picture(page, qtbot) != before).any(axis=2)
    place = place_of(page, 400, 350)
    assert changed[place.y(), place.x()]
    place = place_of(page, 400, 450)
    assert not changed[place.y(), place.x()]


def test_contours_follow_the_mask() -> None:
    inside = np.zeros((9, 12), bool)
    inside[2:7, 3:10] = True
    inside[4, 6] = False
    lines = contours(inside)
    areas = []
    for line in lines:
        x, y = line[:, 0], line[:, 1]
        areas.append(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2)
    assert sorted(areas) == [-1.0, 35.0]


def test_contours_of_pixels_that_touch_at_a_corner_are_closed() -> None:
    rng = np.random.default_rng(3)
    inside = rng.random((40, 40)) < 0.5
    total = 0.0
    for line in contours(inside):
        x, y = line[:, 0], line[:, 1]
        steps = np.abs(np.roll(line, -1, axis=0) - line).sum(axis=1)
        assert (steps == 1).all(), "each step is one edge of a pixel, the last one leads back"
        total += float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
    assert total == inside.sum()


def test_outline_lies_where_the_mask_lies() -> None:
    from made_review import made_mask

    path = outline(made_mask(100, 200), nucleus=False)
    rect = path.boundingRect()
    assert rect.center().x() == pytest.approx(100 + DIAMETER / 2, abs=1)
    assert rect.width() == pytest.approx(DIAMETER, abs=2)
    nucleus = outline(made_mask(100, 200), nucleus=True).boundingRect()
    assert rect.contains(nucleus)
