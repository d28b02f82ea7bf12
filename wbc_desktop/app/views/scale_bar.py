"""A scale bar in microns, in steps of 1, 2 and 5; only where the pixel size is known."""

from __future__ import annotations

import math

from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from wbc_desktop.app.translations import tr

LONGEST = 140


def bar_length(microns_per_pixel: float, longest: float = LONGEST) -> tuple[float, float]:
    """The longest round length that fits.

    Args:
        microns_per_pixel: Microns per screen pixel.
        longest: Screen pixels at most.

    Returns:
        (microns, screen pixels).
    """
    room = microns_per_pixel * longest
    base = 10.0 ** math.floor(math.log10(room))
    microns = max(step * base for step in (1, 2, 5) if step * base <= room * (1 + 1e-9))
    return microns, microns / microns_per_pixel


def length_text(microns: float) -> str:
    """A length with its unit."""
    if microns >= 1000:
        return f"{QLocale().toString(microns / 1000)} mm"
    if microns < 1:
        return f"{QLocale().toString(microns * 1000)} nm"
    return f"{QLocale().toString(microns)} µm"


class ScaleBar(QWidget):
    """Lies over the viewer; hidden where microns per pixel are not known."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._microns_per_pixel = 0.0
        self.setFixedSize(LONGEST + 20, 38)
        self.hide()

    def set_scale(self, mpp: float | None, scale: float) -> None:
        """Show the bar for ``mpp`` microns per level-0 pixel at ``scale`` screen pixels each."""
        if mpp is None or mpp <= 0 or scale <= 0:
            self.hide()
            return
        self._microns_per_pixel = mpp / scale
        microns, _ = bar_length(self._microns_per_pixel)
        self.setAccessibleName(tr("Scale bar: {length}", length=length_text(microns)))
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar and length on a pale plate, readable on every stain."""
        microns, pixels = bar_length(self._microns_per_pixel)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 215))
        painter.drawRoundedRect(QRectF(0, 0, pixels + 20, self.height()), 5, 5)
        ink = QColor("#1b2028")
        painter.setBrush(ink)
        painter.drawRect(QRectF(10, self.height() - 11, pixels, 4))
        painter.setPen(ink)
        painter.drawText(
            QRectF(0, 3, pixels + 20, self.height() - 15),
            Qt.AlignmentFlag.AlignCenter,
            length_text(microns),
        )
        painter.end()
