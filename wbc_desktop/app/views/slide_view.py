"""The field viewer: pan and zoom as in map programs, with cells and masks over the image."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsScene,
    QGraphicsView,
    QRubberBand,
    QToolTip,
    QWidget,
)

from wbc_desktop.app.class_mark import spoken
from wbc_desktop.app.theme import colours, theme
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.field_cells import FieldCells
from wbc_desktop.app.viewmodels.slide import SlideTiles
from wbc_desktop.app.viewmodels.view_options import ViewOptions
from wbc_desktop.app.views.cell_layer import CellLayer
from wbc_desktop.app.views.crosshair import Crosshair
from wbc_desktop.app.views.mask_file_layer import MaskFileLayer
from wbc_desktop.app.views.mask_layer import MaskLayer
from wbc_desktop.app.views.minimap import Minimap
from wbc_desktop.app.views.scale_bar import ScaleBar
from wbc_desktop.app.views.tile_layer import TileLayer
from wbc_desktop.app.views.zoom import STEP, Zoom
from wbc_desktop.core.cell import Cell

_PAN = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class SlideView(QGraphicsView):
    """Shows one image with its cells.

    Signals:
        cell_clicked(key or None, bool): A click on a cell (or beside all); True to extend the selection.
        cell_activated(key): A double click.
        cells_framed(list of keys): A frame was drawn with Shift held.
        point_chosen(QPointF): A click in add mode, level-0 pixels.
        menu_wanted(key or None, QPoint): A context menu is asked for, at a global place.
        add_mode_changed(bool): Clicks add cells, or no longer.
        view_changed: Scale or place changed.
    """

    cell_clicked = Signal(object, bool)
    cell_activated = Signal(object)
    cells_framed = Signal(list)
    point_chosen = Signal(QPointF)
    menu_wanted = Signal(object, object)
    add_mode_changed = Signal(bool)
    view_changed = Signal()

    def __init__(
        self, tiles: SlideTiles, cells: FieldCells, options: ViewOptions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tiles, self._cells, self.options = tiles, cells, options
        self.zoom = Zoom(self)
        self._pressed: QPointF | None = None
        self._last_scale = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(150)
        self._rest.timeout.connect(self._at_rest)
        self._dragged = False
        self.add_mode = False
        self._frame = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
        self._setup()
        scene = QGraphicsScene(self)
        self.setScene(scene)
        self.tile_layer = TileLayer(tiles)
        self.mask_file_layer = MaskFileLayer(options)
        self.mask_layer = MaskLayer(cells, options)
        self.cell_layer = CellLayer(cells, options)
        self._layers = (self.tile_layer, self.mask_file_layer, self.mask_layer, self.cell_layer)
        for layer in self._layers:
            scene.addItem(layer)
        self.crosshair = Crosshair(self)
        scene.addItem(self.crosshair.mark)
        self.minimap = Minimap(self, cells)
        self.scale_bar = ScaleBar(self)
        self._connect()

    def _setup(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(240, 180))
        self.setAccessibleName(tr("Field of the smear"))
        self.setAccessibleDescription(
            tr(
                "Arrow keys move, plus and minus zoom, F fits the image, H held down hides the overlays. "
                "After A the arrow keys move a cross-hair: Enter adds a cell there, Space chooses one."
            )
        )
        self._themed()

    def _connect(self) -> None:
        self._tiles.opened.connect(self._image_opened)
        self._tiles.tile_ready.connect(lambda _tile: self.viewport().update())
        self._tiles.overview_ready.connect(self._overview_ready)
        self._cells.changed.connect(self.viewport().update)
        self.options.changed.connect(self._options_changed)
        self.zoom.moved.connect(self._moved)
        self.minimap.place_chosen.connect(self.zoom.centre)
        self.crosshair.point_chosen.connect(self.point_chosen)
        self.crosshair.cell_wanted.connect(self._choose_at)
        self.crosshair.left.connect(lambda: self.set_add_mode(False))
        theme().changed.connect(self._themed)

    # what is shown -----------------------------------------------------------

    def fit(self) -> None:
        """Show the whole image."""
        self.zoom.fit()

    def one_to_one(self) -> None:
        """One image pixel to one pixel of the screen."""
        self.zoom.set_scale(1.0 / self.devicePixelRatioF())

    def zoom_in(self) -> None:
        """Larger, about the middle."""
        self.zoom.by(STEP**2)

    def zoom_out(self) -> None:
        """Smaller, about the middle."""
        self.zoom.by(STEP**-2)

    def set_add_mode(self, on: bool) -> None:
        """Let a click, or Enter at the cross-hair, add a missed cell."""
        if on != self.add_mode:
            self.add_mode = on
            self.crosshair.set_on(on)
            if on:
                self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._show_cursor()
            self.add_mode_changed.emit(on)

    def clear(self) -> None:
        """Show nothing."""
        self._set_rect(QRectF())
        self.minimap.set_image(QImage(), QRectF())
        self.minimap.hide()

    def _image_opened(self) -> None:
        opened = self._tiles.current
        if opened is None:
            return
        rect = QRectF(0, 0, opened.grid.width, opened.grid.height)
        other_size = rect != self.tile_layer.boundingRect()
        self._set_rect(rect)
        self.minimap.set_image(opened.overview, rect)
        if other_size or self.zoom.fitted:
            self.zoom.fit()
        self._moved()

    def _overview_ready(self) -> None:
        opened = self._tiles.current
        if opened is not None:
            self.minimap.set_image(opened.overview, self.tile_layer.boundingRect())

    def _set_rect(self, rect: QRectF) -> None:
        self.tile_layer.image_changed()
        for layer in (self.mask_file_layer, self.mask_layer, self.cell_layer):
            layer.set_rect(rect)
        self.zoom.set_image(rect)
        self.crosshair.set_image(rect)
        self.viewport().update()

    def _options_changed(self, name: str) -> None:
        if name in ("brightness", "contrast"):
            self.tile_layer.set_light(self.options.light)
        self.viewport().update()

    def _moved(self) -> None:
        opened = self._tiles.current
        if self.zoom.scale != self._last_scale:
            self._last_scale = self.zoom.scale
            self.mask_layer.in_motion = True
            self._rest.start()
        self.minimap.set_seen(self.zoom.seen)
        self.scale_bar.set_scale(opened.mpp if opened else None, self.zoom.scale)
        self._place_corners()
        self.viewport().update()
        self.view_changed.emit()

    def _at_rest(self) -> None:
        self.mask_layer.in_motion = False
        self.viewport().update()

    def _place_corners(self) -> None:
        self.minimap.fit_into(self.width(), self.height())
        self.minimap.move(self.width() - self.minimap.width() - 12, 12)
        self.scale_bar.move(12, self.height() - self.scale_bar.height() - 12)

    def _themed(self) -> None:
        self.setBackgroundBrush(QColor(colours().canvas))
        if hasattr(self, "cell_layer"):
            self.cell_layer.forget_marks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted image fitted, else the middle in the middle."""
        super().resizeEvent(event)
        if self.zoom.fitted:
            self.zoom.fit()
        else:
            self._moved()

    # mouse -------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; sideways wheels move."""
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(delta.x()) > abs(delta.y()):
            self.zoom.pan(delta.x() or delta.y(), 0)
        elif delta.y():
            self.zoom.by(STEP ** (delta.y() / 120), event.position(), glide=abs(delta.y()) >= 100)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinch on a touchpad zooms; resting on a cell says what it is."""
        if event.type() == QEvent.Type.NativeGesture:
            gesture = cast(QNativeGestureEvent, event)
            if gesture.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom.by(1 + gesture.value(), gesture.position(), glide=False)
                return True
        if event.type() == QEvent.Type.ToolTip:
            place = cast(QHelpEvent, event)
            cell = self._cell_at(QPointF(place.pos()))
            QToolTip.showText(place.globalPos(), spoken(cell) if cell is not None else "", self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self._cells.hover(None)
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, a drag or a frame."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._dragged = event.position(), False
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the image, draw a frame, or show what is under the pointer."""
        if self._pressed is None:
            self._cells.hover(self._cell_at(event.position()))
            self._show_cursor()
            return
        way = event.position() - self._pressed
        if not self._dragged and way.manhattanLength() < QApplication.startDragDistance():
            return
        self._dragged = True
        if self._framing(event):
            self._frame.setGeometry(QRect(self._pressed.toPoint(), event.position().toPoint()).normalized())
            self._frame.show()
        elif not self._frame.isVisible():
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.zoom.pan(way.x(), way.y())
            self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press without a drag is a click."""
        pressed, self._pressed = self._pressed, None
        if self._frame.isVisible():
            self._frame.hide()
            inside = self.viewportTransform().inverted()[0].mapRect(QRectF(self._frame.geometry()))
            self.cells_framed.emit([c.key for c in self._cells.in_rect(inside)])
        elif pressed is not None and not self._dragged and event.button() == Qt.MouseButton.LeftButton:
            self._click(event)
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring a cell close; beside all cells, zoom in there."""
        cell = self._cell_at(event.position())
        if self.add_mode:
            return
        if cell is not None:
            self.cell_activated.emit(cell.key)
        else:
            self.zoom.by(STEP**3, event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the cell under the pointer."""
        cell = self._cell_at(QPointF(event.pos()))
        self.menu_wanted.emit(None if cell is None else cell.key, event.globalPos())

    def _click(self, event: QMouseEvent) -> None:
        point = self.viewportTransform().inverted()[0].map(event.position())
        if self.add_mode:
            if self.tile_layer.boundingRect().contains(point):
                self.crosshair.follow(point)
                self.point_chosen.emit(point)
            return
        cell = self._cell_at(event.position())
        extend = bool(
            event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        )
        self.cell_clicked.emit(None if cell is None else cell.key, extend)

    def _choose_at(self, point: QPointF) -> None:
        cell = self._cells.at(point, slack=4.0 / max(self.zoom.scale, 1e-6))
        self.cell_clicked.emit(None if cell is None else cell.key, False)

    def _cell_at(self, place: QPointF) -> Cell | None:
        point = self.viewportTransform().inverted()[0].map(place)
        return self._cells.at(point, slack=4.0 / max(self.zoom.scale, 1e-6))

    def _framing(self, event: QMouseEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return shift and bool(event.buttons() & Qt.MouseButton.LeftButton)

    def _show_cursor(self) -> None:
        if self.add_mode:
            shape = Qt.CursorShape.CrossCursor
        elif self._cells.hovered is not None:
            shape = Qt.CursorShape.PointingHandCursor
        else:
            shape = Qt.CursorShape.OpenHandCursor
        self.viewport().setCursor(shape)

    # keys --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, plus, minus, F and H; all else goes on to the page."""
        key = Qt.Key(event.key())
        if key in _PAN:
            dx, dy = _PAN[key]
            port = self.viewport().rect()
            self.zoom.pan(dx * port.width() * 0.15, dy * port.height() * 0.15)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_F and not event.modifiers():
            self.fit()
        elif key == Qt.Key.Key_H:
            self.options.set_hidden(True)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Overlays come back when H is let go."""
        if event.key() == Qt.Key.Key_H and not event.isAutoRepeat():
            self.options.set_hidden(False)
        else:
            event.ignore()
