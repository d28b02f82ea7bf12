"""A sample's cells weighed with each other: drawn groups of known classes, and a network that errs."""

from __future__ import annotations

import numpy as np
import pytest

from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.models.manifest import OwnCells
from wbc_desktop.models.own_cells import FEWEST, fit_groups

MEASURES = 6
RNG = np.random.default_rng(5)
CENTRES = RNG.normal(0.0, 2.0, (5, MEASURES))
"""Where the classes lie to each other, in standard deviations."""


def reference() -> OwnCells:
    own = CENTRES - CENTRES.mean(axis=0)
    unit = np.eye(MEASURES)[np.tril_indices(MEASURES)]
    return OwnCells(
        spread=(2.0,) * MEASURES,
        deviations=tuple(map(tuple, own.tolist())),
        covariance=tuple(unit.tolist()),
    )


def sample(
    counts: tuple[int, ...], wrong: float, seed: int = 1, moved: float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Classes, shares of a network that misreads some cells, and measures of another laboratory."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(5), counts)
    read = np.where(rng.random(len(truth)) < wrong, (truth + 1) % 5, truth)
    shares = np.full((len(truth), 5), 0.1)
    shares[np.arange(len(truth)), read] = 0.6
    centres = CENTRES + moved * rng.normal(0.0, 1.0, CENTRES.shape) + 7.0
    return truth, shares, 2.0 * (centres[truth] + rng.normal(0.0, 1.0, (len(truth), MEASURES)))


@pytest.mark.parametrize("counts", [(30, 20, 20, 20, 20), (60, 4, 1, 28, 7), (0, 0, 0, 50, 0)])
def test_a_network_that_errs_is_put_right(counts: tuple[int, ...]) -> None:
    truth, shares, measures = sample(counts, wrong=0.25, moved=0.3)
    groups = fit_groups(shares, measures, reference())
    assert groups is not None
    before = (shares.argmax(axis=1) == truth).mean()
    after = (groups.shares(shares, measures).argmax(axis=1) == truth).mean()
    assert after > before + 0.1


def test_shares_are_probabilities_and_do_not_depend_on_the_order() -> None:
    _, shares, measures = sample((20, 20, 20, 20, 20), wrong=0.2)
    groups = fit_groups(shares, measures, reference())
    assert groups is not None
    found = groups.shares(shares, measures)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    turned = fit_groups(shares[::-1], measures[::-1], reference())
    assert turned is not None
    np.testing.assert_allclose(turned.shares(shares, measures), found, atol=1e-9)


def test_few_cells_keep_their_answers() -> None:
    _, shares, measures = sample((FEWEST - 1, 0, 0, 0, 0), wrong=0.0)
    assert fit_groups(shares, measures, reference()) is None


def test_most_cells_lie_near_a_centre_and_strange_ones_do_not() -> None:
    _, shares, measures = sample((30, 30, 30, 30, 30), wrong=0.1)
    measures[:5] += 40.0
    groups = fit_groups(shares, measures, reference())
    assert groups is not None
    distance = groups.distance(measures)
    assert (distance <= groups.near).mean() == pytest.approx(0.75, abs=0.01)
    assert (distance <= groups.reach).mean() == pytest.approx(0.9, abs=0.01)
    assert (distance[:5] > groups.reach).all()


def test_unknown_measures_count_for_nothing() -> None:
    truth, shares, measures = sample((30, 30, 30, 30, 30), wrong=0.2)
    measures[::7, 2] = np.nan
    measures[:, 5] = np.nan
    groups = fit_groups(shares, measures, reference())
    assert groups is not None
    found = groups.shares(shares, measures)
    assert np.isfinite(found).all()
    assert (found.argmax(axis=1) == truth).mean() > 0.9


def test_measures_of_another_version_are_refused() -> None:
    _, shares, measures = sample((10, 10, 10, 10, 10), wrong=0.0)
    with pytest.raises(ModelRefused):
        fit_groups(shares, measures[:, :-1], reference())


def test_a_large_sample_is_fitted_to_a_part_and_read_whole() -> None:
    truth, shares, measures = sample((900, 60, 20, 400, 100), wrong=0.2)
    groups = fit_groups(shares, measures, reference())
    assert groups is not None
    before = (shares.argmax(axis=1) == truth).mean()
    assert (groups.shares(shares, measures).argmax(axis=1) == truth).mean() > before + 0.04


@pytest.mark.parametrize("field", ["spread", "deviations", "covariance"])
def test_a_reference_that_does_not_fit_is_refused(field: str) -> None:
    told = reference().model_dump()
    told[field] = told[field][:-1]
    with pytest.raises(ValueError, match="own_cells"):
        OwnCells.model_validate(told)
