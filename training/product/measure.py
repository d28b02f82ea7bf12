"""The measurements that decide: unseen sources, held-out cells, and what calibration brings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from training.product.cache import CellCache
from training.product.dataset import Index
from training.product.network import build
from training.product.recipe import Recipe
from training.product.scoring import Figures, figures, outputs
from training.product.sizes import size_evidence
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.models.manifest import CropRule, SizeEvidence

Array = npt.NDArray[np.float64]

MOST_UNSEEN = 1500
"""Cells of a source left out that are scored; PBC has more, drawn by seed 0."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """A model on the source that it was trained without.

    Attributes:
        figures: With the size's evidence.
        shape_alone: Without it.
        logits: (cells, classes), with it.
        labels: (cells,).
        chosen: The cells.
        recipe: Of the run.
    """

    figures: Figures
    shape_alone: Figures
    logits: Array
    labels: npt.NDArray[np.intp]
    chosen: list[Index]
    recipe: Recipe


def load_run(run: Path, imagenet: Path) -> tuple[nn.Module, Recipe]:
    """The network and the recipe of a finished run."""
    told = json.loads((run / "recipe.json").read_text("utf-8"))
    told["crop"] = CropRule.model_validate(told["crop"])
    for key in ("rates", "augmentation", "classes"):
        told[key] = tuple(told[key])
    recipe = Recipe(**told)
    network = build(recipe, imagenet)
    network.load_state_dict(torch.load(run / "weights.pt", weights_only=True))
    return network.eval(), recipe


def cells_of(caches: Sequence[CellCache], source: str, *, held_out: bool, five: bool = True) -> list[Index]:
    """Cells of a source: the held-out ones, or all of them (for a model that left the source out)."""
    return [
        (c, i)
        for c, cache in enumerate(caches)
        for i, cell in enumerate(cache.cells)
        if cell.source == source and (cell.held_out or not held_out) and (not five or cell.label in FIVE_IDS)
    ]


def labels_of(caches: Sequence[CellCache], chosen: Sequence[Index]) -> list[str]:
    """Class ids of chosen cells."""
    return [caches[c].cells[i].label for c, i in chosen]


def run_without(work: Path, architecture: str, source: str) -> Path | None:
    """The finished run that left a source out: alone if there is one, else with others; None for neither.

    Args:
        work: Folder of the runs, named ``<architecture>_without_<sources>``.
        architecture: ``resnet18`` or ``combinednet``.
        source: One of ``SOURCES``.
    """
    alone = work / f"{architecture}_without_{source}"
    for folder in (alone, *sorted(work.glob(f"{architecture}_without_*"))):
        if (folder / "weights.pt").is_file():
            told = json.loads((folder / "recipe.json").read_text("utf-8"))
            if source in str(told["leave_out"]).split(","):
                return folder
    return None


def unseen(network: nn.Module, recipe: Recipe, caches: Sequence[CellCache], source: str) -> Unseen:
    """Score a run on a source that it left out."""
    chosen = cells_of(caches, source, held_out=False)
    if len(chosen) > MOST_UNSEEN:
        order = np.random.default_rng(0).permutation(len(chosen))[:MOST_UNSEEN]
        chosen = [chosen[i] for i in sorted(order)]
    labels = labels_of(caches, chosen)
    plain = outputs(network, caches, chosen, recipe.crop, recipe.input_size)
    logits = outputs(network, caches, chosen, recipe.crop, recipe.input_size, evidence_of(recipe, caches))
    truth = np.array([FIVE_IDS.index(label) for label in labels], np.intp)
    alone = figures(source, plain, labels)
    return Unseen(figures(source, logits, labels), alone, logits, truth, chosen, recipe)


def evidence_of(recipe: Recipe, caches: Sequence[CellCache]) -> SizeEvidence:
    """What the training cells of a recipe say of the classes' sizes."""
    return size_evidence(caches, training_cells(caches, recipe), recipe.classes)


def training_cells(caches: Sequence[CellCache], recipe: Recipe) -> list[Index]:
    """Cells that a run may learn from: not held out, not for validation, not of the source left out."""
    return [
        (c, i)
        for c, cache in enumerate(caches)
        for i, cell in enumerate(cache.cells)
        if not cell.held_out
        and not cell.validation
        and cell.source not in recipe.left_out
        and not (cell.source == "objects" and _image_source(cell.file) in recipe.left_out)
        and cell.label in recipe.classes
    ]


def _image_source(file: str) -> str:
    """The source of the image that an object was cut from (``objects.labelled_objects``)."""
    return "bccd" if file.startswith("BloodImage_") else "raabin"


def held_out(network: nn.Module, recipe: Recipe, caches: Sequence[CellCache], source: str) -> Figures:
    """Score a run on the held-out cells of a source that it was trained on."""
    chosen = cells_of(caches, source, held_out=True)
    evidence = evidence_of(recipe, caches)
    logits = outputs(network, caches, chosen, recipe.crop, recipe.input_size, evidence)
    return figures(source, logits, labels_of(caches, chosen))
