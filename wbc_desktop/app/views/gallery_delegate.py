"""Draws one cell of the gallery: its crop, the model's certainty, and whether a person has decided."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wbc_desktop.app.class_mark import letters, percent
from wbc_desktop.app.theme import class_colour, colours, theme
from wbc_desktop.app.viewmodels.byte_cache import ByteCache
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.cell_table import CELL_ROLE, section_of
from wbc_desktop.app.viewmodels.thumbnails import Thumbnails
from wbc_desktop.core.cell import Cell

CORNER = 5.0

Index = QModelIndex | QPersistentModelIndex


class GalleryDelegate(QStyledItemDelegate):
    """Tile and caption; scaled pixmaps are kept, so that a scroll only copies them."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._scaled: ByteCache[tuple[Key, int], tuple[int, QPixmap]] = ByteCache(
            64 << 20, lambda value: value[1].width() * value[1].height() * 4
        )
        self._captions: ByteCache[tuple[object, ...], QPixmap] = ByteCache(
            8 << 20, lambda value: value.width() * value.height() * 4
        )
        thumbnails.ready.connect(self._forget)
        theme().changed.connect(self._captions.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The tile's size; the gallery's layout decides it."""
        rect: QRect = option.rect
        return rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the tile."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        square = QRectF(rect.left(), rect.top(), rect.width(), rect.width())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_crop(painter, cell, square)
        self._draw_frame(painter, square, state)
        self._draw_caption(painter, cell, rect, QFont(option.font))

    def _draw_crop(self, painter: QPainter, cell: Cell, square: QRectF) -> None:
        pixmap = self._pixmap(cell.key, square, painter.device().devicePixelRatioF())
        if pixmap is not None:
            painter.drawPixmap(square.topLeft(), pixmap)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().raised))
        painter.drawRoundedRect(square, CORNER, CORNER)
        if self._thumbnails.unreadable(cell.key):
            painter.setPen(QColor(colours().muted))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, "⚠")

    def _pixmap(self, key: Key, square: QRectF, ratio: float) -> QPixmap | None:
        side = round(square.width() * ratio)
        known = self._scaled.get((key, side))
        image = self._thumbnails.get(key)
        if image is None:
            return known[1] if known is not None else None
        if known is not None and known[0] == image.width():
            return known[1]
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(QRectF(0, 0, side, side), CORNER * ratio, CORNER * ratio)
        painter.setClipPath(path)
        smooth = Qt.TransformationMode.SmoothTransformation
        painter.drawImage(0, 0, image.scaled(side, side, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        self._scaled.put((key, side), (image.width(), pixmap))
        return pixmap

    def _draw_frame(self, painter: QPainter, square: QRectF, state: QStyle.StateFlag) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        c = colours()
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(c.accent), 3))
            painter.drawRoundedRect(square.adjusted(-1.5, -1.5, 1.5, 1.5), CORNER + 1, CORNER + 1)
        else:
            hovered = bool(state & QStyle.StateFlag.State_MouseOver)
            painter.setPen(QPen(QColor(c.muted if hovered else c.line), 1.5 if hovered else 1.0))
            painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor("#ffffff"), 1.4))
            painter.drawRoundedRect(square.adjusted(1.2, 1.2, -1.2, -1.2), CORNER - 1, CORNER - 1)

    def _draw_caption(self, painter: QPainter, cell: Cell, rect: QRect, font: QFont) -> None:
        """Captions repeat among thousands of cells: each is drawn once, then copied."""
        ratio = painter.device().devicePixelRatioF()
        size = QSize(rect.width(), rect.height() - rect.width() - 1)
        words, reviewed = caption(cell), cell.review is not None
        colour = class_colour(cell.label)
        key = (words, reviewed, colour.rgb(), size.width(), size.height(), ratio, font.key())
        pixmap = self._captions.get(key)
        if pixmap is None:
            pixmap = _drawn_caption(words, reviewed, colour, size, font, ratio)
            self._captions.put(key, pixmap)
        painter.drawPixmap(QPointF(rect.left(), rect.top() + rect.width() + 1), pixmap)

    def _forget(self, keys: list[Key]) -> None:
        if not keys:
            self._scaled.clear()


def caption(cell: Cell) -> tuple[str, str]:
    """What stands under a cell: the class in force, and the model's answer where it says more."""
    left = letters(cell.label)
    p = cell.prediction
    if p is None:
        return left, ""
    if cell.review is not None and section_of(p.label) != section_of(cell.label):
        return left, f"({letters(p.label)})"
    if cell.label == "unidentified":
        return left, f"{letters(p.best_class)} {percent(p.confidence)}"
    return left, percent(p.confidence)


def _drawn_caption(
    words: tuple[str, str], reviewed: bool, colour: QColor, size: QSize, font: QFont, ratio: float
) -> QPixmap:
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = QRectF(0, 0, size.width(), size.height())
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.88)
    painter.setFont(small)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(5, line.center().y()), 4, 4)
    if reviewed:
        _draw_tick(painter, QPointF(line.right() - 6, line.center().y()), QColor(colours().good))
        line.adjust(0, 0, -15, 0)
    room = line.adjusted(12, 0, 0, 0)
    middle = Qt.AlignmentFlag.AlignVCenter
    left, right = words
    painter.setPen(QColor(colours().text))
    painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, left)
    metrics = QFontMetrics(small)
    if metrics.horizontalAdvance(left) + metrics.horizontalAdvance(right) + 8 <= room.width():
        painter.setPen(QColor(colours().muted))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, right)
    painter.end()
    return pixmap


def _draw_tick(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    pen = QPen(colour, 2.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y = centre.x(), centre.y()
    painter.drawPolyline([QPointF(x - 5, y), QPointF(x - 1.5, y + 3.8), QPointF(x + 5, y - 4.2)])
