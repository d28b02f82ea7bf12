"""What the window works with: settings, jobs, the counter, the open case, the queue."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wbc_desktop.app.jobs import Jobs
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.add_cell import MissedCell, find_missed
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.count_queue import CountQueue
from wbc_desktop.app.viewmodels.counter import CounterViewModel
from wbc_desktop.app.viewmodels.export import ExportOrder, export
from wbc_desktop.app.viewmodels.microscope import MicroscopeCheck
from wbc_desktop.app.viewmodels.opening import draw_demo, find_samples
from wbc_desktop.app.viewmodels.queued_sample import QueuedSample, rest_of, was_ended
from wbc_desktop.app.viewmodels.reviewed_rows import ReviewedRows
from wbc_desktop.app.viewmodels.settings import SettingsViewModel
from wbc_desktop.app.viewmodels.watching import Watching
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.history import Act
from wbc_desktop.core.reference import known_sets
from wbc_desktop.core.sample import SampleData
from wbc_desktop.storage.paths import Paths

if TYPE_CHECKING:
    from wbc_desktop.imaging.folder import Sample
    from wbc_desktop.storage.case_store import CaseStore


class Session(QObject):
    """Made once by the bootstrap and handed to the views.

    Args:
        paths: Where settings and cases are kept.
        parent: Owns it.
        apart: Whether to count in a process of its own, as the program does (docs/adr/0018).

    Signals:
        failed(WbcError): Something a person asked for could not be done.
        batch_opened: More than one sample was opened: show the batch page.
        sample_opened: One sample was opened: show the review page.
        restored(str): A stored review was opened instead of counting: a sentence that says so.
        recent_changed: The list of recent samples changed.
        incomplete(Sample): These images of the open sample have come since it was counted.
        resumed(Sample): The stopped count of the open sample goes on with these images.
        batch_restored(list of int): These rows of the queue were counted before.
        exported(Path, int): So many files were written into this folder.
        one_failed(WbcError): One of several samples could not be counted; its row says so, too.
    """

    failed = Signal(object)
    batch_opened = Signal()
    sample_opened = Signal()
    restored = Signal(str)
    recent_changed = Signal()
    exported = Signal(object, int)
    one_failed = Signal(object)
    incomplete = Signal(object)
    resumed = Signal(object)
    batch_restored = Signal(list)

    def __init__(self, paths: Paths, parent: QObject | None = None, *, apart: bool = False) -> None:
        super().__init__(parent)
        self.paths = paths
        self.settings = SettingsViewModel(paths.settings, self)
        self.jobs = Jobs(self, apart=apart)
        self.counter = CounterViewModel(self.jobs, (paths.models,), self)
        self.case = CaseViewModel(self)
        self.microscope = MicroscopeCheck(self.case, self.jobs, self.counter, self)
        self._store: CaseStore | None = None
        self._awaited: QueuedSample | None = None
        self.queue = CountQueue(self.jobs, self.counter, self.case, self.store, self.new_data, self)
        ReviewedRows(self.queue, self.case)
        self.watching = Watching(self.jobs, self.counter, self.case, self.store, self.new_data, self)
        self.watching.failed.connect(self.failed)
        self.watching.case_ready.connect(self._show_watched)
        self.counter.ready.connect(self._on_counter)
        self.case.user = self.settings.user
        self.case.set_add_cell(self.add_cell_at)
        self.settings.changed.connect(self._on_settings)
        self.settings.failed.connect(self.failed)
        self.case.failed.connect(self.failed)
        self.queue.failed.connect(self._on_sample_failed)
        self.queue.sample_ended.connect(lambda _row: self.recent_changed.emit())

    def store(self) -> CaseStore:
        """The case database, opened at its first use.

        Raises:
            CaseFault: It cannot be opened.
        """
        if self._store is None:
            from wbc_desktop.storage.case_store import CaseStore

            self._store = CaseStore(self.paths.database)
        return self._store

    def new_data(self) -> SampleData:
        """What a new sample starts with: the laboratory's target and reference intervals."""
        settings = self.settings.settings
        data = SampleData(target=settings.count.target, nrbc_limit=settings.count.nrbc_limit)
        try:
            chosen = known_sets(settings.reference_sets).get(settings.laboratory.reference_set)
        except WbcError as error:
            self.failed.emit(error)
            return data
        if chosen is None:
            return data
        return replace(data, reference_set=chosen.name, reference_json=chosen.to_json())

    def load_counter(self) -> None:
        """Load the chosen model in the background."""
        choice = self.settings.settings.count
        self.counter.set_threshold(self.settings.threshold)
        self.counter.load(choice.model, choice.device)

    # work in the background --------------------------------------------------

    def export(self, order: ExportOrder) -> None:
        """Write results; ``exported`` tells when they are there."""
        job = self.jobs.run(tr("Exporting"), lambda token: export(token, order))
        job.returned.connect(lambda written: self._on_exported(order, written))
        job.failed.connect(self.failed)

    def _on_exported(self, order: ExportOrder, written: list[Path]) -> None:
        case = self.case.case
        if case is not None and case.id in order.cases:
            self.case.note(Act.EXPORT, ", ".join(order.formats))
        self.exported.emit(order.folder, len(written))

    def add_cell_at(self, image: str, x: float, y: float) -> None:
        """Find, classify and add the cell at a point of an image of the open case."""
        counter, case = self.counter.counter, self.case.case
        entry = case.image(image) if case is not None else None
        if counter is None or case is None or entry is None:
            self.failed.emit(WbcError(tr("The model is still loading."), tr("Try again in a moment.")))
            return
        sizes = [max(c.box.width, c.box.height) for c in case.cells]
        usual = statistics.median(sizes) if sizes else min(entry.width, entry.height) / 8
        missed = MissedCell(self.case.image_path(image), image, x, y, usual, entry.red_cell_px)
        job = self.jobs.run(tr("Adding a cell"), self.jobs.apart(find_missed, missed, counter))
        job.returned.connect(lambda cell: self._on_found(case.id, cell))
        job.failed.connect(self.failed)

    def _on_found(self, case_id: str, cell: Cell) -> None:
        if self.case.case is not None and self.case.case.id == case_id:
            self.case.add_cell(cell)

    # opening -------------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open images, folders or slides: one sample is shown at once, several go to the batch page."""
        if not paths:
            return
        if len(paths) == 1:
            self.settings.remember(paths[0])
        job = self.jobs.run(tr("Looking for images"), lambda token: find_samples(token, paths))
        job.returned.connect(self.open_samples)
        job.failed.connect(self.failed)

    def open_demo(self) -> None:
        """Open the drawn smear."""
        folder = self.paths.data / "demo smear"
        job = self.jobs.run(tr("Drawing the demo smear"), lambda token: draw_demo(token, folder))
        job.returned.connect(self.open_samples)
        job.failed.connect(self.failed)

    def open_samples(self, samples: Sequence[Sample]) -> None:
        """Show one sample (its stored review where there is one), or queue several.

        What a stopped count has left is counted.
        """
        known = self._stored_cases()
        if len(samples) > 1:
            ids = [known.get((s.name, str(s.root)), "") for s in samples]
            rows = self.queue.add(samples, self.counter.content, ids)
            self.batch_opened.emit()
            if any(ids):
                self.batch_restored.emit([row for row, case_id in zip(rows, ids, strict=True) if case_id])
            return
        sample = samples[0]
        stored = known.get((sample.name, str(sample.root)), "")
        if stored:
            self.open_case(stored)
            if not self._see_to_rest(sample):
                self.restored.emit(tr("This is the saved review of these images."))
        else:
            self.count(sample)

    def count(self, sample: Sample) -> None:
        """Count a sample as a new record and show it while it is counted."""
        row = self.queue.add([sample], self.counter.content)[0]
        self._show_row(row)
        self.sample_opened.emit()

    def count_images(self, name: str, root: Path, images: Sequence[str]) -> None:
        """Count images of a folder again, as a new record."""
        from wbc_desktop.imaging.folder import Sample

        self.count(Sample(name, root, tuple(images)))

    def open_row(self, number: int) -> None:
        """Open a sample of the queue, finished or being counted; a stopped one goes on."""
        row = self.queue.rows[number]
        if row.state == "stopped":
            self.queue.resume(number)
            self._show_row(number)
            self.sample_opened.emit()
            self.resumed.emit(self._rest_in_case(row.sample))
        elif row.case_id:
            self._show_row(number)
            self.sample_opened.emit()

    def open_case(self, case_id: str) -> None:
        """Open a stored case."""
        if self.case.case is not None and self.case.case.id == case_id:
            self.sample_opened.emit()
            return
        try:
            running = self.watching.record(case_id) or self.queue.case
            if running is not None and running.id == case_id:
                self.case.open(running, self.store())
                self.case.set_counting(True)
            else:
                self.case.open(self.store().load(case_id), self.store())
        except WbcError as error:
            self.failed.emit(error)
            return
        self.sample_opened.emit()

    def _show_watched(self, case_id: str) -> None:
        """Show the sample that is being photographed, unless a person looks at another one."""
        shown = self.case.case
        if shown is None or not shown.images or self.watching.record(shown.id) is not None:
            self.open_case(case_id)
            self.case.set_counting(True)

    def _on_sample_failed(self, error: WbcError) -> None:
        """Of several samples the others go on: there is no box for each that failed overnight."""
        (self.one_failed if len(self.queue.rows) > 1 else self.failed).emit(error)

    def _on_counter(self) -> None:
        manifest = self.counter.counter.manifest if self.counter.counter is not None else None
        self.microscope.calibrated = bool(getattr(manifest, "derived_from", None))

    def open_recent(self, case_id: str) -> None:
        """Open a stored case, and look whether all images of its folder are counted."""
        self.open_case(case_id)
        root, name = self.case.root, self.case.name
        if root is None or self.case.signed or self.case.counting:
            return
        job = self.jobs.run(tr("Looking for images"), lambda token: find_samples(token, [root]))
        job.returned.connect(lambda found: self._compare(case_id, [s for s in found if s.name == name]))

    def _compare(self, case_id: str, found: Sequence[Sample]) -> None:
        if found and self.case.case is not None and self.case.case.id == case_id:
            self._see_to_rest(found[0])

    def _see_to_rest(self, sample: Sample) -> bool:
        """Go on with a stopped count of the open case, or tell of new photographs; whether there are any."""
        case = self.case.case
        if case is None or case.signed or self.case.counting:
            return False
        rest = rest_of(sample, case)
        if not rest.images:
            return False
        if was_ended(case):
            self.incomplete.emit(rest)
        else:
            self.count_rest(rest)
            self.resumed.emit(rest)
        return True

    def _rest_in_case(self, sample: Sample) -> Sample:
        case = self.case.case
        return sample if case is None else rest_of(sample, case)

    def count_rest(self, rest: Sample) -> None:
        """Count further images into the open case."""
        case = self.case.case
        if case is not None and not self.case.counting:
            self.queue.go_on_with(case.id, rest, self.counter.content)

    def close_case(self) -> None:
        """Show no case; everything is stored already."""
        self.case.open(None, None)
        self.recent_changed.emit()

    def _show_row(self, number: int) -> None:
        row = self.queue.rows[number]
        if row.case_id:
            self.open_case(row.case_id)
            return
        self.case.open(None, None)
        self._awaited = row
        self.queue.row_changed.connect(self._on_awaited)

    def _on_awaited(self, _number: int) -> None:
        row = self._awaited
        if row is None:
            return
        if row.case_id or row.state in ("failed", "stopped"):
            self.queue.row_changed.disconnect(self._on_awaited)
            if row.case_id:
                self.open_case(row.case_id)

    def _stored_cases(self) -> dict[tuple[str, str], str]:
        """Ids of the stored cases by sample and folder, of several the one changed last."""
        try:
            stored = self.store().list()
        except WbcError as error:
            self.failed.emit(error)
            return {}
        usable = [c for c in reversed(stored) if c.images and not c.review_of]
        return {(c.sample, c.root): c.id for c in usable}

    def _on_settings(self) -> None:
        self.case.user = self.settings.user
        self.load_counter()

    def close(self) -> bool:
        """Stop all jobs and close the database; False if a job does not stop in time."""
        self.queue.stop()
        self.watching.stop()
        stopped = self.jobs.stop()
        if self._store is not None and stopped:
            self._store.close()
        return stopped
