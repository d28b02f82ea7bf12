"""A running count written into the case database as it goes: what was counted is stored at once."""

from __future__ import annotations

from collections.abc import Mapping

from wbc_desktop.core.case import (
    AddFault,
    AddImage,
    Case,
    Edit,
    ModelStamp,
    Note,
    SampleData,
    WeighCells,
)
from wbc_desktop.core.events import CellsWeighed, CountEvent, ImageCounted, ImageFailed, SampleFinished
from wbc_desktop.core.history import Act
from wbc_desktop.storage.case_store import CaseStore


class CaseRecorder:
    """Makes one case of each sample of a count.

    Args:
        store: Where to.
        roots: Folder of each sample, by the sample's name.
        model: Which model counts.
        user: Who started the count.
        data: Sample data that every case begins with.
    """

    def __init__(
        self,
        store: CaseStore,
        roots: Mapping[str, str],
        model: ModelStamp,
        user: str,
        data: SampleData | None = None,
    ) -> None:
        self._store, self._roots, self._model, self._user = store, roots, model, user
        self._data = data
        self.cases: dict[str, Case] = {}

    def take(self, event: CountEvent) -> None:
        """Store what an event tells; one transaction an image.

        Raises:
            CaseFault: The database cannot be written.
        """
        if isinstance(event, ImageCounted):
            self._record(event.sample, AddImage.of(event))
        elif isinstance(event, ImageFailed):
            self._record(event.sample, AddFault.of(event))
        elif isinstance(event, CellsWeighed) and event.sample in self.cases:
            weighed = WeighCells.of(event)
            if weighed.new_answers(self.cases[event.sample]):
                self._record(event.sample, weighed)
        elif isinstance(event, SampleFinished) and event.sample in self.cases:
            self._record(event.sample, Note(Act.COUNT_ENDED))

    def _record(self, sample: str, edit: Edit) -> None:
        case = self.cases.get(sample)
        if case is None:
            root = self._roots.get(sample, "")
            case = Case(Case.new_id(), sample, root, model=self._model, user=self._user, data=self._data)
            self._store.create(case)
            self.cases[sample] = case
        self._store.record(case, case.apply(edit, user=self._user))
