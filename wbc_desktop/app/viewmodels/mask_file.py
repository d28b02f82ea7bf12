"""Finding and reading the mask that lies beside an image as a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.imaging.mask_file import read_mask_file
from wbc_desktop.imaging.mask_names import MASK_FOLDERS

SUFFIXES = (".png", ".tif", ".tiff", ".bmp", ".jpg", ".jpeg")


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
        for folder in MASK_FOLDERS:
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


def mask_of(image: Path, width: int, height: int) -> npt.NDArray[np.uint8] | None:
    """The labels of an image's mask file (``imaging.mask_file``); None where there is none.

    Args:
        image: The image.
        width: Its level-0 pixels.
        height: Likewise.

    Raises:
        UnreadableImage: It is no image, or of another shape than its image: a smaller copy fits.
        UnsafeImage: It breaks the limits.
    """
    path = find_mask_file(image)
    if path is None:
        return None
    labels = read_mask_file(path)
    rows, columns = labels.shape
    if abs(columns * height - rows * width) > max(width, height):  # each side may be rounded
        raise UnreadableImage(
            f"The mask does not fit its image: it has {columns} x {rows} pixels, "
            f"the image {width} x {height}.",
            "Make it anew from this image, or take it away.",
            file=path,
        )
    return labels
