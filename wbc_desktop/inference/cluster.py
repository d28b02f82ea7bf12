"""The same batch on a Dask cluster: a task is a sample, dask.distributed does the rest as it is.

A worker counts a sample as one PC would and sends its events back; the journal and the tables stay with
the one that asked. A worker that dies takes only unfinished samples with it: Dask gives them to another one,
and since a sample's events arrive all at once, nothing is counted twice. Images are read by the workers:
they must reach the files under the same paths.
"""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wbc_desktop.core.errors import WbcError, WrongUse
from wbc_desktop.core.events import CountEvent, ImageCounted, ImageFailed, SampleFinished, SampleStarted
from wbc_desktop.core.progress import CancelToken, Progress
from wbc_desktop.imaging.folder import Sample

if TYPE_CHECKING:
    from wbc_desktop.inference.count import CellCounter

AHEAD = 4
"""Samples handed out per worker thread, so that none waits for work."""

_counters: dict[ClusterTask, CellCounter] = {}


@dataclass(frozen=True, slots=True)
class ClusterTask:
    """What a worker needs to count as the others do.

    Attributes:
        address: The scheduler, ``tcp://host:port``.
        model: Id or folder of the classifier; None takes the default.
        device: As for ``load_counter``; each worker chooses among its own.
        precision: As for ``load_counter``. With ``auto`` two kinds of machine may answer
            differently in the third digit: name one where that matters.
        content: ``auto``, ``cell``, ``field`` or ``slide``.
        target: Cells at which the count of a slide stops; None counts the whole film.
        mpp: Microns per pixel of images that do not say it.
        counter: ``module:function`` that makes the counter.
    """

    address: str
    model: str | None = None
    device: str = "auto"
    precision: str | None = None
    content: str = "auto"
    target: int | None = 200
    mpp: float | None = None
    counter: str = "wbc_desktop.inference.counter:load_counter"


def count_on_cluster(
    samples: Sequence[Sample],
    task: ClusterTask,
    *,
    cancel: CancelToken | None = None,
    done: Callable[[Sample, str], bool] | None = None,
) -> Iterator[CountEvent]:
    """Count samples on a cluster.

    Args:
        samples: What to count.
        task: Where and how.
        cancel: Looked at while waiting; tasks that have not begun are taken back.
        done: Tells images that need not be counted again.

    Yields:
        The events of ``count_samples``, samples in the order given, whichever is done first.

    Raises:
        Cancelled: The token was cancelled.
        WrongUse: dask.distributed is missing, or no scheduler answers at the address.
    """
    cancel = cancel or CancelToken()
    todo = [_left_of(sample, done) for sample in samples]
    total = sum(len(s.images) for s in samples)
    counted = total - sum(len(s.images) for s in todo)
    yield Progress(counted, total, "images")
    with _client(task.address) as client:
        for sample, events in zip(samples, _in_order(client, todo, task, cancel), strict=True):
            yield SampleStarted(sample.name, len(sample.images))
            for event in events:
                yield event
                if isinstance(event, ImageFailed) or (
                    isinstance(event, ImageCounted) and event.content != "slide"
                ):
                    counted += 1
                    yield Progress(counted, total, "images", event.image)
            yield SampleFinished(sample.name)


def count_one(sample: Sample, task: ClusterTask) -> list[CountEvent]:
    """Count a sample; runs on a worker, whose models are loaded once."""
    from wbc_desktop.inference.count import count_samples

    counter = _counters.get(task)
    if counter is None:
        module, _, function = task.counter.partition(":")
        make = getattr(importlib.import_module(module), function)
        counter = _counters[task] = make(task.model, task.device, precision=task.precision)
        counter.mpp = task.mpp
    events = count_samples([sample], counter, content=task.content, target=task.target)
    return [e for e in events if isinstance(e, ImageCounted | ImageFailed)]


def _left_of(sample: Sample, done: Callable[[Sample, str], bool] | None) -> Sample:
    left = tuple(i for i in sample.images if done is None or not done(sample, i))
    return Sample(sample.name, sample.root.absolute(), left)


def _client(address: str) -> Any:
    try:
        distributed = importlib.import_module("distributed")
    except ImportError as error:
        raise WrongUse(
            "Counting on a cluster needs dask.distributed.", "pip install wbc-desktop[cluster]"
        ) from error
    try:
        return distributed.Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise WrongUse(
            f"No Dask scheduler answers at {address}.",
            "Start one with: dask scheduler; and workers with: dask worker tcp://HOST:8786 --nthreads 1",
            detail=str(error),
        ) from error


def _in_order(
    client: Any, samples: Sequence[Sample], task: ClusterTask, cancel: CancelToken
) -> Iterator[list[CountEvent]]:
    threads = sum(client.nthreads().values()) or 1
    running: deque[tuple[Sample, Any]] = deque()
    waiting = deque(samples)
    while waiting or running:
        while waiting and len(running) < AHEAD * threads:
            sample = waiting.popleft()
            future = client.submit(count_one, sample, task, pure=False) if sample.images else None
            running.append((sample, future))
        sample, future = running.popleft()
        yield [] if future is None else _result(sample, future, cancel, [f for _, f in running])


def _result(sample: Sample, future: Any, cancel: CancelToken, others: list[Any]) -> list[CountEvent]:
    while True:
        if cancel.cancelled:
            for one in [future, *(o for o in others if o is not None)]:
                one.cancel()
            cancel.raise_if_cancelled()
        try:
            events: list[CountEvent] = future.result(timeout=0.5)
            return events
        except TimeoutError:
            continue
        except Exception as error:  # a killed worker too often, or a fault there: the other samples go on
            told = (
                error
                if isinstance(error, WbcError)
                else WbcError(
                    "The cluster could not count this image.",
                    "Look into the worker's log; count it on one PC.",
                    detail=f"{type(error).__name__}: {error}",
                )
            )
            return [ImageFailed(sample.name, image, told) for image in sample.images]
