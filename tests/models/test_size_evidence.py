"""A cell's size in red cells moves the answer where the shape leaves it open, and only there."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wbc_desktop.core.cell import CellMask, FoundCell
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box
from wbc_desktop.models.classifying import classify_cells
from wbc_desktop.models.manifest import Manifest, SizeEvidence
from wbc_desktop.models.size_evidence import at_home, log_size, size_logits

LYMPHOCYTE, MONOCYTE = FIVE_IDS.index("lymphocyte"), FIVE_IDS.index("monocyte")
EVIDENCE = SizeEvidence(mean=(0.57, 0.52, 0.49, 0.25, 0.63), spread=(0.1,) * 5, shift=0.2)


def found(diameter: float, red_cell_px: float | None, on_border: bool = False) -> FoundCell:
    y, x = (np.mgrid[0:128, 0:128] + 0.5) / 64 - 1
    disc = (x * x + y * y <= 1).astype(np.uint8)
    box = Box(50 - diameter / 2, 50 - diameter / 2, diameter, diameter)
    return FoundCell(box, CellMask(disc, box), 0.9, on_border, red_cell_px)


def manifest(size: SizeEvidence | None) -> Manifest:
    return Manifest(
        id="m", version="1.0.0", kind="classifier", architecture="resnet18", sha256="0" * 64, size=size
    )


def test_the_size_is_measured_in_red_cells() -> None:
    assert log_size(found(60, 40)) == pytest.approx(math.log(1.5), abs=0.02)


@pytest.mark.parametrize("cell", [found(60, None), found(60, 0.0), found(60, 40, on_border=True)])
def test_without_a_ruler_or_cut_by_the_edge_there_is_no_size(cell: FoundCell) -> None:
    assert math.isnan(log_size(cell))
    assert not size_logits(np.array([log_size(cell)]), EVIDENCE, 5).any()


def test_a_cell_as_small_as_a_red_cell_is_rather_a_lymphocyte() -> None:
    small, large = size_logits(np.array([0.05, 0.75]), EVIDENCE, 5)
    assert small.argmax() == LYMPHOCYTE and large.argmax() == MONOCYTE
    assert small[LYMPHOCYTE] - small[MONOCYTE] > 1.5


def test_size_decides_an_open_answer_and_leaves_a_clear_one() -> None:
    rgb = np.full((100, 100, 3), 200, np.uint8)
    small = found(42, 40)
    open_, clear = np.zeros((1, 5), np.float32), np.zeros((1, 5), np.float32)
    clear[0, MONOCYTE] = 9.0

    def answer(logits: np.ndarray, size: SizeEvidence | None) -> str:
        return classify_cells([(rgb, small)], lambda _: (logits,), manifest(size))[0].best_class

    assert answer(open_, EVIDENCE) == "lymphocyte"
    assert answer(open_, None) == "neutrophil"
    assert answer(clear, EVIDENCE) == "monocyte"


def test_a_laboratory_whose_cells_all_read_smaller_moves_the_means() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 5, 100).astype(np.intp)
    sizes = np.asarray(EVIDENCE.mean)[labels] - 0.27 + rng.normal(0, 0.1, 100)
    own = at_home(EVIDENCE, sizes, labels)
    assert own is not None
    assert np.asarray(own.mean) == pytest.approx(np.asarray(EVIDENCE.mean) - 0.27, abs=0.04)
    assert own.shift < EVIDENCE.shift / 2
    assert at_home(EVIDENCE, np.full(100, np.nan), labels) == EVIDENCE


def test_a_manifest_with_sizes_for_other_classes_is_refused() -> None:
    with pytest.raises(ValueError, match="for every class"):
        manifest(SizeEvidence(mean=(0.1,) * 4, spread=(0.1,) * 4))
