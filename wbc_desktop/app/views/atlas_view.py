"""Confirmed cells of each class, to hold the cell in question against."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wbc_desktop.app.class_mark import letters, on_colour
from wbc_desktop.app.theme import class_colour, colours, theme
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.core.classes import FIVE_IDS

GAP = 4
LEAST, MOST = 30, 72


class AtlasView(QWidget):
    """One line of crops per class; the most probable class first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: list[str] = list(FIVE_IDS)
        self._images: dict[str, list[QImage]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(self._mark() + 2 * (LEAST + GAP))
        self.setAccessibleName(tr("Confirmed cells of each class"))
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Five lines of four crops."""
        return QSize(self._mark() + 4 * (44 + GAP), 5 * (38 + GAP))

    def show_images(self, order: list[str], images: dict[str, list[QImage]]) -> None:
        """Show crops by class; ``order``: the classes from top to bottom."""
        self._order, self._images = list(order), dict(images)
        shown = [f"{class_name(c)}: {len(images.get(c, []))}" for c in order]
        self.setAccessibleDescription(", ".join(shown))
        self.update()

    def _side(self) -> int:
        return min(max(self.height() // max(len(self._order), 1) - GAP, LEAST), MOST)

    def _mark(self) -> int:
        """Width of the letters before a line."""
        return QFontMetrics(self._bold()).horizontalAdvance("MON") + 18

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setBold(True)
        bold.setPointSizeF(self.font().pointSizeF() * 0.85)
        return bold

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw letters and crops."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        side = self._side()
        bold, left = self._bold(), self._mark()
        painter.setFont(bold)
        height = QFontMetrics(bold).height() + 3
        for line, label in enumerate(self._order):
            y = line * (side + GAP)
            mark = QRectF(0, y + (side - height) / 2, left - 8, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(class_colour(label))
            painter.drawRoundedRect(mark, 4, 4)
            painter.setPen(on_colour(class_colour(label)))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, letters(label))
            images = self._images.get(label, [])
            for i in range(max((self.width() - left) // (side + GAP), 1)):
                place = QRectF(left + i * (side + GAP), y, side, side)
                self._draw_crop(painter, place, images[i] if i < len(images) else None)
        painter.end()

    def _draw_crop(self, painter: QPainter, place: QRectF, image: QImage | None) -> None:
        if image is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours().raised))
            painter.drawRoundedRect(place, 4, 4)
            return
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(place, 4, 4)
        painter.setClipPath(clip)
        painter.drawImage(place, image)
        painter.restore()
