"""Counts photographs as a camera program saves them into a folder."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.events import CountEvent, ImageCounted, ImageFailed, SampleFinished, SampleStarted
from wbc_desktop.core.progress import CancelToken, Progress
from wbc_desktop.imaging.folder import Sample, is_result, natural_order
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.open import is_image_file
from wbc_desktop.imaging.other_kinds import is_other_picture
from wbc_desktop.inference.overlaps import OnceFilter

if TYPE_CHECKING:
    from wbc_desktop.inference.count import CellCounter

POLL_S = 0.5
"""A look at the folder; events of the operating system do not reach network shares, looks do."""

SETTLED_S = 1.0
"""A file is tried once its size and time have stood still for so long."""

GIVE_UP_S = 20.0
"""A file that cannot be read is half-written until it has stood still for so long; then it is damaged."""

_Stand = tuple[int, int]

Known = Callable[[Sample, str], int | None]
"""Cells of an image that was counted before, by sample and name; None if it was not."""


@dataclass(slots=True)
class _Seen:
    stand: _Stand
    since: float
    tried: _Stand | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class WatchTimes:
    """How long to wait for what, in seconds; see the module's constants."""

    poll: float = POLL_S
    settled: float = SETTLED_S
    give_up: float = GIVE_UP_S


def watch_folder(
    folder: Path,
    counter: CellCounter,
    *,
    target: int = 200,
    content: str = "auto",
    stop_at_target: bool = False,
    cancel: CancelToken | None = None,
    limits: Limits | None = None,
    known: Known | None = None,
    once: bool = False,
    times: WatchTimes | None = None,
) -> Generator[CountEvent, None, None]:
    """Count every image that is in a folder or comes into it, sub-folders included.

    Args:
        folder: The folder that the camera program saves to.
        counter: The models.
        target: Cells of the five classes that a sample needs; progress is told towards it.
        content: ``auto``, ``cell``, ``field`` or ``slide``.
        stop_at_target: Whether to end when the sample that is being photographed has reached it.
        cancel: Ends the watch; looked at several times a second.
        limits: What may be decoded at once.
        known: Of an image that was counted before (when a watch goes on) its cells of the five classes, which
            count towards the target; None of another.
        once: Whether a cell that overlapping photographs show is counted once.
        times: For tests and slow shares.

    Yields:
        ``SampleStarted`` at a sample's first image, ``ImageCounted`` or ``ImageFailed``
        for each, and a ``Progress`` in cells after it and at each look at the folder
        ("137 of 200, 63 to go"). At the end ``SampleFinished`` for each sample.

    Raises:
        WrongUse: ``folder`` is no folder.
    """
    if not folder.is_dir():
        raise WrongUse(f"There is no folder “{folder}”.", "Name the folder that the camera program saves to.")
    filtered = OnceFilter(lambda _sample, image: folder / image) if once else None
    watch = _Watch(folder, counter, target, content, limits, known, filtered, times or WatchTimes())
    cancel = cancel or CancelToken()
    while not cancel.cancelled:
        worked = False
        for path in watch.ready():
            yield from watch.count(path)
            worked = True
            if cancel.cancelled or (stop_at_target and watch.reached):
                break
        if worked and stop_at_target and watch.reached:
            break
        if not worked:
            yield watch.progress("waiting for photographs")
            _sleep(watch.times.poll, cancel)
    for name in watch.samples:
        yield SampleFinished(name)


class _Watch:
    def __init__(
        self,
        folder: Path,
        counter: CellCounter,
        target: int,
        content: str,
        limits: Limits | None,
        known: Known | None,
        once: OnceFilter | None,
        times: WatchTimes,
    ) -> None:
        self._folder = folder
        self._counter = counter
        self._target = target
        self._content = content
        self._limits = limits
        self._known = known
        self._once = once
        self.times = times
        self._files: dict[Path, _Seen] = {}
        self._current = folder.absolute().name
        self.samples: list[str] = []
        self.cells: dict[str, int] = {}

    @property
    def reached(self) -> bool:
        return self.cells.get(self._current, 0) >= self._target

    def ready(self) -> list[Path]:
        """Files that stand still and were not counted, in natural order of their names."""
        now = time.monotonic()
        ready: list[Path] = []
        for path, stand in _images(self._folder):
            seen = self._files.get(path)
            if seen is None:
                self._files[path] = _Seen(stand, now, done=self._was_done(path))
            elif seen.stand != stand:
                seen.stand, seen.since = stand, now
            elif not seen.done and stand[0] > 0 and now - seen.since >= self._patience(seen):
                ready.append(path)
        return sorted(ready, key=lambda p: natural_order(p.relative_to(self._folder).as_posix()))

    def _patience(self, seen: _Seen) -> float:
        """After a failed try a file gets another when it changes, and a last one at the end of patience."""
        return self.times.give_up if seen.tried == seen.stand else self.times.settled

    def count(self, path: Path) -> Generator[CountEvent, None, None]:
        from wbc_desktop.inference.count import count_source

        sample, image = self._names(path)
        seen = self._files[path]
        last_try = seen.tried == seen.stand
        events = count_source(
            path, self._counter, sample=sample, image=image, content=self._content, limits=self._limits
        )
        for event in events:
            if isinstance(event, ImageFailed) and not last_try:
                seen.tried = seen.stand  # perhaps still being written
                return
            if isinstance(event, Progress):
                continue
            if sample not in self.samples:
                self.samples.append(sample)
                yield SampleStarted(sample, 0)
            self.cells.setdefault(sample, 0)
            if self._once is not None:
                event = self._once.passed(event)
            if isinstance(event, ImageCounted):
                self._current = sample
                self.cells[sample] += sum(cell.label in FIVE_IDS for cell in event.cells)
            yield event
        seen.done = True
        yield self.progress("")

    def progress(self, text: str) -> Progress:
        counted = self.cells.get(self._current, 0)
        left = max(self._target - counted, 0)
        told = f"{counted} of {self._target}, {left} to go"
        return Progress(
            min(counted, self._target), self._target, "cells", f"{told}; {text}" if text else told
        )

    def _names(self, path: Path) -> tuple[str, str]:
        relative = path.relative_to(self._folder)
        if relative.parent == Path():
            return self._folder.absolute().name, relative.name
        return relative.parent.as_posix(), relative.as_posix()

    def _was_done(self, path: Path) -> bool:
        if self._known is None:
            return False
        sample, image = self._names(path)
        cells = self._known(Sample(sample, self._folder, (image,)), image)
        if cells is None:
            return False
        self._current = sample
        self.cells[sample] = self.cells.get(sample, 0) + cells
        return True


def _images(folder: Path) -> list[tuple[Path, _Stand]]:
    """Images below a folder with size and time of change; what vanishes meanwhile is passed over."""
    found: list[tuple[Path, _Stand]] = []
    pending = [folder]
    while pending:
        try:
            entries = list(os.scandir(pending.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not is_result(Path(entry.path)):
                        pending.append(Path(entry.path))
                elif is_image_file(entry.path) or is_other_picture(entry.path):
                    status = entry.stat()
                    found.append((Path(entry.path), (status.st_size, status.st_mtime_ns)))
            except OSError:
                continue
    return found


def _sleep(seconds: float, cancel: CancelToken) -> None:
    end = time.monotonic() + seconds
    while not cancel.cancelled and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.1))
