"""What no one expected: a sentence for the person, the trace for the log file."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.nameless import NamelessFormatter

LOG_NAME = "wbc-desktop.log"
LOG_BYTES = 1 << 20
LOG_FILES = 3


def log_file() -> Path:
    """Where the log lies."""
    from wbc_desktop.storage.paths import find_paths

    return find_paths().logs / LOG_NAME


def log_to_file() -> None:
    """Send warnings and errors of the program to the log file, which is made with the first of them."""
    root = logging.getLogger("wbc_desktop")
    if any(isinstance(h, _QuietRotatingFile) for h in root.handlers):
        return
    handler = _QuietRotatingFile(log_file())
    handler.setFormatter(NamelessFormatter())
    root.addHandler(handler)
    root.propagate = False
    for library in ("tifffile", "PIL"):  # they print what damaged files make them think; we tell it better
        logging.getLogger(library).addHandler(logging.NullHandler())
        logging.getLogger(library).propagate = False


def report_fault(error: Exception) -> str:
    """Log an unexpected error; returns the sentence that a person reads."""
    logging.getLogger("wbc_desktop").error("unexpected fault", exc_info=error)
    path = log_file()
    where = f"The details are in {path}." if path.exists() else f"({type(error).__name__}: {error})"
    fault = WbcError("Something went wrong in the program.", f"Please report it. {where}")
    return f"wbc-desktop: {fault}"


class _QuietRotatingFile(RotatingFileHandler):
    """Makes its folder when it first writes; a log that cannot be written stops nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            super().emit(record)
        except OSError:
            return

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - logging's name
        return
