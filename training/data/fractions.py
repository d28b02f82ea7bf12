"""Splits and fractions of a set: stratified, nested and fixed by a seed."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from training.data.items import SPLITS, ImageSet, Item


def fraction_name(fraction: float) -> str:
    """1.0 -> ``100``, 0.01 -> ``1``: as in the study's file names."""
    return f"{fraction * 100:g}"


def _rank(seed: int, key: str) -> bytes:
    """A place in a random order that depends on the seed and the name alone, not on the list's order."""
    return hashlib.sha256(f"{seed}/{key}".encode()).digest()


def _short_key(item: Item) -> str:
    """File name and its folder: the same order wherever the data folder lies."""
    return "/".join(item.key.replace("\\", "/").split("/")[-2:])


def take_fraction(items: Sequence[Item], fraction: float, seed: int) -> tuple[Item, ...]:
    """A stratified part of some items; a smaller fraction of the same seed lies within a larger one.

    Args:
        items: Labelled items of one split.
        fraction: Share to take, over 0 to 1. Each class gives its share rounded to the
            nearest number, but at least one image.
        seed: Fixes the choice.

    Returns:
        The chosen items in the order of ``items``.
    """
    if not 0 < fraction <= 1:
        raise ValueError("a fraction lies over 0 and up to 1")
    by_class: dict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        by_class[item.label].append(item)
    chosen: set[str] = set()
    for members in by_class.values():
        ordered = sorted(members, key=lambda item: _rank(seed, _short_key(item)))
        count = max(1, math.floor(fraction * len(ordered) + 0.5))
        chosen.update(item.key for item in ordered[:count])
    return tuple(item for item in items if item.key in chosen)


def with_fraction(images: ImageSet, fraction: float, seed: int) -> ImageSet:
    """The set with its training part thinned out; validation and test stay whole."""
    kept = take_fraction(images.of("train"), fraction, seed)
    rest = [item for item in images.items if item.split != "train"]
    return images.with_items([*kept, *rest])


def split_undecided(images: ImageSet, shares: dict[str, float], seed: int) -> ImageSet:
    """Give every item without a split one, stratified by class, groups kept together.

    Args:
        images: The set.
        shares: Share of ``val`` and ``test``; the rest is for training.
        seed: Fixes the choice.
    """
    undecided = [item for item in images.items if not item.split]
    if not undecided:
        return images
    strata: dict[int | None, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    home: dict[str, int | None] = {}
    for item in undecided:
        group = item.group or _short_key(item)
        stratum = home.setdefault(group, item.label)
        strata[stratum][group].append(item)
    splits: dict[str, str] = {}
    for groups in strata.values():
        splits.update(_split_groups(groups, shares, seed))
    items = [
        item if item.split else replace(item, split=splits[item.group or _short_key(item)])
        for item in images.items
    ]
    return images.with_items(items)


def _split_groups(groups: dict[str, list[Item]], shares: dict[str, float], seed: int) -> dict[str, str]:
    order = sorted(groups, key=lambda group: _rank(seed, group))
    total = sum(len(members) for members in groups.values())
    wanted = {split: shares.get(split, 0.0) * total for split in ("test", "val")}
    splits: dict[str, str] = {}
    for group in order:
        size = len(groups[group])
        split = next((s for s in ("test", "val") if wanted[s] >= size / 2), "train")
        splits[group] = split
        if split in wanted:
            wanted[split] -= size
    return splits


def hold_out_validation(images: ImageSet, share: float, seed: int) -> ImageSet:
    """Make a validation part for a set that has none besides the part it is tested on.

    The study's WBC folders hold ``train`` and ``val`` alone, and its figures are read on
    ``val``. Here that part becomes ``test``, and a stratified share of the training part
    becomes the validation part that chooses the epoch; each class keeps at least one image.
    """
    present = {split for split in SPLITS if images.of(split)}
    if "test" not in present and "val" in present:
        items = [replace(i, split="test") if i.split == "val" else i for i in images.items]
        images = images.with_items(items, "The set has no test part: its val part is the test.")
        present = {"train", "test"}
    if "val" in present or "train" not in present:
        return images
    by_class: dict[int | None, list[Item]] = defaultdict(list)
    for item in images.of("train"):
        by_class[item.label].append(item)
    moved: set[str] = set()
    for members in by_class.values():
        ordered = sorted(members, key=lambda item: _rank(seed + 1, _short_key(item)))
        count = min(len(ordered) - 1, math.ceil(share * len(ordered)))
        moved.update(item.key for item in ordered[:count])
    items = [replace(i, split="val") if i.key in moved else i for i in images.items]
    return images.with_items(items, f"{len(moved)} training images were set aside to choose the epoch.")
