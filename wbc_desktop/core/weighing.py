"""The edit that takes in answers weighed with the sample's own cells, once all of them are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from wbc_desktop.core.cell import Prediction
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.events import CellsWeighed
from wbc_desktop.core.history import Act, CellChange, Change, HistoryEntry, Key

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case


@dataclass(frozen=True, slots=True)
class WeighCells:
    """Put the model's new answers in the place of its first ones; a person's decision stays as it is.

    Attributes:
        answers: Key and new answer of cells.
    """

    answers: tuple[tuple[Key, Prediction], ...]

    @classmethod
    def of(cls, event: CellsWeighed) -> WeighCells:
        """From what the count yields."""
        return cls(event.predictions)

    def new_answers(self, case: Case) -> tuple[tuple[Key, Prediction], ...]:
        """Those that are news to the case.

        A cell that it never had, or that a person added, was not weighed and is passed over. One that
        was removed gets its new answer too, and comes back with it if the removal is undone.
        """
        news = []
        for key, prediction in dict(self.answers).items():
            found = case.found(key)
            if found is not None and not found.added and found.prediction != prediction:
                news.append((key, prediction))
        return tuple(news)

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes; its changes are those of the labels in force."""
        answers = self.new_answers(case)
        if not answers:
            raise CaseFault("No answer was changed.")
        changes = []
        for key, prediction in answers:
            cell = case.cell(key)
            if cell is not None and cell.review is None and cell.label != prediction.label:
                changes.append(CellChange(key, cell.label, prediction.label))
        return HistoryEntry(number, at, user, Act.WEIGH, tuple(changes), answers=answers)


def as_weighed(case: Case, change: Change) -> Change:
    """A change that is taken back or made again, with the model's labels as they are by now."""
    found = case.found(change.key) if isinstance(change, CellChange) else None
    if found is None or not isinstance(change, CellChange):
        return change
    old = found.label if change.old_label and change.old_review is None else change.old_label
    new = found.label if change.new_label and change.new_review is None else change.new_label
    return replace(change, old_label=old, new_label=new)
