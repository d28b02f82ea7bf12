"""Figures of a classifier on cells it has not seen, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from training.device import cpu_autocast
from training.product.cache import CellCache
from training.product.dataset import Index, plain_input
from training.product.sizes import sizes_of
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.intervals import wilson
from wbc_desktop.models.classifying import steady_outputs
from wbc_desktop.models.manifest import Calibration, CropRule, SizeEvidence
from wbc_desktop.models.size_evidence import size_logits

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a classifier reached on one source.

    Attributes:
        source: Where the cells come from.
        n: Cells.
        right: Share of cells right.
        macro: Mean of the classes' recalls, over classes with at least 5 cells.
        recall: Recall per class id.
        confusion: Counts, rows the truth and columns the answer, in the order of the five.
    """

    source: str
    n: int
    right: float
    macro: float
    recall: dict[str, float]
    confusion: npt.NDArray[np.intp]

    def interval(self) -> tuple[float, float]:
        """95 % Wilson interval of the share right."""
        limits = wilson(round(self.right * self.n), self.n)
        return limits if limits is not None else (0.0, 1.0)


AGAIN = 0.7
"""Below this probability of its first answer a shipped classifier looks again (docs/results/models.md)."""


def outputs(
    network: nn.Module,
    caches: Sequence[CellCache],
    chosen: Sequence[Index],
    crop: CropRule,
    side: int,
    evidence: SizeEvidence | None = None,
    rule: Calibration | None = None,
) -> Array:
    """Logits (cells, classes) of cells as the program computes them, second look included.

    Args:
        network: Gives logits alone.
        caches: The caches that the indices point into.
        chosen: Which cells.
        crop: The crop rule.
        side: Side of the input.
        evidence: What the cells' size adds, as in the program.
        rule: A shipped model's calibration; None for a run that has none yet.
    """
    rule = rule or Calibration(again=AGAIN)
    by_size = size_logits(sizes_of(caches, chosen), evidence, outputs_of(network))
    run = engine_of(network.eval())
    parts = []
    for begin in range(0, len(chosen), 64):
        inputs = np.stack([plain_input(caches[c].wide(i), crop, side) for c, i in chosen[begin : begin + 64]])
        parts.append(steady_outputs(inputs, run, rule, by_size[begin : begin + 64])[0])
    return np.concatenate(parts).astype(np.float64) + by_size


def outputs_of(network: nn.Module) -> int:
    """How many classes a network tells apart."""
    layer = network.head if hasattr(network, "head") else network.fc
    return int(layer.out_features)  # type: ignore[union-attr,arg-type]


def engine_of(network: nn.Module) -> Callable[[npt.NDArray[np.float32]], tuple[npt.NDArray[np.float32], ...]]:
    """A network as the program's engines are: arrays in, arrays out."""

    @torch.inference_mode()
    def run(batch: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], ...]:
        with cpu_autocast():
            found = network(torch.from_numpy(batch).to(memory_format=torch.channels_last))
        found = (found,) if isinstance(found, torch.Tensor) else found
        return tuple(part.float().numpy() for part in found)

    return run


def figures(source: str, logits: Array, labels: Sequence[str]) -> Figures:
    """Score five-class answers.

    Args:
        source: Name for the record.
        logits: (cells, classes); only the first five count.
        labels: Class ids of the five.
    """
    truth = np.array([FIVE_IDS.index(label) for label in labels], np.intp)
    answer = logits[:, :5].argmax(axis=1)
    confusion = np.zeros((5, 5), np.intp)
    np.add.at(confusion, (truth, answer), 1)
    totals = confusion.sum(axis=1)
    recall = {FIVE_IDS[k]: float(confusion[k, k] / totals[k]) for k in range(5) if totals[k]}
    enough = [recall[FIVE_IDS[k]] for k in range(5) if totals[k] >= 5]
    macro = math.fsum(enough) / len(enough) if enough else 0.0
    return Figures(source, len(truth), float((truth == answer).mean()), macro, recall, confusion)
