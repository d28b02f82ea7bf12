"""The cell-location test: which share of the white cells the finder found.

The operator counts the cells that the finder missed on the user's own images. A test on fewer
than 100 nucleated cells is not valid; 200 are usual, at least once a day and after any change of
stain (CellaVision DM1200 manual, "Cell location test").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from wbc_desktop.core.case import Case
from wbc_desktop.core.classes import CLASSES, ERYTHROBLAST, NOT_COUNTED, UNIDENTIFIED, Counting
from wbc_desktop.core.differential import class_of
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.intervals import wilson

LEAST_CELLS = 100
USUAL_CELLS = 200


@dataclass(frozen=True, slots=True)
class LocationTest:
    """One test.

    Attributes:
        at: When, UTC.
        operator: Who counted the missed cells.
        located: Nucleated cells that the finder found.
        missed: Nucleated cells that it did not find.
        false_found: Objects that it found and that are no nucleated cell; a number of its own.
        camera: Camera.
        objective: Objective.
        stain_batch: Stain and batch.
        model: The finder or model that was tested.
        order_id: Number of the test; begins with ``QC``.
    """

    at: datetime
    operator: str
    located: int
    missed: int
    false_found: int = 0
    camera: str = ""
    objective: str = ""
    stain_batch: str = ""
    model: str = ""
    order_id: str = ""

    @property
    def nucleated(self) -> int:
        """Nucleated cells in all."""
        return self.located + self.missed

    @property
    def valid(self) -> bool:
        """Whether enough cells were looked at."""
        return self.nucleated >= LEAST_CELLS

    @property
    def percent(self) -> float | None:
        """Percent located; None without a cell."""
        return 100 * self.located / self.nucleated if self.nucleated else None

    @property
    def limits(self) -> tuple[float, float] | None:
        """95 % limits of ``percent`` (Wilson); None without a cell."""
        limits = wilson(self.located, self.nucleated)
        return None if limits is None else (100 * limits[0], 100 * limits[1])

    def verdict(self, pass_percent: float | None) -> str:
        """``pass``, ``fail``, ``invalid`` (too few cells) or ``no limit``."""
        if not self.valid or self.percent is None:
            return "invalid"
        if pass_percent is None:
            return "no limit"
        return "pass" if self.percent >= pass_percent else "fail"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """All valid tests of one day and stain batch, taken together."""

    day: date
    stain_batch: str
    tests: int
    located: int
    missed: int
    percent: float
    low95: float
    high95: float


def location_test(case: Case, *, operator: str, at: datetime) -> LocationTest:
    """The test that a reviewed case holds: added cells were missed, removed ones falsely found.

    Nucleated red cells count with the white cells. A cell that a person called no cell
    (an artefact, a platelet, not counted) was falsely found; smudge cells are left out.
    """
    nucleated = {c.id for c in CLASSES.values() if c.counting is Counting.DIFFERENTIAL}
    nucleated |= {ERYTHROBLAST.id, UNIDENTIFIED.id, "immature_granulocyte"}
    false = {NOT_COUNTED.id, "artefact", "platelet"}
    present = [(c.added, class_of(c)) for c in case.cells]
    machine = sum(len(e.cells) for e in case.history if e.image is not None)
    removed = machine - sum(not added for added, _ in present)
    return LocationTest(
        at=at,
        operator=operator,
        located=sum(not added and label in nucleated for added, label in present),
        missed=sum(added and label in nucleated for added, label in present),
        false_found=removed + sum(not added and label in false for added, label in present),
        camera=case.data.camera,
        objective=case.data.objective,
        stain_batch=case.data.stain_batch,
        model="" if case.model is None else f"{case.model.id} {case.model.version}",
        order_id=case.data.order_id,
    )


def require_looked_through(case: Case) -> None:
    """Refuse a test on a case that nobody has looked through: it would pass whatever was missed.

    Raises:
        CaseFault: Cells are not reviewed.
    """
    left = sum(cell.review is None and not cell.added for cell in case.cells)
    if left:
        raise CaseFault(
            f"Cells of this case are not reviewed ({left}), so it holds no cell-location test yet.",
            "Add every white cell that was missed, remove what is no cell, and confirm the others.",
        )


def trend(tests: Iterable[LocationTest]) -> list[TrendPoint]:
    """Valid tests by day and stain batch, oldest first."""
    groups: dict[tuple[date, str], list[LocationTest]] = {}
    for test in tests:
        if test.valid:
            groups.setdefault((test.at.date(), test.stain_batch), []).append(test)
    points = []
    for (day, batch), members in sorted(groups.items()):
        located, missed = sum(t.located for t in members), sum(t.missed for t in members)
        limits = wilson(located, located + missed)
        assert limits is not None
        share = 100 * located / (located + missed)
        points.append(
            TrendPoint(day, batch, len(members), located, missed, share, 100 * limits[0], 100 * limits[1])
        )
    return points
