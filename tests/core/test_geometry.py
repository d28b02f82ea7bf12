"""Boxes: edges, shifts, overlaps."""

import pytest

from wbc_desktop.core.contour import box_ring
from wbc_desktop.core.geometry import Box

BOX = Box(10, 20, 30, 40)


def test_edges_centre_and_area():
    assert (BOX.right, BOX.bottom, BOX.centre, BOX.area) == (40, 60, (25, 40), 1200)
    assert Box(0, 0, -3, 5).area == Box(0, 0, 5, -3).area == Box(0, 0, -2, -2).area == 0


def test_moved_and_scaled():
    assert BOX.moved(3, -5) == Box(13, 15, 30, 40)
    assert BOX.scaled(0.5) == Box(5, 10, 15, 20)


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (Box(30, 50, 100, 100), 100),
        (Box(0, 0, 15, 100), 200),
        (Box(15, 30, 2, 3), 6),
        (BOX, 1200),
        (Box(40, 20, 9, 9), 0),
        (Box(10, 60, 9, 9), 0),
        (Box(0, 0, 5, 5), 0),
        (Box(100, 100, 5, 5), 0),
        (Box(100, 20, 5, 40), 0),
    ],
)
def test_what_two_boxes_share(other, shared):
    assert BOX.intersection(other) == other.intersection(BOX) == shared
    assert BOX.iou(other) == pytest.approx(shared / (1200 + other.area - shared))


def test_boxes_without_area_share_nothing():
    assert Box(0, 0, 0, 0).iou(Box(0, 0, 0, 0)) == 0.0
    assert Box(0, 0, 0.5, 1).iou(Box(0, 0, 0.5, 1)) == 1.0


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [
        (10, 20, True),
        (39.9, 59.9, True),
        (40, 30, False),
        (20, 60, False),
        (9.9, 30, False),
        (20, 19.9, False),
    ],
)
def test_the_first_edges_are_inside_and_the_last_are_not(x, y, inside):
    assert BOX.contains(x, y) is inside


def test_a_box_is_a_closed_ring():
    assert box_ring(BOX) == [(10, 20), (40, 20), (40, 60), (10, 60), (10, 20)]
