"""Which images there are, and which of them are one sample."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from natsort import natsort_keygen, ns

from wbc_desktop.core.errors import WrongUse
from wbc_desktop.imaging.mask_names import without_masks
from wbc_desktop.imaging.open import is_image_file, is_slide_file
from wbc_desktop.imaging.other_kinds import is_other_picture
from wbc_desktop.imaging.plain import told

JOURNAL_FOLDER = ".wbc-journal"
"""Marks a folder of results of this program; its masks are not counted as images."""

MASK_FOLDER = "masks"
_NOT_IMAGES = frozenset({"thumbs.db", "__macosx"})

_natural = natsort_keygen(alg=ns.PATH | ns.IGNORECASE)


def natural_order(name: str) -> tuple[object, str]:
    """Sort key: img2 before img10, and the same order on every machine."""
    return (_natural(name), name)


@dataclass(frozen=True, slots=True)
class Sample:
    """The images of one smear.

    Attributes:
        name: Unique among the samples of a run.
        root: The folder that ``images`` are relative to.
        images: Paths relative to ``root``, forward slashes, in natural order.
    """

    name: str
    root: Path
    images: tuple[str, ...]

    def path(self, image: str) -> Path:
        """Where an image of the sample lies."""
        return self.root / image


def collect_samples(
    paths: Sequence[str | Path], sample: str = "folder", *, exclude: Path | None = None
) -> list[Sample]:
    """Find the images under ``paths`` and group them.

    A folder that holds images directly is a sample, and so is each slide file. Hidden
    files, files that are no pictures, masks of other images, and results of this program
    are passed over; a file that is named itself is always taken. A folder that cannot be
    read, and a picture of a kind that the program does not read (HEIC), stand as images
    of their own, so that they end in the list of errors.

    Args:
        paths: Folders and files.
        sample: ``folder``, or ``file`` to make every file a sample of its own.
        exclude: The output folder, which is no input unless photographs lie in it; its masks never are.

    Returns:
        Samples in natural order of the folders; their names are relative to the path given.

    Raises:
        WrongUse: A path does not exist, or ``sample`` is unknown.
        UnreadableImage: A path cannot be reached.
    """
    if sample not in ("folder", "file"):
        raise WrongUse(f"A sample is a folder or a file, not “{sample}”.")
    groups: dict[tuple[Path, str], list[str]] = {}
    seen: set[Path] = set()
    for given in paths:
        root = _absolute(Path(given))
        if not _is_there(root):
            raise WrongUse(f"There is no file or folder “{given}”.", "Check the spelling.")
        base = root if root.is_dir() else root.parent
        files = without_masks(_walk(root, exclude), root) if root.is_dir() else [root]
        for file in files:
            if file in seen:
                continue
            seen.add(file)
            relative = file.relative_to(base).as_posix()
            alone = sample == "file" or is_slide_file(file)
            group = relative if alone else PurePosixPath(relative).parent.as_posix()
            groups.setdefault((base, group), []).append(relative)
    names = _unique_names(list(groups))
    return [
        Sample(names[key], key[0], tuple(sorted(images, key=natural_order))) for key, images in groups.items()
    ]


def _is_there(path: Path) -> bool:
    """Whether a path that was given exists.

    Raises:
        UnreadableImage: That cannot be told: a folder above it may not be read, or its share is gone.
    """
    try:
        return path.exists()
    except OSError as error:
        raise told(path, error) from error


def _absolute(path: Path) -> Path:
    """Absolute without resolving links: a link to a folder keeps the name that the person gave it."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links


def _walk(root: Path, exclude: Path | None) -> Iterator[Path]:
    """Files that are pictures by name, folder by folder in natural order; links to folders once."""
    pending, visited = [root], {root.resolve()}
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda e: natural_order(e.name))
        except OSError:
            yield folder
            continue
        inner: list[Path] = []
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith(".") or entry.name.lower() in _NOT_IMAGES:
                continue
            try:
                is_folder = entry.is_dir()
            except (
                OSError
            ):  # a link to itself, or to a share that is gone: told, as a folder without permission
                yield path
                continue
            if is_folder:
                if _is_new_input(path, visited, exclude):
                    inner.append(path)
            elif is_image_file(path) or is_other_picture(path):
                yield path
        pending.extend(reversed(inner))


def _is_new_input(folder: Path, visited: set[Path], exclude: Path | None) -> bool:
    real = folder.resolve()
    if real in visited:
        return False
    visited.add(real)
    output = None if exclude is None else exclude.resolve()
    if output is not None and real == output / MASK_FOLDER:
        return False
    if real == output:
        return _holds_images(folder)
    return not is_result(folder)


def is_result(folder: Path) -> bool:
    """Whether a folder holds results of this program and no photograph: tables, or the masks of a run."""
    try:
        if (folder / JOURNAL_FOLDER).is_dir():
            return not _holds_images(folder)
        return folder.name == MASK_FOLDER and (folder.parent / JOURNAL_FOLDER).is_dir()
    except OSError:  # a folder that may not be read is told when it is opened
        return False


def _holds_images(folder: Path) -> bool:
    """Whether photographs lie beside the tables: then the folder is a sample that was counted into itself."""
    try:
        return any(
            is_image_file(entry.name) for entry in os.scandir(folder) if not entry.name.startswith(".")
        )
    except OSError:
        return False


def _unique_names(groups: list[tuple[Path, str]]) -> dict[tuple[Path, str], str]:
    """A short name for each group; the longer the path, the rarer the clash."""
    names = {key: _base_name(key[0]) if key[1] == "." else key[1] for key in groups}
    clashes = {name for name, n in Counter(names.values()).items() if n > 1}
    for key, name in names.items():
        if name in clashes:
            names[key] = f"{_base_name(key[0])}/{key[1]}" if key[1] != "." else key[0].as_posix()
    for name in [name for name, n in Counter(names.values()).items() if n > 1]:
        for key in [key for key, own in names.items() if own == name]:
            names[key] = (key[0] / key[1]).as_posix()
    return names


def _base_name(root: Path) -> str:
    return root.name or root.anchor
