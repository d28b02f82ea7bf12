"""What a running count gives, taken into a case; and which cell a person should see first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.events import CellsWeighed, ImageCounted, ImageFailed

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case, Edit
    from wbc_desktop.core.history import HistoryEntry
    from wbc_desktop.storage.case_store import CaseStore

Key = tuple[str, int]
"""Identity of a cell within a case: (image, number)."""

SAME = 0.3
"""Two boxes of a slide that overlap by more than this (IoU) are one cell."""

MANY = 4000
"""Above so many cells a single one decides no flag, and looking for it would take too long."""


Recorded = ImageCounted | ImageFailed | CellsWeighed
"""What a count tells that goes into the record."""

RECORDED = (ImageCounted, ImageFailed, CellsWeighed)

Renumbered = dict[Key, Key]
"""Of one count: under which key the record holds a cell that the count numbered otherwise."""


def take_event(
    case: Case, store: CaseStore | None, event: Recorded, user: str, renumbered: Renumbered
) -> HistoryEntry | None:
    """Take a count's event into a case and its store.

    Args:
        case: The record.
        store: Where it is stored; None for nowhere.
        event: What the count tells.
        user: Who counts.
        renumbered: Filled by the images of the count, and read when its cells are weighed; empty
            when the count begins.

    Returns:
        The entry; None where the event changes nothing of the record.
    """
    from wbc_desktop.core.case import AddFault, AddImage

    edit: Edit | None
    if isinstance(event, ImageCounted):
        edit = AddImage.of(event)
        if any(case.known(cell.key) for cell in event.cells):
            edit = AddImage(edit.image, _fresh(case, event, renumbered))
    elif isinstance(event, ImageFailed):
        edit = AddFault.of(event)
    else:
        edit = _weighed(case, event, renumbered)
    if edit is None:
        return None
    entry = case.apply(edit, user=user)
    if store is not None:
        store.record(case, entry)
    return entry


def _fresh(case: Case, event: ImageCounted, renumbered: Renumbered) -> tuple[Cell, ...]:
    """The cells that the case has not, numbered on.

    A person added a cell to a slide while it was being counted, or a stopped count is gone on with: it
    runs through the slide in the same order, and finds the same cells again.
    """
    number = case.next_number(event.image)
    there = case.cells_of(event.image)
    fresh: list[Cell] = []
    for cell in event.cells:
        same = next((other for other in there if cell.box.iou(other.box) > SAME), None)
        if same is None:
            same = replace(cell, number=number + len(fresh))
            fresh.append(same)
        renumbered[cell.key] = same.key
    return tuple(fresh)


def _weighed(case: Case, event: CellsWeighed, renumbered: Renumbered) -> Edit | None:
    """None where nothing changes, or where the case was signed before: its result stands."""
    from wbc_desktop.core.case import WeighCells

    answers = tuple((renumbered.get(key, key), answer) for key, answer in event.predictions)
    edit = WeighCells(answers)
    return edit if not case.signed and edit.new_answers(case) else None


def review_first(case: Case) -> list[Cell]:
    """Unreviewed cells, those that need the eye most first (``core.flags.review_order``)."""
    from wbc_desktop.core.differential import differential
    from wbc_desktop.core.errors import WrongUse
    from wbc_desktop.core.flags import review_order
    from wbc_desktop.core.reference import reference_of

    try:
        reference = reference_of(case.data)
    except WrongUse:
        reference = None
    if len(case.cells) > MANY:
        reference = None
    wbc = case.data.wbc_input
    return review_order(case.cells, reference, lambda labels: differential(labels, wbc=wbc))
