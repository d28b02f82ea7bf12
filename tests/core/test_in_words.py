"""Any error as a sentence, an advice, the file, and the trace for whoever mends it."""

from __future__ import annotations

import errno

import pytest

from wbc_desktop.core.errors import WbcError, WrongUse
from wbc_desktop.core.in_words import in_words

MEMORY = (
    "There is not enough memory for this.",
    "Close other programs, or choose the processor (CPU) as device in the settings.",
)
DISK = "Check that the disk is there, has room and may be written."


def raised(error: Exception) -> WbcError:
    try:
        raise error
    except Exception as caught:
        return in_words(caught)


def test_what_is_a_sentence_already_stays_as_it_is() -> None:
    error = WrongUse("No.", "Do.", file="a.png")
    assert in_words(error) is error


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("CUDA Out Of Memory: tried 2 GB")])
def test_memory(error: Exception) -> None:
    told = raised(error)
    assert (told.message, told.advice, told.file) == (*MEMORY, None)
    assert type(error).__name__ in told.detail


def test_the_file_system_is_told_with_its_file() -> None:
    told = raised(OSError(errno.ENOSPC, "No space left on device", "/out/a.csv"))
    assert told.message == "The file system refused: No space left on device."
    assert (told.advice, told.file) == (DISK, "/out/a.csv")
    assert "in raised\n" in told.detail
    assert told.detail.startswith("Traceback (most recent call last):\n  File ")
    assert raised(OSError("the share is gone")).message == "The file system refused: the share is gone."


def test_a_refusal_asks_for_permission() -> None:
    told = raised(PermissionError(errno.EACCES, "Permission denied", "/shut"))
    assert told.message == "The file system refused: Permission denied."
    assert (told.advice, told.file) == ("Ask for permission, or choose another place.", "/shut")


def test_all_else_is_a_fault_of_the_program() -> None:
    told = raised(KeyError("x"))
    assert told.message == "An unexpected fault: KeyError: 'x'"
    assert told.advice == "Your work is saved. Copy the details into a report, so that it can be mended."
    assert told.detail.endswith("KeyError: 'x'\n")
