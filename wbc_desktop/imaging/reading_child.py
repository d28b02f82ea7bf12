"""The reading process: opens and reads what its parent asks for, and may crash in its stead.

Started by ``imaging.reading_room``; speaks ``imaging.frames`` over its standard streams, and ends with them.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.errors import UnreadableImage, WbcError
from wbc_desktop.imaging import frames
from wbc_desktop.imaging.as_child import leave_ctrl_c_to_the_parent, leave_no_core, own_streams
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.mask_file import read_levels
from wbc_desktop.imaging.open import open_here
from wbc_desktop.imaging.plain import told
from wbc_desktop.imaging.source import ImageSource

Head = dict[str, Any]
Answer = tuple[Head, npt.NDArray[np.uint8] | None]


def serve() -> NoReturn:
    """Answer until the parent is gone; then the process ends, whatever its threads are at."""
    leave_ctrl_c_to_the_parent()
    leave_no_core()
    requests, answers = own_streams()
    shelf = _Shelf()
    writing = threading.Lock()

    def reply(answer: Answer) -> None:
        with writing, suppress(frames.Ended):
            frames.send(answers, *answer)

    reply(({"id": 0}, None))
    with ThreadPoolExecutor() as pool:
        while True:
            try:
                request, _ = frames.receive(requests)
            except frames.Ended:
                os._exit(0)
            if request["do"] == "close":  # at once, not behind the reads that wait
                reply(_answer(shelf, request))
            else:
                pool.submit(lambda asked: reply(_answer(shelf, asked)), request)


class _Shelf:
    """The sources that are open, each under the number that the parent gave it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._opening: dict[int, threading.Lock] = {}
        self._sources: dict[int, ImageSource] = {}
        self._closed: set[int] = set()

    def take(self, request: Head) -> ImageSource:
        """The source asked for; opened here and now if this process has not seen it."""
        number = int(request["source"])
        with self._lock:
            opening = self._opening.setdefault(number, threading.Lock())
        with opening:
            if number in self._closed:  # a read that was overtaken by the closing
                raise UnreadableImage("The image was closed.")
            if number not in self._sources:
                self._sources[number] = open_here(Path(request["path"]), Limits(int(request["max_pixels"])))
            source = self._sources[number]
        expected = request.get("dimensions")
        if expected is not None and list(source.dimensions) != expected:
            raise UnreadableImage(
                "The file was changed while it was read.",
                "Wait until it is written completely, then count it again.",
            )
        return source

    def close(self, number: int) -> None:
        with self._lock:
            self._closed.add(number)
            self._opening.pop(number, None)
            source = self._sources.pop(number, None)
        if source is not None:
            source.close()


def _answer(shelf: _Shelf, request: Head) -> Answer:
    """The answer to one request; a fault is an answer too."""
    number = {"id": request["id"]}
    try:
        head, pixels = _done(shelf, request)
        return {**number, **head}, pixels
    except WbcError as error:
        fault = [type(error).__name__, error.message, error.advice, error.detail]
    except Exception as error:
        words = told(Path(request["path"]), error)
        fault = [type(words).__name__, words.message, words.advice, words.detail]
    return {**number, "fault": fault}, None


def _done(shelf: _Shelf, request: Head) -> Answer:
    if request["do"] == "close":
        shelf.close(int(request["source"]))
        return {}, None
    if request["do"] == "levels":
        levels = read_levels(Path(request["path"]), Limits(int(request["max_pixels"])))
        return {"shape": list(levels.shape)}, levels
    source = shelf.take(request)
    if request["do"] == "open":
        return _facts(source), None
    if request["do"] == "read":
        pixels = source.read()
    else:
        x, y = request["location"]
        width, height = request["size"]
        pixels = source.read_region((x, y), request["level"], (width, height))
    return {"shape": list(pixels.shape)}, pixels


def _facts(source: ImageSource) -> Head:
    return {
        "dimensions": list(source.dimensions),
        "level_dimensions": [list(size) for size in source.level_dimensions],
        "level_downsamples": list(source.level_downsamples),
        "mpp": source.mpp,
        "is_slide": source.is_slide,
        "pictures": source.pictures,
    }
