"""A local calibration as stored: what is added to a bundled network's logits in one laboratory.

The network stays as it is, so that a calibrated model runs on every engine that runs the bundled one. Its
logits are weighed anew, and a linear function of its features (late and middle layers) and of the cell's own
measures is added.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.imaging.measures import NAMES

Array = npt.NDArray[np.float64]

ADAPTATION_NAME = "adaptation.safetensors"
MAX_BYTES = 4 << 20
_SHAPES = {"weight": 2, "bias": 1, "gain": 1, "fill": 1}


@dataclass(frozen=True, slots=True)
class Adaptation:
    """A correction of logits.

    Attributes:
        weight: (features + measures, classes).
        bias: (classes,).
        gain: Weight of the network's own logits.
        fill: (measures,), taken where a cell's measure is unknown.
    """

    weight: Array
    bias: Array
    gain: float
    fill: Array

    def logits(self, plain: Array, features: Array, measures: Array) -> Array:
        """Corrected logits.

        Args:
            plain: (cells, classes), the network's with the size's evidence.
            features: (cells, features), as the network gives them.
            measures: (cells, measures) of ``imaging.measures``; NaN where unknown.
        """
        known = np.where(np.isfinite(measures), measures, self.fill)
        split = features.shape[1]
        change: Array = features @ self.weight[:split] + known @ self.weight[split:]
        return plain * self.gain + change + self.bias

    def fits(self, features: int, classes: int) -> bool:
        """Whether it belongs to a network of so many features and classes."""
        measures = len(self.fill)
        return measures == len(NAMES) and self.weight.shape == (features + measures, classes)


def save_adaptation(adaptation: Adaptation, path: Path) -> str:
    """Write it in single precision; returns the file's SHA-256."""
    from safetensors.numpy import save_file

    parts = {
        "weight": adaptation.weight,
        "bias": adaptation.bias,
        "gain": np.array([adaptation.gain]),
        "fill": adaptation.fill,
    }
    save_file({k: np.ascontiguousarray(v, np.float32) for k, v in parts.items()}, path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def mean_known(values: Array, axis: int = 0) -> Array:
    """The mean of what is known (finite) along an axis; 0 where nothing is."""
    known = np.isfinite(values)
    mean: Array = np.where(known, values, 0.0).sum(axis=axis) / np.maximum(known.sum(axis=axis), 1)
    return mean


def unfit(why: str, path: Path | None = None) -> ModelRefused:
    """What is raised where a calibration cannot be used."""
    return ModelRefused(
        "The model's calibration is missing, damaged, or of another model.",
        "Copy the model folder again, or calibrate again with this version.",
        file=path,
        detail=why,
    )


def load_adaptation(path: Path, sha256: str, classes: int) -> Adaptation:
    """Read it and check it.

    Args:
        path: The file.
        sha256: As the manifest names it.
        classes: Number of classes of the model.

    Raises:
        ModelRefused: It is a link, missing, too large, changed, or not what it should be.
    """
    from safetensors.numpy import load

    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise unfit("missing, a link, or too large", path)
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise unfit("its hash is not the manifest's", path)
    try:
        parts = {k: v.astype(np.float64) for k, v in load(data).items()}
    except Exception as error:
        raise unfit(str(error), path) from error
    shapes = {k: v.ndim for k, v in parts.items()} == _SHAPES
    if not shapes or not all(np.isfinite(v).all() for v in parts.values()) or len(parts["gain"]) != 1:
        raise unfit("its tensors are not what they should be", path)
    found = Adaptation(parts["weight"], parts["bias"], float(parts["gain"][0]), parts["fill"])
    features = len(found.weight) - len(found.fill)
    if features <= 0 or len(found.bias) != classes or not found.fits(features, classes):
        raise unfit("it was made for another model or another version", path)
    return found
