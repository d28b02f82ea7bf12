"""The microscope check of the open case, from images and cells that are counted already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wbc_desktop.app.jobs import Jobs
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.counter import CounterViewModel
from wbc_desktop.app.viewmodels.counting_work import Look, judge
from wbc_desktop.core.history import Act

if TYPE_CHECKING:
    from wbc_desktop.inference.check import Verdict

MOST_IMAGES = 12
ENOUGH_CELLS = 80


class MicroscopeCheck(QObject):
    """Judges the images of the open case once enough of them are counted.

    Signals:
        judged(Verdict): The verdict; it is noted in the case's history.
    """

    judged = Signal(object)

    def __init__(
        self, case: CaseViewModel, jobs: Jobs, counter: CounterViewModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._case, self._jobs, self._counter = case, jobs, counter
        self._checked = ""
        self.calibrated = False
        case.images_changed.connect(self._consider)
        case.state_changed.connect(self._consider)

    def _consider(self) -> None:
        """Check when the count has ended, or has come far enough."""
        case = self._case.case
        if case is None or case.id == self._checked or not case.images or case.signed:
            return
        if self._case.counting and len(case.images) < MOST_IMAGES and len(case.cells) < ENOUGH_CELLS:
            return
        self._checked = case.id
        if any(entry.act is Act.QUALITY for entry in case.history):
            return
        looks = self._looks()
        if not looks:
            return
        calibrated, case_id, counter = self.calibrated, case.id, self._counter.counter
        job = self._jobs.run(tr("Checking the images"), self._jobs.apart(judge, looks, calibrated, counter))
        job.returned.connect(lambda verdict: self._on_judged(case_id, verdict))

    def _looks(self) -> list[Look]:
        images = [image for image in self._case.images() if image.content != "slide"]
        step = max(1, -(-len(images) // MOST_IMAGES))
        return [
            Look(self._case.image_path(i.name), tuple(self._case.cells_of(i.name)), i.content)
            for i in images[::step]
        ]

    def _on_judged(self, case_id: str, verdict: Verdict) -> None:
        case = self._case.case
        if case is not None and case.id == case_id and not case.signed:
            self._case.note(Act.QUALITY, verdict.text)
            self.judged.emit(verdict)
