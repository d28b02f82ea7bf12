"""Many photographs at once: decoded and searched in parallel, classified in batches across images.

Every worker computes with one thread of its own: on a CPU that is faster than all cores on one
image, and an answer cannot depend on how many cores there are.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from wbc_desktop.core.cell import Cell, Prediction
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.events import ImageCounted, ImageFailed
from wbc_desktop.core.progress import CancelToken
from wbc_desktop.imaging.source import RGB, ImageSource
from wbc_desktop.imaging.traits import measure
from wbc_desktop.inference.cell_batches import Answers, CellBatches
from wbc_desktop.inference.check import image_warnings
from wbc_desktop.inference.own_cells import Measures, measured, weighs
from wbc_desktop.inference.threads import threads_per_call, worker_count

if TYPE_CHECKING:
    from wbc_desktop.inference.count import CellCounter
    from wbc_desktop.models.finding import Finding

CELLS_PER_BATCH = 8
"""The batch that the CPU's kernels are made for; a counter with a GPU asks for more."""
IMAGES_PER_CELL = 4
"""Images that wait, for each cell of a batch, until it is full."""
PIXELS_IN_FLIGHT = 256_000_000
"""Decoded pixels held at once, about 0.8 GB; one image may exceed it alone."""
LONGEST_WAIT_S = 1.0
"""A found cell waits no longer than this for company in its batch."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unit:
    """One file to count.

    Attributes:
        sample: The sample's name.
        image: Path relative to the sample's root, forward slashes.
        path: Where it lies.
    """

    sample: str
    image: str
    path: Path


@dataclass(slots=True)
class _Located:
    rgb: RGB
    finding: Finding
    warnings: tuple[str, ...]
    measures: tuple[Measures, ...] = ()


@dataclass(slots=True)
class _Waiting:
    unit: Unit
    pixels: int
    located: Future[_Located] | WbcError


@dataclass(slots=True)
class _Entry:
    """An image whose cells are being classified, or that failed."""

    unit: Unit
    pixels: int
    outcome: ImageCounted | ImageFailed
    finding: Finding | None
    answers: Answers


class Pipeline:
    """Photographs in, outcomes out, in the same order; a context manager."""

    def __init__(self, counter: CellCounter, content: str, cancel: CancelToken) -> None:
        self._counter = counter
        self._content = content
        self._cancel = cancel
        self._workers = worker_count()
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="count")
        self._waiting: deque[_Waiting] = deque()
        self._entries: deque[_Entry] = deque()
        self._batch = getattr(counter, "batch", CELLS_PER_BATCH)
        self._cells = CellBatches(counter.classify, self._pool, self._batch)
        self._pixels = 0
        self._told: set[str] = set()
        self._threads = 0

    def __enter__(self) -> Self:
        self._threads = threads_per_call(1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        threads_per_call(self._threads)

    @contextmanager
    def all_threads(self) -> Iterator[None]:
        """While nothing is in the pipeline: every core for one image."""
        threads_per_call(self._threads)
        try:
            yield
        finally:
            threads_per_call(1)

    def put(self, unit: Unit, source: ImageSource | WbcError) -> None:
        """Start one image; the source is closed by the pipeline.

        Args:
            unit: Which image.
            source: Opened, or why it could not be.
        """
        if isinstance(source, WbcError):
            self._waiting.append(_Waiting(unit, 0, source))
            return
        width, height = source.dimensions
        future = self._pool.submit(_locate, self._counter, source, self._content)
        self._waiting.append(_Waiting(unit, width * height, future))
        self._pixels += width * height

    def ready(self, *, all_of_them: bool = False) -> Iterator[ImageCounted | ImageFailed]:
        """Outcomes that are there; waits only while too much is in flight, or for all of them."""
        while True:
            self._advance(flush=all_of_them and not self._waiting)
            while self._entries and self._entries[0].answers.done:
                yield self._finish(self._entries.popleft())
            if not (self._waiting or self._entries):
                return
            if not all_of_them and not self._full():
                return
            self._wait()

    def _full(self) -> bool:
        images = len(self._waiting) + len(self._entries)
        return self._pixels > PIXELS_IN_FLIGHT or images > 3 * self._workers + IMAGES_PER_CELL * self._batch

    def _advance(self, *, flush: bool) -> None:
        """Hand the cells of located images on to be classified."""
        while self._waiting:
            first = self._waiting[0]
            if isinstance(first.located, Future) and not first.located.done():
                break
            self._entries.append(self._taken(self._waiting.popleft()))
        late = self._cells.waited > LONGEST_WAIT_S
        while self._cells.waiting and (flush or late or (not self._waiting and self._full())):
            self._cells.start()

    def _taken(self, waiting: _Waiting) -> _Entry:
        unit, located = waiting.unit, waiting.located
        try:
            found = located if isinstance(located, WbcError) else located.result()
        except Exception as error:
            found = as_told(unit, error)
        if isinstance(found, WbcError):
            failed = ImageFailed(unit.sample, unit.image, found)
            return _Entry(unit, waiting.pixels, failed, None, Answers(0))
        height, width = found.rgb.shape[:2]
        finding = found.finding
        counted = ImageCounted(
            sample=unit.sample,
            image=unit.image,
            width=width,
            height=height,
            content=finding.content,
            cells=(),
            warnings=found.warnings,
            red_cell_px=finding.red_cell_px,
            measures=found.measures,
        )
        answers = self._cells.add(found.rgb, finding.cells, partial(as_told, unit))
        return _Entry(unit, waiting.pixels, counted, finding, answers)

    def _wait(self) -> None:
        """Until the oldest thing is done, or a moment has passed."""
        self._cancel.raise_if_cancelled()
        pending = self._entries[0].answers.pending if self._entries else None
        if pending is None and self._waiting:
            located = self._waiting[0].located
            pending = located if isinstance(located, Future) else None
        if pending is None:
            self._cells.start()
            return
        try:
            pending.exception(timeout=0.1)
        except TimeoutError:
            self._cancel.raise_if_cancelled()

    def _finish(self, entry: _Entry) -> ImageCounted | ImageFailed:
        self._pixels -= entry.pixels
        if entry.finding is None or isinstance(entry.outcome, ImageFailed):
            return entry.outcome
        answers = entry.answers.result()
        if isinstance(answers, WbcError):
            return ImageFailed(entry.unit.sample, entry.unit.image, answers)
        news = tuple(w for w in self._counter.warnings if w not in self._told)
        self._told.update(news)
        cells = _cells(entry.unit, entry.finding, answers)
        return replace(entry.outcome, cells=cells, warnings=(*news, *entry.outcome.warnings))


def as_told(unit: Unit, error: Exception) -> WbcError:
    """The error of one image as a sentence; an unexpected one goes to the log with its trace."""
    if isinstance(error, WbcError):
        return error
    if isinstance(error, MemoryError):
        return WbcError(
            "There is not enough memory to count this image.", "Close other programs.", file=unit.path
        )
    _log.error("counting a %s file failed", unit.path.suffix, exc_info=error)
    return WbcError(
        "The image could not be counted because of a fault in the program.",
        "Please report it with the log file.",
        file=unit.path,
        detail=f"{type(error).__name__}: {error}",
    )


def _locate(counter: CellCounter, source: ImageSource, content: str) -> _Located:
    with source:
        rgb = source.read()
        mpp, pictures = source.mpp, source.pictures
    finding = counter.find(rgb, content=content, mpp=mpp)
    traits = measure(rgb, finding.cells, single_cell=finding.content == "cell")
    measures = measured(rgb, finding.cells) if weighs(counter) else ()
    return _Located(rgb, finding, (*_unread(pictures), *image_warnings(traits)), measures)


def _unread(pictures: int) -> tuple[str, ...]:
    """That a file holds more than is counted: nothing may be left out in silence."""
    if pictures < 2:
        return ()
    return (
        f"The file holds {pictures} pictures, and the first alone was counted: "
        "save each as a file of its own.",
    )


def _cells(unit: Unit, finding: Finding, predictions: list[Prediction]) -> tuple[Cell, ...]:
    return tuple(
        Cell(unit.image, number, found.box, found.mask, prediction, score=found.score)
        for number, (found, prediction) in enumerate(zip(finding.cells, predictions, strict=True), start=1)
    )
