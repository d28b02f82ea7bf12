"""Draws the mask file that lies beside an image."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from wbc_desktop.app.viewmodels.view_options import ViewOptions

CYTOPLASM = QColor("#00c2d1")
NUCLEUS = QColor("#7a1fa2")


class MaskFileLayer(QGraphicsItem):
    """The mask file as a veil: nucleus violet, cytoplasm cyan, so as not to be taken for a class."""

    def __init__(self, options: ViewOptions) -> None:
        super().__init__()
        self._options = options
        self._rect = QRectF()
        self._veil = QImage()

    def boundingRect(self) -> QRectF:
        """The image's rectangle."""
        return self._rect

    def set_rect(self, rect: QRectF) -> None:
        """The image's rectangle is another; its mask comes later."""
        self.prepareGeometryChange()
        self._rect = rect
        self._veil = QImage()

    def set_labels(self, labels: npt.NDArray[np.uint8] | None) -> None:
        """Show labels 0 background, 1 cytoplasm, 2 nucleus over the whole image."""
        self._veil = QImage() if labels is None else _veil(labels)
        self.update()

    @property
    def empty(self) -> bool:
        """Whether there is no mask file to show."""
        return self._veil.isNull()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw it at the opacity of the overlays."""
        if self._veil.isNull() or not self._options.on("mask_file"):
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(self._options.get("opacity"))
        painter.drawImage(self._rect, self._veil)
        painter.setOpacity(1.0)


def _veil(labels: npt.NDArray[np.uint8]) -> QImage:
    height, width = labels.shape
    data = np.ascontiguousarray(labels)
    image = QImage(data.data, width, height, width, QImage.Format.Format_Indexed8)
    colours = [QColor(0, 0, 0, 0), QColor(CYTOPLASM), QColor(NUCLEUS)]
    colours[1].setAlpha(130)
    colours[2].setAlpha(190)
    image.setColorTable([c.rgba() for c in colours])
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
