"""``wbc-train product``: finds, cuts, trains, calibrates and exports a classifier of the program."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from training.command import add_profile, profile_of
from training.config import Product
from training.product.cache import CellCache, write_cache
from training.product.dataset import AugmentedCells
from training.product.find import finder_run, found_cells
from training.product.fit import fit
from training.product.measure import training_cells
from training.product.network import build
from training.product.objects import labelled_objects
from training.product.recipe import Recipe
from training.product.sources import SOURCES, data_folder, labelled_cells
from wbc_desktop.core.errors import WrongUse

IMAGENET = Path("weights") / "resnet18_imagenet_to_layer3_bnfolded.safetensors"
CACHED = (*SOURCES, "objects")


@dataclass(frozen=True, slots=True)
class Starts:
    """Weights that a training starts from (``network.build``)."""

    imagenet: Path
    encoder: Path | None = None
    trunk: Path | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = "Train a classifier of the program. Example: wbc-train product --model resnet18"
    parser.add_argument("--data", type=Path, help="folder of real images (default: $WBC_DATA)")
    add_profile(parser)
    parser.add_argument("--work", type=Path, help="crops, logs and weights (full: runs/product)")
    parser.add_argument("--model", choices=("resnet18", "combinednet"), default="resnet18")
    parser.add_argument("--encoder", type=Path, help="pRCC_autoencoder.pt; combinednet needs it")
    parser.add_argument("--trunk", type=Path, help="weights of a ResNet-18 (.pt, .safetensors) to start from")
    parser.add_argument("--leave-out", default="", help=f"sources kept unseen: {', '.join(SOURCES)}")
    parser.add_argument("--samples", type=int, help="augmented cells seen in all (full: 60000)")
    parser.add_argument("--size", type=int, help="side of the input in pixels (full: 160)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--name", help="name of the run (default: model and source left out)")
    parser.add_argument("--recipe", default="{}", help="further settings of the recipe, as JSON")
    parser.add_argument("--limit", type=int, help="most cells per source and class (full: all)")
    parser.add_argument("--output", type=Path, help="write the model folder here")
    parser.add_argument("--workers", type=int, help="processes that augment (full: 2)")
    parser.add_argument("--threads", type=int, default=0, help="torch threads (default: all)")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    if args.threads:
        torch.set_num_threads(args.threads)
    if unknown := set(filter(None, args.leave_out.split(","))) - set(SOURCES):
        raise WrongUse(f"There is no source {', '.join(sorted(unknown))}.", f"Sources: {', '.join(SOURCES)}.")
    if args.model == "combinednet" and args.encoder is None:
        raise WrongUse(
            "CombinedNet needs the study's autoencoder: without it a random encoder would be frozen.",
            "Make it with wbc-train prcc-autoencoder, and give its pRCC_autoencoder.pt as --encoder.",
        )
    settings = profile_of(args, "product", Product)
    data = args.data or data_folder()
    caches = load_caches(data, settings.work, settings.limit)
    extra = {"batch": settings.batch, **json.loads(args.recipe)}
    for key in ("rates", "augmentation"):
        if key in extra:
            extra[key] = tuple(extra[key])
    recipe = Recipe(
        architecture=args.model,
        leave_out=args.leave_out,
        samples=settings.samples,
        input_size=settings.size,
        seed=args.seed,
        **extra,
    )
    name = (
        args.name
        or f"{args.model}_{'without_' + args.leave_out.replace(',', '_') if args.leave_out else 'all'}"
    )
    starts = Starts(data / IMAGENET, args.encoder, args.trunk)
    network = train(recipe, caches, starts, settings.work / name, settings.workers)
    if args.output is not None:
        from training.product.release import release

        release(network, recipe, caches, settings.work, args.output)
        print(f"wrote {args.output}")
    return 0


def load_caches(data: Path, work: Path, limit: int = 0) -> list[CellCache]:
    """The wide crops of all sources; found and cut where they are not there yet.

    Args:
        data: The data folder.
        work: Where the crops are kept: all cells' and a few cells' apart, so that no figure of all is
            ever read on a few.
        limit: Most cells per source and class; 0 for all.
    """
    finder = None
    folder = work / (f"crops_{limit}" if limit else "crops")
    fraction = Recipe().crop.cell_fraction
    for source in CACHED:
        if (folder / source / "cells.json").is_file():
            continue
        cells = labelled_objects(data) if source == "objects" else labelled_cells(source, data)
        if limit:
            cells = _first_of_each(cells, limit)
        finder = finder or finder_run()
        write_cache(folder / source, found_cells(cells, finder), fraction)
    return [CellCache(folder / source) for source in CACHED]


def _first_of_each(cells: Sequence[object], limit: int) -> list:  # type: ignore[type-arg]
    taken: dict[tuple[str, bool], int] = {}
    chosen = []
    for cell in cells:
        key = (getattr(cell, "label"), getattr(cell, "held_out"))  # noqa: B009
        taken[key] = taken.get(key, 0) + 1
        if taken[key] <= limit:
            chosen.append(cell)
    return chosen


def train(recipe: Recipe, caches: Sequence[CellCache], starts: Starts, run: Path, workers: int) -> nn.Module:
    """Train by a recipe, or load the weights of a run that has finished."""
    network = build(recipe, starts.imagenet, starts.encoder, starts.trunk)
    done = run / "weights.pt"
    if done.is_file():
        told = json.loads((run / "recipe.json").read_text("utf-8"))
        if told != json.loads(json.dumps(recipe.as_json())):
            raise WrongUse(
                "This run was made with other settings.", "Give another --name, or delete it.", file=run
            )
        network.load_state_dict(torch.load(done, weights_only=True))
        return network.eval()
    chosen = training_cells(caches, recipe)
    if not chosen:
        raise WrongUse("No cell is left to train on.")
    print(f"{run.name}: {len(chosen)} cells")
    return fit(network, AugmentedCells(caches, chosen, recipe), recipe, run, workers=workers)
