"""Many photographs at once: decoded and searched in parallel, classified in batches across images.

Every worker computes with one thread of its own: on a CPU that is faster than all cores on one
image, and an answer cannot depend on how many cores there are.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from wbc_desktop.core.cell import Cell, Prediction
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.events import ImageCounted, ImageFailed
from wbc_desktop.core.progress import CancelToken
from wbc_desktop.imaging.source import RGB, ImageSource
from wbc_desktop.imaging.traits import measure
from wbc_desktop.inference.check import image_warnings

if TYPE_CHECKING:
    from wbc_desktop.inference.count import CellCounter
    from wbc_desktop.models.finding import Finding

CELLS_PER_BATCH = 16
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
    unit: Unit
    rgb: RGB
    finding: Finding
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Waiting:
    unit: Unit
    pixels: int
    located: Future[_Located] | WbcError


@dataclass(slots=True)
class _Batch:
    entries: list[_Located | ImageFailed]
    pixels: int
    answers: Future[list[list[Prediction] | WbcError]]


class Pipeline:
    """Photographs in, outcomes out, in the same order; a context manager."""

    def __init__(self, counter: CellCounter, content: str, cancel: CancelToken) -> None:
        self._counter = counter
        self._content = content
        self._cancel = cancel
        self._workers = worker_count()
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="count")
        self._waiting: deque[_Waiting] = deque()
        self._group: list[_Located | ImageFailed] = []
        self._group_pixels = 0
        self._group_since = 0.0
        self._batches: deque[_Batch] = deque()
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
        future = self._pool.submit(_locate, self._counter, unit, source, self._content)
        self._waiting.append(_Waiting(unit, width * height, future))
        self._pixels += width * height

    def ready(self, *, all_of_them: bool = False) -> Iterator[ImageCounted | ImageFailed]:
        """Outcomes that are there; waits only while too much is in flight, or for all of them."""
        while True:
            self._advance(flush=all_of_them and not self._waiting)
            while self._batches and self._batches[0].answers.done():
                yield from self._finish(self._batches.popleft())
            if not (self._waiting or self._group or self._batches):
                return
            if not all_of_them and not self._full():
                return
            self._wait()

    def _full(self) -> bool:
        images = len(self._waiting) + len(self._batches) * CELLS_PER_BATCH
        return self._pixels > PIXELS_IN_FLIGHT or images > 3 * self._workers + 2 * CELLS_PER_BATCH

    def _advance(self, *, flush: bool) -> None:
        """Move located images into the group, and full groups to classification."""
        while self._waiting:
            first = self._waiting[0]
            if isinstance(first.located, Future) and not first.located.done():
                break
            self._waiting.popleft()
            self._take(first)
            if self._group_is_full():
                self._classify_group()
        late = self._group and time.monotonic() - self._group_since > LONGEST_WAIT_S
        if self._group and (flush or late or (not self._waiting and self._pixels > PIXELS_IN_FLIGHT)):
            self._classify_group()

    def _take(self, waiting: _Waiting) -> None:
        if not self._group:
            self._group_since = time.monotonic()
        self._group_pixels += waiting.pixels
        if isinstance(waiting.located, WbcError):
            self._group.append(ImageFailed(waiting.unit.sample, waiting.unit.image, waiting.located))
            return
        try:
            self._group.append(waiting.located.result())
        except Exception as error:
            self._group.append(
                ImageFailed(waiting.unit.sample, waiting.unit.image, as_told(waiting.unit, error))
            )

    def _group_is_full(self) -> bool:
        cells = sum(len(e.finding.cells) for e in self._group if isinstance(e, _Located))
        return (
            cells >= CELLS_PER_BATCH
            or len(self._group) >= CELLS_PER_BATCH
            or self._group_pixels > PIXELS_IN_FLIGHT // 4
        )

    def _classify_group(self) -> None:
        entries, self._group = self._group, []
        pixels, self._group_pixels = self._group_pixels, 0
        located = [e for e in entries if isinstance(e, _Located)]
        answers = self._pool.submit(_classify, self._counter, located)
        self._batches.append(_Batch(entries, pixels, answers))

    def _wait(self) -> None:
        """Until the oldest thing is done, or a moment has passed."""
        self._cancel.raise_if_cancelled()
        pending: Future[Any] | WbcError | None = None
        if self._batches:
            pending = self._batches[0].answers
        elif self._waiting:
            pending = self._waiting[0].located
        if not isinstance(pending, Future):
            self._classify_group()
            return
        try:
            pending.exception(timeout=0.1)
        except TimeoutError:
            self._cancel.raise_if_cancelled()

    def _finish(self, batch: _Batch) -> Iterator[ImageCounted | ImageFailed]:
        answers = iter(batch.answers.result())
        self._pixels -= batch.pixels
        for entry in batch.entries:
            if isinstance(entry, ImageFailed):
                yield entry
                continue
            answer = next(answers)
            if isinstance(answer, WbcError):
                yield ImageFailed(entry.unit.sample, entry.unit.image, answer)
            else:
                yield self._counted(entry, answer)

    def _counted(self, entry: _Located, predictions: list[Prediction]) -> ImageCounted:
        height, width = entry.rgb.shape[:2]
        news = tuple(w for w in self._counter.warnings if w not in self._told)
        self._told.update(news)
        return ImageCounted(
            sample=entry.unit.sample,
            image=entry.unit.image,
            width=width,
            height=height,
            content=entry.finding.content,
            cells=_cells(entry, predictions),
            warnings=(*news, *entry.warnings),
            red_cell_px=entry.finding.red_cell_px,
        )


def worker_count() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


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


def _locate(counter: CellCounter, unit: Unit, source: ImageSource, content: str) -> _Located:
    with source:
        rgb = source.read()
        mpp = source.mpp
    finding = counter.find(rgb, content=content, mpp=mpp)
    traits = measure(rgb, finding.cells, single_cell=finding.content == "cell")
    return _Located(unit, rgb, finding, image_warnings(traits))


def _classify(counter: CellCounter, located: list[_Located]) -> list[list[Prediction] | WbcError]:
    """Answers for each image; after a fault each image alone, so that one cannot spoil the others."""
    try:
        flat = counter.classify([(e.rgb, cell) for e in located for cell in e.finding.cells])
    except Exception as error:
        if len(located) == 1:
            return [as_told(located[0].unit, error)]
        return [_classify(counter, [e])[0] for e in located]
    answers, at = [], 0
    for entry in located:
        answers.append(flat[at : at + len(entry.finding.cells)])
        at += len(entry.finding.cells)
    return list[list[Prediction] | WbcError](answers)


def _cells(entry: _Located, predictions: list[Prediction]) -> tuple[Cell, ...]:
    return tuple(
        Cell(entry.unit.image, number, found.box, found.mask, prediction, score=found.score)
        for number, (found, prediction) in enumerate(
            zip(entry.finding.cells, predictions, strict=True), start=1
        )
    )


def threads_per_call(threads: int) -> int:
    """Set torch's threads per operation, if torch is there at all; returns what it was."""
    torch = sys.modules.get("torch")
    if torch is None or threads < 1:
        return 0
    before: int = torch.get_num_threads()
    torch.set_num_threads(threads)
    return before
