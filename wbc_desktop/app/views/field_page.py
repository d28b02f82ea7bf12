"""The field viewer with its bar: which image, which overlays, which light."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wbc_desktop.app.plain import plain_tip
from wbc_desktop.app.resources import icon
from wbc_desktop.app.theme import SPACE, theme
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.field_cells import FieldCells
from wbc_desktop.app.viewmodels.mask_file import mask_of
from wbc_desktop.app.viewmodels.reads import Reads
from wbc_desktop.app.viewmodels.slide import SlideTiles
from wbc_desktop.app.viewmodels.sources import Sources
from wbc_desktop.app.viewmodels.view_options import LAYERS, ViewOptions
from wbc_desktop.app.views.add_hint import AddHint
from wbc_desktop.app.views.elided_box import ElidedBox
from wbc_desktop.app.views.light_popup import LightPopup
from wbc_desktop.app.views.slide_view import SlideView
from wbc_desktop.app.views.view_actions import ViewActions
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.in_words import in_words

LEAST_PX = 400
"""Width that the tools need in two lines."""


class FieldPage(QWidget):
    """One image of the case at a time, in step with the case's selection."""

    def __init__(
        self, case: CaseViewModel, sources: Sources, actions: ViewActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._case, self._actions = case, actions
        self.options = ViewOptions(self)
        self.tiles = SlideTiles(sources, parent=self)
        self.cells = FieldCells(case, self)
        self.view = SlideView(self.tiles, self.cells, self.options)
        self._masks = Reads(threads=1, name="mask file", parent=self)
        self._wanted: Key | None = None
        self.message = QLabel(self.view)
        self.message.setObjectName("card")
        self.message.setWordWrap(True)
        self.message.setMargin(2 * SPACE)
        self.message.setFrameShape(QFrame.Shape.StyledPanel)
        self.message.hide()
        self.hint = AddHint(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        self.setMinimumWidth(LEAST_PX)
        column.addWidget(self.view, 1)
        self._connect()
        self._themed()
        self._list_images()

    # the bar -----------------------------------------------------------------

    def _bar(self) -> QWidget:
        bar = QWidget()
        self._bar_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, bar)
        self._bar_row.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        self._bar_row.setSpacing(2)
        self._bar_row.addLayout(self._image_tools(), 1)
        self._bar_row.addLayout(self._view_tools())
        return bar

    def _image_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.previous = self._button("", tr("Previous image"))
        self.next = self._button("", tr("Next image"))
        self.previous.clicked.connect(self.previous_image)
        self.next.clicked.connect(self.next_image)
        self.images = ElidedBox()
        self.images.setAccessibleName(tr("Image shown"))
        self.images.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.images.setMinimumWidth(110)
        self.images.setMaximumWidth(320)
        self.images.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.images.activated.connect(lambda place: self._case.show_image(self.images.itemData(place)))
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self.images, 1)
        row.addStretch(0)
        return row

    def _view_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        for name in (*LAYERS, "add_mode"):
            row.addWidget(self._action_button(name))
        self.light = self._button("", tr("Opacity, brightness and contrast"))
        self.light_popup = LightPopup(self.options, self)
        self.light.clicked.connect(self._show_light)
        row.addWidget(self.light)
        for name in ("zoom_out", "zoom_in", "fit"):
            row.addWidget(self._action_button(name))
        self.percent = QLabel("100 %")
        self.percent.setObjectName("muted")
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance("1000 %"))
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.percent)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lines of tools where one is too long, as on a small screen with large text."""
        super().resizeEvent(event)
        parts = self._bar_row.findChildren(QHBoxLayout)
        needed = sum(part.minimumSize().width() for part in parts) + 2 * SPACE + 2
        one, two = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._bar_row.setDirection(one if needed <= self.width() else two)

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAutoRaise(True)
        button.setIconSize(QSize(20, 20))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _action_button(self, name: str) -> QToolButton:
        action = self._actions[name]
        button = self._button("", action.statusTip())
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setAccessibleName(action.text().replace("&", ""))
        return button

    def _connect(self) -> None:
        case, view = self._case, self.view
        case.case_opened.connect(self._list_images)
        case.images_changed.connect(self._list_images)
        case.image_shown.connect(self._show_image)
        case.current_changed.connect(self._show_current)
        case.state_changed.connect(self._state_changed)
        self.tiles.opened.connect(self._opened)
        self.tiles.failed.connect(self._failed)
        self._masks.arrived.connect(self._mask_arrived)
        self._masks.failed.connect(self._mask_failed)
        view.cell_clicked.connect(self._clicked)
        view.cell_activated.connect(self.show_close)
        view.cells_framed.connect(self._framed)
        view.point_chosen.connect(self._add)
        view.view_changed.connect(self._show_percent)
        view.add_mode_changed.connect(self._actions["add_mode"].setChecked)
        self._actions["add_mode"].toggled.connect(view.set_add_mode)
        for name in ("fit", "one_to_one", "zoom_in", "zoom_out"):
            self._actions.do(name, getattr(view, name))
        for name in LAYERS:
            action = self._actions[name]
            action.setChecked(self.options.get(name))
            action.toggled.connect(lambda on, layer=name: self.options.set(layer, on))
        self.options.changed.connect(self._option_changed)
        theme().changed.connect(self._themed)

    def _themed(self) -> None:
        c = theme().colours
        for button, name in (
            (self.previous, "previous-image"),
            (self.next, "next-image"),
            (self.light, "light"),
        ):
            button.setIcon(icon(name, c.text, c.line))

    def _option_changed(self, name: str) -> None:
        if name in LAYERS:
            self._actions[name].setChecked(self.options.get(name))
            if name == "mask_file" and self.options.get(name):
                self._read_mask()
            elif name == "mask_file" and self.tiles.current is not None:
                self._tell("")  # what was said of the mask

    def _show_light(self) -> None:
        self.light_popup.adjustSize()
        left = min(self.light.x(), self.width() - self.light_popup.width())  # over the field alone
        self.light_popup.move(self.mapToGlobal(QPoint(left, self.light.geometry().bottom() + 3)))
        self.light_popup.show()

    def _show_percent(self) -> None:
        self.percent.setText(f"{100 * self.view.zoom.scale * self.devicePixelRatioF():.0f} %")

    # images --------------------------------------------------------------------

    def next_image(self) -> None:
        """Show the next image of the case."""
        self._step(1)

    def previous_image(self) -> None:
        """Show the previous image of the case."""
        self._step(-1)

    def _step(self, by: int) -> None:
        names = [image.name for image in self._case.images()]
        if self._case.current_image in names:
            place = names.index(self._case.current_image) + by
            if 0 <= place < len(names):
                self._case.show_image(names[place])

    def _list_images(self) -> None:
        images = self._case.images()
        known = [self.images.itemData(i) for i in range(self.images.count())]
        # During a count images come one by one: only the new ones are added.
        if known != [image.name for image in images[: len(known)]]:
            self.images.clear()
            known = []
        for number, image in enumerate(images[len(known) :], start=len(known) + 1):
            self.images.addItem(f"{number}   {image.name}", image.name)
        if not images:
            self.tiles.show(None)
            self.cells.show("")
            self.view.clear()
            self._tell("")
        self._mark_image()

    def _mark_image(self) -> None:
        place = self.images.findData(self._case.current_image)
        self.images.setCurrentIndex(place)
        self.images.setToolTip(plain_tip(self._case.current_image))
        self.previous.setEnabled(place > 0)
        self.next.setEnabled(0 <= place < self.images.count() - 1)

    def _show_image(self, image: str) -> None:
        self._mark_image()
        self._tell("")
        self._wanted = self._case.current
        self.cells.show(image)
        self.tiles.show(self._case.image_path(image))

    def _opened(self) -> None:
        self._show_current(self._case.current)
        self._show_percent()
        if self.options.get("mask_file"):
            self._read_mask()

    def _failed(self, path: Path, error: object) -> None:
        """Say over the view, in words, what is wrong with the image."""
        if isinstance(error, WbcError):
            self._tell_fault(path, error)
        else:
            self._tell(f"<b>{escape(path.name)}</b><br>" + tr("The image cannot be shown."))
        if self.tiles.current is None:
            self.view.clear()

    def _tell_fault(self, path: Path, error: WbcError) -> None:
        message, advice = escape(told(error.message)), escape(told(error.advice))
        self._tell(f"<b>{escape(path.name)}</b><br>{message}<br>{advice}")

    def _tell(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.message.setFixedWidth(min(420, max(self.view.width() - 40, 120)))
        self.message.adjustSize()
        self.message.move(20, 20)

    # cells ---------------------------------------------------------------------

    def show_close(self, key: Key | None) -> None:
        """Choose a cell and bring it close, a third of the view high."""
        cell = self._case.cell(key)
        if cell is None:
            return
        self._case.choose(cell.key)
        if self.tiles.current is not None and self.cells.image == cell.image:
            self.view.zoom.show_box(_rect(cell), close=True)

    def _show_current(self, key: Key | None) -> None:
        cell = self._case.cell(key)
        if cell is not None and self.tiles.current is not None and cell.image == self.cells.image:
            self.view.zoom.show_box(_rect(cell))

    def _clicked(self, key: Key | None, extend: bool) -> None:
        if key is None:
            if not extend:
                self._case.choose(None)
        elif extend:
            chosen = self._case.selection
            self._case.select([k for k in chosen if k != key] if key in chosen else [*chosen, key])
            self._case.set_current(key)
        else:
            self._case.choose(key)

    def _framed(self, keys: list[Key]) -> None:
        self._case.select(keys)
        if keys:
            self._case.set_current(keys[0])

    def _add(self, point: QPointF) -> None:
        self._case.add_cell_at(self.cells.image, point.x(), point.y())

    def _state_changed(self) -> None:
        allowed = not self._case.read_only
        self._actions["add_mode"].setEnabled(allowed)
        if not allowed:
            self.view.set_add_mode(False)

    # the mask file ---------------------------------------------------------------

    def _read_mask(self) -> None:
        opened = self.tiles.current
        if opened is not None and self.view.mask_file_layer.empty:
            path, grid = opened.path, opened.grid
            self._masks.keep_only(())
            self._masks.ask(path, lambda: mask_of(path, grid.width, grid.height))

    def _mask_arrived(self, path: object, labels: object) -> None:
        if path != self.tiles.path:
            return
        if labels is None:
            self._tell(tr("No mask file lies beside this image."))
            QTimer.singleShot(4000, self.message, self.message.hide)
        else:
            self.view.mask_file_layer.set_labels(labels)  # type: ignore[arg-type]

    def _mask_failed(self, path: object, error: object) -> None:
        """Say over the view what is wrong with the mask file of the image that is shown."""
        if isinstance(path, Path) and path == self.tiles.path and isinstance(error, Exception):
            fault = in_words(error)
            self._tell_fault(Path(fault.file or path), fault)

    def close_readers(self) -> None:
        """Stop reading; the threads are ended when this returns."""
        self.tiles.close()
        self._masks.close()


def _rect(cell: Cell) -> QRectF:
    return QRectF(cell.box.x, cell.box.y, cell.box.width, cell.box.height)
