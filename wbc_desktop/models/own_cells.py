"""A sample's own cells as evidence: answers weighed anew once all of its cells are known.

A network that learnt elsewhere mistakes single cells on a strange microscope, and yet the cells of one
smear fall into groups by what can be measured of them (``imaging.measures``): lobes of the nucleus, grain
and hue of the cytoplasm. The groups are described by one normal distribution for each class, with a common
covariance, and fitted to the unlabelled cells by expectation and maximisation (Dempster, Laird and Rubin
1977), begun with the network's answers; how the known sources' classes lie to each other holds the fit where
a class has few cells or none. What it gave is told in ``docs/results/models.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from wbc_desktop.models.adaptation import mean_known, unfit
from wbc_desktop.models.classifying import probabilities
from wbc_desktop.models.manifest import OwnCells

Array = npt.NDArray[np.float64]

FEWEST = 20
"""A sample of fewer cells keeps the network's answers."""
MOST = 600
"""Cells that a fit is made of, evenly drawn over the sample."""
PASSES = 20
PRIOR_CELLS = 20.0
"""As so many cells of a class weighs where the known sources have it."""
PRIOR_SPREAD = 50.0
"""As so many cells weighs the covariance of the known sources."""
RIDGE = 0.1
GROUPS = 0.5
"""Weight of the groups' log likelihood: the measures say in part the same."""
NETWORK = 0.7
"""Weight of the network's log probability."""
SOFTEN = 2.0
"""The answers are surer than they are right; by this their logarithms are divided."""
NEAR = 0.75
"""Share of a sample's cells that lie near a centre. The others are never surer of their class than the
network was: cells of a kind that nobody knows here (blasts) lie apart, and would else be drawn to a group."""
LEAST_SURE = 0.25
"""... but so sure at least: the best class stays the best."""
MOST_LIE = 0.9
"""Share of a sample's cells within a group's reach. Of the white cells of sources left out that the networks
took for none of the five two thirds lie within it; of 334 such objects that are none, two do."""
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Groups:
    """The classes' groups among the cells of one sample.

    Attributes:
        spread: (measures,), the unit of each.
        fill: (measures,), taken where a measure is unknown, in that unit.
        centres: (5, measures), the middle of each class, in that unit.
        precision: (measures, measures), inverse of their common covariance.
        near: Squared distance to the nearest centre within which ``NEAR`` of the sample's cells lie.
        reach: The same of ``MOST_LIE``.
    """

    spread: Array
    fill: Array
    centres: Array
    precision: Array
    near: float = 0.0
    reach: float = 0.0

    def shares(self, shares: Array, measures: Array) -> Array:
        """Probabilities of the five classes, (cells, 5).

        Those of a cell that is not near a group are flattened until it is no surer of its class than the
        network was.

        Args:
            shares: (cells, 5), the network's; rows sum to 1.
            measures: (cells, measures), NaN where unknown.
        """
        known = _known(measures / self.spread, self.fill)
        new = probabilities(self._log(shares, known), SOFTEN)
        top = new.max(axis=1)
        most = np.maximum(shares[np.arange(len(new)), new.argmax(axis=1)], LEAST_SURE)
        lower = (self._distance(known) > self.near) & (top > most)
        new[lower] = 0.2 + (new[lower] - 0.2) * ((most - 0.2) / (top - 0.2))[lower, None]
        return new

    def distance(self, measures: Array) -> Array:
        """Squared distance (cells,) to the nearest centre, to be compared with ``near`` and ``reach``.

        Args:
            measures: (cells, measures), NaN where unknown.
        """
        return self._distance(_known(measures / self.spread, self.fill))

    def _log(self, shares: Array, known: Array) -> Array:
        weight = self.precision @ self.centres.T
        likelihood = known @ weight - 0.5 * (self.centres.T * weight).sum(axis=0)
        found: Array = GROUPS * likelihood + NETWORK * np.log(shares + _LEAST)
        return found

    def _distance(self, known: Array) -> Array:
        apart = known[:, None, :] - self.centres[None]
        found: Array = np.einsum("ckm,mn,ckn->ck", apart, self.precision, apart, optimize=True).min(axis=1)
        return found


def fit_groups(shares: Array, measures: Array, reference: OwnCells) -> Groups | None:
    """Fit the groups of a sample.

    Args:
        shares: (cells, 5), the network's probabilities of the five classes; rows sum to 1.
        measures: (cells, measures), NaN where unknown.
        reference: What the known sources say.

    Returns:
        The groups; None of fewer than ``FEWEST`` cells.

    Raises:
        ModelRefused: The reference was made for other measures.
    """
    if len(shares) < FEWEST:
        return None
    spread = np.array(reference.spread)
    if measures.shape[1] != len(spread):
        raise unfit("its measures are those of another version")
    drawn = np.unique(np.linspace(0, len(shares) - 1, min(MOST, len(shares))).round().astype(np.intp))
    shares, scaled = shares[drawn], measures[drawn] / spread
    fill = mean_known(scaled)
    known = _known(scaled, fill)
    usual, within = np.array(reference.deviations), reference.matrix()
    groups, now = Groups(spread, fill, usual, within), shares
    for _ in range(PASSES):
        groups = _fitted(known, now, usual, within, groups)
        now = probabilities(groups._log(shares, known), 1.0)
    near, reach = np.quantile(groups._distance(known), [NEAR, MOST_LIE])
    return replace(groups, near=float(near), reach=float(reach))


def _fitted(known: Array, shares: Array, usual: Array, within: Array, groups: Groups) -> Groups:
    """One step: centres and covariance of the classes as the cells' shares now are."""
    cells = shares.sum(axis=0) + _LEAST
    own = (shares.T @ known) / cells[:, None]
    trust = cells / (cells + PRIOR_CELLS)
    here = (trust[:, None] * (own - usual)).sum(axis=0) / trust.sum()  # what this laboratory adds to all
    centre = (cells[:, None] * own + PRIOR_CELLS * (usual + here)) / (cells + PRIOR_CELLS)[:, None]
    scatter = PRIOR_SPREAD * within
    for of_class, middle in zip(shares.T, centre, strict=True):
        apart = known - middle
        scatter = scatter + (of_class[:, None] * apart).T @ apart
    covariance = scatter / (len(known) + PRIOR_SPREAD)
    covariance += RIDGE * np.diag(np.diag(covariance))
    precision: Array = np.linalg.inv(covariance).astype(np.float64)
    return replace(groups, centres=centre, precision=precision)


def _known(scaled: Array, fill: Array) -> Array:
    return np.where(np.isfinite(scaled), scaled, fill)
