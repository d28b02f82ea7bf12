"""One recorded act on a case: who, when, what it was, what it is now, and why.

An entry is a fact and is never changed; taking an edit back is a further entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from wbc_desktop.core.cell import Cell, Prediction, Review
from wbc_desktop.core.classes import CLASSES

Scalar = str | int | float | bool | None
Key = tuple[str, int]


class Act(StrEnum):
    """What was done."""

    CREATE = "create"
    COUNT = "count"
    WEIGH = "weigh"
    FAULT = "fault"
    ACCEPT = "accept"
    RECLASSIFY = "reclassify"
    ADD = "add"
    REMOVE = "remove"
    SAMPLE_DATA = "sample_data"
    SIGN = "sign"
    REOPEN = "reopen"
    UNDO = "undo"
    REDO = "redo"
    OPEN = "open"
    EXPORT = "export"
    DELETE = "delete"
    SETTING = "setting"
    QUALITY = "quality"
    COUNT_ENDED = "count_ended"


UNDOABLE = frozenset({Act.ACCEPT, Act.RECLASSIFY, Act.ADD, Act.REMOVE, Act.SAMPLE_DATA})
"""Acts that undo takes back; counting, weighing, signing and re-opening stand."""

NOTES = frozenset({Act.OPEN, Act.EXPORT, Act.DELETE, Act.SETTING, Act.QUALITY, Act.COUNT_ENDED})
"""Acts that change no cell, and are recorded on a signed case too."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """What one cell was and is.

    Attributes:
        key: (image, number).
        old_label: Label in force before; None where the cell was not in the case.
        new_label: Label in force now; None where the cell was taken out.
        old_review: The technician's answer before.
        new_review: The technician's answer now.
    """

    key: Key
    old_label: str | None
    new_label: str | None
    old_review: Review | None = None
    new_review: Review | None = None

    def inverse(self) -> CellChange:
        """The change that takes this one back."""
        return CellChange(self.key, self.new_label, self.old_label, self.new_review, self.old_review)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field of the sample data (or of the case) was and is."""

    name: str
    old: Scalar
    new: Scalar

    def inverse(self) -> FieldChange:
        """The change that takes this one back."""
        return FieldChange(self.name, self.new, self.old)


Change = CellChange | FieldChange


@dataclass(frozen=True, slots=True)
class CaseImage:
    """An image of a case, as it was counted.

    Attributes:
        name: Path relative to the sample's folder, forward slashes.
        width: Level-0 pixels.
        height: Level-0 pixels.
        content: ``cell``, ``field`` or ``slide``: how it was treated.
        warnings: Sentences for a person.
        red_cell_px: Median red cell diameter in level-0 pixels, where measured.
    """

    name: str
    width: int
    height: int
    content: str = "field"
    warnings: tuple[str, ...] = ()
    red_cell_px: float | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act on a case.

    Attributes:
        number: Running number within the case, from 1, without gaps.
        at: When, UTC.
        user: Who.
        act: What was done.
        changes: Old and new value of everything that changed.
        reason: Why, where a person said so (the comment of a signature too).
        reverses: For undo and redo: number of the entry concerned.
        image: For a count: the image.
        cells: Cells that came into the case by this act, as the machine or the person gave them.
        notes: Further sentences (checks not met at signing, file written ...).
        answers: The model's answers that take the place of its earlier ones, with their cells' keys.
    """

    number: int
    at: datetime
    user: str
    act: Act
    changes: tuple[Change, ...] = ()
    reason: str = ""
    reverses: int | None = None
    image: CaseImage | None = None
    cells: tuple[Cell, ...] = field(default=(), compare=False)
    notes: tuple[str, ...] = ()
    answers: tuple[tuple[Key, Prediction], ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """Keys of the cells concerned."""
        changed = [c.key for c in self.changes if isinstance(c, CellChange)]
        answered = [key for key, _answer in self.answers]
        return tuple(dict.fromkeys([c.key for c in self.cells] + answered + changed))


def class_name(label: str | None) -> str:
    """Name of a class id as a person reads it."""
    if label is None:
        return "none"
    return CLASSES[label].name if label in CLASSES else label


def describe(entry: HistoryEntry, *, patient: bool = False) -> str:
    """One line for a person: what the act did, old value to new value.

    Args:
        entry: The act.
        patient: Show the values of patient fields too; else only that they were changed.
    """
    if entry.act is Act.COUNT:
        image = entry.image.name if entry.image else ""
        cells = len(entry.cells)
        return f"Counted {image}: {cells} cell{'' if cells == 1 else 's'}"
    if entry.act is Act.WEIGH:
        n = len(entry.answers)
        text = f"{n} answer{'' if n == 1 else 's'} weighed anew with the sample's own cells"
        changed = _changes_text(entry, patient=patient)
        return f"{text}: {changed}" if changed else text
    if entry.act in (Act.UNDO, Act.REDO):
        word = "Undone" if entry.act is Act.UNDO else "Redone"
        return f"{word} (entry {entry.reverses}): {_changes_text(entry, patient=patient)}"
    title = _TITLES.get(entry.act, str(entry.act))
    text = _changes_text(entry, patient=patient) or " ".join(entry.notes)
    return f"{title}: {text}" if text else title


_TITLES = {
    Act.CREATE: "Case created",
    Act.FAULT: "Image not counted",
    Act.ACCEPT: "Confirmed",
    Act.RECLASSIFY: "Reclassified",
    Act.ADD: "Cell added",
    Act.REMOVE: "Cell removed",
    Act.SAMPLE_DATA: "Sample data",
    Act.SIGN: "Signed",
    Act.REOPEN: "Re-opened",
    Act.OPEN: "Opened",
    Act.EXPORT: "Exported",
    Act.DELETE: "Deleted",
    Act.SETTING: "Setting changed",
    Act.QUALITY: "Quality control",
    Act.COUNT_ENDED: "Count ended",
}


def _changes_text(entry: HistoryEntry, *, patient: bool) -> str:
    if entry.act is Act.CREATE:
        return ""
    moves: dict[str, int] = {}
    parts: list[str] = []
    for change in entry.changes:
        if isinstance(change, FieldChange):
            parts += _field_text(change, patient=patient)
            continue
        if change.old_label == change.new_label:
            move = class_name(change.new_label)
        else:
            move = f"{class_name(change.old_label)} -> {class_name(change.new_label)}"
        moves[move] = moves.get(move, 0) + 1
    parts += [f"{move} ({n} cells)" if n > 1 else move for move, n in moves.items()]
    return "; ".join(parts)


def _field_text(change: FieldChange, *, patient: bool) -> list[str]:
    if change.name in _LONG_FIELDS:
        return []
    name = change.name.replace("_", " ")
    if change.name.startswith("patient_") and not patient:
        return [f"{name} changed"]
    return [f"{name}: {_plain(change.old)} -> {_plain(change.new)}"]


_LONG_FIELDS = frozenset({"reference_json"})


def _plain(value: Scalar) -> str:
    return "none" if value is None or value == "" else str(value)
