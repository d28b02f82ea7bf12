"""How large an image may be; checked against the header before a pixel is decoded."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from wbc_desktop.core.errors import UnsafeImage, WrongUse

ENVIRONMENT = "WBC_MAX_MEGAPIXELS"

MAX_PIXELS = 200_000_000
"""Far above any microscope camera (about 25 megapixels); decoded it takes 0.6 GB."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be decoded at once.

    Attributes:
        max_pixels: Pixels of an image, or of a part of a slide, that is decoded as a whole.
    """

    max_pixels: int = MAX_PIXELS

    @classmethod
    def in_force(cls, megapixels: float | None = None) -> Limits:
        """The limits that a person set: by argument, else by ``WBC_MAX_MEGAPIXELS``, else the default.

        Raises:
            WrongUse: The value is no positive number.
        """
        value: float | str | None = megapixels if megapixels is not None else os.environ.get(ENVIRONMENT)
        if value is None or value == "":
            return cls()
        try:
            pixels = int(float(value) * 1e6)
        except (ValueError, OverflowError):
            pixels = 0
        if pixels <= 0:
            raise WrongUse(f"The limit of megapixels must be a positive number, not “{value}”.")
        return cls(pixels)

    def check(self, path: Path, width: int, height: int) -> None:
        """Refuse an image that is decoded as a whole and is too large.

        Args:
            path: The file, for the message.
            width: Pixels.
            height: Pixels.

        Raises:
            UnsafeImage: It has more pixels than allowed.
        """
        if width * height > self.max_pixels:
            raise UnsafeImage(
                f"The image says that it has {width} x {height} pixels, more than the limit of "
                f"{self.max_pixels / 1e6:g} megapixels.",
                "If it is a real image, raise the limit with --max-megapixels or save it as a tiled TIFF.",
                file=path,
            )
