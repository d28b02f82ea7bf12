"""The program's log: one file on this machine that rolls over, without names; it never stops the program."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from wbc_desktop.core.nameless import NamelessFormatter

LOG_BYTES = 1 << 20
LOG_FILES = 3
"""Older files kept beside the current one."""
PROGRAM = "wbc_desktop"
_LIBRARIES = ("tifffile", "PIL")
"""They print what damaged files make them think; we tell it better."""


def log_to(path: Path, level: int = logging.WARNING) -> logging.Handler:
    """Send the program's own lines to a file and nowhere else; libraries, which know file names, stay silent.

    Args:
        path: Made with its folder when the first line comes.
        level: The least that is written.

    Returns:
        The handler; an earlier one is closed and replaced.
    """
    logger = logging.getLogger(PROGRAM)
    for earlier in [handler for handler in logger.handlers if isinstance(handler, _QuietRotatingFile)]:
        logger.removeHandler(earlier)
        earlier.close()
    handler = _QuietRotatingFile(path)
    handler.setFormatter(NamelessFormatter())
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    for library in _LIBRARIES:
        logging.getLogger(library).addHandler(logging.NullHandler())
        logging.getLogger(library).propagate = False
    return handler


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
