"""Opened images and slides, few at a time, shared by the reading threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wbc_desktop.core.errors import UnreadableImage, WbcError
from wbc_desktop.imaging.source import ImageSource

Opener = Callable[[Path], ImageSource]


def _open(path: Path) -> ImageSource:
    from wbc_desktop.imaging.open import open_source

    return open_source(path)


class _Slot:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.source: ImageSource | None = None
        self.error: WbcError | None = None


class Sources:
    """Keeps the last few images open, so that a tile or a crop costs no new decoding.

    A source is read by one thread at a time: not every reader behind the interface
    is safe for several.

    Args:
        opener: Opens a file.
        keep: How many stay open.
        keep_bytes: Bytes of decoded photographs that stay in memory; the one read last always does.
    """

    def __init__(self, opener: Opener = _open, keep: int = 12, keep_bytes: int = 300 << 20) -> None:
        self._opener = opener
        self._keep = keep
        self._keep_bytes = keep_bytes
        self._slots: OrderedDict[Path, _Slot] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def borrow(self, path: Path) -> Iterator[ImageSource]:
        """Open the file if need be, and hold it for one reader.

        Raises:
            UnreadableImage: It cannot be opened; the file is not tried again until ``forget_faults``.
        """
        slot = self._slot(path)
        with slot.lock:
            if slot.error is not None:
                raise slot.error
            if slot.source is None:
                slot.source = self._try_open(path, slot)
            yield slot.source
        self._trim()

    def forget(self, path: Path | None = None) -> None:
        """Close one file, or all; they are opened anew when next asked for."""
        with self._lock:
            paths = list(self._slots) if path is None else [path]
            slots = [self._slots.pop(p) for p in paths if p in self._slots]
        for slot in slots:
            with slot.lock:
                _close(slot)

    def forget_faults(self) -> None:
        """Try files again that could not be opened: the drive may be back."""
        with self._lock:
            for path in [p for p, slot in self._slots.items() if slot.error is not None]:
                del self._slots[path]

    def _try_open(self, path: Path, slot: _Slot) -> ImageSource:
        try:
            return self._opener(path)
        except WbcError as error:
            slot.error = error
            raise
        except Exception as error:
            slot.error = UnreadableImage(
                "The image cannot be read.",
                "Check that the file is there and whole.",
                file=path,
                detail=repr(error),
            )
            raise slot.error from error

    def _slot(self, path: Path) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(path, _Slot())
            self._slots.move_to_end(path)
            return slot

    def _trim(self) -> None:
        with self._lock:
            held = sum(_cost(slot) for slot in self._slots.values())
            for path in list(self._slots)[:-1]:
                if len(self._slots) <= self._keep and held <= self._keep_bytes:
                    return
                slot = self._slots[path]
                # One that is being read stays; the next borrow trims it.
                if slot.lock.acquire(blocking=False):
                    try:
                        held -= _cost(slot)
                        _close(slot)
                        del self._slots[path]
                    finally:
                        slot.lock.release()


def _cost(slot: _Slot) -> int:
    """Bytes that an open source may hold: a photograph is kept decoded, a slide is not."""
    source = slot.source
    if source is None:
        return 0
    return 16 << 20 if source.is_slide else 6 * source.dimensions[0] * source.dimensions[1]


def _close(slot: _Slot) -> None:
    if slot.source is not None:
        slot.source.close()
        slot.source = None
