"""Kinds of pictures that the program does not read: they are refused in words, not passed over."""

from __future__ import annotations

from pathlib import Path

from wbc_desktop.core.errors import UnreadableImage

_PHONE = (
    "HEIC photographs cannot be read.",
    "Set the telephone to JPEG (“most compatible”), or export them as JPEG.",
)
_AVIF = ("AVIF pictures cannot be read.", "Export them as JPEG, PNG or TIFF.")
_GIF = (
    "GIF pictures cannot be read.",
    "They hold too few colours: save the photograph as JPEG, PNG or TIFF.",
)
_JPEG2000 = ("JPEG 2000 pictures cannot be read.", "Export them as PNG or TIFF.")
_RAW = (
    "A camera's raw files cannot be read.",
    "Save JPEG or TIFF in the camera or its program.",
)
_MICROSCOPE = (
    "This microscope's own kind of file cannot be read.",
    "Export the picture as TIFF, OME-TIFF or JPEG in the microscope's program.",
)

_BY_SUFFIX: dict[str, tuple[str, str]] = {
    **dict.fromkeys((".heic", ".heif", ".hif"), _PHONE),
    ".avif": _AVIF,
    ".gif": _GIF,
    **dict.fromkeys((".jp2", ".j2k", ".jpf", ".jpx"), _JPEG2000),
    **dict.fromkeys(
        (".arw", ".cr2", ".cr3", ".crw", ".dng", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2"), _RAW
    ),
    **dict.fromkeys(
        (".isyntax", ".kfb", ".lif", ".nd2", ".oib", ".oir", ".sdpc", ".vsi", ".zvi"), _MICROSCOPE
    ),
}
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_READ = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"RIFF")
"""How JPEG, PNG, BMP and WebP begin: such a file is read, whatever its name says."""


def is_other_picture(path: str | Path) -> bool:
    """Whether the name says that the file is a picture of a kind that the program does not read."""
    return Path(path).suffix.lower() in _BY_SUFFIX


def refuse_other_kind(path: Path, head: bytes) -> None:
    """Say what kind of picture a file is, if it is one that the program does not read.

    A raw file begins as a TIFF does, and what a TIFF reader finds in it is a thumbnail; so there the name
    decides.

    Args:
        path: The file.
        head: Its first 16 bytes.

    Raises:
        UnreadableImage: It is such a picture.
    """
    kind = _by_head(head)
    if kind is None and not head.startswith(_READ):
        kind = _BY_SUFFIX.get(path.suffix.lower())
    if kind is not None:
        raise UnreadableImage(*kind, file=path)


def _by_head(head: bytes) -> tuple[str, str] | None:
    if head[4:8] == b"ftyp":
        if head[8:12] in _HEIC_BRANDS:
            return _PHONE
        if head[8:12] in (b"avif", b"avis"):
            return _AVIF
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _GIF
    if head.startswith((b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")):
        return _JPEG2000
    return None
