"""One run per output folder: a lock that the system releases when its process ends, however it ends."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from wbc_desktop.core.errors import OutputFault


class FolderLock:
    """An advisory lock on a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream: BinaryIO | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            OutputFault: Another run holds it.
            OSError: The file cannot be made.
        """
        stream = self._path.open("ab")
        try:
            _lock(stream)
        except OSError as error:
            stream.close()
            raise OutputFault(
                "Another count is writing into this folder.",
                "Wait until it is done, or choose another output folder.",
                file=self._path.parent.parent,
                detail=str(error),
            ) from error
        self._stream = stream

    def release(self) -> None:
        """Give the lock back; does nothing where it is not held."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: BinaryIO) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import errno
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
                return  # a network share without locks: nothing can be said
            raise
