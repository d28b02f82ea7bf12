"""Going through the cells: deciding, and which cell comes next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.cell_table import CellTable


class ReviewFlow(QObject):
    """The steps of a review; keys, menus and drags all come here.

    A decision goes for the selected cells, else for the current one. Afterwards the cell
    that stood behind them is current: the eye stays where it is.

    Signals:
        none_left: There is no uncertain cell any more.
    """

    none_left = Signal()

    def __init__(self, case: CaseViewModel, table: CellTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._table = table

    def targets(self) -> list[Key]:
        """The cells that a decision is for."""
        if self._case.selection:
            return self._case.selection
        return [self._case.current] if self._case.current is not None else []

    def assign(self, label: str, keys: list[Key] | None = None, *, move_on: bool = True) -> bool:
        """Give a class to cells (None: the targets) and move on; False if refused."""
        keys = self.targets() if keys is None else keys
        after = self._after(keys)
        if not keys or not self._case.reclassify(keys, label):
            return False
        if move_on:
            self._go(after or keys[-1])
        return True

    def accept(self) -> bool:
        """Confirm the label in force of the targets and move on; False if refused."""
        keys = self.targets()
        after = self._after(keys)
        if not keys or not self._case.accept(keys):
            return False
        self._go(after or keys[-1])
        return True

    def remove(self) -> bool:
        """Take the targets out as false cells and move on; False if refused."""
        keys = self.targets()
        after = self._after(keys)
        if not keys or not self._case.remove(keys):
            return False
        self._go(after)
        return True

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) cell of the gallery's order."""
        row = self._table.row_of(self._case.current)
        row = (0 if by > 0 else len(self._table.cells) - 1) if row is None else row + by
        key = self._table.key_at(row)
        if key is not None:
            self._case.choose(key)

    def next_uncertain(self) -> None:
        """Go to the unreviewed cell that the model is least certain of."""
        key = self._case.next_uncertain()
        if key is not None:
            self._case.choose(key)
        else:
            self.none_left.emit()

    def _go(self, key: Key | None) -> None:
        self._case.choose(key if self._case.cell(key) is not None else None)

    def _after(self, keys: list[Key]) -> Key | None:
        """The first cell behind ``keys`` that is none of them; else the one before them."""
        rows = sorted(row for row in map(self._table.row_of, keys) if row is not None)
        if not rows:
            return None
        taken = set(rows)
        for row in (*range(rows[-1] + 1, len(self._table.cells)), *range(rows[0] - 1, -1, -1)):
            if row not in taken:
                return self._table.key_at(row)
        return None
