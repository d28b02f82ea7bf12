"""The study's own folders of WBC fractions: ``WBC_100``, ``WBC_50``, ``WBC_10``, ``WBC_1``."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from training.data.fractions import _rank, fraction_name, hold_out_validation
from training.data.items import ImageSet, Item
from training.data.layouts import WBC_CLASSES, read_labelled
from wbc_desktop.core.errors import WrongUse


def is_study_root(path: Path) -> bool:
    """Whether a folder holds the study's WBC fractions."""
    return path.is_dir() and any((path / f"WBC_{n}").is_dir() for n in ("100", "50", "10", "1"))


def read_study_wbc(root: Path, fraction: float, val_share: float, seed: int) -> ImageSet:
    """Read one of the study's fractions as it is.

    The folders' ``val`` is what the study's figures are read on; it becomes the test part.
    The validation part that chooses the epoch is taken from ``WBC_100/train``, from files
    that the smaller fractions do not hold as far as they reach, so that 1 % keeps all its images.

    Args:
        root: Folder that holds ``WBC_100`` and the others.
        fraction: 1, 0.5, 0.1 or 0.01.
        val_share: Share of ``WBC_100/train`` that is set aside.
        seed: Fixes the choice.

    Raises:
        WrongUse: The folder of that fraction is missing or empty.
    """
    name = f"WBC_{fraction_name(fraction)}"
    if not (root / name).is_dir():
        raise WrongUse(f"The study's folder {name} is missing.", file=root / name)
    part = read_labelled(root / name, WBC_CLASSES, name=name)
    if part.of("test") or not (root / "WBC_100").is_dir():
        return hold_out_validation(part, val_share, seed)
    whole = read_labelled(root / "WBC_100", WBC_CLASSES, name="WBC_100")
    chosen = _validation(root, whole, val_share, seed)
    names = {item.file.name for item in chosen}
    test = [replace(item, split="test") for item in part.of("val")]
    train = [item for item in part.of("train") if item.file.name not in names]
    return part.with_items(
        [*train, *chosen, *test],
        "The folder's val part is the test, as in the study; "
        f"{len(chosen)} images of WBC_100/train were set aside to choose the epoch.",
    )


def _validation(root: Path, whole: ImageSet, share: float, seed: int) -> list[Item]:
    in_small = {
        file.name
        for name in ("WBC_1", "WBC_10")
        for file in (root / name / "train" / "data").glob("*/*")
        if file.is_file()
    }
    by_class: dict[int | None, list[Item]] = defaultdict(list)
    for item in whole.of("train"):
        by_class[item.label].append(item)
    chosen = []
    for members in by_class.values():
        ordered = sorted(members, key=lambda i: (i.file.name in in_small, _rank(seed + 1, i.file.name)))
        count = min(len(ordered) - 1, math.ceil(share * len(ordered)))
        chosen += [replace(item, split="val") for item in ordered[:count]]
    return chosen
