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

BUDGET = 0.003
"""Seconds that one frame, or one turn of the timer, may spend on new sprites."""

SHOW_S = 0.3
"""New sprites are shown that often while more of them are being made: a frame draws all cells."""

_Wanted = tuple[Cell, CellMask, Look, float, float]


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
        self._late: list[_Wanted] = []
        self._timer: QTimer | None = None
        self._shown = 0.0
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
        self._late.clear()

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
        self._late = []
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
                self._draw_sprite(painter, cell, look, place, ratio, end)
        painter.restore()
        if self._late:
            self._go_on_later()

    def _draw_sprite(
        self, painter: QPainter, cell: Cell, look: Look, place: QRectF, ratio: float, end: float
    ) -> None:
        """Copy the cell's sprite to its place; note it where it is still to be made."""
        mask = cell.mask
        assert mask is not None
        wanted = (cell, mask, look, bucket(place.width()), ratio)
        pixmap = self._sprites.get(_key(wanted))
        if pixmap is None and not (self.in_motion and cell.key in self._last):
            if time.perf_counter() < end:
                pixmap = self._make(wanted)
            else:
                self._late.append(wanted)
        if pixmap is None:
            # While one zooms the last copy will do: the exact one is made once the scale rests.
            pixmap = self._last.get(cell.key)
        if pixmap is not None:
            inner = pixmap.width() / ratio - 2 * MARGIN
            edge = MARGIN * place.width() / max(inner, 1.0)
            painter.drawPixmap(place.adjusted(-edge, -edge, edge, edge), pixmap, QRectF(pixmap.rect()))

    def _make(self, wanted: _Wanted) -> QPixmap:
        cell, mask, look, size, ratio = wanted
        pixmap = sprite(mask, _paths(mask), look, size, ratio)
        self._sprites.put(_key(wanted), pixmap)
        self._last[cell.key] = pixmap
        return pixmap

    def _go_on_later(self) -> None:
        scene = self.scene()
        if self._timer is None and scene is not None:
            # The scene's: a timer must not call a layer that is gone by then.
            self._timer = QTimer(scene)
            self._timer.timeout.connect(self._make_some)
        if self._timer is not None and not self._timer.isActive():
            self._shown = time.perf_counter()
            self._timer.start(0)

    def _make_some(self) -> None:
        """Between two events: a few of the sprites that the last frame lacked."""
        now = time.perf_counter()
        end = now + BUDGET
        while self._late and time.perf_counter() < end:
            self._make(self._late.pop(0))
        scene, timer = self.scene(), self._timer
        if not self._late and timer is not None:
            timer.stop()
        if scene is not None and (not self._late or now - self._shown > SHOW_S):
            self._shown = now
            scene.update()


def _key(wanted: _Wanted) -> tuple[object, ...]:
    cell, mask, look, size, ratio = wanted
    return cell.key, id(mask), look, size, ratio


def _paths(mask: CellMask) -> tuple[QPainterPath, QPainterPath]:
    known = outlines(mask)
    return known.cell, known.nucleus
