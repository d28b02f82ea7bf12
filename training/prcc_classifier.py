"""The binary ResNet-18 on the pRCC clusters, trained as the CAM16 network is.

Its labels are the clusters of prcc-cluster. Writes pRCC_clustered_resnet.pt.
"""

from __future__ import annotations

import argparse

from training.binary_runs import run_binary
from training.command import Workplace, add_common, checked, settings_of, told, workplace
from training.config import Cam16
from training.data.fractions import split_undecided
from training.data.items import ImageSet
from training.device import opened_device
from training.prcc_cluster import LABELS, read_labels

EXAMPLE = """example:
  wbc-train prcc-classifier --prcc ~/course/pRCC_nolabel --output runs/study"""

ARTEFACT = "pRCC_clustered_resnet"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_common(parser)


def run(options: argparse.Namespace) -> int:
    """Train the classifier on the clusters."""
    place = workplace(options)
    settings = settings_of(options, "prcc_classifier", Cam16)
    with told("ResNet-18 on the pRCC clusters"), opened_device(options.device) as device:
        images = checked(labelled(place), place)
        run_binary(ARTEFACT, images, settings, settings.frozen, place, device)
    return 0


def labelled(place: Workplace) -> ImageSet:
    """The images with clusters as labels, in splits that hold every cluster.

    ROIs of one field stay in one split as long as every split then holds every cluster.
    Clusters often follow the field (its stain); where a split would lack one, each field is cut
    into a left, a middle and a right part instead, one for each split, and the ROIs that reach
    over a border are left out, so that no two splits share tissue.
    """
    images = read_labels(place.output / LABELS, place.data.prcc())
    if _complete(images):
        return images
    if any(item.box is not None for item in images.items):
        return _split_in_fields(images)
    from dataclasses import replace

    shares = {"val": place.data.settings.val_share, "test": place.data.settings.test_share}
    undecided = images.with_items(replace(item, split="", group="") for item in images.items)
    return split_undecided(undecided, shares, 0)


def _complete(images: ImageSet) -> bool:
    counts = images.counts()
    return all(min(counts[split]) > 0 for split in ("train", "test"))


def _split_in_fields(images: ImageSet) -> ImageSet:
    from dataclasses import replace

    right: dict[str, int] = {}
    for item in images.items:
        if item.box is not None:
            right[item.group] = max(right.get(item.group, 0), item.box[0] + item.box[2])
    kept = []
    for item in images.items:
        if item.box is None:
            kept.append(item)
            continue
        width = right[item.group]
        borders = {"train": (0.0, 0.5), "val": (0.5, 0.75), "test": (0.75, 1.0)}
        x0, x1 = item.box[0], item.box[0] + item.box[2]
        for split, (low, high) in borders.items():
            if x0 >= low * width and x1 <= high * width:
                kept.append(replace(item, split=split))
    return images.with_items(
        kept,
        "The clusters follow the fields, so every field was cut in three parts (train, validation, test); "
        f"{len(images.items) - len(kept)} ROIs over a border were left out.",
    )
