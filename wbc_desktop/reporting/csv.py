"""Tables as CSV: UTF-8, a header row, commas; safe to open in a spreadsheet; whole or not at all.

A text that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``,
a tab or a line break) gets an apostrophe in front, as OWASP advises; so a file named
``=1+1.jpg`` stands in the table as ``'=1+1.jpg``. The same behind a semicolon, a tab or a line
break inside a text, where a spreadsheet of another language begins a new cell. Numbers are never changed.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from wbc_desktop.core.errors import OutputFault
from wbc_desktop.reporting.tables import Value

_NEW_CELL = re.compile("(?<=[;\t\n])(?=[=+\\-@＝＋－＠])")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """A text that no spreadsheet computes, and that is valid UTF-8 whatever the file was named."""
    clean = text.encode("utf-8", "backslashreplace").decode("utf-8")
    clean = clean.replace("\0", "\\0").replace("\r", "\\r")  # readers end a line at a bare carriage return
    clean = _NEW_CELL.sub("'", clean)
    return f"'{clean}" if text.startswith(FORMULA_STARTS) else clean


def write_rows(stream: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> int:
    """Write a header and rows to an open text stream (``newline=""``); returns the number of rows.

    Raises:
        ValueError: A row has a column that the table does not have.
    """
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    number = 0
    for number, row in enumerate(rows, start=1):  # noqa: B007 - counted after the loop
        writer.writerow({k: safe_text(v) if isinstance(v, str) else v for k, v in row.items()})
    return number


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> int:
    """Write a table beside its place, flush it to the disk, and put it there in one step.

    Args:
        path: The table; its folder is made if it is not there.
        columns: In order.
        rows: Read one by one, so a table may be larger than memory.

    Returns:
        The number of rows.

    Raises:
        OutputFault: The disk is full, the folder gone or read-only, the file open elsewhere.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as stream:
            number = write_rows(stream, columns, rows)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise output_fault(path, error) from error
    return number


def output_fault(path: Path, error: OSError) -> OutputFault:
    """The sentence for a file of results that could not be written."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return OutputFault(
        f"The results cannot be written ({reason}).",
        "Free some space, close the file in other programs or choose another folder; "
        "then go on with --resume.",
        file=path,
        detail=str(error),
    )
