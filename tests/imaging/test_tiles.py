"""A cell on a seam is taken once, by whichever tile comes first."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wbc_desktop.core.cell import FoundCell
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.tiles import SeamGuard, tile_at

SIDE, MARGIN, SIZE = 400, 120, (1600, 1200)
CORNERS = list(itertools.product(range(0, SIZE[0], SIDE), range(0, SIZE[1], SIDE)))


def _taken(truth: list[Box], corners: list[tuple[int, int]], wobble: float) -> list[FoundCell]:
    """Each tile sees what lies wholly in it, a little displaced."""
    guard = SeamGuard(slack=MARGIN / 4)
    taken: list[FoundCell] = []
    for n, corner in enumerate(corners):
        tile = tile_at(*corner, SIDE, MARGIN, SIZE)
        shift = wobble * (-1) ** n
        seen = [b.moved(shift, -shift) for b in truth if tile.read.intersection(b) == pytest.approx(b.area)]
        taken += guard.take(tile, [FoundCell(b, None, 0.9) for b in seen])
    return taken


@settings(max_examples=30, deadline=None)
@given(
    places=st.lists(
        st.tuples(st.integers(0, 13), st.integers(0, 9), st.integers(-8, 8), st.integers(-8, 8)),
        unique_by=lambda p: p[:2],
        max_size=40,
    ),
    order=st.permutations(CORNERS),
    wobble=st.floats(0, 3),
)
def test_every_cell_once_whatever_the_order(places, order, wobble):
    truth = [Box(12 + x * 110 + dx, 12 + y * 110 + dy, 84, 80) for x, y, dx, dy in places]
    taken = _taken(truth, order, wobble)
    assert len(taken) == len(truth)
    for box in truth:
        assert sum(box.iou(cell.box) > 0.7 for cell in taken) == 1


def test_two_touching_cells_on_a_seam_stay_two():
    truth = [Box(330, 300, 70, 70), Box(400, 300, 70, 70)]
    assert len(_taken(truth, CORNERS, 2.0)) == 2


def test_tiles_at_the_edge_are_cut():
    tile = tile_at(1200, 800, 500, 100, SIZE)
    assert tile.core == Box(1200, 800, 400, 400)
    assert tile.read == Box(1100, 700, 500, 500)
