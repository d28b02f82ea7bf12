"""Fonts of the PDF: DejaVu Sans comes with the program; other scripts by what the machine has."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

REGULAR = "WbcSans"
BOLD = "WbcSans-Bold"

_FOLDER = Path(__file__).parent / "fonts"
_SYSTEM_FONTS = {
    "win32": ("C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/malgun.ttf", "C:/Windows/Fonts/msgothic.ttc"),
    "darwin": ("/System/Library/Fonts/Supplemental/Arial Unicode.ttf", "/Library/Fonts/Arial Unicode.ttf"),
    "linux": (
        "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    ),
}
# Named in the PDF and drawn by the reader's own font: nothing to carry, nothing to find.
_READER_FONTS = (
    ("HeiseiKakuGo-W5", ((0x3040, 0x30FF),)),
    ("HYGothic-Medium", ((0xAC00, 0xD7AF), (0x1100, 0x11FF))),
    ("STSong-Light", ((0x4E00, 0x9FFF), (0x3000, 0x303F), (0xFF00, 0xFFEF))),
)


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the fonts known to reportlab, once a process."""
    pdfmetrics.registerFont(TTFont(REGULAR, str(_FOLDER / "DejaVuSans.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(_FOLDER / "DejaVuSans-Bold.ttf")))


def runs(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """The text in pieces of (font, piece): the program's own font wherever it can draw a letter."""
    pieces: list[tuple[str, str]] = []
    for letter in text:
        font = _font_for(letter, bold=bold)
        if pieces and (pieces[-1][0] == font or letter.isspace()):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + letter)
        else:
            pieces.append((font, letter))
    return pieces


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in points."""
    return sum(float(pdfmetrics.stringWidth(piece, font, size)) for font, piece in runs(text, bold=bold))


@lru_cache(maxsize=4096)
def _font_for(text: str, *, bold: bool) -> str:
    register_fonts()
    own = BOLD if bold else REGULAR
    if _covers(own, text):
        return own
    for number, path in enumerate(_SYSTEM_FONTS.get(sys.platform, ())):
        name = f"WbcSystem{number}"
        if _register(name, path) and _covers(name, text):
            return name
    for name, ranges in _READER_FONTS:
        if any(low <= ord(c) <= high for c in text for low, high in ranges):
            pdfmetrics.registerFont(UnicodeCIDFont(name))
            return name
    return own


@lru_cache(maxsize=16)
def _register(name: str, path: str) -> bool:
    if not Path(path).is_file():
        return False
    try:
        pdfmetrics.registerFont(TTFont(name, path))
    except (TTFError, OSError):
        return False
    return True


def _covers(name: str, text: str) -> bool:
    glyphs = pdfmetrics.getFont(name).face.charToGlyph
    return all(ord(c) in glyphs or c.isspace() for c in text)
