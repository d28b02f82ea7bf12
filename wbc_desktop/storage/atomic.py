"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from wbc_desktop.core.errors import OutputFault


def write_atomic(path: Path, data: bytes) -> None:
    """Write to a temporary file beside ``path``, then replace it; the old file stays on a fault.

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
        raise OutputFault(
            "The file cannot be written.",
            "Check that the folder exists, is not full, and that no other program has the file open.",
            file=path,
            detail=str(error),
        ) from error
