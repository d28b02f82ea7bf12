"""Draws the masks of the cells in view: a veil in the class's colour, outlines as lines."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from wbc_desktop.app.theme import class_colour
from wbc_desktop.app.viewmodels.byte_cache import ByteCache
from wbc_desktop.app.viewmodels.field_cells import FieldCells
from wbc_desktop.app.viewmodels.pixels import image_bytes
from wbc_desktop.app.viewmodels.view_options import ViewOptions
from wbc_desktop.app.views.mask_outline import outline
from wbc_desktop.core.cell import MASK_CYTOPLASM, MASK_NUCLEUS, Cell, CellMask

SMALLEST = 10.0
"""Cells smaller than this on the screen get no mask: it could not be seen."""

BUDGET = 0.006
"""Seconds that one frame may spend on tracing outlines; the rest is traced in the next."""

Outlines = tuple[CellMask, QPainterPath, QPainterPath]


class MaskLayer(QGraphicsItem):
    """Masks of all cells of the image as one item."""

    def __init__(self, cells: FieldCells, options: ViewOptions) -> None:
        super().__init__()
        self._cells = cells
        self._options = options
        self._rect = QRectF()
        self._outlines: dict[tuple[str, int], Outlines] = {}
        self._veils: ByteCache[tuple[object, ...], QImage] = ByteCache(64 << 20, image_bytes)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """The image's rectangle, with room for cells cut by its edge."""
        return self._rect

    def set_rect(self, rect: QRectF) -> None:
        """The image's rectangle is another."""
        self.prepareGeometryChange()
        self._rect = rect
        self._outlines.clear()
        self._veils.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the masks of the exposed part."""
        on = self._options.on
        veils, lines = on("nucleus") or on("cell"), on("outlines")
        if not (veils or lines):
            return
        scale = painter.worldTransform().m11()
        exposed = option.exposedRect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        end = time.perf_counter() + BUDGET
        late = False
        for cell in self._cells.in_rect(exposed):
            if cell.mask is None or cell.box.width * scale < SMALLEST:
                continue
            if veils:
                self._draw_veil(painter, cell, cell.mask)
            if lines:
                late |= not self._draw_outline(painter, cell, cell.mask, end)
        scene = self.scene()
        if late and scene is not None:
            # Through the scene: a timer must not call an item that is gone by then.
            QTimer.singleShot(0, scene, scene.update)

    def _draw_veil(self, painter: QPainter, cell: Cell, mask: CellMask) -> None:
        nucleus, whole = self._options.on("nucleus"), self._options.on("cell")
        colour = class_colour(cell.label)
        key = (cell.key, id(mask), colour.rgb(), nucleus, whole)
        veil = self._veils.get(key)
        if veil is None:
            veil = mask_image(mask, colour, nucleus=nucleus, cytoplasm=whole)
            self._veils.put(key, veil)
        box = mask.box
        painter.setOpacity(self._options.get("opacity"))
        painter.drawImage(QRectF(box.x, box.y, box.width, box.height), veil)
        painter.setOpacity(1.0)

    def _draw_outline(self, painter: QPainter, cell: Cell, mask: CellMask, end: float) -> bool:
        known = self._outlines.get(cell.key)
        if known is None or known[0] is not mask:
            if time.perf_counter() > end:
                return False
            known = (mask, outline(mask, nucleus=False), outline(mask, nucleus=True))
            self._outlines[cell.key] = known
        strength = 0.35 + 0.65 * self._options.get("opacity")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = class_colour(cell.label)
        painter.setOpacity(strength)
        for path, width in ((known[1], 2.0), (known[2], 1.4)):
            # A pale line below keeps the colour apart from the stain, whatever both are.
            painter.setPen(_pen(QColor(255, 255, 255, 150), width + 1.6))
            painter.drawPath(path)
            painter.setPen(_pen(colour, width))
            painter.drawPath(path)
        painter.setOpacity(1.0)
        return True


def mask_image(mask: CellMask, colour: QColor, *, nucleus: bool, cytoplasm: bool) -> QImage:
    """A mask as a veil: the nucleus full, the cytoplasm at half strength."""
    table = np.zeros(256, np.uint32)
    if cytoplasm:
        table[MASK_CYTOPLASM] = _premultiplied(colour, 0.45)
    if nucleus:
        table[MASK_NUCLEUS] = _premultiplied(colour, 0.9)
    elif cytoplasm:
        table[MASK_NUCLEUS] = table[MASK_CYTOPLASM]
    pixels = np.ascontiguousarray(table[mask.labels])
    height, width = pixels.shape
    kind = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, 4 * width, kind).copy()


def _premultiplied(colour: QColor, alpha: float) -> int:
    r, g, b = (round(v * alpha) for v in (colour.red(), colour.green(), colour.blue()))
    return (round(255 * alpha) << 24) | (r << 16) | (g << 8) | b


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
