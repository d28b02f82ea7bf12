"""The stored record of one smear: its images and cells, changed by edits alone.

A case is the sum of its history: loading it is replaying its entries. The machine's call is in
``Cell.prediction`` (its first one, or the one weighed with the sample's own cells); a person's answer
stands beside it.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from wbc_desktop.core.cell import Cell, Prediction
from wbc_desktop.core.cell_table import CellTable
from wbc_desktop.core.differential import Differential, class_of, differential_of
from wbc_desktop.core.edits import (
    AcceptCells,
    AddCell,
    AddFault,
    AddImage,
    Edit,
    Note,
    Reclassify,
    RemoveCells,
    Reopen,
    SetSampleData,
    Sign,
)
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.history import (
    NOTES,
    UNDOABLE,
    Act,
    CaseImage,
    CellChange,
    Change,
    FieldChange,
    HistoryEntry,
    Key,
    Scalar,
)
from wbc_desktop.core.intervals import IntervalMethod
from wbc_desktop.core.sample import ModelStamp, SampleData
from wbc_desktop.core.weighing import WeighCells, as_weighed

__all__ = [
    "AcceptCells",
    "AddCell",
    "AddFault",
    "AddImage",
    "Case",
    "CaseImage",
    "Edit",
    "HistoryEntry",
    "ModelStamp",
    "Note",
    "Reclassify",
    "RemoveCells",
    "Reopen",
    "SampleData",
    "SetSampleData",
    "Sign",
    "Signature",
    "WeighCells",
]


BEGUN_WITH = 2
"""Number of the entry with the laboratory's target and reference intervals, where it has its own."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, when, with which comment, and what was not met (never a blocking check)."""

    user: str
    at: datetime
    comment: str
    notes: tuple[str, ...]


class Case:
    """One smear's record.

    Attributes:
        id: Stable identifier.
        sample: The sample's name.
        root: Folder that image names are relative to.
        model: Which model counted it; None for a count by hand.
        review_of: Id of the case that this one is a blinded second review of; else empty.
        data: What a person entered of the sample.
        signature: The signature in force, or None.
        version: 1, and one more for each re-opening.
    """

    def __init__(
        self,
        id: str,
        sample: str,
        root: str = "",
        *,
        model: ModelStamp | None = None,
        review_of: str = "",
        data: SampleData | None = None,
        user: str = "",
        at: datetime | None = None,
    ) -> None:
        fields: dict[str, Scalar] = {"id": id, "sample": sample, "root": root, "review_of": review_of}
        if model is not None:
            fields |= {"model": model.id, "model_version": model.version}
            fields |= {"model_sha256": model.sha256, "model_device": model.device}
        changes = tuple(FieldChange(name, None, value) for name, value in fields.items())
        self._start()
        self._take(HistoryEntry(1, at or datetime.now(UTC), user, Act.CREATE, changes))
        if data is not None and data != SampleData():
            self.apply(SetSampleData(data), user=user, at=at)

    @staticmethod
    def new_id() -> str:
        """A fresh identifier."""
        return uuid.uuid4().hex

    @classmethod
    def replay(cls, entries: Iterable[HistoryEntry]) -> Case:
        """The case that a stored history makes.

        Raises:
            CaseFault: The history does not begin with the creation, or has a gap.
        """
        case = cls.__new__(cls)
        case._start()
        for entry in entries:
            if entry.number != len(case._history) + 1 or (entry.act is Act.CREATE) != (entry.number == 1):
                raise CaseFault("The history of the case has a gap.", "Run wbc-desktop verify.")
            case._take(entry)
        if not case._history:
            raise CaseFault("The case has no history.", "Run wbc-desktop verify.")
        return case

    def second_review(self, user: str = "", at: datetime | None = None) -> Case:
        """The same found cells without any answer, the model's neither: for a blinded second observer.

        Each cell waits as unidentified; cells that a person added or removed are as the finder left them.
        """
        twin = Case(self.new_id(), self.sample, self.root, review_of=self.id, user=user, at=at)
        for entry in self._history:
            if entry.act is Act.COUNT and entry.image is not None:
                bare = tuple(replace(cell, prediction=None) for cell in entry.cells)
                twin.apply(AddImage(entry.image, bare), user=user, at=at)
        return twin

    # what there is ---------------------------------------------------------------

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Cells in the order of images and numbers; an unchanged cell stays the same object."""
        return self._cells.ordered(self._images)

    @property
    def images(self) -> tuple[CaseImage, ...]:
        """Images in the order in which they were counted."""
        return tuple(self._images.values())

    @property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """Images that could not be counted: (image, why)."""
        return tuple(self._faults)

    @property
    def history(self) -> tuple[HistoryEntry, ...]:
        """Every recorded act, oldest first."""
        return tuple(self._history)

    @property
    def created(self) -> HistoryEntry:
        """The entry of the creation: who and when."""
        return self._history[0]

    @property
    def signed(self) -> bool:
        """Whether the case is signed, and so read-only."""
        return self.signature is not None

    @property
    def status(self) -> str:
        """``preliminary``, ``final``, or ``amended`` (signed again after a re-opening)."""
        if self.signature is None:
            return "preliminary"
        return "final" if self.version == 1 else "amended"

    @property
    def unreviewed(self) -> int:
        """How many cells nobody has confirmed or corrected."""
        return self._cells.unreviewed

    @property
    def settled(self) -> Mapping[str, int]:
        """How many cells of each class a person has confirmed or corrected."""
        return self._cells.settled

    @property
    def calls(self) -> Mapping[str, int]:
        """How many cells the model itself called so, of all that it found; no decision changes it."""
        return self._calls

    def cell(self, key: Key) -> Cell | None:
        """One cell, or None where there is none (any more)."""
        return self._cells.get(key)

    def cells_of(self, image: str) -> list[Cell]:
        """The cells of one image, in the order of their numbers."""
        return self._cells.of_image(image)

    def image(self, name: str) -> CaseImage | None:
        """One image, or None."""
        return self._images.get(name)

    def known(self, key: Key) -> bool:
        """Whether the case has ever had a cell of this key."""
        return key in self._base

    def found(self, key: Key) -> Cell | None:
        """A cell that the case has ever had, with the model's answer and without a person's, or None."""
        return self._base.get(key)

    def next_number(self, image: str) -> int:
        """The number of the next cell to be added to an image."""
        return 1 + max((number for name, number in self._base if name == image), default=0)

    def class_in_force(self, cell: Cell) -> str:
        """The class id under which a cell enters the result."""
        return class_of(cell)

    def differential(self, decimals: int = 1, method: IntervalMethod = IntervalMethod.WILSON) -> Differential:
        """The differential of the case as it stands."""
        key = (decimals, method)
        if key not in self._results:
            self._results[key] = differential_of(
                self._cells.tally, decimals=decimals, method=method, wbc=self.data.wbc_input
            )
        return self._results[key]

    # edits -----------------------------------------------------------------------

    def apply(self, edit: Edit, *, user: str, at: datetime | None = None) -> HistoryEntry:
        """Make an edit.

        Raises:
            CaseFault: The case is signed, or the edit makes no sense; nothing is changed then.
        """
        entry = edit.entry(self, len(self._history) + 1, user, self._now(at))
        if self.signed and entry.act not in NOTES and entry.act is not Act.REOPEN:
            raise CaseFault("The case is signed and cannot be changed.", "Re-open it with a reason.")
        self._take(entry)
        return entry

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back; what the case was begun with is none."""
        return bool(self._done) and self._done[-1] > BEGUN_WITH and not self.signed

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to make again."""
        return bool(self._undone) and not self.signed

    def undo(self, *, user: str, at: datetime | None = None) -> HistoryEntry:
        """Take the last edit back, as a further entry of the history.

        Raises:
            CaseFault: There is none, or the case is signed.
        """
        if not self.can_undo:
            raise CaseFault("There is nothing to undo.")
        edit = self._history[self._done[-1] - 1]
        return self._reverse(Act.UNDO, edit.number, [c.inverse() for c in reversed(edit.changes)], user, at)

    def redo(self, *, user: str, at: datetime | None = None) -> HistoryEntry:
        """Make the edit that was last taken back again.

        Raises:
            CaseFault: There is none, or the case is signed.
        """
        if not self.can_redo:
            raise CaseFault("There is nothing to redo.")
        edit = self._history[self._undone[-1] - 1]
        return self._reverse(Act.REDO, edit.number, edit.changes, user, at)

    def _reverse(
        self, act: Act, number: int, changes: Iterable[Change], user: str, at: datetime | None
    ) -> HistoryEntry:
        now = tuple(as_weighed(self, change) for change in changes)
        entry = HistoryEntry(len(self._history) + 1, self._now(at), user, act, now, reverses=number)
        self._take(entry)
        return entry

    @staticmethod
    def _now(at: datetime | None) -> datetime:
        return datetime.now(UTC) if at is None else at.astimezone(UTC)

    # enacting --------------------------------------------------------------------

    def _start(self) -> None:
        self.id = self.sample = self.root = self.review_of = ""
        self.model: ModelStamp | None = None
        self.data = SampleData()
        self.signature: Signature | None = None
        self.version = 1
        self._history: list[HistoryEntry] = []
        self._images: dict[str, CaseImage] = {}
        self._faults: list[tuple[str, str]] = []
        self._base: dict[Key, Cell] = {}
        self._calls: Counter[str] = Counter()
        self._cells = CellTable()
        self._results: dict[tuple[int, IntervalMethod], Differential] = {}
        self._done: list[int] = []
        self._undone: list[int] = []

    def _take(self, entry: HistoryEntry) -> None:
        """Enact an entry, new or stored, and append it to the history."""
        for cell in entry.cells:
            self._base[cell.key] = cell
            if not cell.added:
                self._calls[class_of(cell)] += 1
        if entry.act is Act.CREATE:
            self._create(entry)
        elif entry.act is Act.COUNT and entry.image is not None:
            self._images[entry.image.name] = _merged(self._images.get(entry.image.name), entry.image)
            for cell in entry.cells:
                self._cells.put(cell)
        elif entry.act is Act.WEIGH:
            self._weigh(entry.answers)
        elif entry.act is Act.FAULT:
            self._faults.append((entry.notes[0], entry.notes[-1]))
        elif entry.act is Act.SIGN:
            self.signature = Signature(entry.user, entry.at, entry.reason, entry.notes)
        elif entry.act is Act.REOPEN:
            self.signature, self.version = None, self.version + 1
        else:
            self._enact(entry.changes)
        self._keep_undo(entry)
        self._history.append(entry)
        self._results.clear()

    def _create(self, entry: HistoryEntry) -> None:
        new = {c.name: str(c.new or "") for c in entry.changes if isinstance(c, FieldChange)}
        self.id, self.sample = new.get("id", ""), new.get("sample", "")
        self.root, self.review_of = new.get("root", ""), new.get("review_of", "")
        if new.get("model"):
            names = ("model", "model_version", "model_sha256", "model_device")
            self.model = ModelStamp(*(new.get(name, "") for name in names))

    def _weigh(self, answers: tuple[tuple[Key, Prediction], ...]) -> None:
        for key, prediction in answers:
            old, shown = self._base.get(key), self._cells.get(key)
            if old is None or old.added:
                continue
            self._base[key] = replace(old, prediction=prediction)
            self._calls[class_of(old)] -= 1
            self._calls[class_of(self._base[key])] += 1
            if shown is not None:
                self._cells.put(replace(shown, prediction=prediction))

    def _enact(self, changes: tuple[Change, ...]) -> None:
        fields: dict[str, Scalar] = {}
        for change in changes:
            if isinstance(change, FieldChange):
                fields[change.name] = change.new
            elif isinstance(change, CellChange):
                if change.new_label is None:
                    self._cells.drop(change.key)
                elif change.key in self._base:
                    self._cells.put(replace(self._base[change.key], review=change.new_review))
        if fields:
            self.data = replace(self.data, **fields)  # type: ignore[arg-type]

    def _keep_undo(self, entry: HistoryEntry) -> None:
        if entry.act in UNDOABLE:
            self._done.append(entry.number)
            self._undone.clear()
        elif entry.act is Act.UNDO and entry.reverses is not None:
            self._done.remove(entry.reverses)
            self._undone.append(entry.reverses)
        elif entry.act is Act.REDO and entry.reverses is not None:
            self._undone.remove(entry.reverses)
            self._done.append(entry.reverses)


def _merged(old: CaseImage | None, new: CaseImage) -> CaseImage:
    """An image after one more step of its count: a slide's warnings come with any of them."""
    if old is None:
        return new
    warnings = tuple(dict.fromkeys((*old.warnings, *new.warnings)))
    return replace(old, warnings=warnings, red_cell_px=new.red_cell_px or old.red_cell_px)
