"""Finding the mask that lies beside an image as a file."""

from __future__ import annotations

from pathlib import Path

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
