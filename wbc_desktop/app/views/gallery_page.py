"""The gallery with its bars: classes, order, size."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from wbc_desktop.app.plain import plain_label, plain_tip
from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.translations import QT_TRANSLATE_NOOP, tr
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.cell_table import CellTable
from wbc_desktop.app.viewmodels.review_flow import ReviewFlow
from wbc_desktop.app.viewmodels.thumbnails import Thumbnails
from wbc_desktop.app.views.class_bar import ClassBar
from wbc_desktop.app.views.gallery import LARGEST, SMALLEST, GalleryView

_ORDERS = (
    ("uncertain", QT_TRANSLATE_NOOP("", "Uncertain first")),
    ("certain", QT_TRANSLATE_NOOP("", "Certain first")),
    ("field", QT_TRANSLATE_NOOP("", "By image")),
)


class GalleryPage(QWidget):
    """All cells of the case by class."""

    def __init__(
        self,
        case: CaseViewModel,
        table: CellTable,
        thumbnails: Thumbnails,
        flow: ReviewFlow,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._case, self._table, self._flow = case, table, flow
        self.gallery = GalleryView(case, table, thumbnails, flow)
        self.class_bar = ClassBar(
            QT_TRANSLATE_NOOP("", "Show the cells of {name}; drop cells here to give them this class")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE // 2, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addLayout(self._tools())
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, SPACE, 0)
        bar.addWidget(self.class_bar)
        column.addLayout(bar)
        # In a line of its own: beside the choices it was cut on a narrow screen.
        self.summary = plain_label()
        self.summary.setObjectName("muted")
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(self.summary)
        column.addWidget(self.gallery, 1)
        self.class_bar.class_clicked.connect(self._show_class)
        self.class_bar.cells_dropped.connect(lambda label: flow.assign(label, list(table.dragged)))
        # One call for the many changes of a running count.
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._show_numbers)
        for changed in (table.rearranged, table.dataChanged, case.selection_changed):
            changed.connect(lambda *_: self._late.start())
        self._show_numbers()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, SPACE, 0)
        row.setSpacing(SPACE)
        self.order = QComboBox()
        self.order.setAccessibleName(tr("Order of the cells within a class"))
        self.order.setToolTip(tr("Order of the cells within a class"))
        self.order.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for order, text in _ORDERS:
            self.order.addItem(tr(text), order)
        self.order.activated.connect(lambda place: self._table.set_order(self.order.itemData(place)))
        row.addWidget(self.order, 1)
        self.tile_size = QSlider(Qt.Orientation.Horizontal)
        self.tile_size.setRange(SMALLEST, LARGEST)
        self.tile_size.setValue(self.gallery.tile)
        self.tile_size.setFixedWidth(70)
        self.tile_size.setPageStep(16)
        self.tile_size.setAccessibleName(tr("Size of the thumbnails"))
        self.tile_size.setToolTip(tr("Size of the thumbnails (Ctrl and the wheel)"))
        self.tile_size.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tile_size.valueChanged.connect(self.gallery.set_tile)
        self.gallery.tile_changed.connect(self.tile_size.setValue)
        row.addWidget(self.tile_size)
        return row

    def set_thumbnail_size(self, side: int) -> None:
        """Side of a tile in device-independent pixels."""
        self.gallery.set_tile(side)

    def set_order(self, order: str) -> None:
        """``uncertain``, ``certain`` or ``field``."""
        self._table.set_order(order)
        self.order.setCurrentIndex(self.order.findData(self._table.order))

    def larger(self) -> None:
        """Show the cells larger."""
        self.gallery.set_tile(round(self.gallery.tile * 1.25))

    def smaller(self) -> None:
        """Show the cells smaller."""
        self.gallery.set_tile(round(self.gallery.tile / 1.25))

    def _show_class(self, label: str) -> None:
        self.gallery.show_section(label)
        self.gallery.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_numbers(self) -> None:
        sections = self._table.sections
        self.class_bar.show_sections(sections)
        total = sum(s.count for s in sections)
        reviewed = sum(s.reviewed for s in sections)
        text = tr("{n} cells, {reviewed} reviewed", n=total, reviewed=reviewed)
        chosen = len(self._case.selection)
        if chosen > 1:
            text += tr(", {n} selected", n=chosen)
        self.summary.setText(text if total else tr("No cells yet"))
        self.summary.setToolTip(plain_tip(self.summary.text()))
