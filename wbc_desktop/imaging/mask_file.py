"""Reading a mask that lies beside an image as a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.pixels import DEEP
from wbc_desktop.imaging.plain import damage_told

FORMATS = ("PNG", "TIFF", "BMP", "JPEG")
"""What Pillow tries, and no other: some of its formats start programs."""

COLOURLESS = 40
"""Channels that differ no more are grey: a JPEG's rounding is not a colour."""

_TIFF = (b"II", b"MM")


def read_mask_file(path: Path, limits: Limits | None = None) -> npt.NDArray[np.uint8]:
    """Read a mask file as labels: 0 background, 1 cell, 2 nucleus.

    Files with two grey levels hold one thing, shown as nucleus; with three (as 128
    and 255, or 1 and 2), the middle one is the cytoplasm. A JPEG's noise around the
    levels is taken away first. In a coloured file every colour is one thing, since it is not known
    which colour means what; a coloured palette holds labels. A TIFF is read in the process
    apart (docs/adr/0012).

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
    """The grey levels of a mask file, a coloured palette's indices as they are; read in this process.

    Raises:
        UnreadableImage: It is no image.
        UnsafeImage: It breaks the limits.
    """
    with damage_told(path), Image.open(path, formats=FORMATS) as image:
        limits.check(path, *image.size)
        levels = _levels(image)
    if levels.ndim != 2 or not levels.size:
        raise UnreadableImage("The mask file has no pixels.", file=path)
    return levels


def _levels(image: Image.Image) -> npt.NDArray[np.uint8]:
    if image.mode in ("L", "1"):
        return np.asarray(image.convert("L"))
    if image.mode == "P":
        image.load()  # the palette may stand behind the pixels
        colours = np.array(image.getpalette() or [0, 0, 0], np.uint8).reshape(-1, 3)
        grey = bool((colours == colours[:, :1]).all())
        return np.asarray(image.convert("L") if grey else image).astype(np.uint8)
    if image.mode in DEEP:
        return _eight_bits(np.asarray(image))
    rgb = np.asarray(image.convert("RGB"))
    most = rgb.max(axis=2)
    if int((most - rgb.min(axis=2)).max(initial=0)) <= COLOURLESS:
        return np.asarray(image.convert("L"))
    return np.where(most > COLOURLESS, np.uint8(255), np.uint8(0))


def _eight_bits(values: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Levels of more than 8 bits; labels and 8-bit levels stay, others are scaled to the largest."""
    levels = np.nan_to_num(values.astype(np.float32), posinf=0.0, neginf=0.0).clip(min=0)
    top = float(levels.max(initial=0))
    if top > 255 or (levels != np.rint(levels)).any():
        levels = np.rint(levels * (255 / max(top, 1e-30)))
    return levels.astype(np.uint8)


def _labels(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    top = int(values.max(initial=0))
    if top == 0:
        return np.zeros(values.shape, np.uint8)
    if top <= 2:
        return values if top == 2 else values * np.uint8(2)
    share = values.astype(np.float32) / top
    return ((share > 0.25).astype(np.uint8) + (share > 0.75).astype(np.uint8)).astype(np.uint8)
