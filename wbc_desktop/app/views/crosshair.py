"""The cross-hair: adding and choosing cells in the field without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from wbc_desktop.app.theme import colours

if TYPE_CHECKING:
    from wbc_desktop.app.views.slide_view import SlideView

STEP_PX, FINE_PX = 24.0, 3.0
"""How far an arrow key moves it on the screen; with Shift held."""
ARM, GAP = 22.0, 5.0
EDGE = 0.12
"""Share of the view next to its edge: a cross-hair that comes there takes the image along."""

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ADD = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CrosshairMark(QGraphicsItem):
    """Draws it, over all cells, equally large at every scale."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(10)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.hide()

    def boundingRect(self) -> QRectF:
        """Screen pixels about its place."""
        reach = ARM + 3
        return QRectF(-reach, -reach, 2 * reach, 2 * reach)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Four arms that leave the middle free."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ink, width in ((QColor(255, 255, 255, 220), 4.4), (QColor(colours().accent), 2.0)):
            pen = QPen(ink, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            for x, y in _WAYS.values():
                painter.drawLine(QPointF(GAP * x, GAP * y), QPointF(ARM * x, ARM * y))


class Crosshair(QObject):
    """Takes the keys of the view while cells are added: arrows, Enter, Space, Escape.

    The keys belong to actions of the window else (Enter confirms); here they are taken before
    these (``ShortcutOverride``).

    Signals:
        point_chosen(QPointF): Enter: a cell is to be added here, level-0 pixels.
        cell_wanted(QPointF): Space: the cell here is to be chosen.
        left: Escape.
    """

    point_chosen = Signal(QPointF)
    cell_wanted = Signal(QPointF)
    left = Signal()

    def __init__(self, view: SlideView) -> None:
        super().__init__(view)
        self._view = view
        self.mark = CrosshairMark()
        self._on = False
        self._image = QRectF()
        view.installEventFilter(self)

    @property
    def place(self) -> QPointF:
        """Where it stands, level-0 pixels."""
        return self.mark.pos()

    def set_image(self, rect: QRectF) -> None:
        """Another image: it starts in the middle of what is seen."""
        self._image = rect
        if self._on:
            self._put(self._view.zoom.seen.center())

    def set_on(self, on: bool) -> None:
        """Show it in the middle of the view, or hide it."""
        self._on = on
        self.mark.setVisible(on and not self._image.isEmpty())
        if on:
            self._put(self._view.zoom.seen.center())

    def follow(self, point: QPointF) -> None:
        """The mouse has taken over: go where it clicked."""
        if self._on:
            self._put(point)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are its own while it is shown."""
        kind = event.type()
        if not self._on or kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        pressed = cast(QKeyEvent, event)
        modifiers = pressed.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        fine = modifiers == Qt.KeyboardModifier.ShiftModifier
        key = Qt.Key(pressed.key())
        ours = key in _WAYS or key in (*_ADD, Qt.Key.Key_Space, Qt.Key.Key_Escape)
        if not ours or (modifiers and not (fine and key in _WAYS)):
            return False
        if kind == QEvent.Type.KeyPress:
            self._obey(key, FINE_PX if fine else STEP_PX)
        event.accept()
        return True

    def _obey(self, key: Qt.Key, step_px: float) -> None:
        if key in _WAYS:
            dx, dy = _WAYS[key]
            step = step_px / max(self._view.zoom.scale, 1e-6)
            self._put(self.place + QPointF(dx * step, dy * step))
            self._keep_in_view()
        elif key in _ADD:
            self.point_chosen.emit(self.place)
        elif key == Qt.Key.Key_Space:
            self.cell_wanted.emit(self.place)
        else:
            self.left.emit()

    def _put(self, point: QPointF) -> None:
        r = self._image
        if r.isEmpty():
            return
        x = min(max(point.x(), r.left()), r.right() - 1)
        y = min(max(point.y(), r.top()), r.bottom() - 1)
        self.mark.setPos(QPointF(x, y))
        self._view.viewport().update()

    def _keep_in_view(self) -> None:
        """Move the image along before the cross-hair leaves the view."""
        zoom, seen = self._view.zoom, self._view.zoom.seen
        inner = seen.adjusted(
            seen.width() * EDGE, seen.height() * EDGE, -seen.width() * EDGE, -seen.height() * EDGE
        )
        at = self.place
        dx = min(0.0, at.x() - inner.left()) + max(0.0, at.x() - inner.right())
        dy = min(0.0, at.y() - inner.top()) + max(0.0, at.y() - inner.bottom())
        if (dx or dy) and not zoom.fitted:
            zoom.pan(-dx * zoom.scale, -dy * zoom.scale)
