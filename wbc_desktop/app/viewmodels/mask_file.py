"""A mask that lies beside an image as a file: finding and reading it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.imaging.plain import damage_told

FOLDERS = ("mask", "masks", "nucleus_masks")
SUFFIXES = (".png", ".tif", ".tiff", ".bmp", ".jpg", ".jpeg")
FORMATS = ("PNG", "TIFF", "BMP", "JPEG")
"""What Pillow tries, and no other: some of its formats start programs."""
LARGEST = 200_000_000
"""Pixels of a mask file at most."""


def find_mask_file(image: Path) -> Path | None:
    """The mask file of an image, or None.

    Looked for: ``NAME_mask.*`` beside it; a folder ``mask``, ``masks`` or ``nucleus_masks``
    beside it, beside its folder, or beside ``data/`` above it (the study's layout
    ``train/data/<Class>/NAME.jpg`` with ``train/mask/NAME.jpg``).
    """
    for suffix in SUFFIXES:
        beside = image.with_name(f"{image.stem}_mask{suffix}")
        if beside.is_file():
            return beside
    above = [image.parent, *list(image.parents)[1:4]]
    for place in above:
        for folder in FOLDERS:
            root = place / folder
            if not root.is_dir():
                continue
            for stem in (image.stem, f"{image.stem}_mask"):
                for inner in (root, root / image.parent.name):
                    for suffix in SUFFIXES:
                        path = inner / f"{stem}{suffix}"
                        if path.is_file() and path != image:
                            return path
    return None


def read_mask_file(path: Path) -> npt.NDArray[np.uint8]:
    """Read a mask file as labels: 0 background, 1 cell, 2 nucleus.

    Files with two grey levels hold one thing, shown as nucleus; with three (as 128
    and 255, or 1 and 2), the middle one is the cytoplasm. A JPEG's noise around the
    levels is taken away first.

    Raises:
        UnreadableImage: It is no image, or too large.
    """
    with damage_told(path), Image.open(path, formats=FORMATS) as image:
        if image.width * image.height > LARGEST:
            raise UnreadableImage("The mask file is too large to be shown.", file=path)
        grey = np.asarray(image if image.mode in ("L", "P", "1") else image.convert("L"))
    values = grey.astype(np.uint8) if grey.dtype != np.bool_ else grey.astype(np.uint8) * 255
    top = int(values.max(initial=0))
    if top == 0:
        return np.zeros(values.shape, np.uint8)
    if top <= 2:
        return np.where(values == 2, 2, values).astype(np.uint8) if top == 2 else values * np.uint8(2)
    share = values.astype(np.float32) / top
    return ((share > 0.25).astype(np.uint8) + (share > 0.75).astype(np.uint8)).astype(np.uint8)
