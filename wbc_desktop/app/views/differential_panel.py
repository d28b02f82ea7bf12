"""The differential beside the cells: live, with its interval, its target and what is left to do."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wbc_desktop.app.actions import Actions
from wbc_desktop.app.theme import SPACE, colours, theme
from wbc_desktop.app.translations import class_name, number_text, tr
from wbc_desktop.app.viewmodels.differential import DifferentialViewModel, Summary
from wbc_desktop.app.viewmodels.differential_table import (
    ABSOLUTE,
    CLASS,
    CLASS_ROLE,
    COUNT,
    DifferentialTable,
)
from wbc_desktop.app.views.action_button import ActionButton
from wbc_desktop.app.views.differential_bar import BAR_HEIGHT, DifferentialTableView
from wbc_desktop.app.views.quiet_bar import QuietBar
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.differential import COUNT_TARGETS

MOST_HINTS = 3
MOST_MORE = 400
"""A hint to count more cells than this is of no use at a microscope."""


class DifferentialPanel(QWidget):
    """Counts, percentages, intervals; target; what is unreviewed; sign and export.

    Signals:
        class_chosen(str): A class's row was activated.
    """

    class_chosen = Signal(str)

    def __init__(self, model: DifferentialViewModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setAccessibleName(tr("Differential"))
        self.table_model = DifferentialTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(SPACE)
        column.addLayout(self._head())
        column.addWidget(self._target_bar())
        middle = QWidget()
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._table())
        self.reference = QLabel()
        self.reference.setObjectName("muted")
        self.reference.setWordWrap(True)
        inside.addWidget(self.reference)
        self.hints = QLabel()
        self.hints.setTextFormat(Qt.TextFormat.RichText)
        self.hints.setWordWrap(True)
        self.hints.setAccessibleName(tr("What more cells would settle"))
        inside.addWidget(self.hints)
        inside.addStretch(1)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(middle)
        column.addWidget(scroll, 1)
        column.addWidget(self._state())
        column.addLayout(self._buttons(actions))
        model.changed.connect(self._show)
        theme().changed.connect(self._show)
        self._show()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = QLabel(tr("Differential"))
        title.setObjectName("heading")
        row.addWidget(title)
        row.addStretch(1)
        label = QLabel(tr("&Target"))
        self.target = QComboBox()
        self.target.setAccessibleName(tr("How many cells to count"))
        self.target.setToolTip(tr("How many cells of the five classes to count"))
        for target in COUNT_TARGETS:
            self.target.addItem(str(target), target)
        self.target.activated.connect(self._choose_target)
        label.setBuddy(self.target)
        row.addWidget(label)
        row.addWidget(self.target)
        return row

    def _target_bar(self) -> QWidget:
        frame = QWidget()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE // 2)
        self.left = QLabel()
        self.bar = QuietBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Cells counted towards the target"))
        rows.addWidget(self.left)
        rows.addWidget(self.bar)
        return frame

    def _table(self) -> DifferentialTableView:
        self.table = DifferentialTableView()
        self.table.setObjectName("differential")
        self.table.setModel(self.table_model)
        self.table.setAccessibleName(tr("Counts and percentages by class"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.activated.connect(self._choose_class)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        for section in range(COUNT, ABSOLUTE + 1):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumWidth(392)
        header.setSectionResizeMode(CLASS, QHeaderView.ResizeMode.Stretch)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self.table

    def _state(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(SPACE + 2, SPACE, SPACE + 2, SPACE)
        rows.setSpacing(2)
        self.waiting = QLabel()
        self.safe = QLabel()
        self.safe.setWordWrap(True)
        rows.addWidget(self.waiting)
        rows.addWidget(self.safe)
        return frame

    def _buttons(self, actions: Actions) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(SPACE // 2)
        self._next = ActionButton(actions["next_uncertain"], tr("Next uncertain"))
        self._rest = ActionButton(actions["accept_rest"], tr("Confirm others…"))
        self._grid = grid
        theme().changed.connect(self._place_buttons)
        self._place_buttons()
        grid.addWidget(ActionButton(actions["sign"], tr("Sign…"), main=True), 2, 0, 1, 2)  # last by Tab, too
        return grid

    def _place_buttons(self) -> None:
        """Side by side; with large text, which would be cut, one below the other."""
        large = theme().text_scale > 1.2
        self._grid.addWidget(self._next, 0, 0, 1, 2 if large else 1)
        self._grid.addWidget(self._rest, *((1, 0, 1, 2) if large else (0, 1, 1, 1)))

    def _show(self) -> None:
        summary = self._model.summary
        self.table_model.set_summary(summary)
        self.setEnabled(summary is not None)
        if summary is None:
            for label in (self.left, self.waiting, self.safe, self.reference, self.hints):
                label.clear()
            self.bar.show_value(0, self.bar.maximum())
            return
        self._show_target(summary)
        self._show_state(summary)
        self._show_table(summary)

    def _show_target(self, summary: Summary) -> None:
        counted, target = summary.reviewed.counted, summary.target
        if self.target.findData(target) < 0:
            self.target.addItem(str(target), target)
        self.target.setCurrentIndex(self.target.findData(target))
        self.target.setEnabled(not self._model.case.read_only)
        self.bar.show_value(min(counted, target), target)
        if summary.left:
            text = tr("{n} of {target} counted, {left} to go", n=counted, target=target, left=summary.left)
        else:
            text = tr("{n} counted; the target of {target} is reached", n=counted, target=target)
        self.left.setText(text)

    def _show_table(self, summary: Summary) -> None:
        self.table.setColumnHidden(ABSOLUTE, summary.reviewed.wbc is None)
        line = self.table.fontMetrics().height() + 10
        height = self.table.horizontalHeader().sizeHint().height() + 4
        for row in range(self.table_model.rowCount()):
            inside = self.table_model.index(row, CLASS).data(CLASS_ROLE) in FIVE_IDS
            self.table.setRowHeight(row, line + BAR_HEIGHT + 2 if inside else line)
            height += self.table.rowHeight(row)
        self.table.setFixedHeight(height)
        self.reference.setText(_reference_text(summary))
        remarks = [*_ratio_text(summary), *hint_texts(summary)[:MOST_HINTS]]
        # Set apart, or wrapped lines of one remark look like the next one.
        self.hints.setText("".join(f"<p style='margin:0 0 5px 0'>{escape(text)}</p>" for text in remarks))
        self.hints.setVisible(bool(remarks))
        self._measure_again()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the panel was hidden has its room from now on."""
        super().showEvent(event)
        self._measure_again()

    def _measure_again(self) -> None:
        """Let the scroll area look how high its content is: Qt does not where that is not visible."""
        QCoreApplication.postEvent(self._scroll, QEvent(QEvent.Type.LayoutRequest))

    def _show_state(self, summary: Summary) -> None:
        waiting, unknown = summary.unreviewed, summary.reviewed.unidentified
        parts = []
        if waiting:
            parts.append(tr("1 unreviewed") if waiting == 1 else tr("{n} unreviewed", n=waiting))
        if unknown:
            parts.append(tr("1 unidentified") if unknown == 1 else tr("{n} unidentified", n=unknown))
        if self._model.case.signed:
            parts = [tr("Signed; read-only")]
        elif not self._model.case.cells():
            parts = [tr("No cells yet")]
        self.waiting.setText(" · ".join(parts) or tr("Every cell is reviewed"))
        text, colour = _safety(summary)
        self.safe.setText(text)
        self.safe.setVisible(bool(text))
        self.safe.setStyleSheet(f"color: {colour}")

    def _choose_target(self, _index: int) -> None:
        case = self._model.case.case
        if case is not None:
            self._model.case.set_data(replace(case.data, target=self.target.currentData()))

    def _choose_class(self, index: QModelIndex) -> None:
        self.class_chosen.emit(index.siblingAtColumn(CLASS).data(CLASS_ROLE))


def _reference_text(summary: Summary) -> str:
    if summary.reference is None:
        return tr("No reference intervals are chosen, so there are no flags.")
    if not summary.bands:
        return tr("{name}: enter the white cell count to compare.", name=summary.reference.name)
    return tr("Grey band: {name}", name=summary.reference.name)


def _ratio_text(summary: Summary) -> list[str]:
    ratio = summary.reviewed.nlr
    if ratio is None or ratio.value is None or ratio.high95 is None:
        return []
    value, low, high = (number_text(v, 2) for v in (ratio.value, ratio.low95, ratio.high95))
    return [tr("Neutrophils to lymphocytes {value} ({low} to {high})", value=value, low=low, high=high)]


def hint_texts(summary: Summary) -> list[str]:
    """Reference limits that the count does not settle, and how many cells would."""
    texts = []
    for flag in summary.flags:
        for hint in flag.hints if flag.item in FIVE_IDS else ():
            if hint.more is None or hint.more > MOST_MORE:
                continue
            limit = f"{number_text(hint.limit, 1 if flag.unit == '%' else 2)}\u00a0{flag.unit}"
            name = class_name(flag.item)
            texts.append(
                tr(
                    "{name}: about {n} more cells would settle the limit {limit}.",
                    name=name,
                    n=hint.more,
                    limit=limit,
                )
            )
    return texts


def _safety(summary: Summary) -> tuple[str, str]:
    c = colours()
    if summary.counting:
        return tr("Counting…"), c.muted
    if summary.unreviewed == 0 or summary.reference is None:
        return "", c.muted
    if summary.safe_to_stop:
        return tr("Safe to stop: no unreviewed cell can change a flag."), c.good
    return tr("Unreviewed cells could still change a flag."), c.warn
