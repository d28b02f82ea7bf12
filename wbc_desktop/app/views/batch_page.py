"""Many samples: the table fills while they are counted; any finished one can be opened."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wbc_desktop.app.actions import Actions
from wbc_desktop.app.plain import plain_label
from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.batch import NOTES, SAMPLE, SHOWN_MS, SORT_ROLE, STATE, BatchTable
from wbc_desktop.app.viewmodels.count_queue import CountQueue
from wbc_desktop.app.views.action_button import ActionButton
from wbc_desktop.app.views.column_widths import ColumnWidths
from wbc_desktop.app.views.quiet_bar import QuietBar
from wbc_desktop.reporting.csv import safe_text


class BatchPage(QWidget):
    """The batch table with its controls.

    Signals:
        row_opened(int): Show this row's sample.
        export_wanted: Write the results of all finished samples.
    """

    row_opened = Signal(int)
    export_wanted = Signal()

    def __init__(self, queue: CountQueue, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.setAccessibleName(tr("Batch"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, SPACE)
        column.setSpacing(SPACE)
        column.addWidget(self._head(actions))
        column.addWidget(self._progress())
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty(actions))
        self._stack.addWidget(self._table())
        column.addLayout(self._stack, 1)
        self._soon = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._soon.timeout.connect(self._show)
        for signal in (queue.state_changed, queue.rows_added, queue.cleared):
            signal.connect(self._show)
        queue.row_changed.connect(self._show_soon)
        self._show()

    def _head(self, actions: Actions) -> QWidget:
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(ActionButton(actions["open_folder"], tr("Choose a folder of samples…"), icon=True))
        row.addStretch(1)
        self.pause = QPushButton()
        self.pause.setCheckable(True)
        self.pause.setToolTip(tr("Hold the count between two images, or go on"))
        self.pause.toggled.connect(self._queue.set_paused)
        self.stop = ActionButton(actions["stop"], tr("Stop"), icon=True)
        self.resume = QPushButton(tr("Count the rest"))
        self.resume.setToolTip(tr("Go on with the samples that were stopped"))
        self.resume.clicked.connect(self._queue.resume_all)
        self.clear = QPushButton(tr("Clear list"))
        self.clear.setToolTip(tr("Empty this table; the samples stay stored and are found on the first page"))
        self.clear.clicked.connect(self._queue.clear)
        self.export = QPushButton(tr("Export all…"))
        self.export.setToolTip(tr("Write the tables of all counted samples into a folder"))
        self.export.setProperty("main", True)
        self.export.clicked.connect(self.export_wanted)
        for widget in (self.pause, self.stop, self.resume, self.clear, self.export):
            row.addWidget(widget)
        return self.head

    def _progress(self) -> QWidget:
        frame = QWidget()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE // 2)
        self.text = plain_label()
        self.bar = QuietBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Images counted"))
        rows.addWidget(self.text)
        rows.addWidget(self.bar)
        return frame

    def _empty(self, actions: Actions) -> QWidget:
        frame = QWidget()
        rows = QVBoxLayout(frame)
        text = QLabel(
            tr(
                "Choose a folder that holds one folder of images for each sample, or several slides.\n"
                "They are counted one after the other; you can review a finished one while the rest goes on."
            )
        )
        text.setObjectName("muted")
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = ActionButton(actions["open_folder"], tr("Choose a folder of samples…"), main=True)
        rows.addStretch(1)
        rows.addWidget(text)
        rows.addSpacing(SPACE)
        rows.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        rows.addStretch(2)
        return frame

    def _table(self) -> QTableView:
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(BatchTable(self._queue))
        self.proxy.setSortRole(SORT_ROLE)
        self.table = QTableView()
        self.table.setModel(self.proxy)
        self.table.setAccessibleName(tr("Samples"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(30)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        widths = dict.fromkeys(range(STATE + 1, NOTES), 84)
        ColumnWidths(self.table, widths | {SAMPLE: 200, STATE: 112, NOTES - 1: 104})
        self.table.activated.connect(self._open)
        copy = QAction(tr("Copy rows"), self.table)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_rows)
        self.table.addAction(copy)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return self.table

    def copy_rows(self) -> None:
        """Copy the selected rows (all, if none is) with their header, tab separated."""
        from PySide6.QtGui import QGuiApplication

        chosen = sorted({i.row() for i in self.table.selectionModel().selectedRows()})
        rows = chosen or range(self.proxy.rowCount())
        columns = range(self.proxy.columnCount())
        lines = [[str(self.proxy.headerData(c, Qt.Orientation.Horizontal) or "") for c in columns]]
        lines += [[safe_text(str(self.proxy.index(r, c).data() or "")) for c in columns] for r in rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def _open(self, index: QModelIndex) -> None:
        self.row_opened.emit(self.proxy.mapToSource(index).row())

    def _show_soon(self, _row: int) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        queue = self._queue
        self._stack.setCurrentIndex(1 if queue.rows else 0)
        self.head.setVisible(bool(queue.rows))
        total = sum(len(r.sample.images) for r in queue.rows)
        done = sum(r.images_done for r in queue.rows)
        self.bar.show_value(done, max(total, 1))
        self.bar.setVisible(queue.running)
        self.text.setText(progress_text(queue))
        self.text.setVisible(bool(queue.rows))
        self.pause.setEnabled(queue.running)
        self.pause.setChecked(queue.paused)
        self.pause.setText(tr("Go on") if queue.paused else tr("Pause"))
        self.resume.setEnabled(any(r.state == "stopped" for r in queue.rows))
        self.clear.setEnabled(bool(queue.rows) and not queue.running)
        self.export.setEnabled(any(r.state in ("done", "stopped") and r.case_id for r in queue.rows))


def progress_text(queue: CountQueue) -> str:
    """How far the batch is: samples, images, rate and remaining time."""
    rows = queue.rows
    finished = sum(r.state in ("done", "stopped", "failed") for r in rows)
    images = sum(r.images_done for r in rows)
    total = sum(len(r.sample.images) for r in rows)
    parts = [
        tr("{n} of {total} samples", n=finished, total=len(rows)),
        tr("{n} of {total} images", n=images, total=total),
    ]
    if queue.running:
        if queue.rate() > 0:
            parts.append(tr("{n} images a minute", n=round(60 * queue.rate())))
        remaining = queue.remaining_s()
        if queue.paused:
            parts.append(tr("paused"))
        elif remaining is not None:
            parts.append(tr("about {time} left", time=duration_text(remaining)))
    return "  ·  ".join(parts)


def duration_text(seconds: float) -> str:
    """A rough duration in words."""
    if seconds < 90:
        return tr("{n} s", n=max(1, round(seconds)))
    if seconds < 90 * 60:
        return tr("{n} min", n=round(seconds / 60))
    return tr("{n} h", n=round(seconds / 3600))
