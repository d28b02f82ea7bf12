"""Every fault of a file as a sentence with an advice, whatever raised it."""

from __future__ import annotations

import errno
import struct
from pathlib import Path

import pytest
from PIL import UnidentifiedImageError

from wbc_desktop.core.errors import UnsafeImage
from wbc_desktop.imaging.plain import damage_told, told

PATH = Path("a.png")


@pytest.mark.parametrize(
    ("error", "message", "advice"),
    [
        (MemoryError(), "There is not enough memory for this image.", "Close other programs or tile it."),
        (PermissionError(errno.EACCES, "no"), "The file may not be read.", "Ask for permission to read it."),
        (
            FileNotFoundError(errno.ENOENT, "no"),
            "The file is no longer there.",
            "Check the folder or the network drive.",
        ),
        (
            UnidentifiedImageError("no"),
            "The file is not an image that can be read, whatever its name says.",
            "Export it again as JPEG, PNG or TIFF.",
        ),
        (
            OSError(errno.EIO, "no"),
            "The file cannot be read (Input/output error).",
            "Check the disk or the network drive, then count it again.",
        ),
        *(
            (
                error,
                "The image is damaged or incomplete.",
                "Copy it again from the camera or export it again.",
            )
            for error in (OSError("truncated"), SyntaxError("broken PNG"), struct.error("no"), KeyError(7))
        ),
    ],
)
def test_the_sentence_for_each_fault(error: Exception, message: str, advice: str) -> None:
    fault = told(PATH, error)
    assert (fault.message, fault.advice, fault.file) == (message, advice, "a.png")
    assert fault.detail.startswith(type(error).__name__)


def test_what_is_told_already_and_what_is_no_fault_go_on() -> None:
    with pytest.raises(UnsafeImage, match="too large"), damage_told(PATH):
        raise UnsafeImage("It is too large.")
    with pytest.raises(KeyboardInterrupt), damage_told(PATH):
        raise KeyboardInterrupt
