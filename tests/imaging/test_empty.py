"""What shows nothing is told from what shows a cell, however pale, small or noisy."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from wbc_desktop.imaging.traits import is_empty

DATA = Path(os.environ.get("WBC_DATA", "../shared/data"))
real = pytest.mark.skipif(not (DATA / "zheng1").is_dir(), reason="no real images: WBC_DATA is absent")


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (80, 80), (363, 360), (1200, 1600)])
@pytest.mark.parametrize("grey", [0, 128, 250])
def test_an_even_ground_is_empty_whatever_its_size(shape: tuple[int, int], grey: int) -> None:
    assert is_empty(np.full((*shape, 3), grey, np.uint8))


def test_noise_and_a_vignette_are_nothing() -> None:
    y, x = np.mgrid[0:360, 0:360]
    ground = 200 - 14 * np.hypot(x - 180, y - 180)[..., None] / 254
    noise = np.random.default_rng(0).normal(0, 5, (360, 360, 3))
    assert is_empty((ground + noise).clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize("channel", [0, 1, 2])
def test_a_pale_spot_in_one_channel_is_something(channel: int) -> None:
    rgb = np.full((360, 360, 3), 230, np.uint8)
    rgb[150:200, 150:200, channel] = 205
    assert not is_empty(rgb)


def single_cells() -> list[Path]:
    cells = sorted((DATA / "zheng1" / "images").iterdir())
    with (DATA / "pbc" / "labels.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return [*cells, *(DATA / "pbc" / rows[i]["file"] for i in np.linspace(0, len(rows) - 1, 300).astype(int))]


@real
@pytest.mark.data
def test_no_real_single_cell_is_taken_for_an_empty_image() -> None:
    cells = single_cells()
    assert len(cells) == 600
    assert [p for p in cells if is_empty(np.asarray(Image.open(p).convert("RGB")))] == []
