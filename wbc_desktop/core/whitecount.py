"""The white cell count as entered, and its correction for nucleated red cells: shown, never silent.

corrected WBC = WBC x 100 / (100 + nRBC per 100 WBC), applied from a limit on (commonly 5).
Formula: https://www.medicalalgorithms.com/correction-of-wbc-for-nucleated-red-blood-cells
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from wbc_desktop.core.errors import WrongUse

UNIT = "10^9/L"
DEFAULT_NRBC_LIMIT = 5.0


class WbcUnit(StrEnum):
    """Units in which a white cell count may be entered; 10^9/L is stored."""

    GIGA_PER_LITRE = "10^9/L"
    PER_MICROLITRE = "/uL"


@dataclass(frozen=True, slots=True)
class WbcInput:
    """A white cell count that a person entered.

    Attributes:
        value: 10^9 cells per litre.
        already_corrected: Whether the analyser has taken nucleated red cells out of it.
        nrbc_limit: nRBC per 100 WBC from which the correction is applied.
    """

    value: float
    already_corrected: bool = False
    nrbc_limit: float = DEFAULT_NRBC_LIMIT


@dataclass(frozen=True, slots=True)
class WbcCorrection:
    """The white cell count used for absolute counts, and how it came about.

    Attributes:
        entered: As entered, 10^9/L.
        corrected: What absolute counts are computed from; None where the entry is unusable.
        nrbc_per_100: Nucleated red cells per 100 leukocytes; None where not known.
        applied: Whether the formula was applied.
        steps: The arithmetic in words, one line a step.
    """

    entered: float
    corrected: float | None
    nrbc_per_100: float | None
    applied: bool
    steps: tuple[str, ...]


def wbc_in_giga_per_litre(value: float, unit: WbcUnit) -> float:
    """Convert an entered white cell count to 10^9/L (1 x 10^9/L = 1000 per microlitre).

    Raises:
        WrongUse: The value is no positive number.
    """
    if not math.isfinite(value) or value <= 0:
        raise WrongUse(
            "The white cell count must be a number above zero.", "Enter it as 10^9/L or per microlitre."
        )
    return value / 1000 if unit is WbcUnit.PER_MICROLITRE else value


def correct_wbc(wbc: WbcInput, nrbc_per_100: float | None) -> WbcCorrection:
    """Correct a white cell count for nucleated red cells.

    An unusable value gives no result, never a silent zero.

    Args:
        wbc: The entered count and what is known of it.
        nrbc_per_100: Nucleated red cells per 100 leukocytes; None where nothing was counted.
    """
    entered = wbc.value
    if not math.isfinite(entered) or entered <= 0:
        return WbcCorrection(entered, None, nrbc_per_100, False, ("The entered WBC is not usable.",))
    start = f"WBC entered: {entered:.2f} x {UNIT}"
    if wbc.already_corrected:
        return WbcCorrection(
            entered, entered, nrbc_per_100, False, (start, "Already corrected by the analyser: unchanged.")
        )
    if nrbc_per_100 is None:
        return WbcCorrection(entered, entered, None, False, (start, "No leukocyte counted: not corrected."))
    found = f"nRBC: {nrbc_per_100:.1f} per 100 WBC; corrected from {wbc.nrbc_limit:g} on"
    if nrbc_per_100 == 0 or nrbc_per_100 < wbc.nrbc_limit:
        reason = "No nRBC: unchanged." if nrbc_per_100 == 0 else "Below the limit: unchanged."
        return WbcCorrection(entered, entered, nrbc_per_100, False, (start, found, reason))
    corrected = entered * 100 / (100 + nrbc_per_100)
    arithmetic = f"{entered:.2f} x 100 / (100 + {nrbc_per_100:.1f}) = {corrected:.2f} x {UNIT}"
    return WbcCorrection(entered, corrected, nrbc_per_100, True, (start, found, arithmetic))
