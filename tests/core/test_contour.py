"""Outlines are simple polygons that cover the mask."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wbc_desktop.core.cell import CellMask
from wbc_desktop.core.contour import mask_ring
from wbc_desktop.core.geometry import Box

shapely = pytest.importorskip("shapely")


def ring_of(labels, box=None, least=1):
    rows, columns = labels.shape
    return mask_ring(CellMask(labels.astype(np.uint8), box or Box(0, 0, columns, rows)), least=least)


def test_a_square_in_level_0_pixels():
    labels = np.zeros((4, 4))
    labels[1:3, 1:3] = 1
    ring = ring_of(labels, Box(100, 200, 40, 80))
    assert ring[0] == ring[-1]
    assert set(ring) == {(110, 220), (130, 220), (130, 260), (110, 260)}


def test_the_nucleus_alone_and_an_empty_mask():
    labels = np.ones((5, 5))
    assert ring_of(labels, least=2) is None
    labels[2, 2] = 2
    assert shapely.Polygon(ring_of(labels, least=2)).area == 1


def test_of_two_parts_the_larger_is_taken():
    labels = np.zeros((6, 10))
    labels[1:3, 1:3] = 1
    labels[1:5, 5:9] = 1
    assert shapely.Polygon(ring_of(labels)).area == 16


@settings(max_examples=150, deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 12)), elements=st.integers(0, 1)))
def test_any_mask_gives_a_valid_polygon(labels):
    ring = ring_of(labels)
    if not labels.any():
        assert ring is None
        return
    polygon = shapely.Polygon(ring)
    assert polygon.is_valid
    assert polygon.area >= 1
    assert polygon.area == int(polygon.area)
