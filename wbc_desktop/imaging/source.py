"""The one interface to pixels: images and slides alike."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

RGB = npt.NDArray[np.uint8]
"""uint8 array (rows, columns, 3), sRGB."""


class ImageSource(Protocol):
    """An opened image or slide; a context manager.

    Level 0 is the full resolution; every coordinate outside this interface is in
    level-0 pixels. Names follow OpenSlide's.

    Attributes:
        path: The file.
        dimensions: Level-0 (width, height) in pixels, EXIF rotation applied.
        level_dimensions: (width, height) of each level, level 0 first.
        level_downsamples: Level-0 pixels per pixel of each level.
        mpp: Microns per level-0 pixel, or None where the file does not say.
        is_slide: Whether it is a whole slide (counted in tiles) rather than a photograph.
        pictures: How many pictures of its size the file holds (pages, planes, frames); the first is read.
    """

    path: Path
    dimensions: tuple[int, int]
    level_dimensions: tuple[tuple[int, int], ...]
    level_downsamples: tuple[float, ...]
    mpp: float | None
    is_slide: bool
    pictures: int

    def read_region(self, location: tuple[int, int], level: int, size: tuple[int, int]) -> RGB:
        """Read a region.

        Args:
            location: Top-left corner (x, y) in level-0 pixels; may lie outside.
            level: Level to read from.
            size: (width, height) in pixels of that level.

        Returns:
            Array (height, width, 3); white outside the image.

        Raises:
            UnreadableImage: The file is damaged there.
        """
        ...

    def read(self) -> RGB:
        """Read the whole image at level 0 (photographs only)."""
        ...

    def close(self) -> None:
        """Release the file."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
