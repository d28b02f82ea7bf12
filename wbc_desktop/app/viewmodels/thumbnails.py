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
from wbc_desktop.app.viewmodels.pixels import image_bytes
from wbc_desktop.app.viewmodels.reads import Reads
from wbc_desktop.app.viewmodels.sources import Sources
from wbc_desktop.core.cell import Cell

SIZES = (96, 160, 256, 384)
"""Pixel sides that are read; what lies between is scaled."""

CACHE_BYTES = 128 << 20

Batch = list[tuple[Key, QImage]]


class Thumbnails(QObject):
    """Reads the crops of a case, all wanted ones of an image in one go.

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
        self._cache: ByteCache[tuple[Key, int], QImage] = ByteCache(cache_bytes, image_bytes)
        self._bad: set[str] = set()
        self._px = SIZES[1]
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

    def set_size(self, px: float) -> None:
        """Read thumbnails for this side in device pixels from now on."""
        self._px = next((s for s in SIZES if s >= px * 0.9), SIZES[-1])

    def get(self, key: Key) -> QImage | None:
        """The thumbnail; for the while, one of another size."""
        image = self._cache.get((key, self._px))
        if image is not None:
            return image
        for px in SIZES[::-1]:
            image = self._cache.get((key, px))
            if image is not None:
                return image
        return None

    def unreadable(self, key: Key) -> bool:
        """Whether the cell's image cannot be read."""
        return key[0] in self._bad

    def want(self, cells: Sequence[Cell]) -> None:
        """Read what is missing of these cells, the first ones first; forget older wishes."""
        by_image: dict[str, list[Cell]] = defaultdict(list)
        for cell in cells:
            if (cell.key, self._px) not in self._cache and cell.image not in self._bad:
                by_image[cell.image].append(cell)
        keys = {image: (self._round, image) for image in by_image}
        self._reads.keep_only(set(keys.values()))
        for image in reversed(by_image):
            self._reads.ask(keys[image], self._reader(image, by_image[image]))

    def close(self) -> None:
        """Stop reading; the threads are ended when this returns."""
        self._reads.close()

    def _reader(self, image: str, cells: Iterable[Cell]) -> Callable[[], tuple[int, Batch]]:
        path, px, side = self._case.image_path(image), self._px, self._side

        def read() -> tuple[int, Batch]:
            with self._sources.borrow(path) as source:
                return px, [(c.key, read_crop(source, crop_frame(c, side), px)) for c in cells]

        return read

    def _arrived(self, key: tuple[int, str], result: tuple[int, Batch]) -> None:
        if key[0] != self._round:
            return
        px, batch = result
        for cell, image in batch:
            self._cache.put((cell, px), image)
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
