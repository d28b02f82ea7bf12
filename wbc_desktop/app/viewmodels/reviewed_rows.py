"""Keeps the batch table in step with the review of a sample that it has counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.count_queue import CountQueue

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case

WAIT_MS = 300
"""Many decisions a second are shown in one go."""


class ReviewedRows(QObject):
    """After decisions, undo, signing or re-opening, the sample's row shows the numbers as they stand."""

    def __init__(self, queue: CountQueue, shown: CaseViewModel) -> None:
        super().__init__(queue)
        self._queue, self._shown = queue, shown
        self._changed: dict[str, Case] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._take_over)
        shown.history_changed.connect(self._note)

    def _note(self) -> None:
        case = self._shown.case
        if case is not None and self._queue.rows:
            self._changed[case.id] = case
            if not self._timer.isActive():
                self._timer.start()

    def _take_over(self) -> None:
        changed, self._changed = self._changed, {}
        for number, row in enumerate(self._queue.rows):
            case = changed.get(row.case_id)
            if case is not None and row.state == "done":
                row.tally(case)
                self._queue.row_changed.emit(number)
