"""The drawn smear: repeatable, true to its own truth, and with the marks that tell the classes apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from wbc_desktop.core.cell import MASK_NUCLEUS
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import OutputFault
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.synthetic.field import TrueCell, draw_cell, draw_field
from wbc_desktop.imaging.synthetic.look import LOOKS
from wbc_desktop.imaging.synthetic.smear import TRUTH_NAME, write_smear
from wbc_desktop.imaging.synthetic.truth import compare, read_truth

SMALL = (700, 500)


def test_same_seed_same_pixels_and_another_seed_others() -> None:
    first, second = (draw_field(["monocyte"], size=SMALL, seed=4) for _ in range(2))
    assert np.array_equal(first.rgb, second.rgb)
    assert first.cells == second.cells
    assert not np.array_equal(first.rgb, draw_field(["monocyte"], size=SMALL, seed=5).rgb)


def test_boxes_hold_exactly_the_masks() -> None:
    drawn = draw_field(FIVE_IDS, size=(900, 900), seed=1)
    assert sorted(c.label for c in drawn.cells) == sorted(FIVE_IDS)
    parts, n = ndimage.label(drawn.mask > 0)
    assert n == len(drawn.cells)
    tight = {(s[1].start, s[0].start, s[1].stop, s[0].stop) for s in ndimage.find_objects(parts)}
    given = {(int(c.box.x), int(c.box.y), int(c.box.right), int(c.box.bottom)) for c in drawn.cells}
    assert tight == given
    assert all(c.box.x >= 0 and c.box.right <= 900 and c.box.bottom <= 900 for c in drawn.cells)


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_nuclei_are_dark_and_the_background_is_light(look: str) -> None:
    drawn = draw_cell("lymphocyte", look=LOOKS[look], seed=2)
    green = drawn.rgb[..., 1].astype(float)
    assert green[drawn.mask == MASK_NUCLEUS].mean() < 0.45 * np.percentile(green, 90)


def _mean(label: str, part: int, channel: int) -> float:
    drawn = [draw_cell(label, seed=s) for s in range(3)]
    return float(np.mean([d.rgb[..., channel][d.mask == part].mean() for d in drawn]))


def test_classes_bear_their_marks() -> None:
    share = {
        label: np.mean(
            [
                np.count_nonzero(d.mask == 2) / np.count_nonzero(d.mask)
                for d in (draw_cell(label, seed=s) for s in range(4))
            ]
        )
        for label in FIVE_IDS
    }
    assert share["lymphocyte"] > 0.6 > share["monocyte"] > share["neutrophil"]
    red_over_blue = {label: _mean(label, 1, 0) / _mean(label, 1, 2) for label in FIVE_IDS}
    assert red_over_blue["eosinophil"] > 1.1 > red_over_blue["monocyte"]
    assert red_over_blue["lymphocyte"] < 0.9
    assert _mean("basophil", 1, 1) < _mean("neutrophil", 1, 1) - 30


def test_written_smear_reads_back(tmp_path: Path) -> None:
    counts = {"neutrophil": 2, "lymphocyte": 2, "basophil": 1}
    folder, masks = tmp_path / "Übung 1", tmp_path / "masks"
    fields = list(write_smear(folder, counts=counts, fields=2, size=SMALL, masks=masks))
    truth = read_truth(folder / TRUTH_NAME)
    assert [(f.file, c) for f in fields for c in f.cells] == truth
    assert sorted(c.label for _, c in truth) == ["basophil"] + ["lymphocyte"] * 2 + ["neutrophil"] * 2
    with Image.open(masks / fields[0].file) as mask:
        assert mask.size == SMALL
        assert set(np.unique(np.asarray(mask))) == {0, 1, 2}


def test_comparison_uses_each_counted_cell_once() -> None:
    def cell(label: str, x: float) -> TrueCell:
        return TrueCell(label, Box(x, 0, 10, 10))

    truth = [("a", cell("neutrophil", 0)), ("a", cell("monocyte", 100)), ("b", cell("basophil", 0))]
    counted = [
        ("a", cell("neutrophil", 1)),
        ("a", cell("neutrophil", 2)),
        ("a", cell("lymphocyte", 101)),
        ("b", cell("basophil", 8)),
    ]
    result = compare(truth, counted)
    assert (result.found, result.extra) == (2, 2)
    assert result.right == {"neutrophil": 1}
    assert result.mistaken == {("monocyte", "lymphocyte"): 1}
    assert result.counted == {"neutrophil": 2, "lymphocyte": 1, "basophil": 1}


def test_unwritable_folder_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputFault, match="cannot be written"):
        list(write_smear(tmp_path / "file", fields=1, size=SMALL))
