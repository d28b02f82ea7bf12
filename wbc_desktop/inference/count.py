"""Counting a source and counting samples: the generators that command line, batch and window share."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wbc_desktop.core.cell import FoundCell, Prediction
from wbc_desktop.core.errors import WbcError, WrongUse
from wbc_desktop.core.events import CountEvent, ImageFailed, SampleFinished, SampleStarted
from wbc_desktop.core.progress import Cancelled, CancelToken, Progress
from wbc_desktop.imaging.folder import Sample
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.open import open_source
from wbc_desktop.imaging.source import RGB, ImageSource
from wbc_desktop.inference.pipeline import Pipeline, Unit, as_told

if TYPE_CHECKING:
    from wbc_desktop.models.finding import Finding

CONTENTS = ("auto", "cell", "field", "slide")

SLIDE_TARGET = 200
"""Cells of the five classes at which a slide's count stops: one observer's share of CLSI H20's 400."""


class CellCounter(Protocol):
    """What a count needs of ``inference.counter.Counter``."""

    @property
    def device_name(self) -> str:
        """The device as the tables name it."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences of this run's devices."""
        ...

    def find(
        self, rgb: RGB, *, content: str = "auto", mpp: float | None = None, red_cell_px: float | None = None
    ) -> Finding:
        """Find the white cells of an image."""
        ...

    def classify(self, items: list[tuple[RGB, FoundCell]]) -> list[Prediction]:
        """Classify found cells."""
        ...


def count_source(
    path: str | Path,
    counter: CellCounter,
    *,
    sample: str = "",
    image: str = "",
    content: str = "auto",
    cancel: CancelToken | None = None,
    limits: Limits | None = None,
    target: int | None = SLIDE_TARGET,
) -> Iterator[CountEvent]:
    """Count one image or slide.

    Args:
        path: The file.
        counter: The models.
        sample: Name for the events; the file's folder by default.
        image: Name for the events; the file's name by default.
        content: ``auto``, ``cell``, ``field`` or ``slide``: how to treat it.
        cancel: Looked at between any two units of work.
        limits: What may be decoded at once.
        target: Cells at which the count of a slide stops; None counts the whole film.

    Yields:
        ``Progress`` and ``ImageCounted`` (for a slide step by step), or one ``ImageFailed``.

    Raises:
        Cancelled: The token was cancelled.
        WrongUse: ``content`` is unknown.
    """
    path = Path(path)
    unit = Unit(sample or path.absolute().parent.name, image or path.name, path)
    for event in _count_units([unit], counter, content, cancel or CancelToken(), limits, target):
        if not isinstance(event, Unit):
            yield event


def count_samples(
    samples: Sequence[Sample],
    counter: CellCounter,
    *,
    content: str = "auto",
    cancel: CancelToken | None = None,
    done: Callable[[Sample, str], bool] | None = None,
    limits: Limits | None = None,
    target: int | None = SLIDE_TARGET,
) -> Iterator[CountEvent]:
    """Count samples one after the other; decoding and computing overlap across them.

    Args:
        samples: What to count.
        counter: The models.
        content: ``auto``, ``cell``, ``field`` or ``slide``.
        cancel: Looked at between any two units of work.
        done: Tells images that need not be counted again.
        limits: What may be decoded at once.
        target: Cells at which the count of a slide stops; None counts the whole film.

    Yields:
        For each sample ``SampleStarted``, its images in order, ``SampleFinished``; a
        ``Progress`` in images after each.

    Raises:
        Cancelled: The token was cancelled.
        WrongUse: ``content`` is unknown.
    """
    todo = {
        s.name: [Unit(s.name, i, s.path(i)) for i in s.images if done is None or not done(s, i)]
        for s in samples
    }
    total = sum(len(s.images) for s in samples)
    counted = total - sum(len(units) for units in todo.values())
    units = [unit for s in samples for unit in todo[s.name]]
    events = _count_units(units, counter, content, cancel or CancelToken(), limits, target)
    yield Progress(counted, total, "images")
    for sample in samples:
        yield SampleStarted(sample.name, len(sample.images))
        left = len(todo[sample.name])
        while left:
            event = next(events)
            if isinstance(event, Unit):
                left, counted = left - 1, counted + 1
                yield Progress(counted, total, "images", event.image)
            else:
                yield event
        yield SampleFinished(sample.name)
    events.close()


def _count_units(
    units: Sequence[Unit],
    counter: CellCounter,
    content: str,
    cancel: CancelToken,
    limits: Limits | None,
    target: int | None,
) -> Generator[CountEvent | Unit, None, None]:
    """Events in the order of the units; after the last event of a unit the unit itself."""
    if content not in CONTENTS:
        raise WrongUse(f"There is no content “{content}”.", f"Choose one of {', '.join(CONTENTS)}.")
    names = {(u.sample, u.image): u for u in units}
    with Pipeline(counter, "auto" if content == "slide" else content, cancel) as pipeline:

        def outcomes(*, all_of_them: bool) -> Iterator[CountEvent | Unit]:
            for event in pipeline.ready(all_of_them=all_of_them):
                yield event
                yield names[event.sample, event.image]

        for unit in units:
            cancel.raise_if_cancelled()
            source = _open(unit, content, limits)
            if isinstance(source, WbcError) or not _in_tiles(source, content):
                pipeline.put(unit, source)
                yield from outcomes(all_of_them=False)
                continue
            yield from outcomes(all_of_them=True)
            with pipeline.all_threads():
                yield from _count_slide(unit, source, counter, cancel, target)
            yield unit
        yield from outcomes(all_of_them=True)


def _open(unit: Unit, content: str, limits: Limits | None) -> ImageSource | WbcError:
    limits = Limits.in_force() if limits is None else limits
    try:
        source = open_source(unit.path, limits)
    except Exception as error:
        return as_told(unit, error)
    if source.is_slide and not _in_tiles(source, content):
        try:
            limits.check(unit.path, *source.dimensions)
        except WbcError as error:
            source.close()
            return error
    return source


def _in_tiles(source: ImageSource, content: str) -> bool:
    return content == "slide" or (content == "auto" and source.is_slide)


def _count_slide(
    unit: Unit, source: ImageSource, counter: CellCounter, cancel: CancelToken, target: int | None
) -> Iterator[CountEvent]:
    try:
        from wbc_desktop.inference.slide_count import count_slide

        with source:
            yield from count_slide(
                source, counter, sample=unit.sample, image=unit.image, target=target, cancel=cancel
            )
    except (Cancelled, GeneratorExit):
        raise
    except Exception as error:
        yield ImageFailed(unit.sample, unit.image, as_told(unit, error))
