"""Size as evidence: a small lymphocyte is little larger than a red cell, a monocyte about twice as large.

The crop shows every cell at the same size, because on a strange microscope the network reads shape
and colour better that way; the size comes back here, measured in red cells of the same image, which
needs no scale and no knowledge of lens and camera. By Bayes' rule the logarithm of the size's
likelihood under each class is added to the network's logits. How much another laboratory shifts all
sizes alike (thicker films flatten cells less; rims of red cells are seen or not) widens every class's
distribution, so that the size decides only where it is clear.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import FoundCell
from wbc_desktop.imaging.crops import cell_diameter
from wbc_desktop.models.manifest import SizeEvidence

Array = npt.NDArray[np.float64]

LOCAL_SHIFT = 0.08
"""What is left of ``SizeEvidence.shift`` after a laboratory's own cells have told theirs."""


def log_size(cell: FoundCell) -> float:
    """Natural logarithm of the cell's diameter in red-cell diameters; NaN without a ruler.

    A cell that the image's edge cuts has no known size.
    """
    if cell.red_cell_px is None or cell.red_cell_px <= 0 or cell.on_border:
        return math.nan
    return math.log(cell_diameter(cell) / cell.red_cell_px)


def size_logits(sizes: Array, evidence: SizeEvidence | None, classes: int) -> Array:
    """Log-likelihood of sizes under each class, to be added to logits.

    Args:
        sizes: (cells,), of ``log_size``; NaN adds nothing.
        evidence: The manifest's; None adds nothing.
        classes: Number of classes.

    Returns:
        float64 (cells, classes); in each row the largest is 0.
    """
    result = np.zeros((len(sizes), classes))
    known = np.isfinite(sizes)
    if evidence is None or not known.any():
        return result
    variance = np.square(evidence.spread) + evidence.shift**2
    distance = sizes[known, None] - np.asarray(evidence.mean)
    likelihood = -0.5 * (np.square(distance) / variance + np.log(variance))
    result[known] = likelihood - likelihood.max(axis=1, keepdims=True)
    return result


def at_home(evidence: SizeEvidence | None, sizes: Array, labels: npt.NDArray[np.intp]) -> SizeEvidence | None:
    """The evidence moved by what a laboratory's own labelled cells show of their common shift.

    Args:
        evidence: The bundled model's.
        sizes: (cells,), NaN where unknown.
        labels: (cells,), index of the class.

    Returns:
        Means moved by the estimated shift (shrunk towards none by the number of cells) and the
        shift's own spread lowered; ``evidence`` unchanged where no size is known.
    """
    known = np.isfinite(sizes)
    if evidence is None or not known.any():
        return evidence
    own = labels[known]
    variance = np.square(evidence.spread)[own]
    precision = float((1.0 / variance).sum())
    prior = 1.0 / max(evidence.shift, 1e-3) ** 2
    moved = float(((sizes[known] - np.asarray(evidence.mean)[own]) / variance).sum()) / (precision + prior)
    left = math.sqrt(LOCAL_SHIFT**2 + 1.0 / (precision + prior))
    return SizeEvidence(
        mean=tuple(round(m + moved, 4) for m in evidence.mean),
        spread=evidence.spread,
        shift=round(min(left, evidence.shift), 4),
    )
