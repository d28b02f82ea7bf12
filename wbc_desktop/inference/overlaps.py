"""Cells that overlapping photographs of a sample show more than once are counted once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.events import CountEvent, ImageCounted, SampleFinished
from wbc_desktop.imaging.open import open_source
from wbc_desktop.imaging.overlap import SMALL_SIDE, OverlapGuard, Photo, small_photo, told
from wbc_desktop.imaging.source import RGB


def counted_once(
    events: Iterator[CountEvent], path_of: Callable[[str, str], Path]
) -> Generator[CountEvent, None, None]:
    """Drop the cells of each photograph that an earlier one of the sample shows too.

    Args:
        events: Of ``count_samples``.
        path_of: The file of an image, by sample and image name.

    Yields:
        The same events; a photograph's remaining cells are numbered anew, and a warning
        says what was merged with which photograph. Only neighbours in the order of the
        names are compared, and only photographs of fields.
    """
    filtered = OnceFilter(path_of)
    for event in events:
        yield filtered.passed(event)


class OnceFilter:
    """What ``counted_once`` does, event by event."""

    def __init__(self, path_of: Callable[[str, str], Path]) -> None:
        self._path_of = path_of
        self._guards: dict[str, OverlapGuard] = {}

    def passed(self, event: CountEvent) -> CountEvent:
        """The event without the cells that an earlier photograph of its sample shows."""
        if isinstance(event, SampleFinished):
            self._guards.pop(event.sample, None)
        if isinstance(event, ImageCounted) and event.content == "field" and event.cells:
            guard = self._guards.setdefault(event.sample, OverlapGuard())
            return _without_repeats(event, guard, self._path_of(event.sample, event.image))
        return event


def _without_repeats(event: ImageCounted, guard: OverlapGuard, path: Path) -> ImageCounted:
    photo = _small(event, path)
    if photo is None:
        return event
    repeats = guard.repeated_in(photo)
    if not repeats:
        return event
    dropped = {repeat.index for repeat in repeats}
    kept = [cell for n, cell in enumerate(event.cells) if n not in dropped]
    cells = tuple(replace(cell, number=n) for n, cell in enumerate(kept, start=1))
    measures = tuple(values for n, values in enumerate(event.measures) if n not in dropped)
    warnings = (*event.warnings, told(event.image, repeats))
    return replace(event, cells=cells, warnings=warnings, measures=measures)


def _small(event: ImageCounted, path: Path) -> Photo | None:
    """The small copy of a photograph that was counted."""
    try:
        rgb = _decoded(path)
    except (WbcError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # gone or changed since it was counted; without a copy nothing is merged
    boxes = [cell.box for cell in event.cells]
    shrunk = rgb.shape[1] / event.width
    photo = small_photo(event.image, rgb, [box.scaled(shrunk) for box in boxes])
    # shift and boxes must share a unit: pixels of the photograph
    return replace(photo, scale=photo.scale / shrunk, boxes=tuple(boxes))


def _decoded(path: Path) -> RGB:
    """A JPEG at the smallest scale that it offers, as that is quick; any other whole, by its own reader."""
    try:
        with Image.open(path, formats=("JPEG",)) as image:
            image.draft("RGB", (2 * SMALL_SIDE, 2 * SMALL_SIDE))
            return np.asarray(image.convert("RGB"))
    except UnidentifiedImageError:
        with open_source(path) as source:
            return source.read()
