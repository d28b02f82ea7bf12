"""Draws one cell of the gallery: its crop, the model's certainty, and whether a person has decided."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wbc_desktop.app.class_mark import letters, percent
from wbc_desktop.app.theme import class_colour, colours, theme
from wbc_desktop.app.viewmodels.byte_cache import ByteCache
from wbc_desktop.app.viewmodels.cell_table import CELL_ROLE, section_of
from wbc_desktop.app.viewmodels.thumbnails import CORNER, Thumbnails
from wbc_desktop.core.cell import Cell

MARGIN = 3.0
"""Room around a tile for the frame of a selected one, device-independent pixels."""

Index = QModelIndex | QPersistentModelIndex


State = tuple[bool, bool, bool]
"""Whether a tile is selected, under the pointer, and the one that has the keyboard."""


@dataclass(frozen=True, slots=True)
class _Look:
    side: int
    size: QSize
    font: QFont
    font_key: str
    ratio: float


class GalleryDelegate(QStyledItemDelegate):
    """Tile and caption; all that is drawn is made once, so that a scroll only copies it."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._frames: dict[tuple[object, ...], QPixmap] = {}
        self._look = _Look(96, QSize(96, 20), QFont(), "", 1.0)
        self._captions: ByteCache[tuple[object, ...], QPixmap] = ByteCache(
            8 << 20, lambda value: value.width() * value.height() * 4
        )
        theme().changed.connect(self._forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The tile's size; the gallery's layout decides it."""
        rect: QRect = option.rect
        return rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the tile, where Qt itself asks for one."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        self.begin(painter, rect.width(), rect.height() - rect.width(), QFont(option.font))
        flags = (
            QStyle.StateFlag.State_Selected,
            QStyle.StateFlag.State_MouseOver,
            QStyle.StateFlag.State_HasFocus,
        )
        chosen, hovered, focused = (bool(state & flag) for flag in flags)
        self.draw(painter, cell, rect.left(), rect.top(), (chosen, hovered, focused))

    def begin(self, painter: QPainter, side: int, caption_height: int, font: QFont) -> None:
        """Take down what is the same for all tiles of one painting."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = QSize(side, caption_height - 1)
        self._look = _Look(side, size, font, font.key(), painter.device().devicePixelRatioF())

    def draw(self, painter: QPainter, cell: Cell, x: int, y: int, state: State) -> None:
        """Draw one tile with its corner at a place of the viewport; after ``begin``."""
        look = self._look
        image = self._thumbnails.get(cell.key)
        if image is None:
            self._draw_waiting(painter, cell, QRectF(x, y, look.side, look.side))
        elif image.width() == round(look.side * look.ratio) and look.ratio == 1.0:
            painter.drawImage(x, y, image)
        else:
            # Another size for the moment after the tiles were made larger or smaller; else a finer screen.
            painter.drawImage(QRectF(x, y, look.side, look.side), image)
        painter.drawPixmap(QPointF(x - MARGIN, y - MARGIN), self._frame(state))
        painter.drawPixmap(QPointF(x, y + look.side + 1), self._caption(cell))

    def _draw_waiting(self, painter: QPainter, cell: Cell, square: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().raised))
        painter.drawRoundedRect(square, CORNER, CORNER)
        if self._thumbnails.unreadable(cell.key):
            painter.setPen(QColor(colours().muted))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, "⚠")

    def _frame(self, state: State) -> QPixmap:
        """Frames are alike for all tiles of a size: each kind is drawn once, then copied."""
        key = (self._look.side, self._look.ratio, state)
        pixmap = self._frames.get(key)
        if pixmap is None:
            pixmap = self._frames[key] = _drawn_frame(self._look.side, self._look.ratio, state)
        return pixmap

    def _caption(self, cell: Cell) -> QPixmap:
        """Captions repeat among thousands of cells: each is drawn once, then copied."""
        look = self._look
        words, reviewed = caption(cell), cell.review is not None
        key = (words, reviewed, cell.label, look.size.width(), look.size.height(), look.ratio, look.font_key)
        pixmap = self._captions.get(key)
        if pixmap is None:
            pixmap = _drawn_caption(
                words, reviewed, class_colour(cell.label), look.size, look.font, look.ratio
            )
            self._captions.put(key, pixmap)
        return pixmap

    def _forget(self) -> None:
        self._captions.clear()
        self._frames.clear()


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


def _drawn_frame(side: int, ratio: float, state: State) -> QPixmap:
    chosen, hovered, focused = state
    whole = round((side + 2 * MARGIN) * ratio)
    pixmap = QPixmap(whole, whole)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    square = QRectF(MARGIN, MARGIN, side, side)
    c = colours()
    if chosen:
        painter.setPen(QPen(QColor(c.accent), 3))
        painter.drawRoundedRect(square.adjusted(-1.5, -1.5, 1.5, 1.5), CORNER + 1, CORNER + 1)
    else:
        painter.setPen(QPen(QColor(c.muted if hovered else c.line), 1.5 if hovered else 1.0))
        painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
    if focused:
        painter.setPen(QPen(QColor("#ffffff"), 1.4))
        painter.drawRoundedRect(square.adjusted(1.2, 1.2, -1.2, -1.2), CORNER - 1, CORNER - 1)
    painter.end()
    return pixmap


def _draw_tick(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    pen = QPen(colour, 2.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y = centre.x(), centre.y()
    painter.drawPolyline([QPointF(x - 5, y), QPointF(x - 1.5, y + 3.8), QPointF(x + 5, y - 4.2)])
