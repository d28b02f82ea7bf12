"""Has the disk take what SQLite has written, without making the writer wait for it.

A commit in WAL mode with ``synchronous=NORMAL`` has been handed to the operating system when it
returns: a kill of the program cannot take it any more, only a power failure can. This thread closes
that gap some milliseconds later, as ``synchronous=FULL`` would have done at once
(https://www.sqlite.org/wal.html, "Performance Considerations").
"""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

_log = logging.getLogger(__name__)


class LogFlusher:
    """One thread that syncs a write-ahead log when asked to.

    No lock of SQLite lies on the log itself, so that a second descriptor of it may be opened
    and closed here.

    Args:
        log: The log of a database (``<file>-wal``).

    Attributes:
        failed: Whether the disk has refused; the next writer should wait and see for itself.
    """

    def __init__(self, log: Path) -> None:
        self._path = log
        self._due = threading.Event()
        self._closing = False
        self._thread: threading.Thread | None = None
        self.failed = False

    def soon(self) -> None:
        """Sync the log as soon as the thread gets to it; several calls become one sync."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="log flusher", daemon=True)
            self._thread.start()
        self._due.set()

    def close(self) -> None:
        """Sync what is due, and end the thread."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._closing = True
            self._due.set()
            thread.join()

    def _run(self) -> None:
        while not self._closing:
            self._due.wait()
            self._due.clear()
            self._sync()

    def _sync(self) -> None:
        try:
            handle = os.open(self._path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return  # carried over into the database, which SQLite has synced
        except OSError as error:
            self._fail(error)
            return
        try:
            os.fsync(handle)
        except OSError as error:
            self._fail(error)
        finally:
            os.close(handle)

    def _fail(self, error: OSError) -> None:
        self.failed = True
        _log.error("the case database's log could not be synced: %s", error)
