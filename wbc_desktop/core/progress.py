"""Progress of a long job, and the token that cancels it."""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        done: Units finished.
        total: Units in all; 0 where not known.
        unit: What is counted ("images", "tiles").
        text: What is being done, for a person.
    """

    done: int
    total: int
    unit: str = "images"
    text: str = ""


class Cancelled(Exception):
    """Raised inside a job after its token was cancelled."""


class CancelToken:
    """Set from any thread; the job looks at it between two units of work."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether a stop was asked for."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise ``Cancelled`` if a stop was asked for."""
        if self._event.is_set():
            raise Cancelled
