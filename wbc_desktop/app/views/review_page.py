"""The review page: the desk with the cells, and the differential beside it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wbc_desktop.app.actions import Actions
from wbc_desktop.app.session import Session
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.differential import DifferentialViewModel
from wbc_desktop.app.views.differential_panel import DifferentialPanel
from wbc_desktop.app.views.review_desk import ReviewDesk
from wbc_desktop.app.views.view_actions import ViewActions


class ReviewPage(QWidget):
    """Left the gallery, in the middle the field, at the right the cell and the differential."""

    def __init__(
        self,
        session: Session,
        differential: DifferentialViewModel,
        actions: Actions,
        view_actions: ViewActions,
    ) -> None:
        super().__init__()
        self._case = session.case
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("Review"))
        self.differential = DifferentialPanel(differential, actions)
        self.desk = ReviewDesk(
            session.case, view_actions, self.differential, atlas_folder=session.paths.data / "atlas"
        )
        self.desk.set_class_keys(session.settings.keys)
        self.sources, self.table, self.thumbnails = self.desk.sources, self.desk.table, self.desk.thumbnails
        self.flow, self.field, self.gallery = self.desk.flow, self.desk.field, self.desk.gallery
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.desk)
        self.differential.class_chosen.connect(self.select_class)
        session.settings.changed.connect(lambda: self.desk.set_class_keys(session.settings.keys))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard is the gallery's. No focus proxy: Tab would then pass by all that stands above it."""
        self.gallery.gallery.setFocus(event.reason())

    def show_cells(self, keys: list[Key]) -> None:
        """Select cells and go to the first."""
        self._case.select(keys)
        self._case.set_current(keys[0] if keys else None)

    def select_class(self, label: str) -> None:
        """Select all cells of a class and go to the first."""
        self.show_cells([c.key for c in self.table.cells if self._case.label_of(c) == label])

    def state(self) -> dict[str, QByteArray]:
        """Where the dividers stand."""
        return {"splitter": self.desk.splitter.saveState(), "side": self.desk.column.saveState()}

    def restore(self, state: object) -> None:
        """Put the dividers where they stood."""
        if not isinstance(state, dict):
            return
        for name, splitter in (("splitter", self.desk.splitter), ("side", self.desk.column)):
            if isinstance(state.get(name), QByteArray):
                splitter.restoreState(state[name])

    def close_readers(self) -> None:
        """Stop reading images; all reading threads have ended when this returns."""
        self.desk.close_readers()
