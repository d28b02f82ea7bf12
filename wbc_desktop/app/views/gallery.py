"""The gallery: every cell of the case by class, drawn only where it is in view."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from wbc_desktop.app.theme import theme
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.cell_table import CellTable
from wbc_desktop.app.viewmodels.review_flow import ReviewFlow
from wbc_desktop.app.viewmodels.thumbnails import Thumbnails
from wbc_desktop.app.views.cell_drops import CellDrops
from wbc_desktop.app.views.gallery_delegate import GalleryDelegate
from wbc_desktop.app.views.gallery_header import draw_empty, draw_header
from wbc_desktop.app.views.gallery_layout import GalleryLayout

SMALLEST, LARGEST = 56, 280

_DECISIONS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)

Index = QModelIndex | QPersistentModelIndex
Flag = QItemSelectionModel.SelectionFlag


class GalleryView(CellDrops):
    """Tiles under class headers; selection and current cell are those of the case.

    Signals:
        cell_activated(key): A double click: show the cell close in its field.
        menu_wanted(key or None, QPoint): A context menu is asked for, at a global place.
        tile_changed(int): The tiles' size.
    """

    cell_activated = Signal(object)
    menu_wanted = Signal(object, object)
    tile_changed = Signal(int)

    def __init__(
        self,
        case: CaseViewModel,
        table: CellTable,
        thumbnails: Thumbnails,
        flow: ReviewFlow,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._case, self._table, self._thumbnails, self._flow = case, table, thumbnails, flow
        self._tile = 96
        self._layout = GalleryLayout([], 300, self._tile)
        self._held: tuple[str, int] | None = None
        self._syncing = False
        self._drop_label = ""
        self._direction = 1
        self._setup()
        self.setModel(table)
        self._delegate = GalleryDelegate(thumbnails, self)
        self.setItemDelegate(self._delegate)
        table.layoutAboutToBeChanged.connect(self._hold)
        table.modelAboutToBeReset.connect(self._hold)
        table.rearranged.connect(self._rearranged)
        # Thumbnails come in many small lots while one scrolls: they are shown together.
        self._fresh = QTimer(self)
        self._fresh.setSingleShot(True)
        self._fresh.setInterval(40)
        self._fresh.timeout.connect(self.viewport().update)
        thumbnails.ready.connect(self._thumbnails_ready)
        case.selection_changed.connect(self._show_selection)
        case.current_changed.connect(self._show_current)
        case.state_changed.connect(self.viewport().update)
        theme().changed.connect(self._arrange)

    def _setup(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDragEnabled(True)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.setMinimumWidth(2 * SMALLEST + 60)
        self.setAccessibleName(tr("Gallery of cells"))
        self.setAccessibleDescription(
            tr("Arrow keys move, Shift extends the selection, class keys decide, Enter confirms.")
        )

    def _thumbnails_ready(self) -> None:
        if not self._fresh.isActive():
            self._fresh.start()

    # size and order ----------------------------------------------------------

    @property
    def tile(self) -> int:
        """Side of a tile, device-independent pixels."""
        return self._tile

    def set_tile(self, side: int) -> None:
        """Make the tiles larger or smaller; the current cell stays where it is."""
        side = min(max(side, SMALLEST), LARGEST)
        if side == self._tile:
            return
        row = self.currentIndex().row()
        held = self._layout.rect(row).top() - self.verticalOffset() if row >= 0 else None
        self._tile = side
        self._arrange()
        if held is not None and 0 <= held <= self.viewport().height():
            self.verticalScrollBar().setValue(self._layout.rect(row).top() - held)
        self.tile_changed.emit(side)

    def show_section(self, label: str) -> None:
        """Scroll to a class."""
        placed = self._layout.section_named(label)
        if placed is not None:
            self.verticalScrollBar().setValue(placed.top)

    def _hold(self) -> None:
        """Note which section stands at the top, so that it stays there."""
        placed = self._layout.section_at(self.verticalOffset())
        self._held = (placed.section.label, self.verticalOffset() - placed.top) if placed else None

    def _rearranged(self) -> None:
        self._arrange()
        placed = self._layout.section_named(self._held[0]) if self._held else None
        if placed is not None and self._held is not None:
            self.verticalScrollBar().setValue(placed.top + self._held[1])
        self._show_selection(self._case.selection)
        self._make_current(self._case.current)

    def _arrange(self) -> None:
        width = self.viewport().width()
        self._layout = GalleryLayout(self._table.sections, width, self._tile, self.fontMetrics().height())
        self._thumbnails.set_size(self._layout.tile, self.devicePixelRatioF())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._layout.height - self.viewport().height()))
        bar.setPageStep(max(self.viewport().height() - self._layout.header_height, 1))
        bar.setSingleStep(max(self._layout.step_y // 3, 1))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the tiles to the new width."""
        self._hold()
        super().resizeEvent(event)
        self._rearranged()

    def updateGeometries(self) -> None:
        """Keep the scroll bar's range in step with the layout."""
        super().updateGeometries()
        self._arrange()

    # what Qt asks of a view ----------------------------------------------------

    def visualRect(self, index: Index) -> QRect:
        """Where a cell's tile lies in the viewport."""
        return self._layout.rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The cell at a point of the viewport; none under the header that floats at the top."""
        row = None
        if point.y() >= self._layout.header_height or self.verticalOffset() == 0:
            row = self._layout.row_at(point + QPoint(0, self.verticalOffset()))
        return QModelIndex() if row is None else self._table.index(row)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into view, below the floating header."""
        rect = self._layout.rect(index.row())
        if rect.isEmpty():
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top, bottom = rect.top() - self._layout.header_height - 4, rect.bottom() + 8 - height
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(rect.center().y() - height // 2)
        elif bar.value() > top:
            bar.setValue(top)
        elif bar.value() < bottom:
            bar.setValue(bottom)

    def horizontalOffset(self) -> int:
        """The gallery never scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far it is scrolled, pixels."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        """No cell is hidden."""
        return False

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The cell that an arrow, Home, End or a page key leads to."""
        last = len(self._table.cells) - 1
        if last < 0:
            return QModelIndex()
        row = self.currentIndex().row()
        kind = QAbstractItemView.CursorAction
        page = max(1, (self.viewport().height() - self._layout.header_height) // self._layout.step_y)
        if row < 0:
            row = 0
        elif action in (kind.MoveLeft, kind.MovePrevious):
            row -= 1
        elif action in (kind.MoveRight, kind.MoveNext):
            row += 1
        elif action == kind.MoveHome:
            row = 0
        elif action == kind.MoveEnd:
            row = last
        else:
            lines = {kind.MoveUp: -1, kind.MoveDown: 1, kind.MovePageUp: -page, kind.MovePageDown: page}
            row = self._layout.beside(row, lines[action])
        return self._table.index(min(max(row, 0), last))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the run from the first to the last cell of a click, or all that a frame touches."""
        start = self.indexAt(rect.topLeft())
        end = self.indexAt(rect.bottomRight())
        if start.isValid() and end.isValid() and not self._framing():
            rows: Iterable[int] = range(min(start.row(), end.row()), max(start.row(), end.row()) + 1)
        else:
            rows = self._layout.rows_in(rect.normalized().translated(0, self.verticalOffset()))
        self.selectionModel().select(self._selection_of(rows), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What to draw anew when the selection changes: all that is in view."""
        return QRegion(self.viewport().rect())

    def _framing(self) -> bool:
        return self.state() == QAbstractItemView.State.DragSelectingState

    def _selection_of(self, rows: Iterable[int]) -> QItemSelection:
        """Rows as a selection, neighbouring ones joined."""
        selection = QItemSelection()
        ordered = sorted(rows)
        start = 0
        for i in range(1, len(ordered) + 1):
            if i == len(ordered) or ordered[i] != ordered[i - 1] + 1:
                selection.select(self._table.index(ordered[start]), self._table.index(ordered[i - 1]))
                start = i
        return selection

    # in step with the case -----------------------------------------------------

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell the case what is selected."""
        super().selectionChanged(selected, deselected)
        if not self._syncing:
            rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
            self._case.select([self._table.cells[row].key for row in rows])
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the case which cell is current."""
        super().currentChanged(current, previous)
        if not self._syncing and current.isValid():
            self._case.set_current(self._table.key_at(current.row()))

    def _show_selection(self, keys: list[Key]) -> None:
        rows = {row for row in map(self._table.row_of, keys) if row is not None}
        model = self.selectionModel()
        if rows == {index.row() for index in model.selectedIndexes()}:
            return
        self._syncing = True
        model.select(self._selection_of(rows), Flag.ClearAndSelect)
        self._syncing = False

    def _show_current(self, key: Key | None) -> None:
        index = self._make_current(key)
        if index.isValid():
            self.scrollTo(index)

    def _make_current(self, key: Key | None) -> QModelIndex:
        row = self._table.row_of(key)
        index = QModelIndex() if row is None else self._table.index(row)
        self._syncing = True
        self.selectionModel().setCurrentIndex(index, Flag.NoUpdate)
        self._syncing = False
        return index

    # drawing -------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in view, and ask for the thumbnails of this page and of the next."""
        painter = QPainter(self.viewport())
        top, height = self.verticalOffset(), self.viewport().height()
        delegate = self._delegate
        delegate.begin(painter, self._layout.tile, self._layout.caption, self.font())
        chosen, hovered = set(self._case.selection), self._hovered_row()
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row, x, y in self._layout.tiles_between(top, top + height):
            cell = self._table.cells[row]
            delegate.draw(painter, cell, x, y - top, (cell.key in chosen, row == hovered, row == current))
        self._draw_headers(painter, top, height)
        painter.end()
        self._want(top, height)

    def _hovered_row(self) -> int:
        if not self.underMouse():
            return -1
        return self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())).row()

    def _draw_headers(self, painter: QPainter, top: int, height: int) -> None:
        """Headers scroll with their cells; that of the topmost section stays at the edge."""
        now = {section.label: section for section in self._table.sections}
        for placed in self._layout.placed:
            if placed.bottom <= top or placed.top >= top + height:
                continue
            place = self._layout.header(placed).translated(0, -top)
            if place.top() < 0:
                place.moveTop(min(0, placed.bottom - top - self._layout.header_height))
            # The numbers as they stand: a decision that moves no cell leaves the layout as it was.
            section = now[placed.section.label]
            draw_header(painter, place, section, self.font(), section.label == self._drop_label)
            if placed.section.count == 0:
                body = QRect(
                    0,
                    place.bottom() + 1,
                    self._layout.width,
                    placed.bottom - placed.top - self._layout.header_height,
                )
                draw_empty(painter, body, self.font())

    def _want(self, top: int, height: int) -> None:
        spans = self._layout.rows_between(top, top + height)
        ahead = self._layout.rows_between(top + height, top + 2 * height)
        rows = [row for span in (*spans, *ahead) for row in span]
        self._thumbnails.want([self._table.cells[row] for row in rows])

    # mouse, keys and drags -------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_tile(round(self._tile * 1.12 ** (event.angleDelta().y() / 120)))
            event.accept()
        else:
            super().wheelEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the cell close in its field."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.cell_activated.emit(self._table.key_at(index.row()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the selection."""
        index = self.indexAt(event.pos())
        self.menu_wanted.emit(self._table.key_at(index.row()) if index.isValid() else None, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and selection here; class keys and decisions go on to the page."""
        plain_text = event.text().isprintable() and bool(event.text()) and not event.modifiers()
        if plain_text or event.key() in _DECISIONS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Room for five tiles a line."""
        return QSize(5 * (self._tile + 8) + 30, 600)
