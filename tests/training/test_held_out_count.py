"""The program's own answers are matched with labels by place."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
from made_fields import ColourCounter, field, save
from PIL import Image

from training.product.sources import LabelledCell
from wbc_desktop.core.cell import CellMask, FoundCell
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box

_FILE = Path(__file__).parents[2] / "benchmarks" / "held_out_count.py"
_SPEC = importlib.util.spec_from_file_location("held_out_count", _FILE)
assert _SPEC is not None and _SPEC.loader is not None
held_out_count = importlib.util.module_from_spec(_SPEC)
sys.modules["held_out_count"] = held_out_count
_SPEC.loader.exec_module(held_out_count)


def found(x: float, y: float) -> FoundCell:
    box = Box(x, y, 20, 20)
    return FoundCell(box, CellMask(np.ones((20, 20), np.uint8), box), 1.0)


def test_the_nearest_cell_within_the_labelled_box_is_its_own() -> None:
    cells = [found(0, 0), found(38, 41), found(60, 60)]
    assert held_out_count.at_place(cells, Box(40, 40, 20, 20)) == 1
    assert held_out_count.at_place(cells, Box(200, 200, 20, 20)) is None


def test_cells_found_and_right_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "field.png"
    save(path, field([0, 3]))
    counter = ColourCounter()
    rgb = np.asarray(Image.open(path).convert("RGB"))
    boxes = [c.box for c in counter.find(rgb).cells]
    truth = [FIVE_IDS[0], FIVE_IDS[1]]  # the second label is wrong on purpose
    cells = [LabelledCell("x", path, t, "", True, b) for t, b in zip(truth, boxes, strict=True)]
    cells.append(LabelledCell("x", path, FIVE_IDS[0], "", True, Box(500, 500, 9, 9)))
    result = held_out_count.tally(counter, cells)
    assert (result.cells, result.found, result.right) == (3, 2, 1)
    assert (result.counted, result.counted_right) == (2, 1)
