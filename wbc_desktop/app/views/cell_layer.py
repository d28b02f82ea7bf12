"""Draws boxes, class labels and the selection of the cells in view, thousands of them as one item."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QMargins, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from wbc_desktop.app.class_mark import letters, on_colour
from wbc_desktop.app.theme import class_colour, colours
from wbc_desktop.app.viewmodels.field_cells import FieldCells
from wbc_desktop.app.viewmodels.view_options import ViewOptions
from wbc_desktop.core.cell import Cell

DOTS_BELOW = 20.0
"""Cells smaller than this on the screen are dots: a box would hide them."""

PALE = 2
"""Pixels of the pale line around a box's coloured one."""

MOST_BOXES = 1500
"""Frames of boxes that are kept, by size and colour."""

LABELS_FROM = 26.0
"""Cells at least this wide on the screen bear their class's letters."""


class CellLayer(QGraphicsItem):
    """Boxes, letters, selection and the current cell of the image."""

    def __init__(self, cells: FieldCells, options: ViewOptions) -> None:
        super().__init__()
        self._cells = cells
        self._options = options
        self._rect = QRectF()
        self._marks: dict[tuple[str, bool, float, int], QPixmap] = {}
        self._boxes: dict[tuple[int, int, int, float], QPixmap] = {}
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """The image's rectangle with room for labels."""
        return self._rect

    def set_rect(self, rect: QRectF) -> None:
        """The image's rectangle is another."""
        self.prepareGeometryChange()
        margin = max(rect.width(), rect.height()) * 0.1
        self._rect = rect.adjusted(-margin, -margin, margin, margin)

    def forget_marks(self) -> None:
        """Colours or text size changed."""
        self._marks.clear()
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the exposed part in device coordinates: lines and letters keep their size."""
        view = painter.worldTransform()
        reach = 40.0 / max(view.m11(), 1e-6)
        exposed = option.exposedRect.adjusted(-reach, -reach, reach, reach)
        cells = self._cells.in_rect(exposed)
        painter.save()
        painter.resetTransform()
        large = [(c, _on_screen(c, view)) for c in cells]
        dots = [(c, r) for c, r in large if max(r.width(), r.height()) < DOTS_BELOW]
        boxes = [(c, r) for c, r in large if max(r.width(), r.height()) >= DOTS_BELOW]
        if self._options.on("boxes") or self._options.on("labels") or self._options.on("outlines"):
            self._draw_dots(painter, dots)
        if self._options.on("boxes"):
            self._draw_boxes(painter, boxes, painter.device().devicePixelRatioF())
        self._draw_chosen(painter, large)
        if self._options.on("labels"):
            ratio = painter.device().devicePixelRatioF()
            for cell, rect in boxes:
                if rect.width() >= LABELS_FROM or cell.key == self._cells.current:
                    self._draw_label(painter, cell, rect, ratio)
        painter.restore()

    def _draw_dots(self, painter: QPainter, dots: list[tuple[Cell, QRectF]]) -> None:
        by_colour: dict[int, list[QPointF]] = defaultdict(list)
        for cell, rect in dots:
            by_colour[class_colour(cell.label).rgb()].append(rect.center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for size, over in ((8.0, QColor(255, 255, 255, 200)), (5.5, None)):
            for rgb, points in by_colour.items():
                pen = QPen(over or QColor(rgb), size)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawPoints(points)

    def _draw_boxes(self, painter: QPainter, boxes: list[tuple[Cell, QRectF]], ratio: float) -> None:
        """Boxes as small pictures: many cells have one size on the screen, and to copy is quick."""
        painter.setOpacity(0.35 + 0.65 * self._options.get("opacity"))
        for cell, rect in boxes:
            place = rect.toRect()
            key = (place.width(), place.height(), class_colour(cell.label).rgb(), ratio)
            box = self._boxes.get(key)
            if box is None:
                if len(self._boxes) >= MOST_BOXES:
                    self._boxes.clear()
                box = self._boxes[key] = _box(place.size(), key[2], ratio)
            painter.drawPixmap(QPointF(place.x() - PALE, place.y() - PALE), box)
        painter.setOpacity(1.0)

    def _draw_chosen(self, painter: QPainter, cells: list[tuple[Cell, QRectF]]) -> None:
        """Corner brackets: they say which cell, and hide nothing of it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        chosen = self._cells.selected
        accent = QColor(colours().accent)
        for cell, rect in cells:
            current = cell.key == self._cells.current
            if current or cell.key in chosen:
                _brackets(painter, rect, accent, 3.0 if current else 2.0)
            elif cell.key == self._cells.hovered:
                _brackets(painter, rect, QColor(colours().text), 1.5)

    def _draw_label(self, painter: QPainter, cell: Cell, rect: QRectF, ratio: float) -> None:
        key = (cell.label, cell.review is not None, ratio, class_colour(cell.label).rgb())
        mark = self._marks.get(key)
        if mark is None:
            mark = self._marks[key] = _mark(cell.label, cell.review is not None, ratio)
        height = mark.height() / ratio
        top = rect.top() - height - 5
        painter.drawPixmap(QPointF(round(rect.left() - 1), round(top)), mark)


def _on_screen(cell: Cell, view: QTransform) -> QRectF:
    box = cell.box
    return view.mapRect(QRectF(box.x, box.y, box.width, box.height))


def _box(size: QSize, rgb: int, ratio: float) -> QPixmap:
    """The frame of a cell of this size: a coloured line, and a pale one on both sides of it."""
    whole = size.grownBy(QMargins(PALE, PALE, PALE, PALE))
    pixmap = QPixmap(round(whole.width() * ratio), round(whole.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setPen(Qt.PenStyle.NoPen)
    for ink, inset, width in ((QColor(255, 255, 255, 140), 0, 2 * PALE), (QColor(rgb), 1, PALE)):
        frame = QRect(0, 0, whole.width(), whole.height()).adjusted(inset, inset, -inset, -inset)
        painter.setBrush(ink)
        painter.drawRects(_edges(frame, width))
    painter.end()
    return pixmap


def _edges(rect: QRect, width: int) -> list[QRect]:
    """The four edges of a box, drawn inwards, none over another."""
    x, y, w, h = rect.x(), rect.y(), rect.width(), rect.height()
    side = h - 2 * width
    return [
        QRect(x, y, w, width),
        QRect(x, y + h - width, w, width),
        QRect(x, y + width, width, side),
        QRect(x + w - width, y + width, width, side),
    ]


def _brackets(painter: QPainter, rect: QRectF, colour: QColor, width: float) -> None:
    least = max(0.0, (16 - min(rect.width(), rect.height())) / 2)
    r = rect.adjusted(-4 - least, -4 - least, 4 + least, 4 + least)
    arm = max(min(r.width(), r.height()) * 0.22, 5.0)
    lines = []
    for x, sx in ((r.left(), 1), (r.right(), -1)):
        for y, sy in ((r.top(), 1), (r.bottom(), -1)):
            lines.append([QPointF(x + sx * arm, y), QPointF(x, y), QPointF(x, y + sy * arm)])
    for pen in (QPen(QColor(255, 255, 255, 210), width + 2.4), QPen(colour, width)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for line in lines:
            painter.drawPolyline(line)


def _mark(label: str, reviewed: bool, ratio: float) -> QPixmap:
    """The class's letters on its colour, with a tick once a person has decided."""
    font = QFont()
    font.setBold(True)
    font.setPointSizeF(max(font.pointSizeF() * 0.82, 7.5))
    text = letters(label) + (" ✓" if reviewed else "")
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 9, metrics.height() + 2
    pixmap = QPixmap(int(width * ratio + 1), int(height * ratio + 1))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = class_colour(label)
    painter.setPen(QPen(QColor(255, 255, 255, 180), 1))
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 4, 4)
    painter.setPen(on_colour(colour))
    painter.setFont(font)
    painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap
