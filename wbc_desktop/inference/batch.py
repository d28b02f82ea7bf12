"""A count with its results in a folder: journal, tables that grow, masks, and going on after a stop."""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.errors import OutputFault
from wbc_desktop.core.events import CountEvent, ImageCounted, ImageFailed, SampleFinished
from wbc_desktop.core.progress import CancelToken, Progress
from wbc_desktop.imaging.folder import MASK_FOLDER, Sample
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.masks import compose_mask, write_mask
from wbc_desktop.inference.cluster import ClusterTask, count_on_cluster
from wbc_desktop.inference.count import SLIDE_TARGET, CellCounter, count_samples
from wbc_desktop.inference.journal import Journal, Record, RunSettings
from wbc_desktop.inference.overlaps import counted_once

FileState = tuple[int, int]

GROW_S = 15.0
"""The tables are written anew at most this often while a run goes on."""
GROW_SHARE = 0.05
"""... and never for more than this share of the time."""


class Tables(Protocol):
    """What writes the tables; ``cli.tables`` gives it, since reporting stands beside inference."""

    def write(self, samples: Sequence[Sample], journal: Journal) -> None:
        """Write every table from the journal.

        Raises:
            OutputFault: They cannot be written.
        """
        ...


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is counted and kept.

    Attributes:
        content: ``auto``, ``cell``, ``field`` or ``slide``.
        masks: Whether to write a label mask per image.
        resume: Whether to go on with a stopped run.
        limits: What may be decoded at once.
        target: Cells at which the count of a slide stops; None counts the whole film.
        once: Whether a cell that overlapping photographs show is counted once.
        cluster: Where to count instead of here.
    """

    content: str = "auto"
    masks: bool = False
    resume: bool = False
    limits: Limits | None = None
    target: int | None = SLIDE_TARGET
    once: bool = False
    cluster: ClusterTask | None = None


def count_batch(
    samples: Sequence[Sample],
    counter: CellCounter,
    output: Path,
    settings: RunSettings,
    tables: Tables,
    options: BatchOptions,
    cancel: CancelToken | None = None,
) -> Generator[CountEvent, None, None]:
    """Count samples and keep the results in a folder.

    Whenever the generator ends, be it by a fault, by ``close`` or at the end, the tables
    hold what is done until then.

    Args:
        samples: What to count.
        counter: The models.
        output: The folder of results.
        settings: What the answers depend on.
        tables: Writes the tables.
        options: How to count.
        cancel: Stops the run between two images.

    Yields:
        The events of ``count_samples``.

    Raises:
        Cancelled: The token was cancelled.
        OutputFault: The results cannot be written.
        WrongUse: The run to be resumed had other settings.
    """
    with Journal(output, settings) as journal:
        journal.open(resume=options.resume)
        keeper = _Keeper(samples, journal, output, tables, counter, options)
        try:
            tables.write(samples, journal)
            events = _events(samples, counter, options, keeper, cancel)
            if options.once:
                events = counted_once(events, keeper.path)
            for event in events:
                yield keeper.keep(event)
            keeper.finish()
        except OutputFault:
            keeper.last_words()
            raise
        except BaseException:  # a Ctrl-C during the last writing, too
            keeper.finish()
            raise


def finished_before(samples: Sequence[Sample], output: Path, settings: RunSettings, tables: Tables) -> bool:
    """Whether a run left nothing to count; its tables are then written anew. Needs no model.

    Raises:
        OutputFault: The results cannot be written, or another run is writing them.
        WrongUse: The run had other settings.
    """
    if not Journal.is_in(output):
        return False
    with Journal(output, settings) as journal:
        journal.open(resume=True)
        if not all(
            journal.is_done(s.name, image, file_state(s.path(image))) for s in samples for image in s.images
        ):
            return False
        tables.write(samples, journal)
    return True


def _events(
    samples: Sequence[Sample],
    counter: CellCounter,
    options: BatchOptions,
    keeper: _Keeper,
    cancel: CancelToken | None,
) -> Iterator[CountEvent]:
    if options.cluster is not None:
        return count_on_cluster(samples, options.cluster, cancel=cancel, done=keeper.is_done)
    return count_samples(
        samples,
        counter,
        content=options.content,
        cancel=cancel,
        done=keeper.is_done,
        limits=options.limits,
        target=options.target,
    )


class _Keeper:
    """Writes down each event before it is passed on."""

    def __init__(
        self,
        samples: Sequence[Sample],
        journal: Journal,
        output: Path,
        tables: Tables,
        counter: CellCounter,
        options: BatchOptions,
    ) -> None:
        self._samples = samples
        self._by_name = {s.name: s for s in samples}
        self._journal = journal
        self._tables = tables
        self._counter = counter
        self._limits = options.limits or Limits()
        self._masks = mask_paths(samples, output / MASK_FOLDER) if options.masks else {}
        self._once = options.once
        self._whole: dict[str, bool] = {}
        self._steps: list[ImageCounted] = []
        self._next_writing = time.monotonic() + GROW_S

    def path(self, sample: str, image: str) -> Path:
        return self._by_name[sample].path(image)

    def is_done(self, sample: Sample, image: str) -> bool:
        """Whether an image need not be counted again.

        Where overlapping photographs are compared, a sample is done as a whole or not at all.
        """
        if not self._once:
            return self._is_counted(sample, image)
        if sample.name not in self._whole:
            self._whole[sample.name] = all(self._is_counted(sample, i) for i in sample.images)
        return self._whole[sample.name]

    def _is_counted(self, sample: Sample, image: str) -> bool:
        if not self._journal.knows(sample.name, image):
            return False
        return self._journal.is_done(sample.name, image, file_state(sample.path(image)))

    def keep(self, event: CountEvent) -> CountEvent:
        """Write an event down; a slide's steps become one record."""
        if isinstance(event, ImageCounted):
            self._steps.append(event)
            if event.content != "slide":
                self._write_steps()
        elif isinstance(event, ImageFailed):
            self._steps.clear()  # what was counted of a damaged slide is no result
            key = (event.sample, event.image)
            self._journal.add(Record(*key, self._state(key), error=event.error))
        elif isinstance(event, SampleFinished) or (isinstance(event, Progress) and event.unit == "images"):
            self._write_steps()
        if time.monotonic() > self._next_writing:
            self._grow()
        return event

    def finish(self) -> None:
        """Write the tables of what is done."""
        self._tables.write(self._samples, self._journal)

    def last_words(self) -> None:
        """The same after a fault of the disk, as far as it lets itself."""
        with suppress(OutputFault):
            self.finish()

    def _write_steps(self) -> None:
        if not self._steps:
            return
        last = self._steps[-1]
        cells = tuple(cell for step in self._steps for cell in step.cells)
        warnings = tuple(dict.fromkeys(w for step in self._steps for w in step.warnings))
        measures = tuple(values for step in self._steps for values in step.measures)
        self._steps = []
        key = (last.sample, last.image)
        if key in self._masks:
            warnings += self._write_mask(self._masks[key], last, cells)
        bare = tuple(replace(cell, mask=None) for cell in cells)
        device = self._counter.device_name
        self._journal.add(Record(*key, self._state(key), bare, warnings, device, measures=measures))

    def _write_mask(self, path: Path, image: ImageCounted, cells: Iterable[Cell]) -> tuple[str, ...]:
        if image.width * image.height > self._limits.max_pixels:
            return (f"{image.image}: too large for a mask in one file",)
        masks = [cell.mask for cell in cells if cell.mask is not None]
        write_mask(path, compose_mask(image.width, image.height, masks))
        return ()

    def _state(self, key: tuple[str, str]) -> FileState:
        return file_state(self._by_name[key[0]].path(key[1])) or (0, 0)

    def _grow(self) -> None:
        started = time.monotonic()
        try:
            self.finish()
        except OutputFault:
            # A table that is open in a spreadsheet can wait: the journal has all. Without it nothing is kept.
            if not self._journal.is_there:
                raise
        took = time.monotonic() - started
        self._next_writing = time.monotonic() + max(GROW_S, took / GROW_SHARE)


def file_state(path: Path) -> FileState | None:
    """Size in bytes and time of the last change in nanoseconds; None where the file cannot be reached."""
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns)


def file_names(samples: Sequence[Sample]) -> dict[tuple[str, str], str]:
    """How tables name each image: its path below the folder given; with several folders their names first."""
    roots = list(dict.fromkeys(s.root for s in samples))
    if len(roots) < 2:
        return {(s.name, i): i for s in samples for i in s.images}
    names = [root.name or "root" for root in roots]
    prefix = {
        root: name if names.count(name) == 1 else f"{name}-{number}"
        for number, (root, name) in enumerate(zip(roots, names, strict=True), start=1)
    }
    return {(s.name, i): f"{prefix[s.root]}/{i}" for s in samples for i in s.images}


def mask_paths(samples: Sequence[Sample], folder: Path) -> dict[tuple[str, str], Path]:
    """Where each image's mask goes: the tables' file name with ``.png`` in place of its ending.

    Two images that differ in the ending alone keep it: ``a.jpg.png`` and ``a.tif.png``.
    """
    names = {key: PurePosixPath(name) for key, name in file_names(samples).items()}
    stems = Tally(name.with_suffix("") for name in names.values())
    return {
        key: folder / (name.with_suffix(".png") if stems[name.with_suffix("")] == 1 else f"{name}.png")
        for key, name in names.items()
    }
