"""Thumbnails of cells, read in the background as they come into view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from wbc_desktop.app.viewmodels.byte_cache import ByteCache
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.crops import common_side, crop_frame, read_crop
from wbc_desktop.app.viewmodels.pixels import image_bytes, rounded
from wbc_desktop.app.viewmodels.reads import Reads
from wbc_desktop.app.viewmodels.sources import Sources
from wbc_desktop.core.cell import Cell

MOST_PX = 512
"""Thumbnails are made at most this large; a larger tile is drawn from it."""

CORNER = 5.0
"""Radius of a tile's corners, device-independent pixels."""

CACHE_BYTES = 160 << 20

Batch = list[tuple[Key, QImage]]


class Thumbnails(QObject):
    """Reads the crops of a case, all wanted ones of an image in one go.

    They are cut, scaled and rounded in the reading thread, exactly as large as a tile is on
    the screen: to paint one is to copy it.

    Signals:
        ready(list of keys): These thumbnails are there.
        failed(image, error): The crops of an image cannot be read.
    """

    ready = Signal(list)
    failed = Signal(str, object)

    def __init__(
        self,
        case: CaseViewModel,
        sources: Sources,
        *,
        cache_bytes: int = CACHE_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._case = case
        self._sources = sources
        self._reads = Reads(threads=2, name="thumbnails", parent=self)
        self._cache: ByteCache[Key, QImage] = ByteCache(cache_bytes, image_bytes)
        self._bad: set[str] = set()
        self._px, self._ratio = 100, 1.0
        self._side = 100.0
        self._round = 0
        self._reads.arrived.connect(self._arrived)
        self._reads.failed.connect(self._failed)
        case.case_opened.connect(self._reset)
        case.images_changed.connect(self._rescale)
        self._reset()

    @property
    def cached_bytes(self) -> int:
        """Bytes of thumbnails held."""
        return self._cache.bytes

    @property
    def busy(self) -> int:
        """Reads on their way."""
        return self._reads.busy

    def set_size(self, side: float, ratio: float) -> None:
        """Make thumbnails for tiles of this side (device-independent pixels) from now on."""
        self._px, self._ratio = min(max(round(side * ratio), 8), MOST_PX), ratio

    def get(self, key: Key) -> QImage | None:
        """The thumbnail; for the while, one of another size."""
        return self._cache.get(key)

    def unreadable(self, key: Key) -> bool:
        """Whether the cell's image cannot be read."""
        return key[0] in self._bad

    def want(self, cells: Sequence[Cell]) -> None:
        """Read what is missing of these cells, the first ones first; forget older wishes."""
        by_image: dict[str, list[Cell]] = defaultdict(list)
        for cell in cells:
            held = self._cache.get(cell.key)
            if (held is None or held.width() != self._px) and cell.image not in self._bad:
                by_image[cell.image].append(cell)
        keys = {image: (self._round, image) for image in by_image}
        self._reads.keep_only(set(keys.values()))
        for image in reversed(by_image):
            self._reads.ask(keys[image], self._reader(image, by_image[image]))

    def close(self) -> None:
        """Stop reading; the threads are ended when this returns."""
        self._reads.close()

    def _reader(self, image: str, cells: Iterable[Cell]) -> Callable[[], Batch]:
        path, px, side = self._case.image_path(image), self._px, self._side
        radius = CORNER * self._ratio

        def read() -> Batch:
            with self._sources.borrow(path) as source:
                return [(c.key, rounded(read_crop(source, crop_frame(c, side), px), radius)) for c in cells]

        return read

    def _arrived(self, key: tuple[int, str], batch: Batch) -> None:
        if key[0] != self._round:
            return
        for cell, image in batch:
            self._cache.put(cell, image)
        self.ready.emit([cell for cell, _ in batch])

    def _failed(self, key: tuple[int, str], error: object) -> None:
        if key[0] != self._round:
            return
        self._bad.add(key[1])
        self.failed.emit(key[1], error)
        self.ready.emit([])

    def _reset(self) -> None:
        """Another case: nothing read so far is of use."""
        self._round += 1
        self._reads.keep_only(())
        self._cache.clear()
        self._bad.clear()
        self._side = common_side(self._case.cells())

    def _rescale(self) -> None:
        """New images came in: read anew only if the common scale has really changed."""
        side = common_side(self._case.cells())
        if not 0.75 < self._side / side < 1.33:
            self._reset()
            self.ready.emit([])
