"""The image sets of the study's three tasks, from whatever source stands for them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from training.config import DataSettings, Source
from training.data.fractions import (
    _rank,
    fraction_name,
    hold_out_validation,
    split_undecided,
    take_fraction,
    with_fraction,
)
from training.data.items import ImageSet, Item, joined
from training.data.layouts import CAM16_CLASSES, WBC_CLASSES, read_labelled, read_unlabelled
from training.data.rois import rois
from training.data.study import is_study_root, read_study_wbc
from training.splits import held_out
from wbc_desktop.core.errors import WrongUse

SPLIT_SEED = 0
"""Test and validation parts never change with a run's seed; only fractions and training do."""

FEW_IMAGES = "Only a few images per class were used."


@dataclass(frozen=True)
class StudyData:
    """Reads the sets as the settings say.

    Attributes:
        settings: Sources and shares.
        root: The data folder that relative paths start from.
    """

    settings: DataSettings
    root: Path

    def wbc(self, fraction: float, seed: int) -> ImageSet:
        """White cells of the five classes with the training part thinned to ``fraction``."""
        roots = [self._path(source) for source in self.settings.wbc]
        if len(roots) == 1 and is_study_root(roots[0]):
            if self.settings.wbc[0].masks:
                raise WrongUse("The study's folders bring their own masks.", "Leave --masks out.")
            return self._capped(read_study_wbc(roots[0], fraction, self.settings.val_share, SPLIT_SEED))
        parts = [self._read(source, WBC_CLASSES) for source in self.settings.wbc]
        whole = self._capped(self._decided(joined("WBC", parts)))
        thinned = with_fraction(whole, fraction, seed)
        return replace(thinned, name=f"WBC_{fraction_name(fraction)}")

    def cam16(self) -> ImageSet:
        """Tumour and normal patches."""
        parts = [self._decided(self._read(source, CAM16_CLASSES)) for source in self.settings.cam16]
        return self._capped(joined("CAM16", parts))

    def prcc(self) -> ImageSet:
        """Images of papillary renal cell carcinoma without labels; large fields are cut into ROIs."""
        parts = []
        for source in self.settings.prcc:
            images = read_unlabelled(self._path(source), "pRCC")
            if len(images.items) < self.settings.roi_below:
                images = rois(images, self.settings.roi_side, self.settings.roi_step)
            parts.append(images)
        return self._decided(joined("pRCC", parts))

    def _path(self, source: Source) -> Path:
        return self.root / Path(source.path).expanduser()

    def _read(self, source: Source, classes: tuple[str, ...]) -> ImageSet:
        found = read_labelled(
            self._path(source),
            classes,
            name=source.path.split("/")[0],
            images=self.root / source.images if source.images else None,
            masks=self.root / source.masks if source.masks else None,
            split=source.split,
        )
        items = [_grouped(item, source) for item in found.items]
        if source.hold_out:
            items = [item for item in items if not held_out(source.hold_out, item.file.name)]
        return found.with_items(_with_mask_share(items, source.mask_share))

    def _decided(self, images: ImageSet) -> ImageSet:
        shares = {"val": self.settings.val_share, "test": self.settings.test_share}
        images = split_undecided(images, shares, SPLIT_SEED)
        return hold_out_validation(images, self.settings.val_share, SPLIT_SEED)

    def _capped(self, images: ImageSet) -> ImageSet:
        caps = self.settings.max_per_class
        if not caps:
            return images
        kept: list[Item] = []
        for split in ("train", "val", "test"):
            items = images.of(split)
            per_class = Counter(item.label for item in items)
            largest = max(per_class.values(), default=0)
            if split not in caps or largest <= caps[split]:
                kept += items
                continue
            for label in per_class:
                members = [item for item in items if item.label == label]
                share = min(1.0, caps[split] / len(members))
                kept += take_fraction(members, share, SPLIT_SEED)
        if len(kept) == len(images.items):
            return images
        return images.with_items(kept, FEW_IMAGES)


def _grouped(item: Item, source: Source) -> Item:
    if not source.group:
        return item
    match = re.search(source.group, item.file.stem)
    return replace(item, group=match.group(0) if match else item.file.stem)


def _with_mask_share(items: list[Item], share: float) -> list[Item]:
    """Keep the masks of a seeded share of the images; all at 1."""
    if share >= 1:
        return items
    limit = int(share * 256**4)
    return [
        item
        if item.mask is None or int.from_bytes(_rank(SPLIT_SEED, f"mask/{item.file.name}")[:4]) < limit
        else replace(item, mask=None)
        for item in items
    ]


def weights_file(root: Path, given: str | None, what: str) -> Path | None:
    """The path of a weights file, or None where none is named.

    Raises:
        WrongUse: It is named but missing.
    """
    if given is None:
        return None
    path = root / Path(given).expanduser()
    if not path.is_file():
        raise WrongUse(f"The file of {what} weights is missing.", "Name another in data.yaml.", file=path)
    return path
