"""Which files are masks of other images, by where they lie and how they are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

MASK_FOLDERS = ("mask", "masks", "nucleus_masks")
"""Names of folders that hold masks under the names of their images (as the study's ``train/mask``)."""

MASK_ENDING = "_mask"


def without_masks(files: Iterable[Path], root: Path) -> list[Path]:
    """Leave out masks, which are no photographs: counted, each would be a cell that nobody can name.

    Left out are ``NAME_mask.*`` beside ``NAME.*``, and a folder of masks below ``root`` where at least half
    of its files bear the names of images beside or above it. A folder that is given itself is counted.

    Args:
        files: Images below ``root``, each once.
        root: The folder that was given.

    Returns:
        The others, in their order.
    """
    images = list(files)
    folder_of = {file: folder for file in images if (folder := _mask_folder(file, root)) is not None}
    places = {folder.parent for folder in folder_of.values()}
    names: dict[Path, set[str]] = defaultdict(set)
    beside = {(file.parent, file.stem) for file in images if file not in folder_of}
    for file in images:
        if file not in folder_of:
            for place in places.intersection(file.parents):
                names[place].add(file.stem)
    matches: dict[Path, list[bool]] = defaultdict(list)
    for file, folder in folder_of.items():
        matches[folder].append(file.stem.removesuffix(MASK_ENDING) in names[folder.parent])
    masks = {folder for folder, found in matches.items() if 2 * sum(found) >= len(found)}
    return [f for f in images if folder_of.get(f) not in masks and not _is_mask_beside(f, beside)]


def _mask_folder(file: Path, root: Path) -> Path | None:
    """The folder of masks that a file lies in, the topmost below ``root``."""
    inside = [p for p in file.parents if p != root and p.is_relative_to(root)]
    return next((p for p in reversed(inside) if p.name.lower() in MASK_FOLDERS), None)


def _is_mask_beside(file: Path, beside: set[tuple[Path, str]]) -> bool:
    stem = file.stem.removesuffix(MASK_ENDING)
    return stem != file.stem and (file.parent, stem) in beside
