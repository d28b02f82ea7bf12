"""Writing a file whole or not at all; the fault is told in words."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from wbc_desktop.core.errors import OutputFault


def write_whole(path: Path, data: bytes) -> None:
    """Write to a temporary file beside ``path``, flush, then replace it; the old file stays on a fault.

    Raises:
        OutputFault: The folder cannot be written to.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise OutputFault(
            f"The file cannot be written ({reason}).",
            "Free some space, close the file in other programs, or choose another folder.",
            file=path,
            detail=str(error),
        ) from error
