"""What no one expected: a sentence for the person, the trace for the log file."""

from __future__ import annotations

import logging
from pathlib import Path

from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.log import log_to

LOG_NAME = "wbc-desktop.log"


def log_file() -> Path:
    """Where the log lies."""
    from wbc_desktop.storage.paths import find_paths

    return find_paths().logs / LOG_NAME


def log_to_file() -> None:
    """Send warnings and errors of the program to the log file, which is made with the first of them."""
    log_to(log_file())


def system_fault(error: Exception) -> str:
    """What the system refused (a shut folder, a share that is gone), as a sentence; else nothing."""
    if not isinstance(error, OSError) or error.errno is None or error.filename is None:
        return ""
    from wbc_desktop.core.in_words import in_words

    logging.getLogger("wbc_desktop").warning("the system refused", exc_info=error)
    return f"wbc-desktop: {in_words(error)}"


def report_fault(error: Exception) -> str:
    """Log an unexpected error; returns the sentence that a person reads."""
    logging.getLogger("wbc_desktop").error("unexpected fault", exc_info=error)
    path = log_file()
    try:
        there = path.exists()
    except OSError:  # its folder may not be read
        there = False
    where = f"The details are in {path}." if there else f"({type(error).__name__}: {error})"
    fault = WbcError("Something went wrong in the program.", f"Please report it. {where}")
    return f"wbc-desktop: {fault}"
