"""What every pyramid reader needs: level scale, regions beyond the edge, refusal of impossible sizes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wbc_desktop.core.errors import UnsafeImage
from wbc_desktop.imaging.source import RGB

if TYPE_CHECKING:
    from wbc_desktop.imaging.limits import Limits
    from wbc_desktop.imaging.source import ImageSource

SLIDE_PIXELS = 64_000_000
"""From this size on an image without a pyramid is treated as a slide: no microscope camera gives as much."""

PLAUSIBLE_MPP = (0.02, 20.0)
"""Microns per pixel outside this range come from a print resolution (72 dpi), not from a microscope."""

MAX_SIDE = 1 << 24
"""A side beyond 16 million pixels is a damaged header: at 0.1 um/px it would be a slide of 1.7 m."""


def plausible_mpp(value: str | float | None) -> float | None:
    """Microns per pixel as a number, or None where it is missing or cannot be a microscope's."""
    try:
        mpp = float(value) if value is not None else 0.0
    except ValueError:
        return None
    return mpp if PLAUSIBLE_MPP[0] <= mpp <= PLAUSIBLE_MPP[1] else None


def downsamples(level_dimensions: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """Level-0 pixels per pixel of each level: the mean of both sides, as OpenSlide computes it."""
    width, height = level_dimensions[0]
    return tuple((width / w + height / h) / 2 for w, h in level_dimensions)


def best_level(source: ImageSource, downsample: float) -> int:
    """The smallest level that still has at least the resolution of ``downsample``."""
    fitting = [n for n, d in enumerate(source.level_downsamples) if d <= downsample * 1.01]
    return max(fitting, key=lambda n: source.level_downsamples[n], default=0)


def paste_region(
    read: Callable[[int, int, int, int], RGB],
    level_size: tuple[int, int],
    downsample: float,
    location: tuple[int, int],
    size: tuple[int, int],
) -> RGB:
    """Read the part of a region inside a level and put it on white.

    Args:
        read: Reads (x, y, width, height), in pixels of the level, all inside it.
        level_size: (width, height) of the level.
        downsample: Level-0 pixels per pixel of the level.
        location: Top-left corner in level-0 pixels; may lie outside.
        size: (width, height) in pixels of the level.

    Returns:
        Array (height, width, 3).
    """
    width, height = size
    x, y = math.floor(location[0] / downsample + 1e-6), math.floor(location[1] / downsample + 1e-6)
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + width, level_size[0]), min(y + height, level_size[1])
    if right <= left or bottom <= top:
        return np.full((height, width, 3), 255, np.uint8)
    inside = read(left, top, right - left, bottom - top)
    if inside.shape[:2] == (height, width):
        return inside
    region = np.full((height, width, 3), 255, np.uint8)
    region[top - y : bottom - y, left - x : right - x] = inside
    return region


def check_pyramid(
    path: Path,
    level_dimensions: Sequence[tuple[int, int]],
    limits: Limits,
    *,
    decoded_at_once: bool = False,
) -> None:
    """Refuse a file whose own numbers cannot be right or would not fit the memory.

    Args:
        path: The file.
        level_dimensions: (width, height) of each level, or of one segment.
        limits: The limits in force.
        decoded_at_once: Whether these pixels can only be decoded as a whole.

    Raises:
        UnsafeImage: A side is 0 or absurd, or more pixels than allowed must be decoded at once.
    """
    for width, height in level_dimensions:
        if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
            raise UnsafeImage(
                f"The slide states an impossible size ({width} x {height} pixels).",
                "The file is damaged; export it again.",
                file=path,
            )
        if decoded_at_once and width * height > limits.max_pixels:
            raise UnsafeImage(
                f"The image can only be decoded as a whole, and {width} x {height} pixels are too many.",
                "Export it as a tiled or pyramidal TIFF.",
                file=path,
            )
