"""The whole image in a corner, with the part in view; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wbc_desktop.app.theme import class_colour, colours
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.field_cells import FieldCells

LONGEST = 180


class Minimap(QWidget):
    """Overview of the image; hidden while all of it is in view.

    Signals:
        place_chosen(QPointF): A point of the image (level-0 pixels) to show.
    """

    place_chosen = Signal(QPointF)

    def __init__(self, parent: QWidget, cells: FieldCells) -> None:
        super().__init__(parent)
        self._cells = cells
        self._image = QImage()
        self._size = QRectF()
        self._seen = QRectF()
        self.setAccessibleName(tr("Overview of the image"))
        self.setToolTip(tr("Overview: click or drag to move"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        cells.changed.connect(self.update)
        self.hide()

    def set_image(self, overview: QImage, size: QRectF) -> None:
        """Show another image of the given size (level-0 pixels)."""
        self._size = size
        longest = max(size.width(), size.height(), 1.0)
        width = max(round(size.width() / longest * LONGEST), 24)
        height = max(round(size.height() / longest * LONGEST), 24)
        ratio = self.devicePixelRatioF()
        self._image = overview.scaled(
            round(width * ratio),
            round(height * ratio),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.setFixedSize(width + 2, height + 2)

    def set_seen(self, seen: QRectF) -> None:
        """The part of the image in view (level-0 pixels)."""
        self._seen = seen
        whole = self._size.isEmpty() or seen.adjusted(-1, -1, 1, 1).contains(self._size)
        self.setVisible(not whole)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw image, cells and the part in view."""
        painter = QPainter(self)
        inner = QRectF(1, 1, self.width() - 2, self.height() - 2)
        painter.drawImage(inner, self._image)
        sx, sy = inner.width() / self._size.width(), inner.height() / self._size.height()
        pen = QPen()
        pen.setWidthF(3.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for cell in self._cells.cells[:5000]:
            x, y = cell.box.centre
            pen.setColor(class_colour(cell.label))
            painter.setPen(pen)
            painter.drawPoint(QPointF(1 + x * sx, 1 + y * sy))
        seen = QRectF(
            1 + self._seen.x() * sx,
            1 + self._seen.y() * sy,
            self._seen.width() * sx,
            self._seen.height() * sy,
        ).intersected(inner)
        painter.setBrush(QColor(255, 255, 255, 40))
        painter.setPen(QPen(QColor("#ffffff"), 3))
        painter.drawRect(seen)
        painter.setPen(QPen(QColor(colours().accent), 1.6))
        painter.drawRect(seen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours().line), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place under the pointer."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        if self._size.isEmpty():
            return
        p = event.position()
        self.place_chosen.emit(
            QPointF(p.x() / self.width() * self._size.width(), p.y() / self.height() * self._size.height())
        )
        event.accept()
