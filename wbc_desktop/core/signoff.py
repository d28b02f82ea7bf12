"""What is checked before a case is signed.

The first two checks follow the sign checks of CellaVision ("cells in the Unidentified class,
all cells reviewed"); the others are this program's own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.errors import CaseFault

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case


@dataclass(frozen=True, slots=True)
class SignPolicy:
    """What a laboratory requires.

    Attributes:
        every_cell_reviewed: Whether each cell must have been confirmed or corrected. Where a
            laboratory switches it off, the report says so.
        reason_below_target: Whether a count below its target needs a reason.
    """

    every_cell_reviewed: bool = True
    reason_below_target: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """One check before signing.

    Attributes:
        id: Stable name.
        passed: Whether it is met.
        blocking: Whether the case cannot be signed while it is not met.
        text: What is the matter, for a person.
        cells: How many cells are concerned, where that makes sense.
    """

    id: str
    passed: bool
    blocking: bool
    text: str
    cells: int = 0


def sign_checks(
    case: Case, user: str, comment: str = "", policy: SignPolicy | None = None
) -> tuple[Check, ...]:
    """All checks, those met too, in the order in which a person reads them."""
    policy = policy or SignPolicy()
    return (
        _counted(case),
        *_blocking_classes(case),
        _reviewed(case, policy),
        _target(case, comment, policy),
        _operator(user),
        _white_count(case),
        _model(case),
        _scale(case),
        _reference(case),
        _faults(case),
    )


def require_signable(case: Case, user: str, comment: str, policy: SignPolicy) -> tuple[str, ...]:
    """Refuse a case that may not be signed.

    Returns:
        Sentences on checks that were not met but do not block; they are stored with the signature.

    Raises:
        CaseFault: A blocking check is not met.
    """
    if case.signature is not None:
        raise CaseFault("The case is signed already.")
    checks = sign_checks(case, user, comment, policy)
    blocking = [c.text for c in checks if not c.passed and c.blocking]
    if blocking:
        raise CaseFault("The case cannot be signed yet. " + " ".join(blocking))
    notes = [c.text for c in checks if not c.passed]
    if not policy.every_cell_reviewed and case.unreviewed:
        notes.append(f"{case.unreviewed} cells stand as the model called them, unreviewed.")
    return tuple(dict.fromkeys(notes))


def _counted(case: Case) -> Check:
    return Check("counted", case.differential().counted > 0, True, "No leukocyte was counted.")


def _blocking_classes(case: Case) -> list[Check]:
    tally = Counter(c.label for c in case.cells)
    return [
        Check(
            c.id,
            tally[c.id] == 0,
            True,
            f"{tally[c.id]} cells are {c.name.lower()}; decide on them.",
            tally[c.id],
        )
        for c in CLASSES.values()
        if c.blocks_sign_off
    ]


def _reviewed(case: Case, policy: SignPolicy) -> Check:
    waiting = case.unreviewed
    return Check(
        "reviewed",
        waiting == 0 or not policy.every_cell_reviewed,
        True,
        f"{waiting} cells are not reviewed.",
        waiting,
    )


def _target(case: Case, comment: str, policy: SignPolicy) -> Check:
    counted, target = case.differential().counted, case.data.target
    reason = bool(case.data.target_reason.strip() or comment.strip())
    text = f"{counted} of {target} cells are counted; go on, or give a reason."
    return Check("target", counted >= target or reason or not policy.reason_below_target, True, text)


def _operator(user: str) -> Check:
    return Check("operator", bool(user.strip()), True, "Nobody is named as the one who signs.")


def _white_count(case: Case) -> Check:
    known = case.data.wbc is None or case.data.wbc_corrected is not None
    return Check("wbc", known, True, "Say whether the entered WBC is already corrected for nRBC.")


def _model(case: Case) -> Check:
    used = any(c.prediction is not None for c in case.cells)
    known = case.model is not None and len(case.model.sha256) == 64
    return Check("model", known or not used, False, "The model's hash is not stored with the case.")


def _scale(case: Case) -> Check:
    data = case.data
    return Check(
        "scale", data.mpp is not None or data.mpp_assumed, False, "The scale of the images is not known."
    )


def _reference(case: Case) -> Check:
    return Check(
        "reference", bool(case.data.reference_set), False, "No reference set is chosen; no flags are given."
    )


def _faults(case: Case) -> Check:
    count = len(case.faults)
    return Check("faults", count == 0, False, f"{count} images could not be counted.")
