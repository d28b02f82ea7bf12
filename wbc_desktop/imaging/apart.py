"""An image source whose file is read in the reading process."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.closing import Closing
from wbc_desktop.core.errors import UnreadableImage, UnsafeImage, WbcError
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.reading_room import Head, ReaderLost, ReaderNotStarted, ReadingRoom, reading_room
from wbc_desktop.imaging.source import RGB

CRASHES = 3
"""Parts of a file that may crash their reader; after the third the file is left alone."""

_ERRORS: dict[str, type[WbcError]] = {"UnreadableImage": UnreadableImage, "UnsafeImage": UnsafeImage}


class ApartSource(Closing):
    """An ``ImageSource`` that another process reads; safe to read from several threads."""

    def __init__(self, path: Path, limits: Limits, room: ReadingRoom) -> None:
        self.path = path
        self._room = room
        self._lock = threading.Lock()
        self._crashes = 0
        self._closed = False
        self._question: Head = {
            "source": room.number(),
            "path": str(path.absolute()),
            "max_pixels": limits.max_pixels,
        }
        facts, _ = self._ask({"do": "open"}, "")
        try:
            width, height = (int(v) for v in facts["dimensions"])
            levels = tuple((int(w), int(h)) for w, h in facts["level_dimensions"])
            downsamples = tuple(float(v) for v in facts["level_downsamples"])
            mpp = None if facts["mpp"] is None else float(facts["mpp"])
            pictures = int(facts["pictures"])
        except (LookupError, TypeError, ValueError, OverflowError) as error:
            raise _crashed(path, "", f"no facts: {error!r}") from error
        self.dimensions: tuple[int, int] = (width, height)
        self.level_dimensions: tuple[tuple[int, int], ...] = levels
        self.level_downsamples: tuple[float, ...] = downsamples
        self.mpp: float | None = mpp
        self.is_slide: bool = bool(facts.get("is_slide"))
        self.pictures: int = pictures
        self._question["dimensions"] = [width, height]

    def read_region(self, location: tuple[int, int], level: int, size: tuple[int, int]) -> RGB:
        """Read a region; see ``ImageSource.read_region``."""
        if not 0 <= level < len(self.level_dimensions):
            raise ValueError(f"there is no level {level}")
        (x, y), (width, height) = location, size
        where = {"location": [int(x), int(y)], "level": int(level), "size": [int(width), int(height)]}
        return self._pixels({"do": "region", **where}, f" near x {int(x)}, y {int(y)}")

    def read(self) -> RGB:
        """Read the whole of level 0."""
        return self._pixels({"do": "read"}, "")

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            closed, self._closed = self._closed, True
        if not closed:
            self._room.tell({"do": "close", **self._question})

    def _pixels(self, question: Head, where: str) -> RGB:
        head, pixels = self._ask(question, where)
        return _shaped(head, pixels, 3, self.path)

    def _ask(self, question: Head, where: str) -> tuple[Head, RGB]:
        with self._lock:
            if self._closed:
                raise UnreadableImage("The image was closed.", file=self.path)
            if self._crashes >= CRASHES:
                raise _crashed(self.path, "", "it crashed its reader several times")
        try:
            return _answer(self._room, {**question, **self._question}, self.path)
        except ReaderLost as lost:
            with self._lock:
                self._crashes += 1
            raise _crashed(self.path, where, str(lost)) from lost


def open_apart(path: Path, limits: Limits) -> ApartSource:
    """Open a file in the reading process.

    Raises:
        UnreadableImage: It cannot be opened, crashes its reader, or no reader can be started.
        UnsafeImage: It breaks the limits.
    """
    return ApartSource(path, limits, reading_room())


def read_levels_apart(path: Path, limits: Limits, room: ReadingRoom | None = None) -> npt.NDArray[np.uint8]:
    """``mask_file.read_levels`` in the reading process.

    Raises:
        UnreadableImage: It cannot be read, crashes its reader, or no reader can be started.
        UnsafeImage: It breaks the limits.
    """
    question = {"do": "levels", "path": str(path.absolute()), "max_pixels": limits.max_pixels}
    try:
        head, pixels = _answer(reading_room() if room is None else room, question, path)
    except ReaderLost as lost:
        raise _crashed(path, "", str(lost)) from lost
    return _shaped(head, pixels, 2, path)


def _shaped(head: Head, pixels: RGB, axes: int, path: Path) -> RGB:
    """The pixels as an image of so many axes; a process that was taken over may say anything."""
    try:
        image = pixels.reshape(head["shape"])
        if image.ndim != axes:
            raise ValueError(f"{image.ndim} axes")
    except (LookupError, TypeError, ValueError) as error:
        raise _crashed(path, "", f"no image: {error!r}") from error
    return image


def _answer(room: ReadingRoom, question: Head, path: Path) -> tuple[Head, npt.NDArray[np.uint8]]:
    """What the reading process answers; a fault that it tells is raised here."""
    try:
        head, pixels = room.ask(question)
    except ReaderNotStarted as error:
        raise UnreadableImage(
            "The part of the program that reads slides and TIFFs could not be started.",
            "Close other programs and start the program again.",
            file=path,
            detail=str(error),
        ) from error
    if "fault" in head:
        try:
            kind, message, advice, detail = (str(part) for part in head["fault"])
        except (TypeError, ValueError) as error:
            raise _crashed(path, "", f"no fault: {error!r}") from error
        raise _ERRORS.get(kind, WbcError)(message, advice, file=path, detail=detail)
    return head, pixels


def _crashed(path: Path, where: str, detail: str) -> UnreadableImage:
    return UnreadableImage(
        f"The file crashes its reader{where}: it is damaged there."
        if where
        else "The file crashes its reader: it is damaged.",
        "Copy it again, or export it again from the scanner or the camera.",
        file=path,
        detail=detail,
    )
