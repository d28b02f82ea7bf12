"""Log lines without the names of files, folders and samples: those are often a patient's."""

from __future__ import annotations

import logging
import re

_SUFFIX = (
    r"\.(?:jpe?g|jpe|jfif|png|bmp|dib|tiff?|webp"
    r"|svs|ndpi|scn|mrxs|vms|vmu|svslide|bif|dcm|czi|csv|xlsx|pdf|json)"
)
_SOURCE = re.compile(r'^\s*File ".*?([^/\\"]+)", line \d+')
_GIVEN = re.compile("[“„«][^”“»\\n]*[”“»]")
"""What our own sentences quote: names of samples, cases, files and folders, as a person gave them."""
_KEY = re.compile(r"^([\s|]*KeyError: ).*")
"""A key that is not there is a name as often as not."""
_QUOTED = re.compile(r"""(['"])[^'"\n]*[/\\][^'"\n]*?(\.\w{1,8})?(['"])""")
_ABSOLUTE = re.compile(
    rf"(?:(?<![\w.<])[A-Za-z]:)?(?<![\w<])[/\\](?:[^\n'\"]*{_SUFFIX}|[^\s'\",;)]+)", re.IGNORECASE
)
_NAME = re.compile(rf"(?<![<\w.])[^\s/\\'\"<>(]+({_SUFFIX})\b", re.IGNORECASE)


def without_names(text: str) -> str:
    """A text with ``<file.ext>``, ``<path>`` or ``<name>`` for each path, image name and “quoted name”.

    Args:
        text: Lines of a log, a trace among them.
    """
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    source = _SOURCE.match(line)
    if source:
        return f'  File "{source[1]}"{line[line.rindex(", line ") :]}'
    line = _KEY.sub(r"\1<key>", _GIVEN.sub("<name>", line))
    line = _QUOTED.sub(lambda m: f"<file{m[2]}>" if m[2] else "<path>", line)
    line = _ABSOLUTE.sub(lambda m: _told(m[0]), line)
    return _NAME.sub(lambda m: f"<file{m[1]}>", line)


def _told(path: str) -> str:
    suffix = re.search(rf"{_SUFFIX}$", path, re.IGNORECASE)
    return f"<file{suffix[0]}>" if suffix else "<path>"


class NamelessFormatter(logging.Formatter):
    """The format of the program's logs: time, level, place, and a message without names of files."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, or the lines of a trace."""
        return without_names(super().format(record))
