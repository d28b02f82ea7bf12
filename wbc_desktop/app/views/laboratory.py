"""What the laboratory menu does: second review, cell-location test, agreement, check of the history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from wbc_desktop.app.messages import confirm
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.laboratory import begin_second_review, verify, write_comparison
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.quality import require_looked_through

if TYPE_CHECKING:
    from wbc_desktop.app.views.main_window import MainWindow
    from wbc_desktop.storage.history import Verification


class LaboratoryCommands(QObject):
    """Connects the actions of the menu; made once, by the window's commands."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        actions = window.actions_
        for action_id, do in {
            "second_review": self.second_review,
            "location_test": self.location_test,
            "agreement": lambda: self.agreement(model=False),
            "agreement_model": lambda: self.agreement(model=True),
            "verify": self.verify,
            "calibrate": self.calibrate,
        }.items():
            actions[action_id].triggered.connect(lambda _checked=False, do=do: do())

    def update_states(self) -> None:
        """Enable what can be done with the open sample."""
        case = self._session.case
        done = case.is_open and not case.counting
        self._window.actions_.enable(second_review=done, location_test=done)

    def second_review(self) -> None:
        """Begin a blinded second review of the open sample, and show it."""
        case, user = self._session.case.case, self._session.case.user
        if case is None:
            return
        question = tr("Begin a second review of {name} as {user}?", name=case.sample, user=user)
        detail = tr(
            "All cells are shown without any class: neither the model's nor the first observer's. "
            "The first review stays as it is."
        )
        if not confirm(self._window, question, detail, tr("Begin")):
            return
        try:
            twin = begin_second_review(case, user)
            self._session.store().create(twin)
        except WbcError as error:
            self._window.tell(error)
            return
        self._session.open_case(twin.id)

    def location_test(self) -> None:
        """Show the cell-location test that the open sample holds, and record it where wished."""
        from wbc_desktop.app.views.location_dialog import LocationDialog

        case = self._session.case.case
        if case is None:
            return
        try:
            require_looked_through(case)
            dialog = LocationDialog(self._session, case, self._window)
            if dialog.exec():
                dialog.record()
            dialog.deleteLater()
        except WbcError as error:
            self._window.tell(error)

    def calibrate(self) -> None:
        """Adapt the model to the laboratory's own cells."""
        from wbc_desktop.app.views.calibrate_dialog import CalibrateDialog

        dialog = CalibrateDialog(self._session, self._window)
        if dialog.exec():
            self._window.banner.tell("good", tr("From now on the adapted model counts."))
        dialog.deleteLater()

    def agreement(self, *, model: bool) -> None:
        """Write the agreement report of all cases as a PDF."""
        name = tr("model agreement") if model else tr("observer agreement")
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, tr("Agreement report"), str(Path.home() / f"{name}.pdf"), "PDF (*.pdf)"
        )
        if chosen:
            self.write_agreement(Path(chosen), model=model)

    def write_agreement(self, target: Path, *, model: bool) -> None:
        """Write the report in the background; the banner tells when it is there."""
        database = self._session.paths.database
        job = self._session.jobs.run(
            tr("Comparing"), lambda token: write_comparison(token, database, target, model=model)
        )
        job.returned.connect(lambda path: self._session.exported.emit(path.parent, 1))
        job.failed.connect(self._window.tell)

    def verify(self) -> None:
        """Check the history of all cases in the background."""
        database = self._session.paths.database
        job = self._session.jobs.run(tr("Checking the history"), lambda token: verify(token, database))
        job.returned.connect(self._on_verified)
        job.failed.connect(self._window.tell)

    def _on_verified(self, result: Verification) -> None:
        if result.sound:
            text = tr("The history is whole: {n} entries.", n=result.entries)
            self._window.banner.tell("good", text)
            return
        first = result.faults[0]
        text = tr(
            "The history is NOT whole: {n} faults, the first in row {row}. "
            "The command wbc-desktop verify lists them.",
            n=len(result.faults),
            row=first.seq,
        )
        self._window.banner.tell("bad", f"{text} {told(first.text)}")
