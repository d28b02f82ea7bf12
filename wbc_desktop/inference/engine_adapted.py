"""A calibrated model without torch: the bundled model's exported network, and the calibrated head behind it.

A calibration changes the last layer alone. The exported networks give their features beside their logits, so
that an installation that cannot export (it has no torch) computes the new logits from these.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from wbc_desktop.inference.device import Device
from wbc_desktop.inference.engine import Engine, Floats
from wbc_desktop.models.adapted_folder import HEADS
from wbc_desktop.models.head import Head
from wbc_desktop.models.registry import ModelFolder


class AdaptedEngine:
    """An engine whose logits come from another head; see ``engine.Engine``.

    Args:
        body: Runs the network that the calibration started from; gives (logits, features).
        head: The calibrated head.
    """

    def __init__(self, body: Engine, head: Head) -> None:
        self._body = body
        self._head = head
        self.name = body.name
        self.warnings = body.warnings

    @property
    def device(self) -> Device:
        """Where the network runs."""
        return self._body.device

    def run(self, batch: Floats) -> tuple[Floats, ...]:
        """Run a batch of any size; see ``Engine.run``."""
        _, features = self._body.run(batch)
        return self._head.logits(features.astype(np.float64)).astype(np.float32), features


def same_body(model: ModelFolder, candidates: Iterable[ModelFolder]) -> ModelFolder | None:
    """The first model whose weights are this one's, the head aside.

    Args:
        model: A classifier whose weights were verified.
        candidates: Models to compare with, tensor by tensor.
    """
    name = HEADS.get(model.manifest.architecture)
    for candidate in candidates:
        alike = candidate.manifest.architecture == model.manifest.architecture
        if name is not None and alike and _equal(model, candidate, name):
            return candidate
    return None


def _equal(model: ModelFolder, other: ModelFolder, head: str) -> bool:
    from safetensors import safe_open

    own = {f"{head}.weight", f"{head}.bias"}
    with safe_open(model.weights, framework="np") as one, safe_open(other.weights, framework="np") as two:
        names = set(one.keys())
        return names == set(two.keys()) and all(
            np.array_equal(one.get_tensor(key), two.get_tensor(key)) for key in sorted(names - own)
        )
