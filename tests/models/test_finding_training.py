"""The finder's training data, on drawn images: masks from boxes, targets, pasted cells, the split."""

from __future__ import annotations

import numpy as np
import pytest
from finder_oracle import draw

pytest.importorskip("cv2", reason="training extras are not installed")

from training.finder.compose import Crop, cut, paste
from training.finder.photometry import another_camera
from training.finder.pseudo import grab_cell, otsu
from training.finder.samples import (
    ANY,
    BACKGROUND,
    CYTOPLASM,
    NOT_WHITE_CELL,
    NUCLEUS,
    RED_CELL_ID,
    Sample,
    bright_background,
    red_bodies,
)
from training.finder.targets import targets
from training.splits import CHULA_HELD_OUT_SLIDES, held_out
from wbc_desktop.models.finder_layout import DIAMETER_UNIT, OFFSET_UNIT, STRIDE


def sample(x: float = 120.0, y: float = 110.0, diameter: float = 90.0) -> Sample:
    rgb = draw((220, 240), [(x, y, diameter)])
    ys, xs = np.mgrid[:220, :240] + 0.5
    away = np.hypot(xs - x, ys - y)
    allowed = np.full((220, 240), BACKGROUND, np.uint8)
    allowed[away < diameter / 2] = CYTOPLASM
    allowed[away < diameter / 4] = NUCLEUS
    instances = (away < diameter / 2).astype(np.uint16)
    cells = np.array([[x, y, diameter, 0]], np.float32)
    return Sample("zheng1", "drawn", rgb, allowed, instances, cells, 1.0, paste=1)


def test_a_box_gives_the_cell_and_its_nucleus() -> None:
    one = sample()
    noisy = np.clip(one.rgb + np.random.default_rng(0).normal(0, 5, one.rgb.shape), 0, 255).astype(np.uint8)
    mask, agreement = grab_cell(noisy, (75, 65, 90, 90))
    assert agreement > 0.85
    truth = one.instances > 0
    assert 2 * ((mask > 0) & truth).sum() / ((mask > 0).sum() + truth.sum()) > 0.93
    nucleus = one.allowed == NUCLEUS
    assert 2 * ((mask == 2) & nucleus).sum() / ((mask == 2).sum() + nucleus.sum()) > 0.85


def test_otsu_tells_how_clear_a_threshold_is() -> None:
    rng = np.random.default_rng(1)
    two = np.concatenate([rng.normal(0, 0.1, 500), rng.normal(2, 0.1, 500)]).astype(np.float32)
    threshold, explained = otsu(two)
    assert 0.2 < threshold < 1.8
    assert explained > 0.95
    assert otsu(rng.normal(0, 1, 1000).astype(np.float32))[1] < 0.75


def test_targets_point_at_the_centre() -> None:
    one = sample()
    aims = targets(Crop(one.rgb, one.allowed, one.instances, one.cells))
    row, column = np.unravel_index(np.argmax(aims["heat"]), aims["heat"].shape)
    assert abs(column * STRIDE - 120) <= 2
    assert abs(row * STRIDE - 110) <= 2
    at = (100 // STRIDE, 90 // STRIDE)
    assert aims["offset"][0][at] * OFFSET_UNIT == pytest.approx(120 - 90, abs=1.5)
    assert aims["offset"][1][at] * OFFSET_UNIT == pytest.approx(110 - 100, abs=1.5)
    assert np.exp(aims["diameter"][at]) * DIAMETER_UNIT == pytest.approx(90, rel=0.01)
    assert aims["offset_weight"][0, 0] == 0


def test_open_pixels_do_not_teach_the_centre_map() -> None:
    one = sample()
    one.allowed[one.instances > 0] = ANY
    one.instances[:] = 0
    aims = targets(Crop(one.rgb, one.allowed, one.instances, one.cells[:0]))
    assert aims["heat"].max() == 0
    assert aims["heat_weight"][110 // STRIDE, 120 // STRIDE] == 0
    assert aims["heat_weight"][0, 0] == 1


def test_a_crop_carries_its_cells_along() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        crop = cut(sample(), 128, 0.8, rng)
        here = crop.instances == 1
        if here.sum() < 3000:
            continue
        ys, xs = np.nonzero(here)
        assert crop.cells[0, 0] == pytest.approx(xs.mean(), abs=6)
        assert crop.cells[0, 1] == pytest.approx(ys.mean(), abs=6)
        assert crop.cells[0, 2] == pytest.approx(72)


def test_a_pasted_cell_is_labelled_and_seen() -> None:
    rng = np.random.default_rng(5)
    empty = np.full((160, 160, 3), 230, np.uint8)
    crop = Crop(
        empty.copy(),
        np.full((160, 160), NOT_WHITE_CELL, np.uint8),
        np.zeros((160, 160), np.uint16),
        np.zeros((0, 4), np.float32),
    )
    while not len(crop.cells):
        paste(crop, sample(), rng, beside=False)
    here = crop.instances == 1
    assert here.any()
    assert (np.abs(crop.rgb[here].astype(int) - 230).max(axis=1) > 15).mean() > 0.8
    assert set(np.unique(crop.allowed[here])) <= {int(CYTOPLASM), int(NUCLEUS), int(ANY)}


def test_red_cells_are_measured_and_paper_is_paper() -> None:
    rgb = draw((200, 300), [], [(60.0, 60.0, 50.0), (180.0, 120.0, 50.0)])
    everywhere = np.ones(rgb.shape[:2], bool)
    sizes = [size for _, size in red_bodies(rgb, everywhere)]
    assert sizes == [pytest.approx(50, rel=0.06)] * 2
    clear = bright_background(rgb)
    assert clear[10, 280]
    assert not clear[60, 60]


def test_cameras_keep_the_geometry() -> None:
    rng = np.random.default_rng(7)
    rgb = sample().rgb
    for _ in range(25):
        other = another_camera(rgb, rng)
        assert other.shape == rgb.shape
        assert other.dtype == np.uint8


def test_the_split_depends_on_names_alone() -> None:
    assert held_out("zheng1", "images/007.png") == held_out("zheng1", "007.png")
    assert {held_out("chula_fields", "x.jpg", slide) for slide in CHULA_HELD_OUT_SLIDES} == {True}
    assert not held_out("chula_fields", "B-30_0047.jpg")
    share = np.mean([held_out("bccd_fields", f"{i}.jpg") for i in range(2000)])
    assert 0.22 < share < 0.28
    with pytest.raises(ValueError):
        held_out("pbc", "neutrophil/BNE_1.jpg")
    assert RED_CELL_ID > 255
