"""A folder that the camera program saves into: its photographs are counted as they come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wbc_desktop.app.jobs import Job, Jobs
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.case_events import RECORDED, Renumbered, take_event
from wbc_desktop.app.viewmodels.counting_work import watch
from wbc_desktop.app.viewmodels.queued_sample import was_ended
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.events import CellsWeighed
from wbc_desktop.core.history import Act

if TYPE_CHECKING:
    from wbc_desktop.app.viewmodels.case import CaseViewModel
    from wbc_desktop.app.viewmodels.counter import CounterViewModel
    from wbc_desktop.core.case import Case
    from wbc_desktop.core.sample import SampleData
    from wbc_desktop.inference.watch import WatchTimes
    from wbc_desktop.storage.case_store import CaseStore


class Watching(QObject):
    """Counts what is saved into one folder until it is stopped; everything is stored as it arrives.

    Each folder below it that photographs are saved into is a sample. A sample of an earlier
    watch is gone on with; an image that is in its record already is not counted again.

    Attributes:
        folder: The folder, or None while none is watched.
        times: How long to wait for what; None: as ``inference.watch`` says.

    Signals:
        changed: It started, counted something or ended.
        case_ready(str): The record of the sample that is being photographed, to be shown.
        failed(WbcError): It cannot go on.
    """

    changed = Signal()
    case_ready = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        counter: CounterViewModel,
        shown: CaseViewModel,
        store: Callable[[], CaseStore],
        new_data: Callable[[], SampleData],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._counter, self._shown, self._store = jobs, counter, shown, store
        self._new_data = new_data
        self._job: Job | None = None
        self._cases: dict[str, Case] = {}
        self._current: Case | None = None
        self._renumbered: Renumbered = {}
        self.folder: Path | None = None
        self.times: WatchTimes | None = None

    @property
    def running(self) -> bool:
        """Whether a folder is watched."""
        return self._job is not None

    def record(self, case_id: str) -> Case | None:
        """The record that this watch writes to, where it is the one asked for."""
        return next((c for c in self._cases.values() if c.id == case_id), None) if self.running else None

    def numbers(self) -> tuple[int, int]:
        """(counted, target) of the sample that is being photographed."""
        if self._current is None:
            return 0, self._new_data().target
        return self._current.differential().counted, self._current.data.target

    def start(self, folder: Path) -> None:
        """Watch a folder; a watch of another one is ended first."""
        counter = self._counter.counter
        if counter is None:
            self.failed.emit(WbcError(tr("The model is still loading."), tr("Try again in a moment.")))
            return
        if self.running:
            return
        try:
            known = self._look_up(folder)
        except WbcError as error:
            self.failed.emit(error)
            return
        content, times = self._counter.content, self.times
        self.folder = folder
        self._job = self._jobs.run(
            tr("Watching {folder}", folder=folder.name),
            self._jobs.apart(watch, folder, counter, content, known, times),
        )
        self._job.yielded.connect(self._on_event)
        self._job.failed.connect(self.failed)
        self._job.ended.connect(self._on_ended)
        self.changed.emit()

    def stop(self) -> None:
        """End the watch; what was counted stays."""
        if self._job is not None:
            self._job.cancel()

    def _look_up(self, folder: Path) -> frozenset[tuple[str, str]]:
        """Open the stored samples of this folder; (sample, image) of what they hold already."""
        self._cases, self._current, self._renumbered = {}, None, {}
        known = set()
        for line in self._store().list():
            if line.root != str(folder) or line.review_of:
                continue
            shown = self._shown.case
            case = shown if shown is not None and shown.id == line.id else self._store().load(line.id)
            known |= {(case.sample, image.name) for image in case.images}
            if not case.signed:
                self._cases.setdefault(case.sample, case)
        return frozenset(known)

    def _on_event(self, event: object) -> None:
        if not isinstance(event, RECORDED) or self._is_over(event):
            return
        try:
            case = self._case_of(event.sample)
            if self._shown.case is case:
                self._shown.take(event, self._renumbered)
            else:
                take_event(case, self._store(), event, self._shown.user, self._renumbered)
        except WbcError as error:
            self.failed.emit(error)
            self.stop()
            return
        if case is not self._current and not isinstance(event, CellsWeighed):
            self._current = case
            self.case_ready.emit(case.id)
        self.changed.emit()

    def _is_over(self, event: object) -> bool:
        """Whether the sample's cells were weighed after it was signed: that makes no new record."""
        if not isinstance(event, CellsWeighed):
            return False
        case = self._cases.get(event.sample)
        return case is None or case.signed

    def _case_of(self, sample: str) -> Case:
        from wbc_desktop.core.case import Case

        case = self._cases.get(sample)
        if case is not None and not case.signed:
            return case
        stamp, data = self._counter.stamp(), self._new_data()
        case = Case(Case.new_id(), sample, str(self.folder), model=stamp, data=data, user=self._shown.user)
        self._store().create(case)
        self._cases[sample] = case
        return case

    def _on_ended(self, _state: str) -> None:
        self._note_end()
        shown = self._shown.case
        if shown is not None and shown in self._cases.values():
            self._shown.set_counting(False)
        self._job, self.folder = None, None
        self._cases, self._current = {}, None
        self.changed.emit()

    def _note_end(self) -> None:
        """A watch ends when a person ends it: what is saved later is no part of a stopped count."""
        from wbc_desktop.core.case import Note

        for case in self._cases.values():
            if case.signed or was_ended(case) or not case.images:
                continue
            try:
                if self._shown.case is case:
                    self._shown.note(Act.COUNT_ENDED)
                else:
                    self._store().record(case, case.apply(Note(Act.COUNT_ENDED), user=self._shown.user))
            except WbcError as error:
                self.failed.emit(error)
