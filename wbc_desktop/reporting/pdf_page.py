"""Drawing on one page, from the top down: text that fits, rules, boxes, pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from wbc_desktop.reporting.pdf_fonts import runs, text_width

RGB = npt.NDArray[np.uint8]
MM = 72 / 25.4
PAGES = {"A4": A4, "letter": letter}
INK = HexColor("#1b1f24")
FAINT = HexColor("#5c6670")
RULE = HexColor("#c9d0d6")
MARGIN = 15 * MM


class Page:
    """A page with a pen that moves down.

    Attributes:
        canvas: reportlab's canvas; origin at the bottom left, points.
        width: Points.
        height: Points.
        left: Left margin.
        right: Right margin's x.
        y: Where the next thing goes; smaller is lower.
    """

    def __init__(self, size: str = "A4", title: str = "", author: str = "") -> None:
        self._stream = io.BytesIO()
        self.canvas = Canvas(self._stream, pagesize=PAGES[size], pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.width, self.height = PAGES[size]
        self.left, self.right = MARGIN, self.width - MARGIN
        self.y = self.height - MARGIN

    def turn(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()
        self.y = self.height - MARGIN

    def finish(self) -> bytes:
        """The document."""
        self.canvas.showPage()
        self.canvas.save()
        return self._stream.getvalue()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 9,
        bold: bool = False,
        colour: Color = INK,
        align: str = "left",
        room: float | None = None,
    ) -> None:
        """One line; shortened with an ellipsis where it would not fit ``room`` points."""
        text = text.replace("10^9/L", "10⁹/L")
        if room is not None:
            text = shortened(text, size, room, bold=bold)
        width = text_width(text, size, bold=bold)
        x -= {"left": 0.0, "right": width, "centre": width / 2}[align]
        line = self.canvas.beginText(x, y)
        line.setFillColor(colour)
        for font, piece in runs(text, bold=bold):
            line.setFont(font, size)
            line.textOut(piece)
        self.canvas.drawText(line)

    def paragraph(
        self, text: str, *, size: float = 8, colour: Color = INK, lines: int = 3, room: float | None = None
    ) -> None:
        """Wrapped text of at most ``lines`` lines; moves the pen."""
        width = room or self.right - self.left
        wrapped = wrap(text, size, width)
        if len(wrapped) > lines:
            wrapped = [*wrapped[: lines - 1], shortened(" ".join(wrapped[lines - 1 :]), size, width)]
        for line in wrapped:
            self.y -= size * 1.3
            self.text(self.left, self.y, line, size=size, colour=colour)

    def rule(self, *, gap: float = 3) -> None:
        """A thin line over the page's width."""
        self.y -= gap
        self.canvas.setStrokeColor(RULE)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(self.left, self.y, self.right, self.y)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle, (x, y) its bottom left corner."""
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def segment(self, x0: float, x1: float, y: float, *, width: float = 1.0, colour: Color = INK) -> None:
        """A horizontal stroke with end marks: an interval."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, y, x1, y)
        for x in (x0, x1):
            self.canvas.line(x, y - 2, x, y + 2)

    def picture(self, x: float, y: float, side: float, rgb: RGB) -> None:
        """A picture inside a square, (x, y) its bottom left corner, proportions kept."""
        from PIL import Image

        image = ImageReader(Image.fromarray(np.ascontiguousarray(rgb)))
        self.canvas.drawImage(image, x, y, side, side, preserveAspectRatio=True, anchor="c")


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than ``room`` points."""
    if text_width(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        if text_width(text[:middle] + "…", size, bold=bold) <= room:
            low = middle
        else:
            high = middle
    return text[:low].rstrip() + "…"


def wrap(text: str, size: float, room: float) -> list[str]:
    """Lines no wider than ``room`` points; a word that is too long is broken."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, size, room):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) <= room:
            line = longer
        else:
            lines.append(line)
            line = word
    return [*lines, line] if line else lines


def _pieces(text: str, size: float, room: float) -> Sequence[str]:
    pieces: list[str] = []
    for word in text.split():
        while (width := text_width(word, size)) > room and len(word) > 1:
            fit = max(1, int(len(word) * room / width) - 1)
            pieces.append(word[:fit])
            word = word[fit:]
        pieces.append(word)
    return pieces
