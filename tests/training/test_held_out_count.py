"""The program's own answers are matched with labels by place."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
from made_fields import ColourCounter, field, save
from PIL import Image

from training.product.sources import LabelledCell
from wbc_desktop.core.cell import CellMask, FoundCell, Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box
from wbc_desktop.models.manifest import Calibration, Manifest, OwnCells

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
    for result in held_out_count.tally(counter, cells):  # a counter without a reference weighs nothing
        assert (result.cells, result.found, result.right) == (3, 2, 1)
        assert (result.counted, result.counted_right) == (2, 1)


def test_the_cells_of_a_source_are_weighed_with_each_other_over_its_images(
    tmp_path: Path, monkeypatch
) -> None:
    """The network leans to monocytes in one image; by their measures its cells are like the others'."""

    class Unsure(ColourCounter):
        def _answer(self, rgb: np.ndarray, cell: FoundCell) -> Prediction:
            share = (0.15, 0.1, 0.1, 0.1, 0.55) if (rgb[0, 0] == 250).all() else None
            best = int(np.argmax(share or super()._answer(rgb, cell).probabilities))
            sure = tuple(0.92 if k == best else 0.02 for k in range(5))
            return Prediction("unidentified" if share else FIVE_IDS[best], FIVE_IDS[best], 0.6, share or sure)

    counter, apart, cells = Unsure(), 6.0 * np.eye(5), []
    counter.manifest = Manifest(
        **{"id": "colour", "version": "1.0.0", "kind": "classifier", "architecture": "resnet18"},
        **{"classes": FIVE_IDS, "input_size": 96, "sha256": "0" * 64},
        calibration=Calibration(threshold=0.5),
        own_cells=OwnCells(
            spread=(1.0,) * 5,
            deviations=tuple(tuple(float(v) for v in row) for row in apart - apart.mean(axis=0)),
            covariance=tuple(float(v) for v in np.eye(5)[np.tril_indices(5)]),
        ),
    )
    labels = [0, 1, 2, 3, 4]

    def measured(rgb: np.ndarray, found: list[FoundCell]) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(apart[k] + 3.0) for k in labels)

    monkeypatch.setattr(held_out_count, "measured", measured)
    for number in range(6):
        rgb = field(labels)
        if number == 5:
            rgb[0, 0] = 250
        path = tmp_path / f"{number}.png"
        save(path, rgb)
        boxes = [c.box for c in counter.find(rgb).cells]
        cells += [
            LabelledCell("x", path, FIVE_IDS[k], "", True, b) for k, b in zip(labels, boxes, strict=True)
        ]
    first, weighed = held_out_count.tally(counter, cells)
    assert (first.found, first.right, first.counted) == (30, 26, 25)
    assert (weighed.found, weighed.right, weighed.counted, weighed.counted_right) == (30, 30, 30, 30)
