"""The edits of a case: each says what it changes; the case enacts and records it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeGuard

from wbc_desktop.core.cell import Cell, Review
from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.events import ImageCounted, ImageFailed
from wbc_desktop.core.history import (
    NOTES,
    Act,
    CaseImage,
    CellChange,
    FieldChange,
    HistoryEntry,
    Key,
)
from wbc_desktop.core.sample import SampleData, check_sample_data, field_changes
from wbc_desktop.core.signoff import SignPolicy, require_signable

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case


class Edit(Protocol):
    """A change of a case that a person or the count asks for."""

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes; the case is not changed.

        Raises:
            CaseFault: The edit makes no sense for the case as it stands.
        """
        ...


@dataclass(frozen=True, slots=True)
class Reclassify:
    """Give cells another class.

    Attributes:
        keys: Cells; a single key is taken too.
        label: Class id.
        reason: Why; may be empty.
    """

    keys: Iterable[Key] | Key
    label: str
    reason: str = ""

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes."""
        if self.label not in CLASSES:
            raise CaseFault(f"There is no class “{self.label}”.")
        review = Review(self.label, user, at)
        changes = tuple(_reviewed(c, review) for c in _cells(case, self.keys))
        return HistoryEntry(number, at, user, Act.RECLASSIFY, changes, self.reason)


@dataclass(frozen=True, slots=True)
class AcceptCells:
    """Confirm the label in force of cells."""

    keys: Iterable[Key] | Key

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes."""
        cells = _cells(case, self.keys)
        changes = tuple(_reviewed(c, Review(case.class_in_force(c), user, at)) for c in cells)
        return HistoryEntry(number, at, user, Act.ACCEPT, changes)


@dataclass(frozen=True, slots=True)
class AddCell:
    """Add a cell that the finder missed."""

    cell: Cell
    reason: str = ""

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes."""
        if case.known(self.cell.key):
            raise CaseFault(f"There is a cell {self.cell.number} in {self.cell.image} already.")
        if case.image(self.cell.image) is None:
            raise CaseFault("The image of the cell is not part of the case.", file=self.cell.image)
        base = replace(self.cell, review=None, added=True)
        change = CellChange(base.key, None, self.cell.label, None, self.cell.review)
        return HistoryEntry(number, at, user, Act.ADD, (change,), self.reason, cells=(base,))


@dataclass(frozen=True, slots=True)
class RemoveCells:
    """Take false cells out of the case; the history keeps them."""

    keys: Iterable[Key] | Key
    reason: str = ""

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes."""
        changes = tuple(CellChange(c.key, c.label, None, c.review, None) for c in _cells(case, self.keys))
        return HistoryEntry(number, at, user, Act.REMOVE, changes, self.reason)


@dataclass(frozen=True, slots=True)
class SetSampleData:
    """Replace the sample data; ``dataclasses.replace(case.data, wbc=7.1)`` changes one field."""

    data: SampleData
    reason: str = ""

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes."""
        check_sample_data(self.data)
        changes = field_changes(case.data, self.data)
        if not changes:
            raise CaseFault("Nothing of the sample data was changed.")
        return HistoryEntry(number, at, user, Act.SAMPLE_DATA, changes, self.reason)


@dataclass(frozen=True, slots=True)
class Sign:
    """Sign the case; it is read-only afterwards.

    Attributes:
        comment: Printed on the report; counts as the reason for a count below target.
        policy: What the laboratory requires (``core.signoff``).
    """

    comment: str = ""
    policy: SignPolicy = field(default_factory=SignPolicy)

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes."""
        notes = require_signable(case, user, self.comment, self.policy)
        change = FieldChange("signed_by", "", user)
        return HistoryEntry(number, at, user, Act.SIGN, (change,), self.comment, notes=notes)


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open a signed case for edits again; gives a new version of the result."""

    reason: str

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes."""
        if case.signature is None:
            raise CaseFault("The case is not signed.")
        if not self.reason.strip():
            raise CaseFault("Re-opening a signed case needs a reason.", "Write why it is opened again.")
        change = FieldChange("signed_by", case.signature.user, "")
        return HistoryEntry(number, at, user, Act.REOPEN, (change,), self.reason)


@dataclass(frozen=True, slots=True)
class AddImage:
    """Take in one counted image, or one more step of a slide."""

    image: CaseImage
    cells: tuple[Cell, ...]

    @classmethod
    def of(cls, event: ImageCounted) -> AddImage:
        """From what the count yields."""
        image = CaseImage(
            event.image, event.width, event.height, event.content, event.warnings, event.red_cell_px
        )
        return cls(image, event.cells)

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:
        """The entry that this edit makes."""
        keys = [c.key for c in self.cells]
        if len(set(keys)) != len(keys) or any(case.known(k) for k in keys):
            raise CaseFault("Cells of this image are in the case already.", file=self.image.name)
        if any(c.image != self.image.name for c in self.cells):
            raise CaseFault("A cell belongs to another image.", file=self.image.name)
        base = tuple(c if c.review is None else replace(c, review=None) for c in self.cells)
        return HistoryEntry(number, at, user, Act.COUNT, image=self.image, cells=base)


@dataclass(frozen=True, slots=True)
class AddFault:
    """Record an image that could not be counted."""

    image: str
    message: str

    @classmethod
    def of(cls, event: ImageFailed) -> AddFault:
        """From what the count yields."""
        return cls(event.image, f"{event.error.message} {event.error.advice}".strip())

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:  # noqa: ARG002
        """The entry that this edit makes."""
        return HistoryEntry(number, at, user, Act.FAULT, notes=(self.image, self.message))


@dataclass(frozen=True, slots=True)
class Note:
    """Record an act that changes no cell: the case was opened, exported ...; a signed case takes it too."""

    act: Act
    text: str = ""
    reason: str = ""

    def entry(self, case: Case, number: int, user: str, at: datetime) -> HistoryEntry:  # noqa: ARG002
        """The entry that this edit makes."""
        if self.act not in NOTES:
            raise CaseFault(f"“{self.act}” is not an act to note.")
        return HistoryEntry(
            number, at, user, self.act, (), self.reason, notes=(self.text,) if self.text else ()
        )


def _cells(case: Case, keys: Iterable[Key] | Key) -> list[Cell]:
    wanted = [keys] if _is_key(keys) else [k for k in keys if _is_key(k)]
    cells = [case.cell(key) for key in dict.fromkeys(wanted)]
    there = [c for c in cells if c is not None]
    if not there or len(there) != len(cells):
        raise CaseFault("The cell is not in the case (any more).")
    return there


def _is_key(keys: object) -> TypeGuard[Key]:
    return isinstance(keys, tuple) and len(keys) == 2 and isinstance(keys[0], str)


def _reviewed(cell: Cell, review: Review) -> CellChange:
    return CellChange(cell.key, cell.label, review.label, cell.review, review)
