"""DICOM whole slides of a single level that OpenSlide refuses, through pydicom.

OpenSlide opens complete DICOM series. A lone file without the optional "image flavor" (many research
converters write such) is refused there; this reader takes it: one level of a tiled grid, JPEG, JPEG 2000 or
uncompressed frames (DICOM PS3.3, VL Whole Slide Microscopy Image IOD).
"""

from __future__ import annotations

import io
import math
import threading
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wbc_desktop.core.closing import Closing
from wbc_desktop.core.errors import UnreadableImage, WbcError
from wbc_desktop.imaging.pyramid import check_pyramid, paste_region, plausible_mpp
from wbc_desktop.imaging.source import RGB

if TYPE_CHECKING:
    from wbc_desktop.imaging.limits import Limits

CACHED_FRAMES = 64
SEAMS_COMPARED = 24
WHOLE_SLIDE_STORAGE = "1.2.840.10008.5.1.4.1.1.77.1.6"


def is_dicom(path: Path) -> bool:
    """Whether the file begins as a DICOM file does."""
    with path.open("rb") as stream:
        stream.seek(128)
        return stream.read(4) == b"DICM"


class DicomSource(Closing):
    """An ``ImageSource`` over one tiled DICOM file; safe to read from several threads."""

    is_slide = True
    pictures = 1

    def __init__(self, path: Path, header: Any) -> None:
        self.path = path
        self._header = header
        self.dimensions: tuple[int, int] = (
            int(header.TotalPixelMatrixColumns),
            int(header.TotalPixelMatrixRows),
        )
        self.level_dimensions: tuple[tuple[int, int], ...] = (self.dimensions,)
        self.level_downsamples: tuple[float, ...] = (1.0,)
        self.mpp: float | None = _mpp(header)
        self._columns, self._rows = int(header.Columns), int(header.Rows)
        self._file = path.open("rb")
        self._lock = threading.Lock()
        self._frame = lru_cache(CACHED_FRAMES)(self._decode)
        self._offsets = _frame_offsets(self._file, header)
        self._places = _frame_places(header, self._columns, self._rows)
        stated = header.get("DimensionOrganizationType") or "PerFrameFunctionalGroupsSequence" in header
        if not stated and _by_columns(self._places, self._frame):
            down = max(row for _, row in self._places) + 1
            self._places = {place: place[0] * down + place[1] for place in self._places}

    def read_region(self, location: tuple[int, int], level: int, size: tuple[int, int]) -> RGB:
        """Read a region; see ``ImageSource.read_region``."""
        return paste_region(self._inside, self.level_dimensions[level], 1.0, location, size)

    def _inside(self, x: int, y: int, width: int, height: int) -> RGB:
        region: RGB = np.full((height, width, 3), 255, np.uint8)
        for row in range(y // self._rows, -(-(y + height) // self._rows)):
            for column in range(x // self._columns, -(-(x + width) // self._columns)):
                index = self._places.get((column, row))
                if index is None:
                    continue
                frame = self._frame(index)
                left, top = column * self._columns - x, row * self._rows - y
                to_rows = slice(max(top, 0), min(top + self._rows, height))
                to_columns = slice(max(left, 0), min(left + self._columns, width))
                region[to_rows, to_columns] = frame[
                    to_rows.start - top : to_rows.stop - top, to_columns.start - left : to_columns.stop - left
                ]
        return region

    def _decode(self, index: int) -> RGB:
        from PIL import Image

        try:
            offset, length = self._offsets[index]
            with self._lock:
                self._file.seek(offset)
                data = self._file.read(length)
            if self._header.file_meta.TransferSyntaxUID.is_encapsulated:
                with Image.open(io.BytesIO(data), formats=("JPEG", "JPEG2000")) as image:
                    if image.size != (self._columns, self._rows):  # before it is decoded: it may be a bomb
                        raise ValueError(f"frame of {image.size}")
                    frame = np.asarray(image.convert("RGB"))
            else:
                frame = np.frombuffer(data, np.uint8).reshape(self._rows, self._columns, -1)
                frame = np.repeat(frame, 3, axis=2) if frame.shape[2] == 1 else frame[..., :3]
            if frame.shape[:2] != (self._rows, self._columns):
                raise ValueError(f"frame of {frame.shape}")
        except (OSError, ValueError, IndexError, SyntaxError, Image.DecompressionBombError) as error:
            raise UnreadableImage(
                "The slide is damaged: a part of it cannot be decoded.",
                "Export it from the scanner again.",
                file=self.path,
                detail=f"frame {index}: {error}",
            ) from error
        return frame

    def read(self) -> RGB:
        """Read the whole of level 0."""
        return self.read_region((0, 0), 0, self.dimensions)

    def close(self) -> None:
        """Release the file."""
        self._frame.cache_clear()
        self._file.close()


def open_dicom_source(path: Path, limits: Limits) -> DicomSource:
    """Open one tiled DICOM file.

    Raises:
        UnreadableImage: It is no whole-slide DICOM, of an unknown compression, or damaged.
        UnsafeImage: It breaks the limits.
    """
    import pydicom

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd lengths of names are no matter here
            header = pydicom.dcmread(path, stop_before_pixels=True)
            columns, rows = int(header.TotalPixelMatrixColumns), int(header.TotalPixelMatrixRows)
            frame = (int(header.Columns), int(header.Rows))
            known = header.file_meta.MediaStorageSOPClassUID == WHOLE_SLIDE_STORAGE
            known = known and int(header.BitsAllocated) == 8
    except Exception as error:
        raise _no_slide(path, str(error)) from error
    if not known:
        raise _no_slide(path, "not a VL whole slide image of 8 bits")
    check_pyramid(path, [(columns, rows)], limits)
    check_pyramid(path, [frame], limits, decoded_at_once=True)
    try:
        return DicomSource(path, header)
    except WbcError:
        raise
    except Exception as error:  # pydicom reads an element when it is asked for, and raises what it likes
        raise _no_slide(path, str(error)) from error


def _no_slide(path: Path, detail: str) -> UnreadableImage:
    return UnreadableImage(
        "This DICOM file is no whole slide that can be read.",
        "Export the slide from the scanner as DICOM whole slide, SVS or pyramidal TIFF.",
        file=path,
        detail=detail,
    )


def _mpp(header: Any) -> float | None:
    try:
        shared = header.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
        return plausible_mpp(float(shared.PixelSpacing[1]) * 1000)
    except Exception:  # whatever pydicom makes of it: the scale is not known
        return None


def _frame_places(header: Any, columns: int, rows: int) -> dict[tuple[int, int], int]:
    """Grid place (column, row) of each frame: as stated for a sparse file, else row by row (TILED_FULL)."""
    frames = int(header.NumberOfFrames)
    groups = header.get("PerFrameFunctionalGroupsSequence")
    if groups is not None and "PlanePositionSlideSequence" in groups[0]:
        places = {}
        for index, group in enumerate(groups):
            position = group.PlanePositionSlideSequence[0]
            column = (int(position.ColumnPositionInTotalImagePixelMatrix) - 1) // columns
            row = (int(position.RowPositionInTotalImagePixelMatrix) - 1) // rows
            places[column, row] = index
        return places
    across = math.ceil(int(header.TotalPixelMatrixColumns) / columns)
    return {(n % across, n // across): n for n in range(frames)}


def _by_columns(places: dict[tuple[int, int], int], decode: Callable[[int], RGB]) -> bool:
    """Whether the frames of a file that does not state their order go column by column.

    Told by the seams: in the right order the pixels on both sides of a seam are alike.
    """
    across, down = (max(place[n] for place in places) + 1 for n in (0, 1))
    if len(places) != across * down or min(across, down) < 2:
        return False
    pairs = [(c, r) for r in range(down) for c in range(across - 1)]
    step = max(1, len(pairs) // SEAMS_COMPARED)
    by_rows = by_columns = 0.0
    for column, row in pairs[::step]:
        by_rows += _seam(decode(row * across + column), decode(row * across + column + 1))
        by_columns += _seam(decode(column * down + row), decode((column + 1) * down + row))
    return by_columns < by_rows


def _seam(left: RGB, right: RGB) -> float:
    return float(np.abs(left[:, -1].astype(np.int16) - right[:, 0]).mean())


def _frame_offsets(stream: Any, header: Any) -> list[tuple[int, int]]:
    """File offset and length of each frame, found by a walk over the pixel data's item headers."""
    import pydicom

    syntax = header.file_meta.TransferSyntaxUID
    stream.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pydicom.dcmread(stream, stop_before_pixels=True)  # leaves the stream at the pixel data element
    frames = int(header.NumberOfFrames)
    tag = stream.read(12)  # tag, VR, reserved, length
    if tag[:4] != b"\xe0\x7f\x10\x00":
        raise ValueError("no pixel data")
    if not syntax.is_encapsulated:
        size = int(header.Rows) * int(header.Columns) * int(header.SamplesPerPixel)
        start = stream.tell()
        if not 0 < size * frames <= stream.seek(0, io.SEEK_END) - start:
            raise ValueError(f"{frames} frames of {size} bytes are more than the file holds")
        return [(start + n * size, size) for n in range(frames)]
    return _items(stream, frames)


def _items(stream: Any, frames: int) -> list[tuple[int, int]]:
    from struct import unpack

    found: list[tuple[int, int]] = []
    table = True  # the first item is the basic offset table
    while len(found) < frames:
        head = stream.read(8)
        if len(head) < 8 or head[:4] != b"\xfe\xff\x00\xe0":
            raise ValueError(f"frame {len(found)} of {frames} is missing")
        (length,) = unpack("<I", head[4:])
        if not table:
            found.append((stream.tell(), length))
        table = False
        stream.seek(length, 1)
    return found
