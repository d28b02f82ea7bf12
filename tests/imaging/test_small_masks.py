"""Quick ways to grow, shrink and fill a small mask answer as SciPy's slow ones."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from wbc_desktop.imaging.small_masks import filled, grown, marked, shrunk

RANDOM = np.random.default_rng(3)
MASKS = [
    np.zeros((7, 9), np.bool_),
    np.ones((7, 9), np.bool_),
    np.ones((1, 1), np.bool_),
    np.hypot(*np.mgrid[-20:20, -17:23]) < 18,
    np.abs(np.hypot(*np.mgrid[-20:20, -20:20]) - 15) < 2,
    *(ndimage.gaussian_filter(RANDOM.random((31, 24)), s) > 0.5 for s in (0.0, 0.7, 1.5, 3.0)),
    *(RANDOM.random((5, 8)) > share for share in (0.2, 0.5, 0.8)),
]


@pytest.mark.parametrize("mask", MASKS)
def test_the_answers_are_scipys(mask: np.ndarray) -> None:
    before = mask.copy()
    assert np.array_equal(grown(mask), ndimage.binary_dilation(mask))
    for times in (1, 2, 4):
        eroded = ndimage.binary_erosion(mask, iterations=times, border_value=1)
        assert np.array_equal(shrunk(mask, times), eroded)
    assert np.array_equal(filled(mask), ndimage.binary_fill_holes(mask))
    assert np.array_equal(mask, before)


@pytest.mark.parametrize("mask", MASKS)
def test_marked_pixels(mask: np.ndarray) -> None:
    values = RANDOM.random((*mask.shape, 3)).astype(np.float32)
    assert np.array_equal(marked(values, mask), values[mask])
    assert np.array_equal(marked(values[::-1], mask), values[::-1][mask])
