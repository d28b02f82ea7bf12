"""The one door to pixels: which reader opens a file, decided by its first bytes, not by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wbc_desktop.core.errors import UnreadableImage, WbcError
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.other_kinds import refuse_other_kind
from wbc_desktop.imaging.plain import damage_told, open_plain
from wbc_desktop.imaging.pyramid import SLIDE_PIXELS
from wbc_desktop.imaging.source import ImageSource

PHOTO_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".dib", ".tif", ".tiff", ".webp"}
)
SLIDE_SUFFIXES = frozenset(
    {".svs", ".ndpi", ".scn", ".mrxs", ".vms", ".vmu", ".svslide", ".bif", ".dcm", ".czi"}
)

_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_OME_SUFFIXES = (".ome.tif", ".ome.tiff", ".ome.btf", ".btf", ".tf8")
_READ_BY_PILLOW = frozenset({0, 1, 2, 3, 5, 6})
"""TIFF photometric values: white or black is zero, RGB, palette, separated, YCbCr."""


_READ_APART = (b"II", b"MM", b"RIFF")
"""How TIFF and WebP begin, which are read in a process apart as slides are (docs/adr/0012)."""


def open_source(path: str | Path, limits: Limits | None = None) -> ImageSource:
    """Open an image or a slide; no pixel is decoded yet.

    JPEG, PNG and BMP are read in this process; TIFF, WebP and slides in a process apart, which may crash.

    Args:
        path: The file.
        limits: What may be decoded at once; the limits in force if None.

    Raises:
        UnreadableImage: It cannot be opened, in words and with advice.
        UnsafeImage: It breaks the limits.
    """
    path = Path(path)
    limits = Limits.in_force() if limits is None else limits
    slide = path.suffix.lower() in SLIDE_SUFFIXES
    head = b"" if slide else _head(path)
    if not slide:
        refuse_other_kind(path, head)
    if slide or head.startswith(_READ_APART):
        from wbc_desktop.imaging.apart import open_apart

        return open_apart(path, limits)
    return open_plain(path, limits)


def open_here(path: Path, limits: Limits) -> ImageSource:
    """Open an image or a slide in this process: what the reading process does.

    Raises:
        UnreadableImage: It cannot be opened, in words and with advice.
        UnsafeImage: It breaks the limits.
    """
    head = _head(path)
    if path.suffix.lower() in SLIDE_SUFFIXES:
        return _open_slide(path, limits)
    if head[:4] in _TIFF_MAGIC:
        return _open_tiff(path, limits)
    return open_plain(path, limits)


def _head(path: Path) -> bytes:
    """The first bytes of a file.

    Raises:
        UnreadableImage: There are none, or they may not be read.
    """
    with damage_told(path):
        if path.is_dir():
            path_error = "This is a folder that cannot be read."
            raise UnreadableImage(path_error, "Ask for permission to read it.", file=path)
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise UnreadableImage("This is no file.", "Name images or folders of images.", file=path)
        with path.open("rb") as stream:
            head = stream.read(16)
    if not head:
        raise UnreadableImage("The file is empty (0 bytes).", "Copy it again from the camera.", file=path)
    return head


def is_slide_file(path: str | Path) -> bool:
    """Whether a file is a whole slide, and so a sample of its own: by its name, a TIFF by its header."""
    suffix = Path(path).suffix.lower()
    if suffix not in (".tif", ".tiff"):
        return suffix in SLIDE_SUFFIXES
    try:
        with open_source(path) as source:
            return source.is_slide
    except WbcError:
        return False


def is_image_file(path: str | Path) -> bool:
    """Whether the name says that the file is an image or a slide."""
    return Path(path).suffix.lower() in PHOTO_SUFFIXES | SLIDE_SUFFIXES


def _open_slide(path: Path, limits: Limits) -> ImageSource:
    from wbc_desktop.imaging.slide import open_slide_source

    return open_slide_source(path, limits)


def _open_tiff(path: Path, limits: Limits) -> ImageSource:
    """Scanner formats to OpenSlide, ordinary small photographs to Pillow, all else to tifffile."""
    from wbc_desktop.imaging.slide import is_openslide_format
    from wbc_desktop.imaging.tiff import open_tiff_source

    if path.name.lower().endswith(_OME_SUFFIXES):
        return open_tiff_source(path, limits)
    if _is_photograph(path):
        return open_plain(path, limits)
    try:
        scanner = is_openslide_format(path)
    except Exception:  # a damaged file: tifffile's words say more
        scanner = False
    return _open_slide(path, limits) if scanner else open_tiff_source(path, limits)


def _is_photograph(path: Path) -> bool:
    """Whether a TIFF is one small picture of 8 bits, without tiles or levels."""
    import tifffile

    with damage_told(path), tifffile.TiffFile(path) as file:
        page: Any = file.pages[0]
        depth = page.bitspersample
        return bool(
            not page.is_tiled
            and page.imagewidth * page.imagelength < SLIDE_PIXELS
            and (max(depth) if isinstance(depth, tuple) else depth) <= 8
            and page.photometric in _READ_BY_PILLOW
            and page.planarconfig == 1
            and page.sampleformat == 1
        )
