"""What a person enters of a sample, and which model counted it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.history import FieldChange, Scalar
from wbc_desktop.core.whitecount import DEFAULT_NRBC_LIMIT, WbcInput


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which model counted a case.

    Attributes:
        id: Id of the classifier's manifest.
        version: Its version.
        sha256: Hash of its weights, as verified when it was loaded.
        device: Device that it ran on.
    """

    id: str
    version: str = ""
    sha256: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class SampleData:
    """Data of a sample beside its cells; every field is optional.

    Patient fields are off by default: the window shows them when a laboratory switches them on.

    Attributes:
        order_id: The laboratory's number of the order.
        target: Count target (100, 200 or 400).
        target_reason: Why the count stopped short of the target.
        wbc: White cell count as entered, 10^9/L.
        wbc_corrected: Whether the analyser has corrected it for nRBC; None where not said.
        nrbc_limit: nRBC per 100 WBC from which the correction applies.
        mpp: Microns per level-0 pixel.
        mpp_assumed: Whether ``mpp`` is an assumption.
        objective: Objective, as a person writes it ("100x oil").
        camera: Camera.
        stain_batch: Stain and batch.
        reference_set: Name of the reference interval set; empty: none, and no flag.
        reference_json: The set itself, as it was (``core.reference``).
        comment: For the report.
        patient_id: Patient's number.
        patient_name: Patient's name.
        patient_birth_date: ISO date.
        patient_sex: ``female``, ``male``, ``other`` or empty.
    """

    order_id: str = ""
    target: int = 100
    target_reason: str = ""
    wbc: float | None = None
    wbc_corrected: bool | None = None
    nrbc_limit: float = DEFAULT_NRBC_LIMIT
    mpp: float | None = None
    mpp_assumed: bool = False
    objective: str = ""
    camera: str = ""
    stain_batch: str = ""
    reference_set: str = ""
    reference_json: str = ""
    comment: str = ""
    patient_id: str = ""
    patient_name: str = ""
    patient_birth_date: str = ""
    patient_sex: str = ""

    @property
    def wbc_input(self) -> WbcInput | None:
        """The entered white cell count as the differential takes it."""
        if self.wbc is None:
            return None
        return WbcInput(self.wbc, bool(self.wbc_corrected), self.nrbc_limit)


def field_changes(old: SampleData, new: SampleData) -> tuple[FieldChange, ...]:
    """What differs between two states of the sample data."""
    changes: list[FieldChange] = []
    for entry in fields(SampleData):
        before: Scalar = getattr(old, entry.name)
        after: Scalar = getattr(new, entry.name)
        if before != after:
            changes.append(FieldChange(entry.name, before, after))
    return tuple(changes)


def check_sample_data(data: SampleData) -> None:
    """Refuse values that make no sense.

    Raises:
        WrongUse: A number is not usable.
    """
    if data.wbc is not None and not 0 < data.wbc < 10_000:
        raise WrongUse("The white cell count must be a number above zero, in 10^9/L.")
    if not 1 <= data.target <= 100_000:
        raise WrongUse("The count target must be at least 1.")
    if data.mpp is not None and not 0.001 < data.mpp < 100:
        raise WrongUse("The scale must lie between 0.001 and 100 microns per pixel.")
    if not 0 <= data.nrbc_limit <= 1000:
        raise WrongUse("The nRBC limit must lie between 0 and 1000 per 100 WBC.")
