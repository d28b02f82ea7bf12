"""The cells of a case on one desk: gallery, field and inspector, in step with each other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.atlas import Atlas
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.cell_table import CellTable
from wbc_desktop.app.viewmodels.own_atlas import OwnAtlas
from wbc_desktop.app.viewmodels.review_flow import ReviewFlow
from wbc_desktop.app.viewmodels.sources import Sources
from wbc_desktop.app.viewmodels.thumbnails import Thumbnails
from wbc_desktop.app.views.cell_inspector import CellInspector
from wbc_desktop.app.views.class_bar import DEFAULT_KEYS
from wbc_desktop.app.views.field_page import FieldPage
from wbc_desktop.app.views.gallery_page import GalleryPage
from wbc_desktop.app.views.review_menu import open_menu
from wbc_desktop.app.views.view_actions import ViewActions


class ReviewDesk(QWidget):
    """Gallery | field above the inspector | a panel of the window's own.

    Args:
        case: The open case.
        actions: The views' actions; the window shows them in its menu.
        side: A panel at the right (the differential).
        sources: Opens images; None makes its own.
        atlas_folder: Where crops of signed cells are kept to compare with; None: drawn ones alone.
    """

    def __init__(
        self,
        case: CaseViewModel,
        actions: ViewActions | None = None,
        side: QWidget | None = None,
        *,
        sources: Sources | None = None,
        atlas_folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._case = case
        self._keys = dict(DEFAULT_KEYS)
        self.view_actions = actions or ViewActions(self)
        self.sources = sources or Sources()
        case.case_opened.connect(self.sources.forget_faults)
        self.table = CellTable(case, self)
        self.flow = ReviewFlow(case, self.table, self)
        self.thumbnails = Thumbnails(case, self.sources, parent=self)
        self.atlas = Atlas(parent=self)
        if atlas_folder is not None:
            self.atlas.follow(OwnAtlas(atlas_folder, case, self.sources, self))
        self.gallery = GalleryPage(case, self.table, self.thumbnails, self.flow)
        self.field = FieldPage(case, self.sources, self.view_actions)
        self.inspector = CellInspector(case, self.sources, self.flow, self.atlas)
        # Fields are wider than high: the inspector lies below, where it costs the image nothing.
        self.column = QSplitter(Qt.Orientation.Vertical)
        self.column.addWidget(self.field)
        self.column.addWidget(self.inspector)
        self.column.setStretchFactor(0, 1)
        self.column.setStretchFactor(1, 0)
        self.column.setSizes([530, 290])
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for widget, stretch in ((self.gallery, 2), (self.column, 3), (side, 0)):
            if widget is not None:
                self.splitter.addWidget(widget)
                self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        for splitter in (self.column, self.splitter):
            splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([470, 700, 340])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("Review"))
        self._connect()

    def _connect(self) -> None:
        actions, gallery = self.view_actions, self.gallery
        actions.do("larger_tiles", gallery.larger)
        actions.do("smaller_tiles", gallery.smaller)
        actions.do("next_cell", lambda: self.flow.step(1))
        actions.do("previous_cell", lambda: self.flow.step(-1))
        gallery.gallery.cell_activated.connect(self.field.show_close)
        gallery.gallery.menu_wanted.connect(self._open_menu)
        self.field.view.menu_wanted.connect(self._open_menu)
        self.addActions(actions.all())

    def set_class_keys(self, keys: dict[str, str]) -> None:
        """Show, and obey where the window has no such action, other class keys (``{class id: key}``)."""
        self._keys = dict(keys)
        self.gallery.class_bar.set_keys(keys)
        self.inspector.classes.set_keys(keys)

    def _open_menu(self, key: Key | None, place: QPoint) -> None:
        open_menu(self._case, self.flow, key, place, self, self._keys)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard is the gallery's."""
        self.gallery.gallery.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The review's keys, where no action of the window has taken them."""
        text = event.text().upper()
        label = next((c for c, key in self._keys.items() if key and key.upper() == text), None)
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif label is not None:
            self.flow.assign(label)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flow.accept()
        elif event.key() == Qt.Key.Key_Delete:
            self.flow.remove()
        elif event.key() == Qt.Key.Key_N:
            self.flow.next_uncertain()
        elif event.key() == Qt.Key.Key_H:
            self.field.options.set_hidden(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Overlays come back when H is let go."""
        if event.key() == Qt.Key.Key_H and not event.isAutoRepeat():
            self.field.options.set_hidden(False)
        else:
            super().keyReleaseEvent(event)

    def close_readers(self) -> None:
        """Stop all reading and close the images; the threads are ended when this returns."""
        self.field.close_readers()
        self.inspector.close_readers()
        self.thumbnails.close()
        self.atlas.close()
        self.sources.forget()
