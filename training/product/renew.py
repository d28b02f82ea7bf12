"""Renews what stands beside a shipped model's weights, which stay as they are.

    python -m training.product.renew resources/models/resnet18 --work runs/product

writes the reference that cells are weighed with each other by (``own_cells``), the scores on held-out cells
and on sources left out by the runs found in the work folder, and the model card.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from safetensors.torch import load_file

from training.product.cache import CellCache
from training.product.measure import cells_of, labels_of
from training.product.network import build
from training.product.own_cells import known_cells
from training.product.recipe import Recipe
from training.product.release import (
    IMAGENET,
    UNSEEN,
    UNSEEN_WEIGHED,
    card_of,
    left_out_runs,
    scores_of,
    unseen_scores,
)
from training.product.scoring import figures, outputs
from training.product.sources import SOURCES, data_folder
from wbc_desktop.models.manifest import MANIFEST_NAME, Manifest, Score, read_manifest


def main(words: Sequence[str] | None = None) -> None:
    """Run the command."""
    from training.product.command import load_caches

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path, help="folder of a classifier of the program")
    parser.add_argument("--work", type=Path, default=Path("runs/product"))
    parser.add_argument("--version", help="the model's new version")
    parser.add_argument(
        "--keep-unseen",
        action="store_true",
        help="leave the unseen scores that are there: the default model is chosen by them",
    )
    parser.add_argument("--note", default="", help="a sentence for the model card")
    arguments = parser.parse_args(words)
    manifest = read_manifest(arguments.model)
    caches = load_caches(data_folder(), arguments.work / "crops")
    told = {"version": arguments.version, "note": arguments.note, "keep_unseen": arguments.keep_unseen}
    renew(arguments.model, manifest, caches, arguments.work, **told)
    print(f"wrote {arguments.model / MANIFEST_NAME} and MODEL_CARD.md")


def renew(
    folder: Path,
    manifest: Manifest,
    caches: Sequence[CellCache],
    work: Path,
    version: str | None = None,
    note: str = "",
    keep_unseen: bool = False,
) -> Manifest:
    """Write a model folder's manifest and card anew.

    Args:
        folder: The model folder.
        manifest: As it is there.
        caches: All caches.
        work: Folder of the runs; the scores of sources that none left out stay as they are.
        version: The new one; None keeps it.
        note: A sentence for the card.
        keep_unseen: Whether cell-by-cell scores on unseen sources stay where there are some, because the
            runs in ``work`` were trained less than those that they are of.
    """
    recipe = Recipe(
        architecture="combinednet" if manifest.architecture == "combinednet" else "resnet18",
        input_size=manifest.input_size,
        crop=manifest.crop,
        classes=manifest.classes,
    )
    new = unseen_scores(left_out_runs(work, recipe, caches), caches, manifest.calibration)
    new += held_out_scores(folder, manifest, recipe, caches)
    renewed = manifest.model_copy(
        update={
            "own_cells": known_cells(caches, recipe),
            "version": version or manifest.version,
            "scores": with_scores(manifest.scores, new, keep_unseen=keep_unseen),
        }
    )
    (folder / MANIFEST_NAME).write_text(renewed.model_dump_json(indent=2) + "\n", "utf-8")
    (folder / "MODEL_CARD.md").write_text(card_of(renewed, note), "utf-8")
    return renewed


def held_out_scores(
    folder: Path, manifest: Manifest, recipe: Recipe, caches: Sequence[CellCache]
) -> list[Score]:
    """Scores of the weights in a model folder on the held-out cells, by the manifest's rules."""
    network = build(recipe, data_folder() / IMAGENET)
    network.load_state_dict({k: v.float() for k, v in load_file(folder / manifest.weights).items()})
    network.eval()
    scores = []
    for source in SOURCES:
        chosen = cells_of(caches, source, held_out=True)
        rule = manifest.calibration
        logits = outputs(network, caches, chosen, recipe.crop, recipe.input_size, manifest.size, rule)
        scores += scores_of(figures(source, logits, labels_of(caches, chosen)))
    return scores


def with_scores(
    scores: Sequence[Score], new: Sequence[Score], *, keep_unseen: bool = False
) -> tuple[Score, ...]:
    """Scores with those measured anew in place of the old, on unseen sources first."""
    kept = {s.source for s in scores if s.metric == UNSEEN and keep_unseen}
    new = [s for s in new if s.metric != UNSEEN or s.source not in kept]
    measured = {(s.metric, s.source) for s in new}
    every = [*new, *(s for s in scores if (s.metric, s.source) not in measured)]
    return tuple(sorted(every, key=lambda s: s.metric not in (UNSEEN, UNSEEN_WEIGHED)))


if __name__ == "__main__":
    main()
