"""The whole image in a corner, with the part in view; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from wbc_desktop.app.theme import class_colour, colours, theme
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.field_cells import FieldCells

LONGEST = 180
SHARE = 0.3
"""Of the view's width and height, at most."""


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
        self._picture = QPixmap()
        self._size = QRectF()
        self._seen = QRectF()
        self.setAccessibleName(tr("Overview of the image"))
        self.setToolTip(tr("Overview: click or drag to move"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        cells.cells_changed.connect(self._forget)
        theme().changed.connect(self._forget)
        self.hide()

    def set_image(self, overview: QImage, size: QRectF) -> None:
        """Show another image of the given size (level-0 pixels)."""
        self._size = size
        longest = max(size.width(), size.height(), 1.0)
        width = max(round(size.width() / longest * LONGEST), 24)
        height = max(round(size.height() / longest * LONGEST), 24)
        ratio = self.devicePixelRatioF()
        self._image = (
            QImage()
            if overview.isNull()
            else overview.scaled(
                round(width * ratio),
                round(height * ratio),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        self.setFixedSize(width + 2, height + 2)
        self._forget()

    def fit_into(self, width: int, height: int) -> None:
        """Take no more than a share of a view so large."""
        size = self._size
        if size.isEmpty():
            return
        scale = min(
            LONGEST / max(size.width(), size.height()),
            SHARE * width / size.width(),
            SHARE * height / size.height(),
        )
        across, down = max(round(size.width() * scale), 24) + 2, max(round(size.height() * scale), 24) + 2
        if (across, down) != (self.width(), self.height()):
            self.setFixedSize(across, down)
            self._forget()

    def set_seen(self, seen: QRectF) -> None:
        """The part of the image in view (level-0 pixels)."""
        self._seen = seen
        whole = self._size.isEmpty() or seen.adjusted(-1, -1, 1, 1).contains(self._size)
        self.setVisible(not whole)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the overview, and over it the part in view."""
        if self._picture.isNull():
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        sx, sy = self._factors()
        s = self._seen
        seen = QRectF(1 + s.x() * sx, 1 + s.y() * sy, s.width() * sx, s.height() * sy)
        seen = seen.intersected(QRectF(1, 1, self.width() - 2, self.height() - 2))
        painter.setBrush(QColor(255, 255, 255, 40))
        painter.setPen(QPen(QColor("#ffffff"), 3))
        painter.drawRect(seen)
        painter.setPen(QPen(QColor(colours().accent), 1.6))
        painter.drawRect(seen)
        painter.end()

    def _drawn(self) -> QPixmap:
        """Overview and cells: drawn once, shown in every frame of a pan."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(colours().raised))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._image.isNull():
            painter.drawImage(QRectF(1, 1, self.width() - 2, self.height() - 2), self._image)
        sx, sy = self._factors()
        pen = QPen()
        many = len(self._cells.cells) > 300
        pen.setWidthF(2.0 if many else 3.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        for cell in self._cells.cells[:5000]:
            x, y = cell.box.centre
            pen.setColor(class_colour(cell.label))
            painter.setPen(pen)
            painter.drawPoint(QPointF(1 + x * sx, 1 + y * sy))
        painter.setPen(QPen(QColor(colours().line), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        painter.end()
        return picture

    def _factors(self) -> tuple[float, float]:
        return (self.width() - 2) / self._size.width(), (self.height() - 2) / self._size.height()

    def _forget(self) -> None:
        self._picture = QPixmap()
        self.update()

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
