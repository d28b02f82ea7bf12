"""Dragging cells of the gallery, and dropping them on another class."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView

from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.cell_table import MIME, CellTable
from wbc_desktop.app.viewmodels.review_flow import ReviewFlow
from wbc_desktop.app.viewmodels.thumbnails import Thumbnails
from wbc_desktop.app.views.drag_picture import drag_picture
from wbc_desktop.app.views.gallery_layout import GalleryLayout, Placed


class CellDrops(QAbstractItemView):
    """The dragging half of the gallery; the class that derives from it lays out and draws."""

    _case: CaseViewModel
    _table: CellTable
    _thumbnails: Thumbnails
    _flow: ReviewFlow
    _layout: GalleryLayout
    _drop_label: str

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the selected cells; the picture shows a few of them and how many there are."""
        indexes = self.selectionModel().selectedIndexes()
        if not indexes or self._case.read_only:
            return
        drag = QDrag(self)
        drag.setMimeData(self._table.mimeData(indexes))
        images = [self._thumbnails.get(key) for key in self._table.dragged[:3]]
        drag.setPixmap(drag_picture(images, len(indexes), self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(12, 12))
        drag.exec(Qt.DropAction.MoveAction)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light up the class under the pointer."""
        placed = self._section_under(event) if event.mimeData().hasFormat(MIME) else None
        self._mark_drop(placed.section.label if placed is not None else "")
        if placed is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """No class is lit up any more."""
        self._mark_drop("")

    def dropEvent(self, event: QDropEvent) -> None:
        """Give the dragged cells the class under the pointer."""
        placed = self._section_under(event) if event.mimeData().hasFormat(MIME) else None
        self._mark_drop("")
        if placed is None:
            return
        event.acceptProposedAction()
        self.setState(QAbstractItemView.State.NoState)
        self._flow.assign(placed.section.label, list(self._table.dragged))

    def _section_under(self, event: QDropEvent) -> Placed | None:
        return self._layout.section_at(int(event.position().y()) + self.verticalOffset())

    def _mark_drop(self, label: str) -> None:
        if label != self._drop_label:
            self._drop_label = label
            self.viewport().update()
