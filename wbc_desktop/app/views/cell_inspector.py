"""The current cell: large, with the model's answer and its reasons beside the technician's."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wbc_desktop.app.class_mark import letters, on_colour, percent
from wbc_desktop.app.plain import plain_tip
from wbc_desktop.app.resources import icon
from wbc_desktop.app.theme import SPACE, class_colour, theme
from wbc_desktop.app.told import fault_text, told
from wbc_desktop.app.translations import QT_TRANSLATE_NOOP, class_name, tr
from wbc_desktop.app.viewmodels.atlas import Atlas
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.crops import common_side, crop_frame, read_crop
from wbc_desktop.app.viewmodels.reads import Reads
from wbc_desktop.app.viewmodels.review_flow import ReviewFlow
from wbc_desktop.app.viewmodels.sources import Sources
from wbc_desktop.app.views.atlas_view import AtlasView
from wbc_desktop.app.views.cell_picture import SMALLEST, CellPicture
from wbc_desktop.app.views.class_bar import ClassBar
from wbc_desktop.app.views.probability_bars import ProbabilityBars
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.geometry import Box

CROP_PX = 512
PICTURE_SHARE = 0.36
"""Of the inspector's width, at most."""


class CellInspector(QScrollArea):
    """Everything about one cell, and the buttons to decide."""

    def __init__(
        self,
        case: CaseViewModel,
        sources: Sources,
        flow: ReviewFlow,
        atlas: Atlas,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._case, self._sources, self._flow, self._atlas = case, sources, flow, atlas
        self._reads = Reads(threads=1, name="crop", parent=self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(400)
        self.setMinimumHeight(120)
        self.setAccessibleName(tr("Cell inspector"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE)
        self._column.setSpacing(SPACE // 2)
        self.setWidget(page)
        self._build()
        case.case_opened.connect(self._show_current)
        # In a turn of its own, once for a decision and the step to the next cell; gallery and field first.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_current)
        case.current_changed.connect(self._show_soon)
        case.cells_changed.connect(self._cells_changed)
        case.state_changed.connect(self._show_current)
        self._reads.arrived.connect(self._arrived)
        self._reads.failed.connect(self._failed)
        atlas.changed.connect(self._show_atlas)
        theme().changed.connect(self._show_current)
        self._show_current()

    def _build(self) -> None:
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.RichText)
        self.model_says = QLabel()
        self.person_says = QLabel()
        for label in (self.model_says, self.person_says):
            # Long words are cut at the right before they push the others away.
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.reason.setAccessibleName(tr("Why the model did not name a class"))
        self.picture = CellPicture()
        self.outlined = QCheckBox(tr("Outline"))
        self.outlined.setChecked(True)
        self.outlined.setToolTip(tr("Draw the outline of nucleus and cell"))
        self.outlined.toggled.connect(self.picture.set_outlined)
        self.bars = ProbabilityBars()
        self.classes = ClassBar(QT_TRANSLATE_NOOP("", "This is: {name}"), columns=4)
        self.classes.class_clicked.connect(lambda label: self._flow.assign(label))
        self.confirm = QPushButton()
        self.confirm.setAccessibleName(tr("Confirm"))
        self.confirm.setProperty("main", True)
        self.confirm.setToolTip(tr("Confirm the class of the selected cells") + "  (Enter)")
        self.confirm.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.confirm.clicked.connect(self._flow.accept)
        self.confirm.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.classes.add_button(self.confirm)
        self.atlas_view = AtlasView()
        self._column.addLayout(self._head())
        self._column.addWidget(self.reason)
        self._column.addLayout(self._body(), 1)

    def _head(self) -> QVBoxLayout:
        """Two lines, so that neither answer is cut on a small screen or in large text."""
        head = QVBoxLayout()
        head.setSpacing(0)
        for first, second in ((self.title, self.person_says), (self.model_says, self.outlined)):
            row = QHBoxLayout()
            row.setSpacing(2 * SPACE)
            row.addWidget(first, 1 if first is self.model_says else 0)
            row.addWidget(second, 1 if second is self.person_says else 0)
            head.addLayout(row)
        return head

    def _body(self) -> QHBoxLayout:
        decide = QVBoxLayout()
        decide.setSpacing(SPACE // 2)
        decide.addWidget(self.bars)
        decide.addWidget(self.classes)
        decide.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(SPACE + SPACE // 2)
        body.addWidget(self.picture, 0)
        body.addLayout(decide, 5)
        body.addWidget(self.atlas_view, 3)
        self._body_row = body
        return body

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The atlas stands beside the decision, or below it where there is no room beside."""
        super().resizeEvent(event)
        width = self.viewport().width()
        self.picture.limit(round(width * PICTURE_SHARE))
        beside = self.classes.minimumSizeHint().width() + self.atlas_view.minimumWidth()
        narrow = SMALLEST + beside + 5 * SPACE > width
        if narrow != (self._column.indexOf(self.atlas_view) >= 0):
            self._body_row.removeWidget(self.atlas_view)
            if narrow:
                self._column.addWidget(self.atlas_view)
            else:
                self._body_row.addWidget(self.atlas_view, 3)

    # what is shown -------------------------------------------------------------

    def _show_soon(self, _key: Key | None) -> None:
        self._soon.start()

    def _cells_changed(self, keys: list[Key]) -> None:
        if self._case.current in keys:
            self._soon.start()

    def _show_current(self) -> None:
        self._soon.stop()
        self.confirm.setIcon(icon("accept", theme().colours.on_accent, theme().colours.muted))
        cell = self._case.cell(self._case.current)
        shown = cell is not None
        for widget in (self.outlined, self.bars, self.model_says, self.person_says):
            widget.setVisible(shown)
        editable = shown and not self._case.read_only
        self.classes.setVisible(shown)
        self.confirm.setVisible(shown)
        self.classes.setEnabled(editable)
        self.confirm.setEnabled(editable)
        frame = Box(0, 0, 1, 1) if cell is None else self._frame(cell)
        self.picture.show_cell(cell, frame)
        if cell is None:
            self.title.setText(tr("No cell chosen"))
            self.picture.tell(tr("Click a cell, or press N for the next uncertain one."))
            self.reason.hide()
        else:
            self._show_cell(cell)
            self._read(cell, frame)
        self._show_atlas()

    def _show_cell(self, cell: Cell) -> None:
        colour = class_colour(cell.label)
        self.title.setText(
            f'<span style="background:{colour.name()};color:{on_colour(colour).name()};font-weight:600">'
            f"&nbsp;{letters(cell.label)}&nbsp;</span>&nbsp; <b>{escape(class_name(cell.label))}</b>"
        )
        self.model_says.setText(model_text(cell))
        self.person_says.setText(person_text(cell, with_time=False))
        self.picture.setToolTip(plain_tip(tr("{image}, cell {n}", image=cell.image, n=cell.number)))
        self.model_says.setToolTip(self.model_says.text())
        self.person_says.setToolTip(person_text(cell))
        self.reason.setText(reason_text(cell))
        self.reason.setVisible(bool(self.reason.text()))
        self.bars.show_prediction(cell.prediction)
        self.bars.setVisible(cell.prediction is not None)

    def _frame(self, cell: Cell) -> Box:
        side = common_side([cell], margin=1.5)
        return crop_frame(cell, side)

    def _show_atlas(self) -> None:
        cell = self._case.cell(self._case.current)
        order = list(FIVE_IDS)
        if cell is not None and cell.prediction is not None:
            shares = dict(zip(FIVE_IDS, cell.prediction.probabilities, strict=True))
            order.sort(key=lambda label: -shares[label])
        own = tr("Confirmed cells of your laboratory, the most alike first")
        drawn = tr("Drawn examples, until cells of your own are signed")
        self.atlas_view.setToolTip(own if self._atlas.is_own else drawn)
        self.atlas_view.setVisible(cell is not None)
        self.atlas_view.show_images(order, {label: self._atlas(label, cell) for label in order})

    # the crop ------------------------------------------------------------------

    def _read(self, cell: Cell, frame: Box) -> None:
        if self.picture.has_image:
            return
        path, key = self._case.image_path(cell.image), cell.key

        def read() -> QImage:
            with self._sources.borrow(path) as source:
                return read_crop(source, frame, CROP_PX)

        self._reads.keep_only(())
        self._reads.ask((str(path), key), read)

    def _arrived(self, key: tuple[str, Key], image: QImage) -> None:
        current = self._case.current
        if current == key[1] and str(self._case.image_path(current[0])) == key[0]:
            self.picture.set_image(image)

    def _failed(self, key: tuple[str, Key], error: object) -> None:
        if self._case.current == key[1]:
            self.picture.tell(
                fault_text(error) if isinstance(error, WbcError) else tr("The image cannot be shown.")
            )

    def close_readers(self) -> None:
        """Stop reading; the thread is ended when this returns."""
        self._reads.close()


def model_text(cell: Cell) -> str:
    """The model's answer in words."""
    p = cell.prediction
    if p is None:
        return tr("Model: not asked, added by hand")
    answer = class_name(p.label)
    if p.label in FIVE_IDS:
        answer += f", {percent(p.confidence)}"
    elif p.label == "unidentified":
        answer += f", {letters(p.best_class)} {percent(p.confidence)}"
    if p.detail and p.detail != p.label:
        answer += f" ({class_name(p.detail)})"
    return tr("Model: {answer}", answer=f"<b>{escape(answer)}</b>")


def person_text(cell: Cell, *, with_time: bool = True) -> str:
    """The technician's answer in words."""
    r = cell.review
    if r is None:
        return tr("Technician: not reviewed yet")
    when = r.at.astimezone().strftime("%Y-%m-%d %H:%M")
    answer = f"<b>{escape(class_name(r.label))}</b>"
    who = escape(r.reviewer) or "–"
    if not with_time:
        return tr("Technician: {answer}, {who}", answer=answer, who=who)
    return tr("Technician: {answer}, {who}, {when}", answer=answer, who=who, when=when)


def reason_text(cell: Cell) -> str:
    """Why the model gave no class of the five, where that is so."""
    p = cell.prediction
    return "" if p is None or p.label in FIVE_IDS else told(p.reason)
