"""A labelled set of images as plain values: nothing is decoded here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SPLITS = ("train", "val", "test")

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"})


@dataclass(frozen=True, slots=True)
class Item:
    """One image.

    Attributes:
        file: Path of the image.
        label: Index into the set's classes; None where there is no label.
        split: ``train``, ``val`` or ``test``; empty where not decided yet.
        mask: Path of a mask under which the image is multiplied (non-zero is kept), if any.
        box: (x, y, width, height) in pixels of the file, to use a part of it alone.
        group: Images of one group (a slide, a patient's field) stay in one split.
    """

    file: Path
    label: int | None = None
    split: str = ""
    mask: Path | None = None
    box: tuple[int, int, int, int] | None = None
    group: str = ""

    @property
    def key(self) -> str:
        """Name that tells the item from every other: the file and, if any, the box."""
        return str(self.file) if self.box is None else f"{self.file}#{','.join(map(str, self.box))}"


@dataclass(frozen=True)
class ImageSet:
    """Images of one task.

    Attributes:
        name: Shown in tables and reports.
        classes: Class names in the order of the labels; empty without labels.
        items: All images of all splits.
        notes: Sentences on how the set was made, for the report.
    """

    name: str
    classes: tuple[str, ...]
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()

    def of(self, split: str) -> tuple[Item, ...]:
        """The items of a split."""
        return tuple(item for item in self.items if item.split == split)

    def labels(self, split: str) -> list[int]:
        """The labels of a split, in the order of ``of``."""
        return [item.label for item in self.of(split) if item.label is not None]

    def counts(self) -> dict[str, list[int]]:
        """For each split, the number of images per class, in class order."""
        table: dict[str, list[int]] = {}
        for split in SPLITS:
            tally = Counter(item.label for item in self.of(split))
            table[split] = [tally[index] for index in range(len(self.classes))]
        return table

    def with_items(self, items: Iterable[Item], *notes: str) -> ImageSet:
        """The same set with other items and further notes."""
        return replace(self, items=tuple(items), notes=(*self.notes, *notes))

    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with any file name, split, label, mask or box."""
        text = hashlib.sha256()
        for item in self.items:
            text.update(f"{item.key}|{item.label}|{item.split}|{item.mask}\n".encode())
        return text.hexdigest()[:16]


def joined(name: str, sets: Sequence[ImageSet]) -> ImageSet:
    """One set of several with the same classes.

    Raises:
        ValueError: Their classes differ.
    """
    if len({part.classes for part in sets}) != 1:
        raise ValueError("sets with different classes cannot be joined")
    items = [item for part in sets for item in part.items]
    return ImageSet(name, sets[0].classes, tuple(items), tuple(n for part in sets for n in part.notes))


def images_in(folder: Path) -> list[Path]:
    """The image files directly in a folder, by name; hidden files are left out."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix.lower() in IMAGE_SUFFIXES and not path.name.startswith(".")
    )
