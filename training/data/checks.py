"""Checks of a set before any training: unreadable files, missing classes, duplicates, masks."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from training.data.images import open_mask, open_rgb
from training.data.items import SPLITS, ImageSet, Item
from wbc_desktop.core.errors import UnreadableImage, UnsafeImage, WrongUse

MAX_UNREADABLE_SHARE = 0.05
"""A set with more unreadable files than this is refused: something is wrong with the whole."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What one look at a file tells: its bytes' hash, its perceptual hash, its size in pixels."""

    sha: str
    perceptual: int
    size: tuple[int, int]


@dataclass(frozen=True)
class Findings:
    """The result of the checks.

    Attributes:
        images: The set without what was left out.
        unreadable: Files that cannot be decoded; left out.
        exact: (training file, test or validation file) of identical content; the training file is left out.
        near: Pairs that look alike by perceptual hash; they stay, for a person to look at.
    """

    images: ImageSet
    unreadable: tuple[str, ...] = ()
    exact: tuple[tuple[str, str], ...] = ()
    near: tuple[tuple[str, str], ...] = field(default=())

    def sentences(self) -> list[str]:
        """What was found, for a person."""
        return [
            f"{len(self.unreadable)} unreadable files were left out.",
            f"{len(self.exact)} training images are also in the test or validation part and were left out.",
            f"{len(self.near)} pairs over training and test or validation look alike (perceptual hash).",
        ]


def check(
    images: ImageSet, *, near_bits: int = 4, duplicates: str = "drop", memory: Path | None = None
) -> Findings:
    """Look at every file of a set.

    Args:
        images: The set, splits decided.
        near_bits: Two images are near duplicates where their 64-bit perceptual hashes differ
            in at most so many bits.
        duplicates: ``drop`` leaves training images out that are also in another part;
            ``stop`` refuses the set, also for near duplicates.
        memory: File that keeps fingerprints, so that a file is looked at again only when changed.

    Returns:
        The findings, with the set that may be trained on.

    Raises:
        WrongUse: A split or class is empty, a mask has another size than its image, over 5 %
            of the files are unreadable, or there are duplicates (exact or near) and
            ``duplicates`` is ``stop``.
    """
    prints = fingerprints({item.file for item in images.items}, memory)
    unreadable = tuple(sorted(str(path) for path, seen in prints.items() if seen is None))
    readable = [item for item in images.items if prints[item.file] is not None]
    if len(unreadable) > MAX_UNREADABLE_SHARE * len(prints):
        raise WrongUse(
            f"{len(unreadable)} of {len(prints)} files of {images.name} cannot be read.",
            "Check the folder; the first is named here.",
            file=unreadable[0],
        )
    seen = {path: seen for path, seen in prints.items() if seen is not None}
    check_masks(readable, seen)
    kept, exact = _without_exact(readable, seen)
    if exact and duplicates == "stop":
        raise WrongUse(f"{len(exact)} training images are also in the test part.", file=exact[0][0])
    near = _near(kept, seen, near_bits)
    if near and duplicates == "stop":
        raise WrongUse(
            f"{len({train for train, _ in near})} training images look like test or validation images.",
            f"The first looks like {near[0][1]}. Take them out, or set near_duplicate_bits=0 if they differ.",
            file=near[0][0],
        )
    checked = images.with_items(kept)
    check_classes(checked)
    return Findings(checked, unreadable, tuple(exact), tuple(near))


def check_classes(images: ImageSet) -> None:
    """Refuse a set with an empty part, or with a class missing from training or test.

    Raises:
        WrongUse: As said; the message names the class.
    """
    for split in ("train", "test"):
        items = images.of(split)
        if not items:
            raise WrongUse(f"The {split} part of {images.name} holds no image.")
        have = {item.label for item in items}
        missing = [name for index, name in enumerate(images.classes) if index not in have]
        if missing:
            raise WrongUse(f"The {split} part of {images.name} lacks the class {', '.join(missing)}.")


def check_masks(items: Sequence[Item], seen: dict[Path, Fingerprint]) -> None:
    """Refuse masks that are missing, unreadable or of another size than their image.

    Raises:
        WrongUse: As said; it names the mask.
    """
    for item in items:
        if item.mask is None:
            continue
        try:
            size = open_mask(item.mask).size
        except (UnreadableImage, UnsafeImage) as error:
            raise WrongUse(
                f"This mask cannot be read. {error.message}", error.advice, file=item.mask
            ) from error
        width, height = seen[item.file].size
        if size != (width, height):
            raise WrongUse(
                f"The mask has {size[0]} x {size[1]} pixels, its image {width} x {height}.",
                f"The image is {item.file}.",
                file=item.mask,
            )


def fingerprints(files: set[Path], memory: Path | None = None) -> dict[Path, Fingerprint | None]:
    """Fingerprints of files; None for one that cannot be decoded.

    Args:
        files: Paths of images.
        memory: JSON file that earlier fingerprints are read from and all are written to.
    """
    known = _remembered(memory)
    stamps = {path: _stamp(path) for path in sorted(files)}
    unknown = [path for path, stamp in stamps.items() if stamp not in known]
    with ThreadPoolExecutor(max_workers=4) as pool:
        for path, seen in zip(unknown, pool.map(_fingerprint, unknown), strict=True):
            known[stamps[path]] = seen
    if memory is not None and unknown:
        memory.parent.mkdir(parents=True, exist_ok=True)
        part = memory.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps({stamp: seen and asdict(seen) for stamp, seen in known.items()}))
        part.replace(memory)
    return {path: known[stamp] for path, stamp in stamps.items()}


def _stamp(path: Path) -> str:
    try:
        stat = path.stat()
    except OSError:
        return f"{path}|missing"
    return f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"


def _remembered(memory: Path | None) -> dict[str, Fingerprint | None]:
    try:
        found = json.loads(memory.read_text()) if memory is not None else {}
        return {
            stamp: seen and Fingerprint(seen["sha"], seen["perceptual"], tuple(seen["size"]))
            for stamp, seen in found.items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _fingerprint(path: Path) -> Fingerprint | None:
    try:
        content = path.read_bytes()
        image = open_rgb(path)
    except (OSError, UnreadableImage, UnsafeImage):
        return None
    return Fingerprint(hashlib.sha256(content).hexdigest(), perceptual_hash(image), image.size)


def perceptual_hash(image: Image.Image) -> int:
    """64-bit perceptual hash: signs of the 8 x 8 lowest cosine frequencies about their median.

    The method is pHash's (Zauner 2010, "Implementation and benchmarking of perceptual image hash functions").
    """
    from scipy.fft import dctn

    grey = np.asarray(image.convert("L").resize((32, 32), Image.Resampling.BOX), dtype=np.float64)
    low = dctn(grey, type=2, norm="ortho")[:8, :8].flatten()
    bits = low > np.median(low[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _without_exact(
    items: Sequence[Item], seen: dict[Path, Fingerprint]
) -> tuple[list[Item], list[tuple[str, str]]]:
    elsewhere: dict[tuple[str, object], Item] = {}
    for item in items:
        if item.split in ("val", "test"):
            elsewhere.setdefault((seen[item.file].sha, item.box), item)
    kept, exact = [], []
    for item in items:
        twin = elsewhere.get((seen[item.file].sha, item.box))
        if item.split == "train" and twin is not None:
            exact.append((item.key, twin.key))
        else:
            kept.append(item)
    return kept, exact


def _near(items: Sequence[Item], seen: dict[Path, Fingerprint], bits: int) -> list[tuple[str, str]]:
    parts: dict[bool, list[Path]] = defaultdict(list)
    for path, is_train in sorted({(item.file, item.split == "train") for item in items}):
        parts[is_train].append(path)
    train, rest = parts[True], parts[False]
    if not train or not rest or bits == 0:
        return []
    rest_hashes = _hashes(rest, seen)
    pairs: list[tuple[str, str]] = []
    for path, value in zip(train, _hashes(train, seen), strict=True):
        distance = np.bitwise_count(np.bitwise_xor(rest_hashes, value))
        # Parts of one field lie in one file; whether they overlap is the splits' concern.
        alike = (rest[index] for index in np.flatnonzero(distance <= bits) if rest[index] != path)
        pairs += [(str(path), str(other)) for other in alike]
    return pairs


def _hashes(paths: Sequence[Path], seen: dict[Path, Fingerprint]) -> npt.NDArray[np.uint64]:
    return np.array([seen[path].perceptual for path in paths], dtype=np.uint64)


def summary_table(images: ImageSet) -> str:
    """A table of images per class and split, for the terminal."""
    counts = images.counts()
    names = list(images.classes) or ["images"]
    width = max(10, *(len(name) for name in names)) + 2
    lines = [f"{images.name:<10}" + "".join(f"{name:>{width}}" for name in (*names, "total", "masks"))]
    for split in SPLITS:
        items = images.of(split)
        numbers = counts[split] if images.classes else [len(items)]
        masks = sum(item.mask is not None for item in items)
        row = (*numbers, len(items), masks)
        lines.append(f"{split:<10}" + "".join(f"{number:>{width}}" for number in row))
    return "\n".join(lines)
