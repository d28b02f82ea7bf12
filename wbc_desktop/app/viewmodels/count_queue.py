"""The samples that are counted, one after the other, in the background."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from wbc_desktop.app.jobs import Job, Jobs, Work
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.case_events import RECORDED, Recorded, Renumbered, take_event
from wbc_desktop.app.viewmodels.counting_work import count_sample
from wbc_desktop.app.viewmodels.queued_sample import QueuedSample, rest_of
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.events import CellsWeighed, ImageFailed, SampleFinished
from wbc_desktop.core.history import Act
from wbc_desktop.core.progress import CancelToken

if TYPE_CHECKING:
    from wbc_desktop.app.viewmodels.case import CaseViewModel
    from wbc_desktop.app.viewmodels.counter import CounterViewModel
    from wbc_desktop.core.case import Case
    from wbc_desktop.core.sample import SampleData
    from wbc_desktop.imaging.folder import Sample
    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.database import Database


class CountQueue(QObject):
    """Counts one sample after the other; everything is stored as it arrives.

    Signals:
        rows_added(first, last): Rows were appended.
        row_changed(int): A row's numbers or state changed.
        cleared: All rows are gone.
        progressed(Progress): How far the sample being counted is.
        state_changed: It started, paused, went on or ended.
        sample_ended(int): A row is done, stopped or failed.
        failed(WbcError): A sample could not be counted at all.
    """

    rows_added = Signal(int, int)
    row_changed = Signal(int)
    cleared = Signal()
    progressed = Signal(object)
    state_changed = Signal()
    sample_ended = Signal(int)
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
        self.rows: list[QueuedSample] = []
        self._jobs, self._counter, self._shown, self._store = jobs, counter, shown, store
        self._new_data = new_data
        self._row = -1
        self._case: Case | None = None
        self._renumbered: Renumbered = {}
        self._job: Job | None = None
        self._paused = False
        self._times: list[float] = []
        counter.ready.connect(self._go_on)
        counter.changed.connect(self._on_counter)

    # what runs ---------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether a sample is being counted, or waits for the model."""
        return self._job is not None or any(row.state == "waiting" for row in self.rows)

    @property
    def paused(self) -> bool:
        """Whether the person has paused it."""
        return self._paused

    @property
    def case(self) -> Case | None:
        """The record of the sample that is being counted."""
        return self._case

    def images_left(self) -> int:
        """Images of all samples that are still to be counted."""
        open_rows = [r for r in self.rows if r.state in ("waiting", "counting")]
        return sum(len(r.sample.images) - r.images_done for r in open_rows)

    def rate(self) -> float:
        """Images a second over the last thirty images; 0 while not known."""
        if len(self._times) < 2 or self._times[-1] <= self._times[0]:
            return 0.0
        return (len(self._times) - 1) / (self._times[-1] - self._times[0])

    def remaining_s(self) -> float | None:
        """Seconds until all is counted at the present rate; None while not known."""
        rate = self.rate()
        return self.images_left() / rate if rate > 0 else None

    # what a person asks for ----------------------------------------------------

    def add(self, samples: Sequence[Sample], content: str = "auto", stored: Sequence[str] = ()) -> list[int]:
        """Queue samples.

        Args:
            samples: What to count.
            content: How to treat the images.
            stored: For each the record of an earlier count, which is gone on with; empty: a new one.

        Returns:
            Their row numbers.
        """
        first = len(self.rows)
        cases = stored or [""] * len(samples)
        self.rows += [QueuedSample(s, content, case_id=c) for s, c in zip(samples, cases, strict=True)]
        numbers = list(range(first, len(self.rows)))
        if numbers:
            self.rows_added.emit(numbers[0], numbers[-1])
            self._go_on()
            self._on_counter()
            self.state_changed.emit()
        return numbers

    def go_on_with(self, case_id: str, rest: Sample, content: str = "auto") -> int:
        """Count further images of a stored sample into its record.

        Returns:
            The row's number.
        """
        return self.add([rest], content, [case_id])[0]

    def resume(self, number: int) -> None:
        """Go on with a sample that was stopped or failed."""
        row = self.rows[number]
        if row.state in ("stopped", "failed"):
            row.state, row.error = "waiting", None
            self.row_changed.emit(number)
            self._go_on()
            self._on_counter()
            self.state_changed.emit()

    def resume_all(self) -> None:
        """Go on with every sample that was stopped."""
        for number, row in enumerate(self.rows):
            if row.state == "stopped":
                self.resume(number)

    def count_anew(self, numbers: Sequence[int]) -> None:
        """Count samples again as new records; the old ones stay stored."""
        for number in numbers:
            if self.rows[number].state != "counting":
                old = self.rows[number]
                self.rows[number] = QueuedSample(old.sample, old.content)
                self.row_changed.emit(number)
        self._go_on()
        self.state_changed.emit()

    def set_paused(self, paused: bool) -> None:
        """Pause between two images, or go on."""
        if paused == self._paused:
            return
        self._paused = paused
        self._times.clear()
        if self._job is not None:
            self._job.set_paused(paused)
        self.state_changed.emit()
        if not paused:
            self._go_on()

    def stop(self) -> None:
        """Stop; what was counted stays, the waiting samples are marked as stopped."""
        for number, row in enumerate(self.rows):
            if row.state == "waiting":
                row.state = "stopped"
                self.row_changed.emit(number)
        self._paused = False
        if self._job is not None:
            self._job.cancel()
        self.state_changed.emit()

    def clear(self) -> None:
        """Empty the table; the records stay in the database."""
        if not self.running:
            self.rows.clear()
            self.cleared.emit()

    # the work --------------------------------------------------------------------

    def _go_on(self) -> None:
        counter = self._counter.counter
        if self._job is not None or self._paused or counter is None:
            return
        waiting = next((i for i, row in enumerate(self.rows) if row.state == "waiting"), None)
        if waiting is None:
            return
        row = self.rows[waiting]
        try:
            case = self._stored_case(row) if row.case_id else self._new_case(row)
        except WbcError as error:
            self._fail(waiting, error)
            self._go_on()
            return
        rest = rest_of(row.sample, case)
        if case.signed or not rest.images:
            self._show_saved(waiting, case)
            return
        row.begin(rest, case)
        self._case, self._row, self._renumbered = case, waiting, {}
        if self._shown.case is self._case:
            self._shown.set_counting(True)
        self._times.clear()
        database = self._store().database
        count = self._jobs.apart(count_sample, rest, counter, row.content)
        self._job = self._jobs.run(
            tr("Counting {name}", name=rest.name),
            lambda token: _carried_over(token, count, database),
        )
        self._job.yielded.connect(self._on_event)
        self._job.progressed.connect(self.progressed)
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(self._on_ended)
        self.row_changed.emit(waiting)
        self.state_changed.emit()

    def _show_saved(self, number: int, case: Case) -> None:
        """Nothing is left to count; the next one after what the window has to do meanwhile."""
        self.rows[number].show_saved(case)
        self.row_changed.emit(number)
        self.sample_ended.emit(number)
        QTimer.singleShot(0, self, self._go_on)
        QTimer.singleShot(0, self, self.state_changed.emit)

    def _new_case(self, row: QueuedSample) -> Case:
        from wbc_desktop.core.case import Case

        stamp = self._counter.stamp()
        case = Case(
            Case.new_id(),
            row.sample.name,
            str(row.sample.root),
            model=stamp,
            data=self._new_data(),
            user=self._shown.user,
        )
        self._store().create(case)
        row.case_id = case.id
        return case

    def _stored_case(self, row: QueuedSample) -> Case:
        shown = self._shown.case
        return shown if shown is not None and shown.id == row.case_id else self._store().load(row.case_id)

    def _on_event(self, event: object) -> None:
        case = self._case
        if case is None or self._row < 0:
            return
        row = self.rows[self._row]
        if isinstance(event, RECORDED):
            try:
                if self._shown.case is case:
                    self._shown.take(event, self._renumbered)
                else:
                    take_event(case, self._store(), event, self._shown.user, self._renumbered)
            except WbcError as error:
                self._on_failed(error)
                if self._job is not None:
                    self._job.cancel()
                return
            self._tally(row, case, event)
        elif not isinstance(event, SampleFinished):
            return
        self.row_changed.emit(self._row)

    def _tally(self, row: QueuedSample, case: Case, event: Recorded) -> None:
        if isinstance(event, ImageFailed):
            row.fault = event.error
        elif not isinstance(event, CellsWeighed):
            row.warned.look(event.image, event.warnings)
        row.tally(case)
        if isinstance(event, CellsWeighed):
            return
        self._times = [*self._times[-30:], time.monotonic()]

    def _on_failed(self, error: WbcError) -> None:
        if 0 <= self._row < len(self.rows):
            self._fail(self._row, error)

    def _fail(self, number: int, error: WbcError) -> None:
        self.rows[number].state, self.rows[number].error = "failed", error
        self.row_changed.emit(number)
        self.failed.emit(error)

    def _on_ended(self, state: str) -> None:
        number, case = self._row, self._case
        self._job, self._row, self._case = None, -1, None
        row = self.rows[number]
        if row.state == "counting":
            row.state = "done" if state == "done" else "stopped"
        if row.state == "done" and case is not None:
            self._note_end(case)
        if row.state == "done" and row.fault is not None and case is not None and not case.images:
            self._fail(number, row.fault)
        if case is not None and self._shown.case is case:
            self._shown.set_counting(False)
        self.row_changed.emit(number)
        self.sample_ended.emit(number)
        QTimer.singleShot(0, self, self._go_on)  # the next one in a turn of its own
        self.state_changed.emit()

    def _note_end(self, case: Case) -> None:
        """The record says that its count came to its end: else it is gone on with when it is opened."""
        from wbc_desktop.core.case import Note

        try:
            if self._shown.case is case:
                self._shown.note(Act.COUNT_ENDED)
            elif not case.signed:
                self._store().record(case, case.apply(Note(Act.COUNT_ENDED), user=self._shown.user))
        except WbcError as error:
            self.failed.emit(error)

    def _on_counter(self) -> None:
        error = self._counter.error
        if error is None or self._counter.loading:
            return
        waiting = [number for number, row in enumerate(self.rows) if row.state == "waiting"]
        for number in waiting:
            self.rows[number].state, self.rows[number].error = "failed", error
            self.row_changed.emit(number)
        if waiting:
            self.failed.emit(error)
            self.state_changed.emit()


def _carried_over(token: CancelToken, count: Work, database: Database) -> Iterator[object]:
    """The count, and after it the database's log carried over: a worker waits for the disk there."""
    yield from count(token)
    database.checkpoint()
