"""One cell large, with its outline."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wbc_desktop.app.theme import class_colour, colours, theme
from wbc_desktop.app.translations import tr
from wbc_desktop.app.views.mask_outline import outlines
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.geometry import Box

SMALLEST, LARGEST = 120, 420


class CellPicture(QWidget):
    """A square crop; nucleus and cell outlined in the colour of the class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell: Cell | None = None
        self._frame = Box(0, 0, 1, 1)
        self._image = QImage()
        self._paths: list[QPainterPath] = []
        self._text = ""
        self.outlined = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._most = LARGEST
        self.setMinimumSize(SMALLEST, SMALLEST)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A square as high as there is room."""
        return QSize(self._side(), 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow in width with the height."""
        super().resizeEvent(event)
        self.setFixedWidth(self._side())

    def limit(self, side: int) -> None:
        """At most so wide, so that what stands beside it has room."""
        self._most = min(max(side, SMALLEST), LARGEST)
        self.setFixedWidth(self._side())

    def _side(self) -> int:
        return min(max(self.height(), SMALLEST), self._most)

    @property
    def has_image(self) -> bool:
        """Whether the crop is there."""
        return not self._image.isNull()

    def show_cell(self, cell: Cell | None, frame: Box) -> None:
        """Show a cell; its crop follows."""
        if cell is None or self._cell is None or cell.key != self._cell.key:
            self._image = QImage()
        self._cell, self._frame, self._text = cell, frame, ""
        self._paths = []
        if cell is not None and cell.mask is not None:
            known = outlines(cell.mask)
            self._paths = [known.cell, known.nucleus]
        self.setAccessibleName(tr("No cell") if cell is None else tr("Enlarged cell"))
        self.update()

    def set_image(self, image: QImage) -> None:
        """The crop is there."""
        self._image = image
        self.update()

    def tell(self, text: str) -> None:
        """Say why there is no crop."""
        self._text = text
        self.update()

    def set_outlined(self, on: bool) -> None:
        """Draw the outline, or show the bare crop."""
        self.outlined = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw crop and outline."""
        c = colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        side = min(self.width(), self.height())
        place = QRectF(0, 0, side, side)
        clip = QPainterPath()
        clip.addRoundedRect(place, 6, 6)
        painter.setClipPath(clip)
        painter.fillRect(place, QColor(c.raised))
        if not self._image.isNull():
            painter.drawImage(place, self._image)
            if self.outlined and self._cell is not None:
                self._draw_outline(painter, place, class_colour(self._cell.label))
        elif self._text:
            painter.setPen(QColor(c.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place.adjusted(12, 12, -12, -12), flags, self._text)
        painter.end()

    def _draw_outline(self, painter: QPainter, place: QRectF, colour: QColor) -> None:
        scale = place.width() / self._frame.width
        painter.save()
        painter.translate(place.topLeft())
        painter.scale(scale, scale)
        painter.translate(-self._frame.x, -self._frame.y)
        for path, width in zip(self._paths, (2.2, 1.6), strict=False):
            for ink, extra in ((QColor(255, 255, 255, 170), 1.8), (colour, 0.0)):
                pen = QPen(ink, width + extra)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.drawPath(path)
        painter.restore()
