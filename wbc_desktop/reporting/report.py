"""What every report says, gathered once: the case, its result, its flags, and who stands for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from wbc_desktop import __version__
from wbc_desktop.core.case import Case
from wbc_desktop.core.differential import Differential
from wbc_desktop.core.flags import Flag, flags
from wbc_desktop.core.intervals import IntervalMethod
from wbc_desktop.core.reference import ReferenceSet, reference_of

RGB = npt.NDArray[np.uint8]

RESEARCH_USE = "For Research Use Only. Not for use in diagnostic procedures."
"""The label of 21 CFR 809.10(c)(2)(i), on every output."""

INTERVAL_MEANING = (
    "Intervals cover sampling alone, not wrong classification, smear quality or the spread of cells."
)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that an output says.

    Attributes:
        case: The case.
        result: Its differential.
        reference: The set in force; None: no flags.
        flags: Flags against that set.
        laboratory: Who reports.
        made_at: When the report was made, UTC.
        seal: Hash of the signature's row in the history; empty for an unsigned case.
        patient: Whether patient fields are written.
        crops: Pictures of cells by class id, for the page.
        page: Size of the PDF's page, ``A4`` or ``letter``.
    """

    case: Case
    result: Differential
    reference: ReferenceSet | None
    flags: tuple[Flag, ...]
    laboratory: str
    made_at: datetime
    seal: str = ""
    patient: bool = False
    crops: Mapping[str, Sequence[RGB]] = field(default_factory=dict)
    page: str = "A4"

    @property
    def software(self) -> str:
        """Name and version of the program."""
        return f"wbc-desktop {__version__}"

    @property
    def method(self) -> str:
        """How the numbers came about, in one sentence."""
        count = f"{self.result.counted} white cells counted on {len(self.case.images)} images"
        return f"{count}; 95 % intervals by {self.result.method.label}. {INTERVAL_MEANING}"

    @property
    def model(self) -> str:
        """Which model pre-classified, in words."""
        model = self.case.model
        if model is None:
            return "Second review, blinded" if self.case.review_of else "Classified by hand"
        digest = f", weights {model.sha256[:12]}" if model.sha256 else ""
        return f"Pre-classified by {model.id} {model.version}{digest}".replace("  ", " ")

    @property
    def review(self) -> str:
        """How much of the count a person has confirmed."""
        total, waiting = len(self.case.cells), self.case.unreviewed
        if total and not waiting:
            return f"All {total} cells reviewed"
        return f"{total - waiting} of {total} cells reviewed; the rest as the model called them"

    @property
    def signed(self) -> str:
        """Who signed, when, which version; or that nobody has."""
        signature = self.case.signature
        if signature is None:
            return "Preliminary: not signed"
        at = signature.at.strftime("%Y-%m-%d %H:%M UTC")
        version = f", version {self.case.version} (amended)" if self.case.version > 1 else ""
        return f"Signed by {signature.user}, {at}{version}"

    @property
    def target(self) -> str:
        """The count beside its target."""
        counted, target = self.result.counted, self.case.data.target
        if counted >= target:
            return f"{counted} cells counted (target {target})"
        reason = self.case.data.target_reason or (self.case.signature.comment if self.case.signature else "")
        return f"{counted} cells counted: below the target of {target}" + (f" ({reason})" if reason else "")

    @property
    def reference_text(self) -> str:
        """Which reference set, by name and source; or that there is none."""
        if self.reference is None:
            return "No reference set chosen: no flags."
        one = self.reference
        return f"Reference: {one.name} ({one.population}), valid from {one.valid_from}. {one.source}"

    def flag(self, item: str, unit: str) -> Flag | None:
        """The flag of an item in a unit, if there is one."""
        return next((f for f in self.flags if (f.item, f.unit) == (item, unit)), None)


def make_report(
    case: Case,
    *,
    laboratory: str = "",
    decimals: int = 1,
    method: IntervalMethod = IntervalMethod.WILSON,
    seal: str = "",
    patient: bool = False,
    crops: Mapping[str, Sequence[RGB]] | None = None,
    page: str = "A4",
    at: datetime | None = None,
) -> Report:
    """Gather what the reports of a case say.

    Args:
        case: The case.
        laboratory: Who reports.
        decimals: Decimals of percentages.
        method: Which 95 % interval.
        seal: ``CaseStore.signature_hash``.
        patient: Write the patient fields.
        crops: Pictures of cells by class id (uint8, rows x columns x 3).
        page: ``A4`` or ``letter``.
        at: When; now if None.

    Raises:
        WrongUse: The case's stored reference set cannot be read.
    """
    result = case.differential(decimals, method)
    reference = reference_of(case.data)
    return Report(
        case=case,
        result=result,
        reference=reference,
        flags=flags(result, reference),
        laboratory=laboratory,
        made_at=at or datetime.now(UTC),
        seal=seal,
        patient=patient,
        crops=crops or {},
        page=page,
    )
