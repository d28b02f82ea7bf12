"""Short reads of pixels in the background: the newest wish first, what nobody wants any more never.

Long jobs (a count, an export) go through ``app.jobs``; this is for the hundreds of tiles
and thumbnails that a scroll asks for and forgets again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

Work = Callable[[], Any]


class Reads(QObject):
    """A few threads that read for one view.

    Signals:
        arrived(key, result): A read is done; emitted in the thread of this object.
        failed(key, error): It raised; emitted likewise.
    """

    arrived = Signal(object, object)
    failed = Signal(object, object)
    _done = Signal(object, object, object)

    def __init__(self, threads: int = 2, name: str = "reads", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._waiting: OrderedDict[Hashable, Work] = OrderedDict()
        self._running: set[Hashable] = set()
        self._closed = False
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(self, key: Hashable, work: Work) -> None:
        """Read something soon; before all that was asked for earlier.

        Asking again for what is being read changes nothing.
        """
        with self._lock:
            if self._closed or key in self._running:
                return
            fresh = key not in self._waiting
            self._waiting[key] = work
            self._waiting.move_to_end(key)
        if fresh:
            self._pool.submit(self._read_newest)

    def keep_only(self, keys: Collection[Hashable]) -> None:
        """Forget every waiting read whose key is not among ``keys``."""
        with self._lock:
            for key in [k for k in self._waiting if k not in keys]:
                del self._waiting[key]

    @property
    def busy(self) -> int:
        """Reads waiting and running."""
        with self._lock:
            return len(self._waiting) + len(self._running)

    def close(self) -> None:
        """Forget what waits, and wait for what runs."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _read_newest(self) -> None:
        with self._lock:
            if self._closed or not self._waiting:
                return
            key, work = self._waiting.popitem(last=True)
            self._running.add(key)
        result: object = None
        error: object = None
        try:
            result = work()
        except Exception as fault:  # a damaged tile must reach the view, never end the thread
            error = fault
        with self._lock:
            self._running.discard(key)
            if self._closed:
                return  # type: ignore[unreachable]  # another thread closed it meanwhile
            self._done.emit(key, result, error)

    def _deliver(self, key: object, result: object, error: object) -> None:
        if self._closed:
            return
        if error is not None:
            self.failed.emit(key, error)
        else:
            self.arrived.emit(key, result)
