"""Reading a mask that lies beside an image as a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.plain import damage_told

FORMATS = ("PNG", "TIFF", "BMP", "JPEG")
"""What Pillow tries, and no other: some of its formats start programs."""

_TIFF = (b"II", b"MM")


def read_mask_file(path: Path, limits: Limits | None = None) -> npt.NDArray[np.uint8]:
    """Read a mask file as labels: 0 background, 1 cell, 2 nucleus.

    Files with two grey levels hold one thing, shown as nucleus; with three (as 128
    and 255, or 1 and 2), the middle one is the cytoplasm. A JPEG's noise around the
    levels is taken away first. A TIFF is read in the process apart (docs/adr/0012).

    Args:
        path: The file.
        limits: How many pixels it may have; the limits in force if None.

    Raises:
        UnreadableImage: It is no image.
        UnsafeImage: It breaks the limits.
    """
    limits = Limits.in_force() if limits is None else limits
    with damage_told(path), path.open("rb") as stream:
        head = stream.read(2)
    if head in _TIFF:
        from wbc_desktop.imaging.apart import read_levels_apart

        return _labels(read_levels_apart(path, limits))
    return _labels(read_levels(path, limits))


def read_levels(path: Path, limits: Limits) -> npt.NDArray[np.uint8]:
    """The grey levels of a mask file, a palette's indices as they are; read in this process.

    Raises:
        UnreadableImage: It is no image.
        UnsafeImage: It breaks the limits.
    """
    with damage_told(path), Image.open(path, formats=FORMATS) as image:
        limits.check(path, *image.size)
        grey = np.asarray(image if image.mode in ("L", "P", "1") else image.convert("L"))
    if grey.ndim != 2 or not grey.size:
        raise UnreadableImage("The mask file has no pixels.", file=path)
    return grey.astype(np.uint8) * np.uint8(255) if grey.dtype == np.bool_ else grey.astype(np.uint8)


def _labels(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    top = int(values.max(initial=0))
    if top == 0:
        return np.zeros(values.shape, np.uint8)
    if top <= 2:
        return values if top == 2 else values * np.uint8(2)
    share = values.astype(np.float32) / top
    return ((share > 0.25).astype(np.uint8) + (share > 0.75).astype(np.uint8)).astype(np.uint8)
