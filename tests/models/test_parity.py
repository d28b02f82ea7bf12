"""What a classifier sees is made once: training and program give the network the same picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")

from training.product.cache import CellCache, write_cache
from training.product.dataset import plain_input
from training.product.recipe import Recipe
from training.product.sources import LabelledCell
from wbc_desktop.core.cell import CellMask, FoundCell
from wbc_desktop.core.geometry import Box
from wbc_desktop.models.manifest import Manifest
from wbc_desktop.models.preprocess import cell_input


def drawn(seed: int) -> tuple[np.ndarray, FoundCell]:
    """A textured cell with a nucleus, somewhere in a noisy field."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:300, 0:320].astype(float)
    cx, cy, radius = rng.uniform(110, 200), rng.uniform(110, 190), rng.uniform(35, 70)
    away = np.hypot(x - cx, (y - cy) * rng.uniform(0.85, 1.15))
    density = np.zeros((300, 320, 3))
    density[away < radius] = (0.2, 0.4, 0.12)
    density[away < radius * 0.55] = (0.9, 1.3, 0.5)
    wave = 0.08 * np.sin(x / 4)[..., None] * np.cos(y / 5)[..., None]
    rgb = 235 * np.exp(-density * (1 + wave)) + rng.normal(0, 2, density.shape)
    labels = np.where(away < radius * 0.55, 2, np.where(away < radius, 1, 0)).astype(np.uint8)
    rows, columns = np.nonzero(labels)
    top, left = int(rows.min()), int(columns.min())
    height, width = int(rows.max()) + 1 - top, int(columns.max()) + 1 - left
    box = Box(left, top, width, height)
    mask = CellMask(labels[top : top + height, left : left + width], box)
    return np.clip(rgb, 0, 255).astype(np.uint8), FoundCell(box, mask, 1.0)


@pytest.mark.parametrize("seed", range(4))
def test_training_and_program_see_the_same_cell(tmp_path: Path, seed: int) -> None:
    rgb, cell = drawn(seed)
    path = tmp_path / "cell.png"
    Image.fromarray(rgb).save(path)
    recipe = Recipe()
    write_cache(
        tmp_path / "crops",
        [(LabelledCell("pbc", path, "neutrophil", "", False), cell)],
        recipe.crop.cell_fraction,
    )
    manifest = Manifest(
        id="m", version="1.0.0", kind="classifier", architecture="resnet18", sha256="0" * 64,
        classes=recipe.classes, input_size=recipe.input_size, crop=recipe.crop,
    )  # fmt: skip
    in_training = plain_input(CellCache(tmp_path / "crops").wide(0), recipe.crop, recipe.input_size)
    in_program = cell_input(rgb, cell, manifest)
    # Training resamples twice (a wide crop is kept on disk), the program once: edges differ by
    # a fraction of a pixel, nothing else may.
    assert in_training.shape == in_program.shape
    assert np.abs(in_training - in_program).mean() < 0.06
    assert np.corrcoef(in_training.ravel(), in_program.ravel())[0, 1] > 0.99


def test_another_crop_rule_would_be_noticed(tmp_path: Path) -> None:
    rgb, cell = drawn(0)
    recipe = Recipe()
    manifest = Manifest(
        id="m", version="1.0.0", kind="classifier", architecture="resnet18", sha256="0" * 64,
        classes=recipe.classes, input_size=recipe.input_size, crop=recipe.crop,
    )  # fmt: skip
    other = manifest.model_copy(update={"crop": recipe.crop.model_copy(update={"cell_fraction": 0.6})})
    assert np.abs(cell_input(rgb, cell, manifest) - cell_input(rgb, cell, other)).mean() > 0.06
