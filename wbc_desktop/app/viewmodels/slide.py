"""The tiles of one image of any size: which there are, reading one, and those read lately."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage

from wbc_desktop.app.viewmodels.byte_cache import ByteCache
from wbc_desktop.app.viewmodels.pixels import image_bytes, to_image
from wbc_desktop.app.viewmodels.reads import Reads
from wbc_desktop.app.viewmodels.sources import Sources
from wbc_desktop.imaging.source import RGB, ImageSource

TILE = 512
"""Side of a tile in pixels of its own zoom step."""

STRIP = 2048
"""Largest side of one read, so that a big file without levels never fills the memory."""

CACHE_BYTES = 160 << 20

AT_ONCE = 40_000_000
"""Pixels that may be read before an image is shown; beyond, its overview comes later."""

Tile = tuple[int, int, int]
"""(step, column, row): a pixel of step k covers 2**k level-0 pixels."""


@dataclass(frozen=True, slots=True)
class TileGrid:
    """An image cut into tiles at steps of two, whatever levels its file has.

    Attributes:
        width: Level-0 pixels.
        height: Level-0 pixels.
    """

    width: int
    height: int

    @property
    def top(self) -> int:
        """The coarsest step: there the whole image is one tile."""
        return max(0, math.ceil(math.log2(max(self.width, self.height, 1) / TILE)))

    def step_for(self, scale: float) -> int:
        """The step to draw at ``scale`` device pixels per level-0 pixel.

        Up to a fifth of enlargement is accepted: sharp enough, and far fewer tiles.
        """
        if scale <= 0:
            return self.top
        return min(max(math.floor(math.log2(1.0 / scale) + 0.26), 0), self.top)

    def rect(self, tile: Tile) -> QRectF:
        """What a tile covers, level-0 pixels, cut at the image's edge."""
        step, column, row = tile
        side = TILE << step
        x, y = column * side, row * side
        return QRectF(x, y, min(side, self.width - x), min(side, self.height - y))

    def covering(self, rect: QRectF, step: int) -> list[Tile]:
        """Tiles of a step that touch ``rect`` (level-0 pixels), the middle ones first."""
        side = TILE << step
        area = rect.intersected(QRectF(0, 0, self.width, self.height))
        if area.isEmpty():
            return []
        columns = range(int(area.left() // side), math.ceil(area.right() / side))
        rows = range(int(area.top() // side), math.ceil(area.bottom() / side))
        middle = area.center()

        def far(tile: Tile) -> float:
            centre = self.rect(tile).center()
            return math.hypot(centre.x() - middle.x(), centre.y() - middle.y())

        return sorted(((step, c, r) for r in rows for c in columns), key=far)


def parent(tile: Tile) -> Tile:
    """The tile of the next coarser step that holds this one."""
    step, column, row = tile
    return (step + 1, column // 2, row // 2)


def level_for(source: ImageSource, down: float) -> int:
    """The coarsest level of a file that is still fine enough for ``down`` level-0 pixels per pixel."""
    return max(i for i, d in enumerate(source.level_downsamples) if i == 0 or d <= down * 1.01)


def read_tile(source: ImageSource, grid: TileGrid, tile: Tile) -> RGB:
    """Read one tile from the best level of the file and reduce it to the tile's step.

    Raises:
        UnreadableImage: The file is damaged there.
    """
    rect = grid.rect(tile)
    down = float(1 << tile[0])
    width = max(1, math.ceil(rect.width() / down))
    height = max(1, math.ceil(rect.height() / down))
    level = level_for(source, down)
    ratio = down / source.level_downsamples[level]
    block = max(1, int(STRIP / max(ratio, 1.0)))
    out = np.empty((height, width, 3), np.uint8)
    for y in range(0, height, block):
        for x in range(0, width, block):
            w, h = min(block, width - x), min(block, height - y)
            corner = (int(rect.x() + x * down), int(rect.y() + y * down))
            size = (max(1, round(w * ratio)), max(1, round(h * ratio)))
            part = source.read_region(corner, level, size)
            out[y : y + h, x : x + w] = _resized(part, w, h)
    return out


def _resized(rgb: RGB, width: int, height: int) -> RGB:
    if rgb.shape[:2] == (height, width):
        return rgb
    return np.asarray(Image.fromarray(rgb).resize((width, height), Image.Resampling.BOX))


@dataclass(frozen=True, slots=True)
class OpenedImage:
    """What is known of an image once it is open.

    Attributes:
        path: The file.
        grid: Its tiles.
        mpp: Microns per level-0 pixel, where known.
        is_slide: Whether it is a whole slide.
        overview: The whole image in at most ``TILE`` pixels a side; null until it is read.
    """

    path: Path
    grid: TileGrid
    mpp: float | None
    is_slide: bool
    overview: QImage


class SlideTiles(QObject):
    """Reads and keeps the tiles of the image that is shown; never blocks the window.

    Signals:
        opened(OpenedImage): The image's size and overview are there.
        tile_ready(Tile): A tile that was wanted is there.
        overview_ready(OpenedImage): The overview of a big file without levels is there.
        failed(path, error): The image cannot be opened or read.
    """

    opened = Signal(object)
    tile_ready = Signal(object)
    overview_ready = Signal(object)
    failed = Signal(object, object)

    def __init__(
        self, sources: Sources, *, cache_bytes: int = CACHE_BYTES, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._sources = sources
        self._reads = Reads(threads=2, name="tiles", parent=self)
        self._cache: ByteCache[tuple[Path, Tile], QImage] = ByteCache(cache_bytes, image_bytes)
        self._known: dict[Path, OpenedImage] = {}
        self._bad: set[tuple[Path, Tile]] = set()
        self.path: Path | None = None
        self.current: OpenedImage | None = None
        self._reads.arrived.connect(self._arrived)
        self._reads.failed.connect(self._failed)

    @property
    def busy(self) -> int:
        """Reads on their way."""
        return self._reads.busy

    @property
    def cached_bytes(self) -> int:
        """Bytes of tiles held."""
        return self._cache.bytes

    def show(self, path: Path | None) -> None:
        """Turn to another image; ``opened`` follows, at once if it was shown lately."""
        self.path, self.current = path, None
        self._reads.keep_only(())
        if path is None:
            return
        known = self._known.get(path)
        if known is not None:
            self.current = known
            self.opened.emit(known)
        else:
            self._reads.ask((path, None), lambda: self._open(path))

    def image(self, tile: Tile) -> QImage | None:
        """A tile's pixels, if they are there."""
        if self.current is None:
            return None
        if tile == (self.current.grid.top, 0, 0):
            return None if self.current.overview.isNull() else self.current.overview
        return self._cache.get((self.current.path, tile))

    def want(self, tiles: Iterable[Tile]) -> None:
        """Read what is missing of these tiles, the first ones first; forget older wishes."""
        opened = self.current
        if opened is None:
            return
        keys = [(opened.path, t) for t in tiles]
        if opened.overview.isNull():
            keys.append((opened.path, (opened.grid.top, 0, 0)))
        missing = [k for k in keys if k not in self._cache and k not in self._bad]
        self._reads.keep_only(set(missing))
        for path, tile in reversed(missing):
            self._reads.ask((path, tile), self._reader(opened, tile))

    def close(self) -> None:
        """Stop reading; the threads are ended when this returns."""
        self._reads.close()

    def _reader(self, opened: OpenedImage, tile: Tile) -> Callable[[], QImage]:
        def read() -> QImage:
            with self._sources.borrow(opened.path) as source:
                rgb = read_tile(source, opened.grid, tile)
            return to_image(rgb)

        return read

    def _open(self, path: Path) -> OpenedImage:
        with self._sources.borrow(path) as source:
            grid = TileGrid(*source.dimensions)
            level = source.level_dimensions[level_for(source, float(1 << grid.top))]
            overview = QImage()
            if level[0] * level[1] <= AT_ONCE:
                overview = to_image(read_tile(source, grid, (grid.top, 0, 0)))
            return OpenedImage(path, grid, source.mpp, source.is_slide, overview)

    def _arrived(self, key: tuple[Path, Tile | None], result: object) -> None:
        path, tile = key
        if tile is None:
            assert isinstance(result, OpenedImage)
            self._remember(result)
            if path == self.path:
                self.current = result
                self.opened.emit(result)
                if result.overview.isNull():
                    self.want([])
        elif isinstance(result, QImage):
            self._take(path, tile, result)

    def _take(self, path: Path, tile: Tile, image: QImage) -> None:
        opened = self._known.get(path)
        if opened is not None and tile == (opened.grid.top, 0, 0):
            self._remember(replace(opened, overview=image))
            if path == self.path:
                self.current = self._known[path]
                self.overview_ready.emit(self.current)
        else:
            self._cache.put((path, tile), image)
        if path == self.path:
            self.tile_ready.emit(tile)

    def _remember(self, opened: OpenedImage) -> None:
        self._known[opened.path] = opened
        # An overview is 1 MB at most: forty of them make going back and forth instant.
        while len(self._known) > 40:
            del self._known[next(iter(self._known))]

    def _failed(self, key: tuple[Path, Tile | None], error: object) -> None:
        path, tile = key
        if tile is not None:
            self._bad.add((path, tile))
        if path == self.path:
            self.failed.emit(path, error)
