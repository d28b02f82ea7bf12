"""Photographs: JPEG, PNG, BMP, WebP and small 8-bit TIFF, through Pillow."""

from __future__ import annotations

import os
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from PIL import ExifTags, Image, UnidentifiedImageError

from wbc_desktop.core.closing import Closing
from wbc_desktop.core.errors import UnreadableImage, WbcError
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.pixels import to_rgb
from wbc_desktop.imaging.pyramid import paste_region
from wbc_desktop.imaging.source import RGB

FORMATS = ("JPEG", "PNG", "BMP", "DIB", "TIFF", "WEBP")
"""Formats tried (JPEG includes MPO), and no other: each decoder is one more that a hostile file can reach."""

PAGES_LOOKED_AT = 1000
"""Of a TIFF, for pages as large as its first."""

_TURNED = range(5, 9)
"""EXIF orientations that swap width and height."""

Image.MAX_IMAGE_PIXELS = None  # the limit that a person can set is Limits', checked on every opening

warnings.filterwarnings("ignore", module=r"PIL\.")  # a damaged EXIF block is no news for a technician


class PlainImage(Closing):
    """An ``ImageSource`` over one decoded photograph; safe to read from several threads."""

    is_slide = False
    mpp: float | None = None

    def __init__(self, path: Path, image: Image.Image, state: tuple[int, int]) -> None:
        self.path = path
        self._image: Image.Image | None = image
        self._state = state
        self._pixels: RGB | None = None
        self._lock = threading.Lock()
        self._keeping = threading.Lock()
        width, height = image.size
        self._orientation = _orientation(image)
        self.dimensions = (height, width) if self._orientation in _TURNED else (width, height)
        self.level_dimensions: tuple[tuple[int, int], ...] = (self.dimensions,)
        self.level_downsamples: tuple[float, ...] = (1.0,)
        self.pictures = _pictures(image)

    def read(self) -> RGB:
        """Decode the image; see ``ImageSource.read``.

        Raises:
            UnreadableImage: It is damaged, closed, or was changed while it was read.
        """
        with self._lock:
            if self._image is None:
                raise UnreadableImage("The image was closed.", file=self.path)
            with damage_told(self.path):
                pixels = to_rgb(self._image, self._orientation)
            if file_state(self.path) != self._state:
                raise UnreadableImage(
                    "The file was changed while it was read.",
                    "Wait until it is written completely, then count it again.",
                    file=self.path,
                )
        return pixels

    def read_region(self, location: tuple[int, int], level: int, size: tuple[int, int]) -> RGB:
        """Read a region; the decoded image is kept until ``close``. See ``ImageSource.read_region``."""
        if level != 0:
            raise ValueError("a photograph has level 0 alone")
        with self._keeping:
            if self._pixels is None:
                self._pixels = self.read()
            pixels = self._pixels
        return paste_region(
            lambda x, y, w, h: pixels[y : y + h, x : x + w], self.dimensions, 1.0, location, size
        )

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            if self._image is not None:
                self._image.close()
            self._image = None
            self._pixels = None


class damage_told:  # noqa: N801 - reads as a statement: with damage_told(path)
    """Turns what a decoder raises on a damaged file into ``UnreadableImage``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None or isinstance(error, WbcError) or not isinstance(error, Exception):
            return
        raise told(self._path, error) from error


def told(path: Path, error: Exception) -> UnreadableImage:
    """The sentence for a decoder's or the file system's error."""
    if isinstance(error, MemoryError):
        message, advice = "There is not enough memory for this image.", "Close other programs or tile it."
    elif isinstance(error, PermissionError):
        message, advice = "The file may not be read.", "Ask for permission to read it."
    elif isinstance(error, FileNotFoundError):
        message, advice = "The file is no longer there.", "Check the folder or the network drive."
    elif isinstance(error, UnidentifiedImageError):
        message = "The file is not an image that can be read, whatever its name says."
        advice = "Export it again as JPEG, PNG or TIFF."
    elif isinstance(error, OSError) and error.errno is not None:
        message = f"The file cannot be read ({os.strerror(error.errno)})."
        advice = "Check the disk or the network drive, then count it again."
    else:
        message = "The image is damaged or incomplete."
        advice = "Copy it again from the camera or export it again."
    return UnreadableImage(message, advice, file=path, detail=f"{type(error).__name__}: {error}")


def file_state(path: Path) -> tuple[int, int]:
    """Size in bytes and time of the last change in nanoseconds.

    Raises:
        UnreadableImage: The file cannot be reached.
    """
    with damage_told(path):
        status = path.stat()
    return (status.st_size, status.st_mtime_ns)


def open_plain(path: Path, limits: Limits) -> PlainImage:
    """Open a photograph: the header is read and checked, no pixel is decoded.

    Args:
        path: The file.
        limits: Checked against the size that the header states.

    Raises:
        UnreadableImage: It is no image, or damaged.
        UnsafeImage: It breaks the limits.
    """
    state = file_state(path)
    with damage_told(path):
        image = Image.open(path, formats=FORMATS)
    try:
        limits.check(path, *image.size)
        if min(image.size) < 1:
            raise UnreadableImage("The image has no pixels.", file=path)
        with damage_told(path):
            return PlainImage(path, image, state)
    except BaseException:
        image.close()
        raise


def _pictures(image: Image.Image) -> int:
    """Frames or pages; the second picture of a telephone's JPEG is no photograph of its own.

    A TIFF's further pages count where they are as large as the first: a small one is a preview. Damage
    behind the first page does not make that unreadable.
    """
    if image.format in ("WEBP", "PNG"):
        return int(getattr(image, "n_frames", 1))
    if image.format != "TIFF":
        return 1
    size, same = image.size, 1
    with suppress(Exception):  # EOFError at the end, and whatever damage makes of a page's header
        for page in range(1, PAGES_LOOKED_AT):
            image.seek(page)
            same += image.size == size
    image.seek(0)
    return same


def _orientation(image: Image.Image) -> int:
    if image.format == "PNG" and "exif" not in image.info:
        return 1  # Pillow would decode the image here to look behind it, and swallow its faults
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a damaged EXIF block does not make the pixels unreadable
        return 1
