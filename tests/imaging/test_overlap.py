"""A cell that two photographs show is recognised; photographs of different fields never are the same."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.overlap import OverlapGuard, register, repeated_cells, small_photo, told

DATA = Path(os.environ.get("WBC_DATA", "../shared/data"))


def _scene() -> np.ndarray:
    """Discs anywhere, as red cells lie: no two places alike."""
    rng = np.random.default_rng(3)
    grey = np.full((1200, 2400), 235, np.float32)
    for _ in range(900):
        y, x, r = rng.integers(0, 1200), rng.integers(0, 2400), rng.integers(18, 30)
        top, left = max(y - r, 0), max(x - r, 0)
        rows, columns = np.ogrid[top : min(y + r, 1200), left : min(x + r, 2400)]
        grey[top : min(y + r, 1200), left : min(x + r, 2400)][np.hypot(rows - y, columns - x) < r] = 170
    return np.repeat(ndimage.gaussian_filter(grey, 1.5)[..., None], 3, axis=2).astype(np.uint8)


SCENE = _scene()
CELLS = [Box(600, 500, 70, 70), Box(1000, 300, 70, 70), Box(300, 800, 70, 70)]


def _photo(name: str, x: int, y: int, seed: int):
    """A camera's view with its own light, shading and noise."""
    rng = np.random.default_rng(seed)
    view = SCENE[y : y + 700, x : x + 900].astype(np.float32)
    row, column = np.mgrid[:700, :900]
    shading = 1 - 0.3 * ((row / 700 - 0.5) ** 2 + (column / 900 - 0.5) ** 2)
    view = view * shading[..., None] * rng.uniform(0.85, 1.05) + rng.normal(0, 3, view.shape)
    frame = Box(x, y, 900, 700)
    boxes = [b.moved(-x, -y) for b in CELLS if frame.intersection(b) == b.area]
    return small_photo(name, np.clip(view, 0, 255).astype(np.uint8), boxes)


@pytest.mark.parametrize(("x", "y"), [(100, 200), (450, 180), (20, 420), (0, 100)])
def test_the_shift_is_measured(x, y):
    shift = register(_photo("b", x, y, 1), _photo("a", 100, 200, 2))
    assert shift is not None
    assert (shift.dx, shift.dy) == pytest.approx((x - 100, y - 200), abs=8)


def test_photographs_of_other_fields_do_not_overlap():
    assert register(_photo("b", 1300, 300, 1), _photo("a", 100, 200, 2)) is None


def test_cells_are_told_once_through_a_chain_of_photographs():
    guard = OverlapGuard()
    photos = [_photo("1.jpg", 50, 200, 1), _photo("2.jpg", 250, 250, 2), _photo("3.jpg", 450, 220, 3)]
    counted = []
    for photo in photos:
        repeats = guard.repeated_in(photo)
        dropped = {r.index for r in repeats}
        counted += [b for n, b in enumerate(photo.boxes) if n not in dropped]
    assert sum(len(p.boxes) for p in photos) > len(CELLS)
    assert len(counted) == len(CELLS)


def test_what_was_merged_is_said():
    a, b = _photo("1.jpg", 50, 200, 1), _photo("2.jpg", 250, 250, 2)
    repeats = repeated_cells([a], b)
    text = told("2.jpg", repeats)
    assert "1.jpg" in text
    assert "2.jpg" in text
    assert told("2.jpg", []) == ""


@pytest.mark.skipif(not DATA.is_dir(), reason="no real images: WBC_DATA is absent")
def test_real_photographs():
    def photo(name: str):
        with Image.open(DATA / name) as image:
            return small_photo(name, np.asarray(image.convert("RGB")), ())

    moved = register(photo("chula_fields/B-42_0022.jpg"), photo("chula_fields/B-42_0021.jpg"))
    assert moved is not None  # the camera was moved by more than half a field
    assert abs(moved.dx) > 500
    strangers = sorted((DATA / "raabin_untyped").glob("*.jpg"))[:12]
    photos = [photo(f"raabin_untyped/{f.name}") for f in strangers]
    assert not [1 for a, b in itertools.pairwise(photos) if register(a, b) is not None]
