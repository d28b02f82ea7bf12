"""The second look: only at unsure cells, the mean of all views, whatever the batch."""

from __future__ import annotations

import numpy as np
import pytest

from wbc_desktop.models.classifying import steady_outputs
from wbc_desktop.models.manifest import Calibration
from wbc_desktop.models.second_look import VIEWS, looked_again, views_of


def _corner(batch):
    """An engine that looks at one corner alone: its answer depends on how the cell is turned."""
    assert batch.flags.c_contiguous
    first = batch[:, 0, 0, 0].astype(np.float32)
    return np.stack([first, -first], axis=1), first[:, None]


def _cells(count: int, seed: int = 0):
    return np.random.default_rng(seed).normal(size=(count, 3, 6, 6)).astype(np.float32)


def test_the_eight_views_are_all_different_and_the_first_is_the_cell_as_it_is() -> None:
    cells = _cells(2)
    views = views_of(cells)
    assert views.shape == (2, VIEWS, 3, 6, 6)
    assert np.array_equal(views[:, 0], cells)
    assert len({views[0, k].tobytes() for k in range(VIEWS)}) == VIEWS
    assert all(sorted(views[1, k].ravel()) == sorted(cells[1].ravel()) for k in range(VIEWS))


def test_an_unsure_cell_gets_the_mean_of_its_views_and_a_sure_one_keeps_its_answer() -> None:
    cells = _cells(3)
    first = _corner(cells)
    unsure = np.array([True, False, True])
    again = looked_again(cells, first, unsure, _corner, batch=5)
    corners = np.stack([cells[:, 0, r, c] for r in (0, -1) for c in (0, -1)]).mean(axis=0)
    for row in range(3):
        wanted = corners[row] if unsure[row] else cells[row, 0, 0, 0]
        assert again[0][row] == pytest.approx([wanted, -wanted], abs=1e-6)
        assert again[1][row] == pytest.approx([wanted], abs=1e-6)
    assert np.array_equal(first[0][:, 0], cells[:, 0, 0, 0]), "the first answers are left as they were"


@pytest.mark.parametrize("batch", [1, 3, 64])
def test_the_batch_changes_nothing(batch: int) -> None:
    cells = _cells(4)
    unsure = np.ones(4, bool)
    reference = looked_again(cells, _corner(cells), unsure, _corner, batch=7)
    other = looked_again(cells, _corner(cells), unsure, _corner, batch=batch)
    assert all(np.array_equal(a, b) for a, b in zip(reference, other, strict=True))


def test_what_is_unsure_is_told_by_the_rule_with_the_size_weighed_in() -> None:
    asked: list[int] = []

    def run(batch):
        asked.append(len(batch))
        return (np.tile(np.array([[0.4, 0.0]], np.float32), (len(batch), 1)),)

    cells = _cells(2)
    nothing = np.zeros((2, 2))
    steady_outputs(cells, run, Calibration(again=0.0), nothing)
    assert asked == [2], "never"
    steady_outputs(cells, run, Calibration(again=0.7), nothing)
    assert asked == [2, 2, 2 * (VIEWS - 1)], "both cells are 60 % sure"
    by_size = np.array([[3.0, 0.0], [0.0, 0.0]])
    steady_outputs(cells, run, Calibration(again=0.7), by_size)
    assert asked[3:] == [2, VIEWS - 1], "the size makes the first cell sure"
