"""A cell is cut at a standard scale and shown in standard colours, whatever camera saw it."""

from __future__ import annotations

import numpy as np
import pytest

from wbc_desktop.core.cell import CellMask, FoundCell
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.crops import cell_diameter, cut_cell
from wbc_desktop.imaging.standardise import standard_picture


def drawn(
    scale: float = 1.0,
    light: tuple[float, float, float] = (1.0, 1.0, 1.0),
    strength: float = 1.0,
) -> tuple[np.ndarray, FoundCell]:
    """A field with one cell: nucleus of 30 and cytoplasm of 60 pixels across at scale 1."""
    rows, columns = int(200 * scale), int(260 * scale)
    y, x = np.mgrid[0:rows, 0:columns] / scale
    away = np.hypot(x - 120, y - 90)
    density = np.zeros((rows, columns, 3))
    density[away < 30] = (0.15, 0.35, 0.10)
    density[away < 15] = (0.9, 1.3, 0.5)
    rgb = 255 * np.array(light) * np.exp(-density * strength)
    labels = np.where(away < 15, 2, np.where(away < 30, 1, 0)).astype(np.uint8)
    top, left, side = int(60 * scale), int(90 * scale), int(60 * scale)
    box = Box(left, top, side, side)
    mask = CellMask(labels[top : top + side, left : left + side], box)
    return np.clip(rgb, 0, 255).astype(np.uint8), FoundCell(box, mask, 1.0)


def test_diameter_is_that_of_the_mask() -> None:
    assert cell_diameter(drawn()[1]) == pytest.approx(60, rel=0.03)


@pytest.mark.parametrize("scale", [0.6, 1.7, 3.0])
def test_scale_of_the_camera_does_not_matter(scale: float) -> None:
    once = standard_picture(cut_cell(*drawn(), 96, 0.62), "stain", "suppress")
    again = standard_picture(cut_cell(*drawn(scale), 96, 0.62), "stain", "suppress")
    assert np.abs(once - again).mean() < 0.02


@pytest.mark.parametrize("light", [(1.0, 0.9, 0.6), (0.7, 0.8, 1.0), (0.6, 0.6, 0.6)])
def test_light_and_colour_cast_do_not_matter(light: tuple[float, float, float]) -> None:
    once = standard_picture(cut_cell(*drawn(), 96, 0.62), "white", "suppress")
    again = standard_picture(cut_cell(*drawn(light=light), 96, 0.62), "white", "suppress")
    assert np.abs(once - again).mean() < 0.02


@pytest.mark.parametrize("strength", [0.5, 1.6])
def test_strength_of_the_stain_does_not_matter(strength: float) -> None:
    once = standard_picture(cut_cell(*drawn(), 96, 0.62), "contrast", "suppress")
    again = standard_picture(cut_cell(*drawn(strength=strength), 96, 0.62), "contrast", "suppress")
    assert np.abs(once - again).mean() < 0.03


def test_a_cell_at_the_edge_keeps_its_place_and_background() -> None:
    rgb, cell = drawn()
    moved = rgb[40:, 70:]
    at_edge = FoundCell(cell.box.moved(-70, -40), CellMask(cell.mask.labels, cell.box.moved(-70, -40)), 1.0)
    crop = cut_cell(moved, at_edge, 96, 0.5)
    whole = cut_cell(rgb, FoundCell(cell.box, cell.mask, 1.0), 96, 0.5)
    assert np.abs(crop.rgb.astype(int) - whole.rgb).mean() < 3


def test_surroundings_are_suppressed() -> None:
    assert standard_picture(cut_cell(*drawn(), 96, 0.62), "white", "suppress")[0, 0] == pytest.approx(
        [1, 1, 1]
    )


def test_without_a_mask_the_box_is_an_ellipse() -> None:
    rgb, cell = drawn()
    crop = cut_cell(rgb, FoundCell(cell.box, None, 1.0), 96, 0.62)
    assert 0.5 < np.count_nonzero(crop.labels) / np.count_nonzero(cut_cell(*drawn(), 96, 0.62).labels) < 2
