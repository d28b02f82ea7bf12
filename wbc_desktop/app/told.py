"""Sentences of the other layers in the user's language: known by their English template, filled anew.

``core``, ``imaging``, ``inference``, ``models`` and ``storage`` speak English and know no Qt. Here, at
the border, what they say is translated; reports, exports and the copied details stay English.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QLocale

from wbc_desktop.app.class_mark import NO_BREAK
from wbc_desktop.app.sentences import images, models, samples, verdicts, window, words
from wbc_desktop.app.translations import tr
from wbc_desktop.core.errors import WbcError

TEMPLATES = tuple(
    dict.fromkeys(
        text for part in (window, samples, images, verdicts, models, words) for text in part.SENTENCES
    )
)
"""Every sentence that is known, in English; ``{a}``, ``{b}`` ... stand for values."""

_PLAIN = frozenset(text for text in TEMPLATES if "{" not in text)
_VALUE = re.compile(r"{(\w)}")
_PERCENT = re.compile(r"(?<=\d) ?%")
_SENTENCE_END = re.compile(r"(?<=[.?!:])\s+")


def told(text: str) -> str:
    """A sentence, or several, in the user's language; as it is where no template is known for it.

    A number and its per cent sign stand apart and stay on one line, in every language.
    """
    return _PERCENT.sub(f"{NO_BREAK}%", _translated(text))


def _translated(text: str) -> str:
    known = _one(text, _patterns(several=False))
    if known is not None:
        return known
    parts = [part for part in _SENTENCE_END.split(text) if part]
    answers = _parts(parts) if len(parts) > 1 else []
    if answers and all(translated for _, translated in answers):
        return " ".join(part for part, _ in answers)
    known = _one(text, _patterns(several=True))
    if known is not None:
        return known
    return " ".join(part for part, _ in answers) if any(done for _, done in answers) else text


def fault_text(error: WbcError) -> str:
    """A fault in one line: the file, what happened, what to do."""
    where = f"{error.file}: " if error.file else ""
    return f"{where}{told(error.message)} {told(error.advice)}".strip()


def _parts(parts: list[str]) -> list[tuple[str, bool]]:
    """Each sentence translated, or as it was; a sentence may hold colons, so the longest known is taken."""
    found: list[tuple[str, bool]] = []
    first = 0
    while first < len(parts):
        for last in range(len(parts), first, -1):
            joined = " ".join(parts[first:last])
            known = _one(joined, _patterns(several=False))
            if known is not None or last == first + 1:
                found.append((joined if known is None else known, known is not None))
                first = last
                break
    return found


def _one(text: str, patterns: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
    if text in _PLAIN:
        return tr(text)
    for pattern, template in patterns:
        found = pattern.fullmatch(text)
        if found is not None:
            here = tr(template)
            if here == template:
                return text  # English: figures stay as they are written
            return here.format(**{name: _value(value) for name, value in found.groupdict().items()})
    return None


def _value(value: str) -> str:
    """A value of a sentence: words and sentences are translated too, figures get the user's comma."""
    bare = value.strip()
    if re.fullmatch(r"-?\d+\.\d+", bare):
        here = bare.replace(".", QLocale().decimalPoint())
    elif re.fullmatch(r"\d+%", bare):
        here = bare
    else:
        here = _translated(bare)
    return value.replace(bare, here) if bare else value


@cache
def _patterns(*, several: bool) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The templates with values, those that say most first.

    Args:
        several: Whether a value may go over the end of a sentence.
    """
    value = ".+?" if several else r"(?:(?![.?!]\s).)+?"
    open_ones = sorted((t for t in TEMPLATES if t not in _PLAIN), key=lambda t: -len(_VALUE.sub("", t)))
    return tuple((_compiled(template, value), template) for template in open_ones)


def _compiled(template: str, value: str) -> re.Pattern[str]:
    texts = _VALUE.split(template)
    parts = [re.escape(t) if i % 2 == 0 else f"(?P<{t}>{value})" for i, t in enumerate(texts)]
    return re.compile("".join(parts), re.DOTALL)
