"""Scale and place of a graphics view, moved as in map programs."""

from __future__ import annotations

import math

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QVariantAnimation, Signal
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

CLOSEST = 32.0
"""Screen pixels per level-0 pixel at most."""

STEP = 1.25
"""One notch of the wheel."""


class Zoom(QObject):
    """Changes what a view shows: zooms about a point, fits, centres, pans.

    Signals:
        moved: Scale or place changed.
    """

    moved = Signal()

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self._view = view
        self._image = QRectF()
        self.fitted = True
        self._anchor = QPointF()
        self._target = 1.0
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(110)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(lambda value: self._zoom_to(math.exp(float(value))))

    @property
    def scale(self) -> float:
        """Screen pixels (device-independent) per level-0 pixel."""
        return self._view.transform().m11()

    @property
    def seen(self) -> QRectF:
        """The part in view, level-0 pixels."""
        inverse, _ = self._view.viewportTransform().inverted()
        return inverse.mapRect(QRectF(self._view.viewport().rect()))

    def set_image(self, rect: QRectF) -> None:
        """The image's rectangle; there is room around it to bring an edge to the middle."""
        self._glide.stop()
        self._image = rect
        room = max(rect.width(), rect.height(), 1.0)
        self._view.setSceneRect(rect.adjusted(-room, -room, room, room))

    def fit_scale(self) -> float:
        """The scale at which the whole image is in view."""
        if self._image.isEmpty():
            return 1.0
        port = self._view.viewport().rect()
        return min(port.width() / self._image.width(), port.height() / self._image.height())

    def fit(self) -> None:
        """Show the whole image."""
        self._glide.stop()
        self._set_scale(self.fit_scale())
        self._view.centerOn(self._image.center())
        self.fitted = True
        self.moved.emit()

    def set_scale(self, scale: float, centre: QPointF | None = None) -> None:
        """Go to a scale at once, about a point of the image (None: the middle of the view)."""
        self._glide.stop()
        centre = self.seen.center() if centre is None else centre
        self._set_scale(self._allowed(scale))
        self.fitted = False
        self.centre(centre)

    def by(self, factor: float, anchor: QPointF | None = None, *, glide: bool = True) -> None:
        """Zoom by a factor; the point of the image under ``anchor`` (viewport) stays there."""
        if self._image.isEmpty():
            return
        running = self._glide.state() == QVariantAnimation.State.Running
        start = self._target if running else self.scale
        self._target = self._allowed(start * factor)
        self._anchor = QPointF(self._view.viewport().rect().center()) if anchor is None else anchor
        self.fitted = False
        self._glide.stop()
        if not glide:
            self._zoom_to(self._target)
            return
        self._glide.setStartValue(math.log(self.scale))
        self._glide.setEndValue(math.log(self._target))
        self._glide.start()

    def centre(self, point: QPointF) -> None:
        """Bring a point of the image (level-0 pixels) to the middle."""
        self._view.centerOn(self._inside(point))
        self.fitted = False
        self.moved.emit()

    def pan(self, dx: float, dy: float) -> None:
        """Move the image by screen pixels; its edge stops at the middle of the view."""
        self._glide.stop()
        here = self.seen.center()
        there = self._inside(QPointF(here.x() - dx / self.scale, here.y() - dy / self.scale))
        bars = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        bars[0].setValue(bars[0].value() + round((there.x() - here.x()) * self.scale))
        bars[1].setValue(bars[1].value() + round((there.y() - here.y()) * self.scale))
        self.fitted = False
        self.moved.emit()

    def show_box(self, box: QRectF, *, close: bool = False) -> None:
        """Bring a cell into view; ``close``: also as large as a third of the view."""
        port = self._view.viewport().rect()
        side = max(box.width(), box.height(), 1.0)
        large = min(port.width(), port.height()) / side
        if close:
            self.set_scale(large / 3, box.center())
        elif side * self.scale < 14:
            self.set_scale(max(large / 10, self.scale), box.center())
        elif not self.fitted and not self._comfortable(box):
            self.centre(box.center())

    def _comfortable(self, box: QRectF) -> bool:
        seen = self.seen
        margin_x, margin_y = seen.width() * 0.06, seen.height() * 0.06
        return seen.adjusted(margin_x, margin_y, -margin_x, -margin_y).contains(box)

    def _zoom_to(self, scale: float) -> None:
        inverse, _ = self._view.viewportTransform().inverted()
        held = inverse.map(self._anchor)
        self._set_scale(scale)
        now = self._view.viewportTransform().map(held)
        bars = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        bars[0].setValue(bars[0].value() + round(now.x() - self._anchor.x()))
        bars[1].setValue(bars[1].value() + round(now.y() - self._anchor.y()))
        middle = self.seen.center()
        inside = self._inside(middle)
        if inside != middle:
            self._view.centerOn(inside)
        self.moved.emit()

    def _allowed(self, scale: float) -> float:
        return min(max(scale, min(self.fit_scale() * 0.5, 1.0)), CLOSEST)

    def _inside(self, point: QPointF) -> QPointF:
        r = self._image
        return QPointF(min(max(point.x(), r.left()), r.right()), min(max(point.y(), r.top()), r.bottom()))

    def _set_scale(self, scale: float) -> None:
        self._view.setTransform(QTransform.fromScale(scale, scale))
