"""One sample of the queue, and what of it is still to be counted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wbc_desktop.core.history import Act
from wbc_desktop.core.warned import Warned

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case
    from wbc_desktop.core.differential import Differential
    from wbc_desktop.core.errors import WbcError
    from wbc_desktop.imaging.folder import Sample

SLIDE_TARGET = 200
"""Cells at which the count of a slide ends by itself (``inference.count.TARGET``)."""


@dataclass
class QueuedSample:
    """One sample of the queue.

    Attributes:
        sample: Its name and images.
        content: ``auto``, ``cell``, ``field`` or ``slide``.
        state: ``waiting``, ``counting``, ``done``, ``stopped`` or ``failed``.
        case_id: Its record in the case database, once counting began.
        images_done: Images counted or failed.
        images_failed: Images that could not be counted.
        result: The differential so far.
        warned: Sentences of the microscope check, each with the images that it is about.
        error: Why it failed.
        fault: Why the last image that failed could not be counted.
        base: Images of its record that are none of those that it waits for.
        saved: Whether it was counted before, and its saved record is shown.
        review: ``signed``, ``reviewed`` or, as long as cells wait for a person, empty.
    """

    sample: Sample
    content: str = "auto"
    state: str = "waiting"
    case_id: str = ""
    images_done: int = 0
    images_failed: int = 0
    result: Differential | None = None
    warned: Warned = field(default_factory=Warned)
    error: WbcError | None = None
    base: int = 0
    fault: WbcError | None = None
    saved: bool = False
    review: str = ""

    def begin(self, rest: Sample, case: Case) -> None:
        """Its count begins, or goes on with the rest."""
        self.state, self.error, self.saved = "counting", None, False
        self.base = len(case.images) + len(case.faults) - (len(self.sample.images) - len(rest.images))
        self._warn_anew(case)
        self.tally(case)

    def show_saved(self, case: Case) -> None:
        """All of it is in its record already."""
        self.state, self.saved = "done", True
        self.base = len(case.images) + len(case.faults) - len(self.sample.images)
        self._warn_anew(case)
        self.tally(case)

    def tally(self, case: Case) -> None:
        """Take the numbers from the record."""
        self.images_failed = len(case.faults)
        self.images_done = len(case.images) + self.images_failed - self.base
        self.result = case.differential()
        reviewed = "reviewed" if case.settled and not case.unreviewed else ""
        self.review = "signed" if case.signed else reviewed

    def _warn_anew(self, case: Case) -> None:
        """Take the sentences for a person from the record."""
        self.warned = Warned()
        for image in case.images:
            self.warned.look(image.name, image.warnings)


def rest_of(sample: Sample, case: Case) -> Sample:
    """The images of a sample that its record does not hold, and slides whose count did not end."""
    slides_end = was_ended(case) or case.differential().counted >= SLIDE_TARGET
    known = {i.name for i in case.images if i.content != "slide" or slides_end}
    known |= {name for name, _why in case.faults}
    return replace(sample, images=tuple(image for image in sample.images if image not in known))


def was_ended(case: Case) -> bool:
    """Whether the last count of this record came to its end: it was neither stopped nor killed."""
    for entry in reversed(case.history):
        if entry.act is Act.COUNT_ENDED:
            return True
        if entry.act in (Act.COUNT, Act.FAULT):
            return False
    return False
