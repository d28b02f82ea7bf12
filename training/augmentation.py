"""Flips and rotations, each drawn from (seed, epoch, image) alone.

So a run is the same whatever the number of workers, and a resumed run goes on exactly.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch
from torch import Tensor

from training.config import Views

EXACT_VIEWS = 8
"""Flips times quarter turns: the views that lose no pixel."""


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """What is drawn, and the seed it is drawn from."""

    views: Views
    seed: int


def exact_view(images: Tensor, view: int) -> Tensor:
    """One of the eight flips and quarter turns.

    Args:
        images: (..., height, width).
        view: 0 to 7; 0 is the image itself, from 4 on it is mirrored.
    """
    if view >= 4:
        images = images.flip(-1)
    return torch.rot90(images, view % 4, (-2, -1)) if view % 4 else images


def draw_view(choice: ViewChoice, epoch: int, index: int) -> int:
    """The exact view of an image in an epoch."""
    draw = random.Random(f"{choice.seed}/{epoch}/{index}")
    flip = choice.views.flips and draw.random() < 0.5
    turns = draw.randrange(4) if choice.views.rotation != "none" else 0
    return turns + 4 * flip


def turned(pixels: Tensor, choice: ViewChoice, epoch: int, index: int) -> Tensor:
    """Flip and rotate one uint8 image (3, height, width); at ``any`` also by up to 45 degrees."""
    pixels = exact_view(pixels, draw_view(choice, epoch, index))
    if choice.views.rotation != "any":
        return pixels
    import wbc_desktop.models.torchvision_ops  # noqa: F401, I001 - must precede torchvision
    from torchvision.transforms import v2

    angle = random.Random(f"{choice.seed}/{epoch}/{index}/angle").uniform(-45.0, 45.0)
    fill = [float(v) for v in pixels.flatten(1).float().median(dim=1).values]
    rotated: Tensor = v2.functional.rotate(
        pixels, angle, interpolation=v2.InterpolationMode.BILINEAR, fill=fill
    )
    return rotated
