"""The one door to threads: a generator runs in a worker, its events arrive on the main thread."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, QThreadPool, Signal

from wbc_desktop.core.in_words import in_words
from wbc_desktop.core.progress import Cancelled, CancelToken, Progress

if TYPE_CHECKING:
    from wbc_desktop.inference.counting_room import CountingRoom

log = logging.getLogger(__name__)

Work = Callable[[CancelToken], Iterator[Any]]
"""A job: given its token it yields events; ``return`` gives its result."""

PROGRESS_GAP_S = 0.04
"""Progress events closer together than this are merged: nobody reads 25 numbers a second."""


LOOK_S = 0.1
"""How often a worker that waits for the window looks whether it was cancelled."""

NICER = 4
"""How much workers stand back behind the window (Linux nice value)."""


@dataclass(frozen=True, slots=True)
class _Fault:
    error: Exception


@dataclass(frozen=True, slots=True)
class _Result:
    value: Any


class Job(QObject):
    """One running piece of work.

    Signals:
        yielded(object): An event of the generator.
        progressed(Progress): A progress event (not repeated in ``yielded``).
        returned(object): The generator's return value.
        failed(WbcError): It stopped on a fault, told in words.
        paused_changed(bool): It paused or went on.
        ended(str): Always the last: ``done``, ``cancelled`` or ``failed``.
    """

    yielded = Signal(object)
    progressed = Signal(object)
    returned = Signal(object)
    failed = Signal(object)
    paused_changed = Signal(bool)
    ended = Signal(str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.token = CancelToken()
        self.progress = Progress(0, 0)
        self.state = "running"
        self.paused = False
        self._worker: Any = None
        self._taken = threading.Event()
        self._taken.set()
        self._what = ""
        """Which work, for the log: ``name`` may hold a sample's, which is often a patient's."""

    def cancel(self) -> None:
        """Ask it to stop; ``ended("cancelled")`` follows."""
        self.token.cancel()
        if self._worker is not None and self.paused:
            self._worker.resume()

    def set_paused(self, paused: bool) -> None:
        """Hold the work between two of its steps, or let it go on."""
        if self._worker is None or paused == self.paused or self.state != "running":
            return
        self.paused = paused
        if paused:
            self._worker.pause()
        else:
            self._worker.resume()
        self.paused_changed.emit(paused)

    def _start(self, work: Work) -> None:
        os.environ.setdefault("QT_API", "pyside6")
        from superqt.utils import create_worker

        self._what = getattr(work, "__qualname__", type(work).__name__)
        self._worker = create_worker(
            _guarded,
            work,
            self.token,
            self._taken,
            _start_thread=False,
            _connect={"yielded": self._on_yielded, "finished": self._on_finished},
        )
        self._worker.start()

    def _on_yielded(self, event: object) -> None:
        try:
            self._tell(event)
        finally:
            self._taken.set()

    def _tell(self, event: object) -> None:
        if isinstance(event, Progress):
            self.progress = event
            self.progressed.emit(event)
        elif isinstance(event, _Result) and not self.token.cancelled:
            self.state = "done"
            self.returned.emit(event.value)
        elif isinstance(event, _Fault):
            self._on_fault(event.error)
        elif not self.token.cancelled:
            self.yielded.emit(event)

    def _on_fault(self, error: Exception) -> None:
        if isinstance(error, Cancelled) or self.token.cancelled:
            self.state = "cancelled"
            return
        self.state = "failed"
        fault = in_words(error)
        log.error("a job failed (%s): %s\n%s", self._what, fault.message, fault.detail)
        self.failed.emit(fault)

    def _on_finished(self) -> None:
        if self.state == "running":
            self.state = "cancelled"
        self._worker = None
        self.ended.emit(self.state)


class Jobs(QObject):
    """All running jobs of the window.

    Args:
        parent: Owns it.
        apart: Whether there is a counting process, for what would keep the window waiting.

    Attributes:
        room: The counting process; None where everything runs in threads.

    Signals:
        started(Job): A job was started.
        changed: A job started or ended.
        lost: The counting process has ended by itself; its models are gone.
    """

    started = Signal(object)
    changed = Signal()
    lost = Signal()

    def __init__(self, parent: QObject | None = None, *, apart: bool = False) -> None:
        super().__init__(parent)
        self.room: CountingRoom | None = None
        if apart:
            from wbc_desktop.inference.counting_room import CountingRoom

            self.room = CountingRoom(lost=self.lost.emit)
        QThreadPool.globalInstance().setThreadPriority(QThread.Priority.LowPriority)
        self._running: list[Job] = []

    def run(self, name: str, work: Work) -> Job:
        """Run a generator in a worker thread.

        Args:
            name: What it does, for the status bar.
            work: Called in the worker with the job's token; iterated there.

        Returns:
            The job; connect to its signals before returning to the event loop.
        """
        job = Job(name, self)
        self._running.append(job)
        job.ended.connect(self._on_ended)
        job._start(work)
        self.started.emit(job)
        self.changed.emit()
        return job

    def apart(self, work: Callable[..., Iterator[Any]], *args: object) -> Work:
        """Work for ``run`` that is done in the counting process where there is one.

        Args:
            work: Called with the token and ``args``; a function of a module that knows no Qt.
            args: What can be pickled, and the counter.
        """
        room = self.room
        if room is None:
            return lambda token: work(token, *args)
        return lambda token: room.steps(token, work, *args)

    @property
    def running(self) -> list[Job]:
        """The jobs that have not ended."""
        return list(self._running)

    def stop(self, wait_ms: int = 5000) -> bool:
        """Cancel all jobs and wait for them; False if some still run after ``wait_ms``."""
        for job in self.running:
            job.cancel()
        stopped = QThreadPool.globalInstance().waitForDone(wait_ms)
        if self.room is not None:
            self.room.close()
        return stopped or QThreadPool.globalInstance().waitForDone(wait_ms)

    def _on_ended(self, _state: str) -> None:
        job = self.sender()
        if isinstance(job, Job) and job in self._running:
            self._running.remove(job)
            job.deleteLater()
        self.changed.emit()


def _step_back() -> None:
    """Give the window the right of way on the processor.

    Threads that this one starts (decoding, OpenMP) inherit it. Qt's thread priorities do
    nothing on Linux; there every thread has a nice value of its own.
    """
    if sys.platform != "linux":
        return
    window = threading.main_thread().native_id or 0
    with suppress(OSError):
        behind = min(19, os.getpriority(os.PRIO_PROCESS, window) + NICER)
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), behind)


def _guarded(work: Work, token: CancelToken, taken: threading.Event) -> Iterator[object]:
    """Run the work so that no exception leaves it (superqt drops a RuntimeError in silence).

    Each event waits until the window has dealt with the one before: Qt delivers all that lie in its
    queue in one go, and a batch of images would keep the window from everything else.
    """
    last = 0.0
    _step_back()
    try:
        events = work(token)
        while True:
            try:
                event = next(events)
            except StopIteration as stop:
                yield _Result(stop.value)
                return
            token.raise_if_cancelled()
            if isinstance(event, Progress):
                now = time.monotonic()
                if now - last < PROGRESS_GAP_S and event.done < event.total:
                    continue
                last = now
            while not taken.wait(LOOK_S):
                token.raise_if_cancelled()
            taken.clear()
            yield event
    except Exception as error:
        yield _Fault(error)
