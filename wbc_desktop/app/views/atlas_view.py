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
MARK = 42
LEAST, MOST = 40, 64


class AtlasView(QWidget):
    """One line of crops per class; the most probable class first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: list[str] = list(FIVE_IDS)
        self._images: dict[str, list[QImage]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("Confirmed cells of each class"))
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Five lines."""
        return QSize(280, self.heightForWidth(280))

    def hasHeightForWidth(self) -> bool:
        """Wider is higher: the crops grow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Five lines of crops."""
        return len(self._order) * (self._side(width) + GAP)

    def show_images(self, order: list[str], images: dict[str, list[QImage]]) -> None:
        """Show crops by class; ``order``: the classes from top to bottom."""
        self._order, self._images = list(order), dict(images)
        shown = [f"{class_name(c)}: {len(images.get(c, []))}" for c in order]
        self.setAccessibleDescription(", ".join(shown))
        self.updateGeometry()
        self.update()

    def _side(self, width: int) -> int:
        return min(max((width - MARK) // 4 - GAP, LEAST), MOST)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw letters and crops."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        side = self._side(self.width())
        bold = QFont(self.font())
        bold.setBold(True)
        bold.setPointSizeF(self.font().pointSizeF() * 0.85)
        painter.setFont(bold)
        height = QFontMetrics(bold).height() + 3
        for line, label in enumerate(self._order):
            y = line * (side + GAP)
            mark = QRectF(0, y + (side - height) / 2, MARK - 8, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(class_colour(label))
            painter.drawRoundedRect(mark, 4, 4)
            painter.setPen(on_colour(class_colour(label)))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, letters(label))
            images = self._images.get(label, [])
            for i in range(max((self.width() - MARK) // (side + GAP), 1)):
                place = QRectF(MARK + i * (side + GAP), y, side, side)
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
