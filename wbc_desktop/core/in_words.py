"""Any error told as one that a person can read."""

from __future__ import annotations

import traceback

from wbc_desktop.core.errors import WbcError

_PERMISSION = "Ask for permission, or choose another place."


def in_words(error: Exception) -> WbcError:
    """The error as one that a person can read; the traceback goes into its detail."""
    if isinstance(error, WbcError):
        return error
    detail = "".join(traceback.format_exception(error))
    if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
        return WbcError(
            "There is not enough memory for this.",
            "Close other programs, or choose the processor (CPU) as device in the settings.",
            detail=detail,
        )
    if isinstance(error, OSError):
        shut = isinstance(error, PermissionError)
        return WbcError(
            f"The file system refused: {error.strerror or error}.",
            _PERMISSION if shut else "Check that the disk is there, has room and may be written.",
            file=error.filename,
            detail=detail,
        )
    return WbcError(
        f"An unexpected fault: {type(error).__name__}: {error}",
        "Your work is saved. Copy the details into a report, so that it can be mended.",
        detail=detail,
    )
