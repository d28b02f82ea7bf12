"""The overlay of one cell as a small picture: drawn once for a size on the screen, copied in every frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from wbc_desktop.core.cell import MASK_CYTOPLASM, MASK_NUCLEUS, CellMask

MARGIN = 3.0
"""Room around the cell for half the width of its outline, screen pixels."""

LARGEST = 400.0
"""Cells larger than this on the screen are drawn as paths: there are few, and lines stay sharp."""


@dataclass(frozen=True, slots=True)
class Look:
    """What of a mask is drawn.

    Attributes:
        colour: Colour of the class, as ``QColor.rgb``.
        nucleus: Whether the nucleus is tinted.
        cell: Whether the cytoplasm is tinted.
        outlines: Whether both are outlined.
        opacity: 0 to 1.
    """

    colour: int
    nucleus: bool
    cell: bool
    outlines: bool
    opacity: float


def bucket(size: float) -> float:
    """The size on the screen that a sprite is drawn for: steps of the square root of two."""
    return float(2.0 ** (round(2 * math.log2(max(size, 8.0))) / 2))


def draw_mask(
    painter: QPainter, mask: CellMask, paths: tuple[QPainterPath, QPainterPath], look: Look, place: QRectF
) -> None:
    """Draw veil and outlines.

    Args:
        painter: Draws in screen pixels.
        mask: The mask.
        paths: Outlines of cell and nucleus, level-0 pixels.
        look: What to draw.
        place: Where the mask's box lies on the screen.
    """
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    colour = QColor(look.colour)
    if look.nucleus or look.cell:
        painter.setOpacity(look.opacity)
        painter.drawImage(place, mask_image(mask, colour, nucleus=look.nucleus, cytoplasm=look.cell))
    if look.outlines:
        painter.setOpacity(0.35 + 0.65 * look.opacity)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.translate(place.topLeft())
        painter.scale(place.width() / mask.box.width, place.height() / mask.box.height)
        painter.translate(-mask.box.x, -mask.box.y)
        small = place.width() < 40
        for path, width in zip(paths, (1.5, 1.0) if small else (2.0, 1.4), strict=True):
            # A pale line below keeps the colour apart from the stain, whatever both are.
            painter.setPen(_pen(QColor(255, 255, 255, 150), width + 1.6))
            painter.drawPath(path)
            painter.setPen(_pen(colour, width))
            painter.drawPath(path)
        painter.resetTransform()
    painter.setOpacity(1.0)


def sprite(
    mask: CellMask, paths: tuple[QPainterPath, QPainterPath], look: Look, size: float, ratio: float
) -> QPixmap:
    """The overlay drawn ``size`` screen pixels wide, with ``MARGIN`` around it."""
    width, height = size, size * mask.box.height / mask.box.width
    pixmap = QPixmap(math.ceil((width + 2 * MARGIN) * ratio), math.ceil((height + 2 * MARGIN) * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_mask(painter, mask, paths, look, QRectF(MARGIN, MARGIN, width, height))
    painter.end()
    return pixmap


def mask_image(mask: CellMask, colour: QColor, *, nucleus: bool, cytoplasm: bool) -> QImage:
    """A mask as a veil: the nucleus full, the cytoplasm at half strength."""
    table = np.zeros(256, np.uint32)
    if cytoplasm:
        table[MASK_CYTOPLASM] = _premultiplied(colour, 0.45)
    if nucleus:
        table[MASK_NUCLEUS] = _premultiplied(colour, 0.9)
    elif cytoplasm:
        table[MASK_NUCLEUS] = table[MASK_CYTOPLASM]
    pixels = np.ascontiguousarray(table[mask.labels])
    height, width = pixels.shape
    kind = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, 4 * width, kind).copy()


def _premultiplied(colour: QColor, alpha: float) -> int:
    r, g, b = (round(v * alpha) for v in (colour.red(), colour.green(), colour.blue()))
    return (round(255 * alpha) << 24) | (r << 16) | (g << 8) | b


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
