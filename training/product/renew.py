"""Renews what stands beside a shipped model's weights, which stay as they are.

    python -m training.product.renew resources/models/resnet18 --work runs/product

writes the reference that cells are weighed with each other by (``own_cells``), the scores on sources left out
by the runs found in the work folder, and the model card.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from training.product.cache import CellCache
from training.product.own_cells import known_cells
from training.product.recipe import Recipe
from training.product.release import UNSEEN, UNSEEN_WEIGHED, card_of, left_out_runs, unseen_scores
from wbc_desktop.models.manifest import MANIFEST_NAME, Manifest, Score, read_manifest


def main(words: Sequence[str] | None = None) -> None:
    """Run the command."""
    from training.product.command import load_caches
    from training.product.sources import data_folder

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path, help="folder of a classifier of the program")
    parser.add_argument("--work", type=Path, default=Path("runs/product"))
    parser.add_argument("--version", help="the model's new version")
    parser.add_argument("--note", default="", help="a sentence for the model card")
    arguments = parser.parse_args(words)
    manifest = read_manifest(arguments.model)
    caches = load_caches(data_folder(), arguments.work / "crops")
    renew(arguments.model, manifest, caches, arguments.work, arguments.version, arguments.note)
    print(f"wrote {arguments.model / MANIFEST_NAME} and MODEL_CARD.md")


def renew(
    folder: Path,
    manifest: Manifest,
    caches: Sequence[CellCache],
    work: Path,
    version: str | None = None,
    note: str = "",
) -> Manifest:
    """Write a model folder's manifest and card anew.

    Args:
        folder: The model folder.
        manifest: As it is there.
        caches: All caches.
        work: Folder of the runs; the scores of sources that none left out stay as they are.
        version: The new one; None keeps it.
        note: A sentence for the card.
    """
    recipe = Recipe(
        architecture="combinednet" if manifest.architecture == "combinednet" else "resnet18",
        input_size=manifest.input_size,
        crop=manifest.crop,
        classes=manifest.classes,
    )
    new = unseen_scores(left_out_runs(work, recipe, caches), caches, manifest.calibration)
    renewed = manifest.model_copy(
        update={
            "own_cells": known_cells(caches, recipe),
            "version": version or manifest.version,
            "scores": with_scores(manifest.scores, new),
        }
    )
    (folder / MANIFEST_NAME).write_text(renewed.model_dump_json(indent=2) + "\n", "utf-8")
    (folder / "MODEL_CARD.md").write_text(card_of(renewed, note), "utf-8")
    return renewed


def with_scores(scores: Sequence[Score], new: Sequence[Score]) -> tuple[Score, ...]:
    """Scores with those measured anew in place of the old, on unseen sources first."""
    measured = {(s.metric, s.source) for s in new}
    kept = [s for s in scores if (s.metric, s.source) not in measured]
    unseen = [*new, *(s for s in kept if s.metric in (UNSEEN, UNSEEN_WEIGHED))]
    return (*unseen, *(s for s in kept if s.metric not in (UNSEEN, UNSEEN_WEIGHED)))


if __name__ == "__main__":
    main()
