"""Decoded images: squares of one size, multiplied by their mask where there is one."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import Dataset

from training.augmentation import ViewChoice, turned
from training.data.items import Item
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.pixels import DEEP
from wbc_desktop.imaging.plain import FORMATS, damage_told
from wbc_desktop.imaging.source import RGB

JPEG_NOISE = 0.25
"""Up to this share of a JPEG mask's brightest level is no mask, as in the window (``imaging.mask_file``)."""


def decode(item: Item, side: int) -> RGB:
    """Decode an image, cut its box, multiply by its mask, scale to a square.

    The mask is multiplied before scaling, as in the study: what is not the cell or the
    tumour becomes black.

    Args:
        item: The image.
        side: Side of the result in pixels.

    Returns:
        Array (side, side, 3).

    Raises:
        UnreadableImage: The image or its mask cannot be decoded.
        WrongUse: The mask has another size than its image.
    """
    if item.box is not None:
        image = _field(item.file)
        x, y, width, height = item.box
        image = image.crop((x, y, x + width, y + height))
    else:
        image = open_rgb(item.file)
    if item.mask is not None:
        mask = open_mask(item.mask)
        if mask.size != image.size:
            raise WrongUse(
                "The mask has {} x {} pixels, its image {} x {}.".format(*mask.size, *image.size),
                f"The image is {item.file}.",
                file=item.mask,
            )
        pixels = np.asarray(image) * (np.asarray(mask) > 0)[:, :, None]
        image = Image.fromarray(pixels)
    if image.size != (side, side):
        image = image.resize((side, side), Image.Resampling.BILINEAR)
    return np.asarray(image)


def open_rgb(path: Path) -> Image.Image:
    """Open and decode an image as RGB, by the program's own formats and limit.

    Raises:
        UnreadableImage: It cannot be decoded.
        UnsafeImage: It has more pixels than the limit.
    """
    with warnings.catch_warnings(), damage_told(path):
        warnings.simplefilter("ignore")
        with Image.open(path, formats=FORMATS) as opened:
            Limits.in_force().check(path, *opened.size)
            return opened.convert("RGB")


def open_mask(path: Path) -> Image.Image:
    """Open a mask as one channel: the brightest of its channels, so that any colour counts as kept."""
    with warnings.catch_warnings(), damage_told(path):
        warnings.simplefilter("ignore")
        with Image.open(path, formats=FORMATS) as opened:
            Limits.in_force().check(path, *opened.size)
            if opened.mode in DEEP:  # a share from 0 to 1 counts, too
                kept = np.nan_to_num(np.asarray(opened).astype(np.float32)) > 0
                return Image.fromarray(kept.astype(np.uint8) * np.uint8(255))
            most = np.asarray(opened.convert("RGB")).max(axis=2)
            if opened.format in (
                "JPEG",
                "MPO",
            ):  # which leaves noise around the levels, far from the edge too
                most = np.where(most > JPEG_NOISE * most.max(initial=0), most, 0)
            return Image.fromarray(most)


@lru_cache(maxsize=8)
def _field(path: Path) -> Image.Image:
    return open_rgb(path)


class Images(Dataset[tuple[Tensor, int, int]]):
    """Images for a DataLoader: (uint8 (3, side, side), label or -1, index) for a key (epoch, index).

    The epoch is part of the key so that workers that live on draw new views.

    Attributes:
        items: The images.
        side: Side in pixels.
        view: Which flip or turn is given; None gives the image as it is.
    """

    def __init__(self, items: Sequence[Item], side: int, view: ViewChoice | None = None) -> None:
        self.items = items
        self.side = side
        self.view = view

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, key: tuple[int, int]) -> tuple[Tensor, int, int]:
        epoch, index = key
        item = self.items[index]
        pixels = torch.from_numpy(np.array(decode(item, self.side))).permute(2, 0, 1)
        if self.view is not None:
            pixels = turned(pixels, self.view, epoch, index)
        return pixels.contiguous(), -1 if item.label is None else item.label, index


MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


def normalised(images: Tensor) -> Tensor:
    """ImageNet-normalised float images of uint8 ones (batch, 3, height, width), on the same device."""
    mean = torch.tensor(MEAN, device=images.device).view(1, 3, 1, 1) * 255
    std = torch.tensor(STD, device=images.device).view(1, 3, 1, 1) * 255
    return (images.float() - mean) / std
