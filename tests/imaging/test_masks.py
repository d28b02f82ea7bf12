"""Cells painted into one label image."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from wbc_desktop.core.cell import CellMask
from wbc_desktop.core.errors import OutputFault
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.masks import compose_mask, write_mask


def cell(x: float, y: float, side: int, pixels: int | None = None) -> CellMask:
    labels = np.ones((pixels or side,) * 2, np.uint8)
    quarter = len(labels) // 4
    labels[quarter:-quarter, quarter:-quarter] = 2
    return CellMask(labels, Box(x, y, side, side))


def test_a_cell_lies_where_its_box_says() -> None:
    mask = compose_mask(40, 30, [cell(10, 5, 8)])
    assert mask.shape == (30, 40)
    assert (mask > 0).sum() == 64
    assert mask[5, 10] == 1
    assert mask[9, 14] == 2
    assert mask[4, 10] == mask[5, 9] == mask[13, 10] == 0


def test_a_mask_of_another_resolution_is_scaled() -> None:
    coarse = compose_mask(40, 40, [cell(4, 4, 16, pixels=8)])
    np.testing.assert_array_equal(coarse, compose_mask(40, 40, [cell(4, 4, 16)]))


def test_the_nucleus_wins_where_cells_overlap() -> None:
    for order in ([cell(0, 0, 16), cell(6, 0, 16)], [cell(6, 0, 16), cell(0, 0, 16)]):
        mask = compose_mask(30, 16, order)
        assert mask[8, 8] == 2


def test_parts_outside_the_image_are_cut() -> None:
    mask = compose_mask(10, 10, [cell(-4, -4, 8), cell(8, 8, 8), cell(50, 50, 8)])
    assert mask[0, 0] == 2
    assert mask[9, 9] == 1
    assert (mask > 0).sum() == 16 + 4


def test_the_file_is_8_bit_grey(tmp_path: Path) -> None:
    labels = compose_mask(40, 30, [cell(10, 5, 8)])
    path = tmp_path / "a" / "b.png"
    write_mask(path, labels)
    with Image.open(path) as image:
        assert image.mode == "L"
        np.testing.assert_array_equal(np.asarray(image), labels)
    assert [p.name for p in path.parent.iterdir()] == ["b.png"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputFault, match="cannot be written"):
        write_mask(tmp_path / "file" / "a.png", np.zeros((2, 2), np.uint8))
