"""Draws the headers of the gallery: class, letters, number of cells, how many are reviewed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from wbc_desktop.app.class_mark import letters, on_colour
from wbc_desktop.app.theme import SPACE, class_colour, colours
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.app.viewmodels.cell_table import Section

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def draw_header(painter: QPainter, place: QRect, section: Section, font: QFont, drop: bool) -> None:
    """Draw a section's header; ``drop``: cells dragged here would get this class."""
    c = colours()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    background = QColor(c.accent) if drop else QColor(c.panel)
    ink = QColor(c.on_accent) if drop else QColor(c.text)
    painter.fillRect(place, background)
    painter.setPen(QPen(QColor(c.line), 1))
    painter.drawLine(place.bottomLeft(), place.bottomRight())
    x = place.left() + SPACE
    x = _draw_mark(painter, x, place, section.label, font)
    bold = QFont(font)
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(ink)
    name = class_name(section.label)
    painter.drawText(QRect(x, place.top(), place.width(), place.height()), _LEFT, name)
    x += QFontMetrics(bold).horizontalAdvance(name) + SPACE
    painter.setFont(font)
    painter.drawText(QRect(x, place.top(), 90, place.height()), _LEFT, f"{section.count}")
    right = place.adjusted(0, 0, -2 * SPACE, 0)
    if section.count:
        done = section.reviewed == section.count
        text = tr("all reviewed") if done else tr("{n} to review", n=section.count - section.reviewed)
        painter.setPen(ink if drop else QColor(c.good if done else c.muted))
        painter.drawText(right, _RIGHT, text)
    painter.restore()


def draw_empty(painter: QPainter, body: QRect, font: QFont) -> None:
    """Say that a class has no cells."""
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(colours().muted))
    painter.drawText(body.adjusted(SPACE, 0, 0, 0), _LEFT, tr("none"))
    painter.restore()


def _draw_mark(painter: QPainter, x: int, place: QRect, label: str, font: QFont) -> int:
    small = QFont(font)
    small.setBold(True)
    small.setPointSizeF(font.pointSizeF() * 0.85)
    text = letters(label)
    height = QFontMetrics(small).height() + 5
    width = max(QFontMetrics(small).horizontalAdvance(text) + 10, height + 3)
    rect = QRectF(x, place.center().y() - height // 2, width, height)
    colour = class_colour(label)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, 4, 4)
    painter.setFont(small)
    painter.setPen(on_colour(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    return x + width + 8
