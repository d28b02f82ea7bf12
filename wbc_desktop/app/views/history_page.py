"""Every change of the open sample: who, when, from what, to what."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.history_table import ACT, NEW, OLD, TIME, USER, HistoryTable
from wbc_desktop.app.views.column_widths import ColumnWidths


class HistoryPage(QWidget):
    """The history table; a row's cells can be looked at.

    Signals:
        cells_wanted(list of keys): Show these cells.
    """

    cells_wanted = Signal(list)

    def __init__(self, case: CaseViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("History"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, SPACE)
        column.setSpacing(SPACE)
        hint = QLabel(
            tr(
                "Every change, newest first. Nothing is ever erased here: undo is a further entry. "
                "Open a row to see its cells."
            )
        )
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        column.addWidget(hint)
        self.model = HistoryTable(case)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("History"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(28)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        ColumnWidths(self.table, {TIME: 160, USER: 130, ACT: 310, OLD: 210, NEW: 210})
        self.table.activated.connect(self._open)
        column.addWidget(self.table, 1)

    def _open(self, index: QModelIndex) -> None:
        keys = self.model.keys(index.row())
        if keys:
            self.cells_wanted.emit(keys)
