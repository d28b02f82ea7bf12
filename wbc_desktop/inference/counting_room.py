"""The process apart in which the window counts: models, decoding and computing, out of the window's way.

A thread that counts holds Python's interpreter lock again and again, and a window in the same process
then answers late; two processes share nothing but the processor (docs/adr/0018).
"""

from __future__ import annotations

import itertools
import logging
import pickle
import queue
import signal
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, cast

from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.progress import Cancelled, CancelToken
from wbc_desktop.imaging import as_child, frames
from wbc_desktop.imaging.reading_room import WITHOUT_CONSOLE
from wbc_desktop.inference.counting_wire import Body, CounterFacts, read_answer, written

FLAG = "--count-apart"
"""The frozen program, started with this alone, is a counting process."""
START_S = 120.0
LOOK_S = 0.1
"""How often a waiting job looks whether it was cancelled."""

_BEHIND: int = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
_log = logging.getLogger(__name__)

Work = Callable[..., Iterator[Any]]


class CounterApart:
    """A counter whose networks are in the counting process.

    Attributes:
        finder_manifest: The finder's.
        device_name: Where the networks run now.
        warnings: Sentences of this run's devices.
    """

    def __init__(self, child: _Child, facts: CounterFacts) -> None:
        self._child, self.number = child, facts.number
        self._manifest = facts.manifest
        self.finder_manifest = facts.finder_manifest
        self.device_name, self.warnings = facts.device_name, facts.warnings
        weakref.finalize(self, child.forgotten.append, facts.number)

    def belongs_to(self, child: object) -> bool:
        """Whether its networks are in this process: those of one that has ended are gone."""
        return self._child is child

    @property
    def manifest(self) -> Any:
        """The classifier's; another one given counts from the next cell on."""
        return self._manifest

    @manifest.setter
    def manifest(self, manifest: Any) -> None:
        self._manifest = manifest
        with suppress(frames.Ended):
            self._child.send({"id": self.number, "do": "manifest"}, written(manifest, lambda _thing: None))


class CountingRoom:
    """Runs generators in the counting process; it is started with the first, and again after its end.

    Args:
        command: Starts a counting process; None: the usual one.
        lost: Called, from any thread, when the process has ended by itself: its counters are gone.
    """

    def __init__(self, command: Sequence[str] | None = None, lost: Callable[[], None] | None = None) -> None:
        self._command = command
        self.lost = lost
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._closed = False

    def steps(self, token: CancelToken, work: Work, *args: object) -> Generator[Any, None, Any]:
        """What ``work(token, *args)`` yields in the counting process.

        Args:
            token: Cancels it.
            work: A function of a module that knows no Qt.
            args: What can be pickled, and counters that came from there.

        Returns:
            What the work returns.

        Raises:
            WbcError: A fault of the work, or the process has ended.
            Cancelled: The token was cancelled, and the work has stopped.
        """
        child = self._current()
        order = child.order(work, args)
        told = False
        try:
            while True:
                if token.cancelled and not told:
                    told = True
                    child.tell({"id": order.number, "do": "cancel"})
                try:
                    kind, thing = order.answers.get(timeout=LOOK_S)
                except queue.Empty:
                    continue
                if kind == "event":
                    if not told:
                        yield thing
                    child.tell({"id": order.number, "do": "more"})
                elif kind == "result":
                    return thing
                else:
                    raise thing if kind == "fault" else Cancelled
        except GeneratorExit:
            child.tell({"id": order.number, "do": "cancel"})
            raise

    def close(self) -> None:
        """End the counting process; work that comes later is cancelled, and starts no other."""
        with self._lock:
            child, self._child, self._closed = self._child, None, True
        if child is not None:
            child.end()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The counting process there is."""
        return None if self._child is None else self._child.process

    def _current(self) -> _Child:
        with self._lock:
            if self._closed:
                raise Cancelled
            if self._child is None or not self._child.alive:
                self._child = _Child(
                    self._command or as_child.child_command("wbc_desktop.inference.counting_child", FLAG),
                    lambda: self.lost() if self.lost is not None else None,
                )
            return self._child


class _Running:
    """One work in the counting process."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.answers: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()


class _Child:
    """One counting process and the thread that receives its answers."""

    def __init__(self, command: Sequence[str], lost: Callable[[], None]) -> None:
        self.alive = True
        self.forgotten: deque[int] = deque()
        self._lost, self._ending = lost, False
        self._numbers = itertools.count(1)
        self._running: dict[int, _Running] = {}
        self._counters: weakref.WeakValueDictionary[int, CounterApart] = weakref.WeakValueDictionary()
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._hello = threading.Event()
        try:
            self.process: subprocess.Popen[bytes] = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,  # out of the reach of the terminal's Ctrl-C
                creationflags=WITHOUT_CONSOLE | _BEHIND,
            )
        except OSError as error:
            raise _not_started(str(error)) from error
        self._requests = cast(BinaryIO, self.process.stdin)
        self._answers = cast(BinaryIO, self.process.stdout)
        self._receiver = threading.Thread(target=self._receive, name="counting room", daemon=True)
        self._receiver.start()
        self._hello.wait(START_S)
        if not self._hello.is_set() or not self.alive:
            self.end()
            raise _not_started(self._how_it_ended())

    def order(self, work: Work, args: tuple[object, ...]) -> _Running:
        """Have a work begun."""
        body = written((work, args), self._name_of)
        with self._lock:
            running = _Running(next(self._numbers))
            self._running[running.number] = running
            alive = self.alive
        while self.forgotten:
            self.tell({"id": self.forgotten.popleft(), "do": "forget"})
        if not alive:
            running.answers.put(("fault", self._ended()))
        with suppress(frames.Ended):  # the receiver sees the end, too
            self.send({"id": running.number, "do": "run"}, body)
        return running

    def tell(self, head: dict[str, Any]) -> None:
        """Send a message without a body; void where nobody reads it."""
        with suppress(frames.Ended):
            self.send(head)

    def send(self, head: dict[str, Any], body: Body | None = None) -> None:
        with self._writing:
            frames.send(self._requests, head, body)

    def end(self) -> None:
        """Let the process end, by force if it does not."""
        self._ending = True
        with suppress(OSError):
            self._requests.close()
        try:
            self.process.wait(0.5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._receiver.join(5.0)
        self._answers.close()

    def _receive(self) -> None:
        no_answer = (LookupError, TypeError, ValueError, AttributeError)  # from a process taken over
        with suppress(frames.Ended, pickle.UnpicklingError, *no_answer):
            while True:
                head, body = frames.receive(self._answers)
                self._take(int(head["id"]), str(head["kind"]), read_answer(body, self._counter_of))
        self.process.kill()  # it may only have closed its end
        self.process.wait()
        with self._lock:
            self.alive = False
            lost, self._running = list(self._running.values()), {}
        self._hello.set()
        if not self._ending:  # told first: else the next work begins with counters that are gone
            _log.error("the counting process %s", self._how_it_ended())
            self._lost()
        for running in lost:
            running.answers.put(("fault", self._ended()))

    def _take(self, number: int, kind: str, thing: Any) -> None:
        if kind == "hello":
            self._hello.set()
        elif kind == "log":
            name, level, text = thing
            logging.getLogger(name).log(level, "%s", text)
        elif kind == "facts":
            counter = self._counters.get(number)
            if counter is not None:
                counter.device_name, counter.warnings = thing.device_name, thing.warnings
        else:
            with self._lock:
                running = self._running.get(number)
                if kind != "event":
                    self._running.pop(number, None)
            if running is not None:
                running.answers.put((kind, thing))

    def _name_of(self, thing: object) -> int | None:
        if not isinstance(thing, CounterApart):
            return None
        if not thing.belongs_to(self):
            raise self._ended()
        return thing.number

    def _counter_of(self, facts: CounterFacts) -> CounterApart:
        counter = self._counters.get(facts.number)
        if counter is None:
            counter = self._counters[facts.number] = CounterApart(self, facts)
        return counter

    def _ended(self) -> WbcError:
        return WbcError(
            "The part of the program that counts has ended.",
            "What was counted is saved. Open the sample again to count the rest.",
            detail=f"the counting process {self._how_it_ended()}",
        )

    def _how_it_ended(self) -> str:
        code = self.process.poll()
        if code is not None and code < 0 and sys.platform != "win32":
            with suppress(ValueError):
                return f"was ended by {signal.Signals(-code).name}"
        return f"ended with code {code}"


def _not_started(detail: str) -> WbcError:
    return WbcError(
        "The part of the program that counts could not be started.",
        "Close other programs and start the program again.",
        detail=detail,
    )
