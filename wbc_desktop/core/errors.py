"""Errors that a person reads: what happened, to which file, and what to do."""

from __future__ import annotations

from pathlib import Path


class WbcError(Exception):
    """An expected fault, told in words.

    Attributes:
        message: What happened, one sentence.
        advice: What the person can do, one sentence; may be empty.
        file: The file concerned, if any.
        detail: Technical text for a log; never shown first.
    """

    def __init__(
        self,
        message: str,
        advice: str = "",
        *,
        file: str | Path | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.file = None if file is None else str(file)
        self.detail = detail

    def __str__(self) -> str:
        where = f"{self.file}: " if self.file else ""
        advice = f" {self.advice}" if self.advice else ""
        return f"{where}{self.message}{advice}"


class UnreadableImage(WbcError):
    """An image or slide that cannot be opened or decoded."""


class UnsafeImage(WbcError):
    """An image refused before decoding, because it would not fit the limits."""


class ModelRefused(WbcError):
    """A model folder that fails a check; never replaced by another model in silence."""


class WrongUse(WbcError):
    """The command or setting makes no sense as given."""


class UnknownModel(ModelRefused, WrongUse):
    """A model is asked for that is not there."""


class OutputFault(WbcError):
    """Results that cannot be written."""


class CaseFault(WbcError):
    """A case or its database cannot be used as asked."""
