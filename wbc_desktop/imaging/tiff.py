"""TIFF through tifffile: OME-TIFF, plain and big TIFF, tiled or in strips, with or without a pyramid.

Only the segments (tiles or strips) that a region touches are read and decoded, so a file may be larger than
memory. tifffile reads the structure; imagecodecs decodes.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.closing import Closing
from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.imaging.plain import damage_told
from wbc_desktop.imaging.pyramid import SLIDE_PIXELS, check_pyramid, downsamples, paste_region
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.tiff_scale import Tone, microns_per_pixel

if TYPE_CHECKING:
    import tifffile

    from wbc_desktop.imaging.limits import Limits

PAGES_LOOKED_AT = 1000

CACHE_BYTES = 64 << 20
"""Decoded segments kept, per file."""


@dataclass(frozen=True, slots=True)
class _Level:
    """One level: its planes as (page, index of the plane's first segment), and its size."""

    planes: tuple[tuple[Any, int], ...]
    width: int
    height: int

    @property
    def page(self) -> Any:
        return self.planes[0][0]


class TiffSource(Closing):
    """An ``ImageSource`` over tifffile; safe to read from several threads."""

    def __init__(self, path: Path, file: tifffile.TiffFile, levels: list[_Level]) -> None:
        self.path = path
        self._file = file
        self._levels = levels
        self._lock = threading.Lock()
        self._cache: OrderedDict[tuple[int, int, int], npt.NDArray[Any]] = OrderedDict()
        self._cached_bytes = 0
        self.dimensions: tuple[int, int] = (levels[0].width, levels[0].height)
        self.level_dimensions: tuple[tuple[int, int], ...] = tuple((v.width, v.height) for v in levels)
        self.level_downsamples: tuple[float, ...] = downsamples(self.level_dimensions)
        self.mpp: float | None = microns_per_pixel(file)
        self.is_slide: bool = len(levels) > 1 or math.prod(self.dimensions) >= SLIDE_PIXELS
        self.pictures: int = _pictures(file)
        self._tone = Tone.of_page(levels[0].page)
        if self._tone.needs_peak:
            self._tone = self._tone.with_peak(self._raw(len(levels) - 1, 0, 0, 2048, 2048))

    def read_region(self, location: tuple[int, int], level: int, size: tuple[int, int]) -> RGB:
        """Read a region; see ``ImageSource.read_region``."""

        def read(x: int, y: int, width: int, height: int) -> RGB:
            return self._tone.to_rgb(self._raw(level, x, y, width, height))

        return paste_region(read, self.level_dimensions[level], self.level_downsamples[level], location, size)

    def read(self) -> RGB:
        """Read the whole of level 0."""
        return self.read_region((0, 0), 0, self.dimensions)

    def _raw(self, level: int, x: int, y: int, width: int, height: int) -> npt.NDArray[Any]:
        """Samples as stored, (rows, columns, samples), of a region cut to the level."""
        of = self._levels[level]
        width, height = min(width, of.width - x), min(height, of.height - y)
        planes = [self._page_region(level, n, x, y, width, height) for n in range(len(of.planes))]
        return planes[0] if len(planes) == 1 else np.concatenate(planes, axis=2)

    def _page_region(
        self, level: int, plane: int, x: int, y: int, width: int, height: int
    ) -> npt.NDArray[Any]:
        page, first = self._levels[level].planes[plane]
        out: npt.NDArray[Any] | None = None
        for index, left, top in _segments(page, x, y, width, height):
            segment = self._segment(level, plane, first + index)
            rows = slice(max(top - y, 0), min(top - y + segment.shape[0], height))
            columns = slice(max(left - x, 0), min(left - x + segment.shape[1], width))
            if out is None:
                out = np.full((height, width, segment.shape[2]), _blank(page), segment.dtype)
            out[rows, columns] = segment[
                rows.start + y - top : rows.stop + y - top,
                columns.start + x - left : columns.stop + x - left,
            ]
        if out is None:
            return np.zeros((height, width, 1), np.uint8)
        return out

    def _segment(self, level: int, plane: int, index: int) -> npt.NDArray[Any]:
        key = (level, plane, index)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        segment = self._decode(self._levels[level].planes[plane][0], index)
        with self._lock:
            if key not in self._cache:
                self._cache[key] = segment
                self._cached_bytes += segment.nbytes
            while self._cached_bytes > CACHE_BYTES and len(self._cache) > 1:
                _, old = self._cache.popitem(last=False)
                self._cached_bytes -= old.nbytes
        return segment

    def _decode(self, page: Any, index: int) -> npt.NDArray[Any]:
        try:
            with self._lock:
                handle = self._file.filehandle
                handle.seek(page.dataoffsets[index])
                data = handle.read(page.databytecounts[index]) if page.databytecounts[index] else None
            segment, _, shape = page.decode(data, index, jpegtables=page.jpegtables)
        except Exception as error:  # codecs raise their own types, all of them meaning damage here
            raise UnreadableImage(
                "The image is damaged: a part of it cannot be decoded.",
                "Copy or export it again.",
                file=self.path,
                detail=f"segment {index}: {error}",
            ) from error
        if segment is None:  # a tile that the writer left out
            return np.full(shape[1:], _blank(page), page.dtype)
        plane: npt.NDArray[Any] = segment[0]  # (depth, rows, columns, samples)
        return plane

    def close(self) -> None:
        """Release the file."""
        self._cache.clear()
        self._cached_bytes = 0
        self._file.close()


def open_tiff_source(path: Path, limits: Limits) -> TiffSource:
    """Open a TIFF of any form.

    Of several images in a file the first is taken; of a stack in depth or time the first plane.

    Args:
        path: The file.
        limits: Checked against the file's own numbers before a pixel is read.

    Raises:
        UnreadableImage: It is no TIFF, or damaged.
        UnsafeImage: It breaks the limits.
    """
    import tifffile

    try:
        file = tifffile.TiffFile(path)
    except Exception as error:  # struct, OS and tifffile errors of damaged headers
        raise _unreadable(path, error) from error
    try:
        try:
            _refuse_circle(file)
            levels = [_level(series) for series in file.series[0].levels]
        except Exception as error:
            raise _unreadable(path, error) from error
        check_pyramid(path, [(v.width, v.height) for v in levels], limits)
        for level in levels:
            _check_segment(path, level.page, limits)
        with damage_told(path):
            return TiffSource(path, file, levels)
    except BaseException:
        file.close()
        raise


def _refuse_circle(file: tifffile.TiffFile) -> None:
    """A page that names itself or an earlier one as the next lets tifffile read on without end."""
    seen: set[int] = set()
    for page in islice(file.pages, PAGES_LOOKED_AT):
        if page.offset in seen:
            raise ValueError("the pages go in a circle")
        seen.add(page.offset)


def _unreadable(path: Path, error: Exception) -> UnreadableImage:
    return UnreadableImage(
        "This TIFF cannot be read: it is damaged or no TIFF at all.",
        "Export it again, as TIFF, OME-TIFF or JPEG.",
        file=path,
        detail=str(error),
    )


def _check_segment(path: Path, page: Any, limits: Limits) -> None:
    """One segment is decoded whole, so a single huge strip counts as a whole image."""
    try:
        rows, columns = int(page.chunks[0]), int(page.chunks[1])
    except (TypeError, ValueError, IndexError) as error:  # a damaged tag holds several values
        raise _unreadable(path, error) from error
    check_pyramid(path, [(columns, rows)], limits, decoded_at_once=True)


def _level(series: Any) -> _Level:
    axes: str = series.axes
    first = series.keyframe
    height, width = int(first.imagelength), int(first.imagewidth)
    channels = dict(zip(axes, series.shape, strict=True)).get("C", 1)
    if first.samplesperpixel == 1 and channels == 3:
        step = math.prod(series.shape[axes.index("C") + 1 : -2])
        return _Level(tuple((series.pages[n * step].aspage(), 0) for n in range(3)), width, height)
    if first.planarconfig == 2 and first.samplesperpixel > 1:
        per_plane = len(first.dataoffsets) // first.samplesperpixel
        return _Level(tuple((first, n * per_plane) for n in range(first.samplesperpixel)), width, height)
    return _Level(((first, 0),), width, height)


def _pictures(file: tifffile.TiffFile) -> int:
    """Planes of the first series (depth, time, pages) and further series of its size; levels are none."""
    size = _size(file.series[0])
    with suppress(Exception):  # damage behind the first picture does not make that unreadable
        return sum(_planes(series) for series in file.series if _size(series) == size)
    return 1


def _size(series: Any) -> tuple[int, int]:
    return int(series.keyframe.imagewidth), int(series.keyframe.imagelength)


def _planes(series: Any) -> int:
    return math.prod(n for axis, n in zip(series.axes, series.shape, strict=True) if axis not in "YXSC")


def _segments(page: Any, x: int, y: int, width: int, height: int) -> Iterator[tuple[int, int, int]]:
    """Index, left and top of each segment that touches a region."""
    rows, columns = int(page.chunks[0]), int(page.chunks[1])
    across = -(-int(page.imagewidth) // columns)
    for row in range(y // rows, -(-(y + height) // rows)):
        for column in range(x // columns, -(-(x + width) // columns)):
            yield row * across + column, column * columns, row * rows


def _blank(page: Any) -> int:
    """The value of white for a segment that is not in the file."""
    return 0 if page.photometric == 0 else int(np.iinfo(page.dtype).max) if page.dtype.kind == "u" else 1
