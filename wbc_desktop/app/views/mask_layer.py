"""Draws the masks of the cells in view: a veil in the class's colour, outlines as lines."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from wbc_desktop.app.theme import class_colour
from wbc_desktop.app.viewmodels.byte_cache import ByteCache
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.field_cells import FieldCells
from wbc_desktop.app.viewmodels.view_options import ViewOptions
from wbc_desktop.app.views.mask_outline import outlines
from wbc_desktop.app.views.mask_sprite import LARGEST, MARGIN, Look, bucket, draw_mask, sprite
from wbc_desktop.core.cell import Cell, CellMask

SMALLEST = 20.0
"""Cells smaller than this on the screen are dots (``cell_layer``): a mask could not be seen."""

BUDGET = 0.004
"""Seconds that one frame may spend on new sprites; the rest comes in the next frames."""


class MaskLayer(QGraphicsItem):
    """Masks of all cells of the image as one item."""

    def __init__(self, cells: FieldCells, options: ViewOptions) -> None:
        super().__init__()
        self._cells = cells
        self._options = options
        self._rect = QRectF()
        self.in_motion = False
        self._sprites: ByteCache[tuple[object, ...], QPixmap] = ByteCache(
            96 << 20, lambda pixmap: 4 * pixmap.width() * pixmap.height()
        )
        self._last: dict[Key, QPixmap] = {}
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """The image's rectangle."""
        return self._rect

    def set_rect(self, rect: QRectF) -> None:
        """Another image."""
        self.prepareGeometryChange()
        self._rect = rect
        self._sprites.clear()
        self._last.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the masks of the exposed part, in screen pixels."""
        on = self._options.on
        nucleus, whole, lines = on("nucleus"), on("cell"), on("outlines")
        if not (nucleus or whole or lines):
            return
        view = painter.worldTransform()
        ratio = painter.device().devicePixelRatioF()
        cells = self._cells.in_rect(option.exposedRect)
        painter.save()
        painter.resetTransform()
        # While the scale changes a coarse copy will do; at rest it is smoothed.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.in_motion)
        end = time.perf_counter() + BUDGET
        late = False
        for cell in cells:
            if cell.mask is None or cell.box.width * view.m11() < SMALLEST:
                continue
            box = cell.mask.box
            place = view.mapRect(QRectF(box.x, box.y, box.width, box.height))
            rgb = class_colour(cell.label).rgb()
            look = Look(rgb, nucleus, whole, lines, self._options.get("opacity"))
            if place.width() > LARGEST:
                draw_mask(painter, cell.mask, _paths(cell.mask), look, place)
            else:
                late |= not self._draw_sprite(painter, cell, look, place, ratio, end)
        painter.restore()
        scene = self.scene()
        if late and scene is not None:
            # Through the scene: a timer must not call a layer that is gone by then.
            QTimer.singleShot(0, scene, scene.update)

    def _draw_sprite(
        self, painter: QPainter, cell: Cell, look: Look, place: QRectF, ratio: float, end: float
    ) -> bool:
        """Copy the cell's sprite to its place; False if it is still to be made."""
        assert cell.mask is not None
        size = bucket(place.width())
        key = (cell.key, id(cell.mask), look, size, ratio)
        pixmap = self._sprites.get(key)
        fresh = pixmap is not None
        if pixmap is None and self.in_motion:
            # While one zooms the last copy will do: the exact one is made once the scale rests.
            pixmap = self._last.get(cell.key)
            fresh = pixmap is not None
        if pixmap is None and time.perf_counter() < end:
            pixmap = sprite(cell.mask, _paths(cell.mask), look, size, ratio)
            self._sprites.put(key, pixmap)
            self._last[cell.key] = pixmap
            fresh = True
        if pixmap is None:
            pixmap = self._last.get(cell.key)
        if pixmap is not None:
            inner = pixmap.width() / ratio - 2 * MARGIN
            edge = MARGIN * place.width() / max(inner, 1.0)
            painter.drawPixmap(place.adjusted(-edge, -edge, edge, edge), pixmap, QRectF(pixmap.rect()))
        return fresh


def _paths(mask: CellMask) -> tuple[QPainterPath, QPainterPath]:
    known = outlines(mask)
    return known.cell, known.nucleus
