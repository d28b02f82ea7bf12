"""How like the cells that a model has learnt from: the angle between features and the classes' directions.

A cell of a known kind lies close to the direction of one class in the space of the last features;
an object of another kind, or a cell under another stain and camera, lies between all of them. The
cosine of that angle needs nothing but the answer, the features' length, and the head's biases and
lengths, which the manifest keeps (``Manifest.drift``). It tells tissue from smears where the
probabilities do not (``docs/results/models.md``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from wbc_desktop.models.feature_layout import feature_blocks

Array = npt.NDArray[np.float64]

BIAS, LENGTH, TYPICAL = "head_bias", "head_length", "typical_cosine"
"""Keys of ``Manifest.drift``: per class of the head its bias and its weights' length; and one mean cosine."""


def reference(bias: Array, weight: Array, typical: float = 0.0) -> dict[str, list[float]]:
    """What the manifest keeps.

    Args:
        bias: (classes,) of the head.
        weight: (classes, features) of the head.
        typical: Mean cosine of cells of known sources.
    """
    lengths = np.linalg.norm(weight, axis=1)
    return {
        BIAS: [round(float(b), 5) for b in bias],
        LENGTH: [round(float(v), 5) for v in lengths],
        TYPICAL: [round(typical, 4)],
    }


def cosines(
    logits: npt.NDArray[np.floating], features: npt.NDArray[np.floating], drift: Mapping[str, Sequence[float]]
) -> Array:
    """Cosine between each cell's last features and the nearest class.

    Args:
        logits: (cells, classes), as the head gives them.
        features: (cells, features), the last ones first (``feature_layout``).
        drift: See ``reference``.

    Returns:
        (cells,), between -1 and 1.
    """
    late = features[:, : feature_blocks(features.shape[1])[0]].astype(np.float64)
    along = (logits.astype(np.float64) - np.asarray(drift[BIAS])) / np.asarray(drift[LENGTH])
    result: Array = along.max(axis=1) / np.maximum(np.linalg.norm(late, axis=1), 1e-9)
    return result


def likeness(
    logits: npt.NDArray[np.floating], features: npt.NDArray[np.floating], drift: Mapping[str, Sequence[float]]
) -> Array:
    """The cosines as shares of what is typical of known sources.

    Args:
        logits: (cells, classes), as the head gives them.
        features: (cells, features), the last ones first.
        drift: The manifest's.

    Returns:
        (cells,), about 1 for known cells; empty for a model that keeps no (or no fitting) reference.
    """
    lengths = {len(drift.get(BIAS, ())), len(drift.get(LENGTH, ()))}
    typical = drift.get(TYPICAL, ())
    if lengths != {logits.shape[1]} or len(typical) != 1 or typical[0] <= 0 or min(drift[LENGTH]) <= 0:
        return np.empty(0)
    return cosines(logits, features, drift) / typical[0]
