"""What a running count gives, taken into a case; and which cell a person should see first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.events import ImageCounted, ImageFailed

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case, Edit
    from wbc_desktop.storage.case_store import CaseStore

Key = tuple[str, int]
"""Identity of a cell within a case: (image, number)."""

SAME = 0.3
"""Two boxes of a slide that overlap by more than this (IoU) are one cell."""

MANY = 4000
"""Above so many cells a single one decides no flag, and looking for it would take too long."""


def take_event(
    case: Case, store: CaseStore | None, event: ImageCounted | ImageFailed, user: str
) -> list[Key]:
    """Take a count's event into a case and its store.

    Returns:
        The keys of the cells that came in.
    """
    from wbc_desktop.core.case import AddFault, AddImage

    edit: Edit
    if isinstance(event, ImageCounted):
        edit = AddImage.of(event)
        if any(case.known(cell.key) for cell in event.cells):
            # A person added a cell to a slide while it was being counted, or a stopped count is gone
            # on with: it runs through the slide in the same order, and finds the same cells again.
            first = case.next_number(event.image)
            there = case.cells_of(event.image)
            fresh = [c for c in event.cells if not any(c.box.iou(o.box) > SAME for o in there)]
            cells = tuple(replace(c, number=first + i) for i, c in enumerate(fresh))
            edit = AddImage(edit.image, cells)
    else:
        edit = AddFault.of(event)
    entry = case.apply(edit, user=user)
    if store is not None:
        store.record(case, entry)
    return [cell.key for cell in entry.cells]


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
