"""Jobs of the laboratory menu: they read the case database through a connection of their own."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.progress import CancelToken, Progress

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case
    from wbc_desktop.storage.history import Verification


def verify(_token: CancelToken, database: Path) -> Generator[Progress, None, Verification]:
    """Job: check the history of all cases.

    Raises:
        CaseFault: The database cannot be read.
    """
    from wbc_desktop.storage.case_store import CaseStore

    yield Progress(0, 0)
    with CaseStore(database) as store:
        return store.verify()


def write_comparison(
    token: CancelToken, database: Path, target: Path, *, model: bool
) -> Generator[Progress, None, Path]:
    """Job: write the agreement report of all cases.

    Args:
        token: Cancels between two cases.
        database: The case database.
        target: The PDF.
        model: Compare the model with the technician, not first with second reviews.

    Raises:
        WbcError: There is nothing to compare, or the file cannot be written.
    """
    from wbc_desktop.reporting.agreement_report import write_agreement
    from wbc_desktop.reporting.comparison import compare_model, compare_observers
    from wbc_desktop.storage.case_store import CaseStore

    yield Progress(0, 0)
    with CaseStore(database) as store:
        lines = store.list()

        def cases() -> Iterator[Case]:
            for line in lines:
                token.raise_if_cancelled()
                yield store.load(line.id)

        if model:
            report = compare_model(cases())
        else:
            report = compare_observers((store.load(c.review_of), c) for c in cases() if c.review_of)
    write_agreement(report, target)
    return target


def reviewers(case: Case) -> set[str]:
    """Who has decided on cells of a case."""
    return {c.review.reviewer for c in case.cells if c.review is not None}


def begin_second_review(case: Case, user: str) -> Case:
    """The blinded twin of a case for another observer.

    Raises:
        WbcError: The first observer asks for it, nobody is named, or it is a second review itself.
    """
    if case.review_of:
        raise WbcError("This is a second review already.")
    if not user.strip() or user in reviewers(case):
        raise WbcError(
            "A second review is made by another person.", "Enter the second observer's name in the settings."
        )
    return case.second_review(user)
