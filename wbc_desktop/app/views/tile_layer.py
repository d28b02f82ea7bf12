"""Draws the image itself: the tiles that are there, coarser ones where they are not yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from wbc_desktop.app.theme import colours
from wbc_desktop.app.viewmodels.byte_cache import ByteCache
from wbc_desktop.app.viewmodels.pixels import Light, image_bytes
from wbc_desktop.app.viewmodels.slide import SlideTiles, Tile, TileGrid, parent

LIT_BYTES = 96 << 20


class TileLayer(QGraphicsItem):
    """The image as one item; scene coordinates are level-0 pixels."""

    def __init__(self, tiles: SlideTiles) -> None:
        super().__init__()
        self._tiles = tiles
        self._light = Light()
        self._lit: ByteCache[tuple[object, Tile], QImage] = ByteCache(LIT_BYTES, image_bytes)
        self._rect = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """The image's rectangle."""
        return self._rect

    def image_changed(self) -> None:
        """The tiles now are those of another image (or none)."""
        self.prepareGeometryChange()
        opened = self._tiles.current
        self._rect = QRectF(0, 0, opened.grid.width, opened.grid.height) if opened else QRectF()
        self.update()

    def set_light(self, light: Light) -> None:
        """Show the image in another light."""
        if light != self._light:
            self._light = light
            self._lit.clear()
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the exposed part, aligned to whole device pixels so that no seam shows."""
        opened = self._tiles.current
        if opened is None:
            return
        view = painter.worldTransform()
        ratio = painter.device().devicePixelRatioF()
        step = opened.grid.step_for(view.m11() * ratio)
        tiles = opened.grid.covering(option.exposedRect, step)
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, view.m11() * ratio < 6)
        missing = False
        for tile in tiles:
            missing |= not self._draw(painter, opened.grid, tile, view, ratio)
        painter.restore()
        if missing:
            self._want(opened.grid, step, widget, view)

    def _want(self, grid: TileGrid, step: int, widget: QWidget | None, view: QTransform) -> None:
        """Ask for all tiles in the viewport, not only for those of this exposed part."""
        if widget is None:
            return
        seen = view.inverted()[0].mapRect(QRectF(widget.rect()))
        tiles = grid.covering(seen, step)
        # The step above comes quickly and covers four tiles: it bridges the wait.
        coarse = grid.covering(seen, min(step + 2, grid.top)) if step < grid.top else []
        self._tiles.want([*coarse, *tiles])

    def _draw(self, painter: QPainter, grid: TileGrid, tile: Tile, view: QTransform, ratio: float) -> bool:
        rect = grid.rect(tile)
        target = _aligned(view.mapRect(rect), ratio)
        image = self._image(tile)
        if image is not None:
            painter.drawImage(target, image)
            return True
        above = tile
        while above[0] < grid.top:
            above = parent(above)
            image = self._image(above)
            if image is not None:
                painter.drawImage(target, image, _part(image, grid.rect(above), rect))
                return False
        painter.fillRect(target, QColor(colours().raised))
        return False

    def _image(self, tile: Tile) -> QImage | None:
        image = self._tiles.image(tile)
        if image is None or self._light.plain:
            return image
        key = (self._tiles.path, tile)
        lit = self._lit.get(key)
        if lit is None:
            lit = self._light.apply(image)
            self._lit.put(key, lit)
        return lit


def _aligned(rect: QRectF, ratio: float) -> QRectF:
    left, top = round(rect.left() * ratio) / ratio, round(rect.top() * ratio) / ratio
    right, bottom = round(rect.right() * ratio) / ratio, round(rect.bottom() * ratio) / ratio
    return QRectF(left, top, max(right - left, 1 / ratio), max(bottom - top, 1 / ratio))


def _part(image: QImage, whole: QRectF, part: QRectF) -> QRectF:
    """Where ``part`` lies in an image that covers ``whole``."""
    sx, sy = image.width() / whole.width(), image.height() / whole.height()
    return QRectF(
        (part.x() - whole.x()) * sx, (part.y() - whole.y()) * sy, part.width() * sx, part.height() * sy
    )
