"""What is seen under the pointer while cells are dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from wbc_desktop.app.theme import colours

SIDE = 64


def drag_picture(images: Sequence[QImage | None], count: int, ratio: float) -> QPixmap:
    """Up to three crops, one behind the other, and the number of cells."""
    extent = SIDE + 10 * (max(len(images), 1) - 1) + 14
    pixmap = QPixmap(round(extent * ratio), round(extent * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    for i in range(len(images) - 1, -1, -1):
        place = QRectF(2 + 10 * i, 2 + 10 * i, SIDE, SIDE)
        image = images[i]
        if image is not None:
            painter.drawImage(place, image)
        else:
            painter.fillRect(place, QColor(colours().raised))
        painter.setPen(QPen(QColor(colours().accent), 2))
        painter.drawRect(place)
    if count > 1:
        badge = QRectF(SIDE - 14, 0, 30, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().accent))
        painter.drawRoundedRect(badge, 11, 11)
        painter.setPen(QColor(colours().on_accent))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(count))
    painter.end()
    return pixmap
