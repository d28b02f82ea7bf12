"""Lines of the log without names of files, folders and samples."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path

import pytest

from wbc_desktop.core.nameless import NamelessFormatter, without_names


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cannot open '/data/Doe John/a b.tif'", "cannot open <file.tif>"),
        (
            "FileNotFoundError: [Errno 2] No such file: '/x/Doe'",
            "FileNotFoundError: [Errno 2] No such file: <path>",
        ),
        ("reading /data/Doe John/field 1.png failed", "reading <file.png> failed"),
        (r"reading C:\Users\Doe\slide.svs failed", "reading <file.svs> failed"),
        ("Doe_John.jpg is damaged", "<file.jpg> is damaged"),
        ("window shown after 0.41 s", "window shown after 0.41 s"),
        ("There is no case “Doe, John”.", "There is no case <name>."),
        ("“Doe” names 2 cases; „Doe“ and «Doe»", "<name> names 2 cases; <name> and <name>"),
        ("KeyError: 'Doe'", "KeyError: <key>"),
        ("  | KeyError: ('Doe', 1)", "  | KeyError: <key>"),
        ("ended with code 3/4 of a run", "ended with code 3/4 of a run"),
        ('  File "/home/doe/wbc/core/case.py", line 7, in apply', '  File "case.py", line 7, in apply'),
        ('  File "/x/Doe, line 3/case.py", line 7, in apply', '  File "case.py", line 7, in apply'),
        ("copied to /home/doe, twice", "copied to <path>, twice"),
    ],
)
def test_names_are_taken_out_of_a_line(line: str, expected: str) -> None:
    assert without_names(line) == expected


def test_the_log_holds_no_names() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(NamelessFormatter())
    logger = logging.getLogger("wbc_desktop.of_this_test")
    logger.addHandler(handler)
    try:
        raise FileNotFoundError(2, "No such file", "/smears/Doe John/field.png")
    except FileNotFoundError as error:
        logger.error("unexpected fault in %s", Path("/smears/Doe"), exc_info=error)
    finally:
        logger.removeHandler(handler)
    assert "FileNotFoundError" in stream.getvalue()
    assert "test_nameless.py" in stream.getvalue()
    assert "Doe" not in stream.getvalue()
    assert re.match(r"\d{4}-\d\d-\d\d [\d:,]+ ERROR wbc_desktop.of_this_test: unexpected", stream.getvalue())


def test_every_line_of_a_text_is_taken():
    assert without_names("/a/b.png\nC:\\Doe\\x.tif!\n") == "<file.png>\n<file.tif>!\n"
    assert without_names("opened 'a/Doe' and 'b/x.png' of /c/Doe/y.JPG") == (
        "opened <path> and <file.png> of <file.JPG>"
    )
