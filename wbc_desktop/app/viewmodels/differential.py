"""The differential as the panel shows it: recomputed once per burst of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.settings import SettingsViewModel
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.differential import Differential, differential_of
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.flags import HIGH, LOW, Flag, flags, settled_enough
from wbc_desktop.core.reference import ABSOLUTE, PERCENT, ReferenceSet, reference_of
from wbc_desktop.core.sample import SampleData


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that the panel shows.

    Attributes:
        reviewed: With the labels in force: the technician's, else the model's.
        model: With the model's own labels, as they now are, of all cells that it found.
        reference: The reference set in force, or None.
        bands: Class id to reference interval in percent, (low, high).
        flags: All values beside their reference intervals.
        target: How many cells to count.
        unreviewed: Cells that nobody confirmed or corrected.
        safe_to_stop: Whether no unreviewed cell can change a flag.
        counting: Whether cells are still coming in.
    """

    reviewed: Differential
    model: Differential
    reference: ReferenceSet | None
    bands: Mapping[str, tuple[float, float]]
    flags: tuple[Flag, ...]
    target: int
    unreviewed: int
    safe_to_stop: bool
    counting: bool

    @property
    def left(self) -> int:
        """Cells still to be counted to the target."""
        return max(0, self.target - self.reviewed.counted)

    def kind(self, item: str) -> str:
        """``L`` or ``H`` where an item is flagged in any unit, else empty."""
        return next((f.kind for f in self.flags if f.item == item and f.kind in (LOW, HIGH)), "")


SOON_MS = 15
"""After a decision: the cell is shown first, the numbers with the next frame."""

COUNTING_MS = 150
"""While cells are coming in: nobody reads numbers that change more often."""


class DifferentialViewModel(QObject):
    """Computes the summary after each burst of changes.

    Signals:
        changed: ``summary`` is new.
    """

    changed = Signal()

    def __init__(
        self, case: CaseViewModel, settings: SettingsViewModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.case, self.settings = case, settings
        self.summary: Summary | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        for signal in (case.case_opened, case.differential_changed, case.state_changed, settings.changed):
            signal.connect(self._soon)

    def _soon(self) -> None:
        """Compute once for all that changes until then."""
        if not self._timer.isActive():
            self._timer.start(COUNTING_MS if self.case.counting else SOON_MS)

    def refresh(self) -> None:
        """Compute now."""
        self._timer.stop()
        case = self.case.case
        if case is None:
            self.summary = None
            self.changed.emit()
            return
        decimals, method = self.settings.settings.count.decimals, self.settings.interval_method
        reviewed = case.differential(decimals, method)
        reference = _reference(case.data)
        counting = self.case.counting
        self.summary = Summary(
            reviewed=reviewed,
            model=differential_of(case.calls, decimals=decimals, method=method),
            reference=reference,
            bands=_bands(reviewed, reference),
            flags=flags(reviewed, reference),
            target=case.data.target,
            unreviewed=case.unreviewed,
            safe_to_stop=not counting
            and settled_enough(case.settled, case.unreviewed, reference, case.data.wbc_input),
            counting=counting,
        )
        self.changed.emit()


def _reference(data: SampleData) -> ReferenceSet | None:
    try:
        return reference_of(data)
    except WrongUse:
        return None


def _bands(result: Differential, reference: ReferenceSet | None) -> dict[str, tuple[float, float]]:
    """Reference intervals in percent; absolute ones by the white cell count, where it is entered."""
    bands: dict[str, tuple[float, float]] = {}
    wbc = result.wbc.corrected if result.wbc is not None else None
    for class_id in FIVE_IDS if reference is not None else ():
        assert reference is not None
        relative, absolute = reference.interval(class_id, PERCENT), reference.interval(class_id, ABSOLUTE)
        if relative is not None:
            bands[class_id] = (relative.low or 0.0, 100.0 if relative.high is None else relative.high)
        elif absolute is not None and wbc:
            high = 100.0 if absolute.high is None else 100 * absolute.high / wbc
            bands[class_id] = (100 * (absolute.low or 0.0) / wbc, min(high, 100.0))
    return bands
