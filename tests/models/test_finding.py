"""What is done around the finder network: scale, grouping, masks, edges, kinds of image.

The engine is an oracle on drawn images, so that a fault here is a fault of this code.
"""

from __future__ import annotations

import numpy as np
import pytest
from finder_oracle import Disc, draw, run

from wbc_desktop.core.cell import CellMask, FoundCell
from wbc_desktop.core.geometry import Box
from wbc_desktop.models.finding import FALLBACK_SCORE, find_cells, plausible
from wbc_desktop.models.refinement import without_specks


def box_of(disc: Disc) -> Box:
    x, y, d = disc
    return Box(x - d / 2, y - d / 2, d, d)


def paint(cell: FoundCell, shape: tuple[int, int]) -> np.ndarray:
    """The cell's mask in the image's frame, nearest pixel."""
    assert cell.mask is not None
    box, labels = cell.mask.box, cell.mask.labels
    ys, xs = np.mgrid[: shape[0], : shape[1]] + 0.5
    rows = np.floor((ys - box.y) / box.height * labels.shape[0]).astype(int)
    columns = np.floor((xs - box.x) / box.width * labels.shape[1]).astype(int)
    inside = (rows >= 0) & (rows < labels.shape[0]) & (columns >= 0) & (columns < labels.shape[1])
    out = np.zeros(shape, np.uint8)
    out[inside] = labels[rows[inside], columns[inside]]
    return out


REDS = [(60.0 + 90 * i, 40.0 + 80 * j, 46.0) for i in range(7) for j in range(6)]


@pytest.mark.parametrize("factor", [0.4, 1.0, 2.5])
def test_cells_are_found_at_every_scale_in_the_image_frame(factor: float) -> None:
    white = [(150.0, 120.0, 80.0), (420.0, 330.0, 90.0)]
    scaled = [(x * factor, y * factor, d * factor) for x, y, d in white]
    reds = [(x * factor, y * factor, d * factor) for x, y, d in REDS]
    rgb = draw((int(500 * factor), int(700 * factor)), scaled, reds)
    finding = find_cells(rgb, run)
    assert finding.content == "field"
    assert len(finding.cells) == 2
    for disc in scaled:
        assert max(c.box.iou(box_of(disc)) for c in finding.cells) > 0.85
    assert finding.red_cell_px == pytest.approx(46 * factor, rel=0.15)


def test_masks_lie_where_the_cells_lie() -> None:
    """On average: half a pixel of the window, 0.4 here, costs the nucleus 0.012 of its Dice."""
    off: list[tuple[float, float]] = []
    for x, y in ((150.0, 140.0), (61.3, 233.6), (208.5, 90.5), (100.8, 70.2), (171.6, 180.9), (220.2, 101.7)):
        (cell,) = find_cells(draw((300, 420), [(x, y, 50.0)]), run, content="field").cells
        assert cell.mask is not None
        for part in (cell.mask.labels > 0, cell.mask.labels == 2):
            rows, columns = np.nonzero(part)
            box, shape = cell.mask.box, part.shape
            middle_x = box.x + (columns.mean() + 0.5) * box.width / shape[1]
            middle_y = box.y + (rows.mean() + 0.5) * box.height / shape[0]
            off.append((middle_x - x, middle_y - y))
    assert np.mean(off, axis=0) == pytest.approx((0.0, 0.0), abs=0.15)


def test_masks_hold_nucleus_and_cytoplasm() -> None:
    disc = (150.0, 140.0, 100.0)
    rgb = draw((300, 420), [disc])
    (cell,) = find_cells(rgb, run, content="field").cells
    labels = paint(cell, rgb.shape[:2])
    assert (labels > 0).sum() == pytest.approx(np.pi * 50**2, rel=0.08)
    assert (labels == 2).sum() == pytest.approx(np.pi * 25**2, rel=0.15)
    assert labels[140, 150] == 2
    assert labels[140, 190] == 1
    assert labels[60, 60] == 0


def test_touching_cells_are_separated() -> None:
    white = [(150.0, 150.0, 100.0), (244.0, 150.0, 100.0)]
    finding = find_cells(draw((300, 420), white), run, content="field")
    assert len(finding.cells) == 2
    for disc in white:
        assert max(c.box.iou(box_of(disc)) for c in finding.cells) > 0.8


def test_a_cell_cut_by_the_edge_is_found_and_marked() -> None:
    white = [(10.0, 150.0, 90.0), (250.0, 150.0, 90.0)]
    cells = find_cells(draw((300, 420), white), run, content="field").cells
    assert sorted((c.on_border, round(c.box.centre[0], -1)) for c in cells) == [(False, 250.0), (True, 30.0)]


@pytest.mark.parametrize("side", [90, 120, 360])
def test_a_cell_image_gives_its_central_cell_alone(side: int) -> None:
    size = side * 0.4
    white = [(side / 2, side / 2, size), (side * 0.02, side * 0.05, size)]
    finding = find_cells(draw((side, side), white), run)
    assert finding.content == "cell"
    (cell,) = finding.cells
    assert cell.box.iou(box_of(white[0])) > 0.8


def test_a_cell_image_without_a_cell_gives_a_guess_of_low_score() -> None:
    finding = find_cells(draw((200, 200), [], [(60.0, 60.0, 40.0)]), run, content="cell")
    (cell,) = finding.cells
    assert cell.score == FALLBACK_SCORE
    assert cell.mask is None
    assert cell.box.contains(100, 100)


@pytest.mark.parametrize("grey", [0, 128, 255])
@pytest.mark.parametrize("content", ["cell", "auto"])
def test_a_cell_image_that_shows_nothing_gives_no_cell(grey: int, content: str) -> None:
    noise = np.random.default_rng(grey).normal(grey, 4, (360, 360, 3))
    for rgb in (np.full((360, 360, 3), grey, np.uint8), noise.clip(0, 255).astype(np.uint8)):
        finding = find_cells(rgb, run, content=content)
        assert (finding.cells, finding.content) == ((), "cell")


def test_a_cell_that_is_found_is_kept_however_faint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wbc_desktop.models.finding.is_empty", lambda rgb: True)
    assert len(find_cells(draw((120, 120), [(60.0, 60.0, 48.0)]), run, content="cell").cells) == 1


def test_an_empty_field_gives_no_cell() -> None:
    finding = find_cells(draw((500, 700), [], REDS), run)
    assert finding.cells == ()
    assert finding.red_cell_px == pytest.approx(46, rel=0.15)


def test_known_scale_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def recording(images: np.ndarray) -> tuple[np.ndarray, ...]:
        seen.append(images.shape)
        return run(images)

    rgb = draw((500, 700), [(150.0, 120.0, 130.0)])
    find_cells(rgb, recording, content="field", mpp=0.1)
    first = seen[0]
    assert first[2] == pytest.approx(500 * 40 / 130, abs=32)
    assert len(seen) == 2


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (17, 33)])
def test_odd_sizes_do_not_fail(shape: tuple[int, int]) -> None:
    rgb = np.full((*shape, 3), 230, np.uint8)
    for content in ("auto", "cell", "field"):
        find_cells(rgb, run, content=content)


def test_grey_images_are_refused() -> None:
    with pytest.raises(ValueError):
        find_cells(np.zeros((20, 20), np.uint8), run)


def test_result_does_not_depend_on_order_or_repeat() -> None:
    rgb = draw((500, 700), [(150.0, 120.0, 80.0), (420.0, 330.0, 90.0)], REDS)
    assert [c.box for c in find_cells(rgb, run).cells] == [c.box for c in find_cells(rgb, run).cells]


def test_platelets_and_cells_without_a_nucleus_are_left_out() -> None:
    whole = (150.0, 120.0, 80.0)
    rgb = draw((500, 700), [whole, (420.0, 330.0, 26.0)], REDS)
    (cell,) = find_cells(rgb, run, content="field").cells
    assert cell.box.iou(box_of(whole)) > 0.8
    assert cell.mask is not None
    bare = FoundCell(cell.box, CellMask(np.minimum(cell.mask.labels, 1), cell.box), 0.9)
    assert plausible(cell)
    assert not plausible(bare)


def test_specks_and_pinholes_of_a_nucleus_go_but_a_ring_stays_a_ring() -> None:
    nucleus = np.zeros((60, 60), bool)
    nucleus[10:40, 10:40] = True
    nucleus[20:23, 20:23] = False
    nucleus[50:52, 50:52] = True
    cleaned = without_specks(nucleus)
    assert cleaned.sum() == 900
    nucleus[15:30, 15:30] = False
    assert not without_specks(nucleus)[20, 20]
    assert not without_specks(np.zeros((9, 9), bool)).any()
