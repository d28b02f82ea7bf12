"""The process apart in which slides and TIFFs are read: started when first needed, and again after a crash.

OpenSlide, libtiff and the codecs behind them are native code; a file that crashes them ends the reading
process, and the program goes on (docs/adr/0012).
"""

from __future__ import annotations

import atexit
import itertools
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, cast

import numpy as np
import numpy.typing as npt

from wbc_desktop.imaging import as_child, frames

ANSWER_S = 120.0
"""A reader that says nothing for so long hangs; it is ended."""
START_S = 60.0
FLAG = "--read-apart"
"""The frozen program, started with this alone, is a reading process."""

WITHOUT_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(
    subprocess, "CREATE_NEW_PROCESS_GROUP", 0
)
"""Windows: no window of its own, and no Ctrl-C of the program's console."""

Head = dict[str, Any]
Pixels = npt.NDArray[np.uint8]


class ReaderLost(Exception):
    """The reading process ended, or was ended because it hung, before it answered."""


class ReaderNotStarted(Exception):
    """There is no reading process to ask."""


def child_command() -> list[str]:
    """What starts a reading process."""
    return as_child.child_command("wbc_desktop.imaging.reading_child", FLAG)


class ReadingRoom:
    """Asks the reading process, and finds out whose question crashed it.

    Questions are asked side by side. After a crash each that was lost is asked once more, alone: the one
    that crashes its reader again is the guilty one.

    Args:
        command: Starts a reading process; None: the usual one.
        answer_s: Seconds after which a reader is taken to hang.
    """

    def __init__(self, command: Sequence[str] | None = None, answer_s: float = ANSWER_S) -> None:
        self._command = command
        self._answer_s = answer_s
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._turns = _Turns()
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """A number for a source, never given twice."""
        return next(self._numbers)

    def ask(self, question: Head) -> tuple[Head, Pixels]:
        """Ask, and wait for the answer.

        Raises:
            ReaderLost: This question crashes the reader, or makes it hang.
            ReaderNotStarted: No reading process can be started.
        """
        with suppress(_Crashed), self._turns.side_by_side():
            return self._current().ask(question, self._answer_s)
        with self._turns.alone():
            return self._current().ask(question, self._answer_s)

    def tell(self, question: Head) -> None:
        """Ask if there is a reading process; if not, or if it is lost, the question is void."""
        child = self._child
        if child is not None and child.alive:
            with suppress(ReaderLost):
                child.ask(question, self._answer_s)

    def close(self) -> None:
        """End the reading process."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.end()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The reading process there is."""
        return None if self._child is None else self._child.process

    def _current(self) -> _Child:
        with self._lock:
            if self._child is None or not self._child.alive:
                if self._child is not None:
                    self._child.end()
                self._child = None
                self._child = _Child(self._command or child_command())
            return self._child


class _Crashed(ReaderLost):
    """Lost by a crash, perhaps another question's."""


class _Turns:
    """Many side by side, or one alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._taken = False

    @contextmanager
    def side_by_side(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._taken)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._taken)
            self._taken = True
            self._changed.wait_for(lambda: not self._inside)
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()


class _Question:
    def __init__(self) -> None:
        self.answered = threading.Event()
        self.answer: tuple[Head, Pixels] | None = None


class _Child:
    """One reading process and the thread that receives its answers."""

    def __init__(self, command: Sequence[str]) -> None:
        self.alive = True
        self._open: dict[int, _Question] = {0: _Question()}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        hello = self._open[0]
        try:
            self.process: subprocess.Popen[bytes] = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,  # out of the reach of the terminal's Ctrl-C
                creationflags=WITHOUT_CONSOLE,
            )
        except OSError as error:
            raise ReaderNotStarted(str(error)) from error
        self._requests = cast(BinaryIO, self.process.stdin)
        self._answers = cast(BinaryIO, self.process.stdout)
        self._receiver = threading.Thread(target=self._receive, name="reading room", daemon=True)
        self._receiver.start()
        hello.answered.wait(START_S)
        if hello.answer is None:
            self.end()
            raise ReaderNotStarted(f"the reading process {self._how_it_ended()} at its start")

    def ask(self, question: Head, seconds: float) -> tuple[Head, Pixels]:
        mine = _Question()
        with self._lock:
            if not self.alive:
                raise _Crashed(f"the reading process {self._how_it_ended()}")
            number = next(self._numbers)
            self._open[number] = mine
        try:
            with self._writing:
                frames.send(self._requests, {**question, "id": number})
        except frames.Ended:
            mine.answered.wait(1.0)  # the receiver sees the end, too
        if not mine.answered.wait(seconds):
            self.process.kill()
            raise ReaderLost(f"no answer for {seconds:.0f} s")
        if mine.answer is None:
            raise _Crashed(f"the reading process {self._how_it_ended()}")
        return mine.answer

    def end(self) -> None:
        """Let the process end, by force if it does not."""
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
        with suppress(frames.Ended, LookupError, TypeError, ValueError):  # what is no answer ends it, too
            while True:
                head, pixels = frames.receive(self._answers)
                with self._lock:
                    question = self._open.pop(int(head["id"]), None)
                if question is not None:
                    question.answer = (head, pixels)
                    question.answered.set()
        self.process.kill()  # it may only have closed its end
        self.process.wait()
        with self._lock:
            self.alive = False
            lost, self._open = list(self._open.values()), {}
        for question in lost:
            question.answered.set()

    def _how_it_ended(self) -> str:
        code = self.process.poll()
        if code is not None and code < 0:
            with suppress(ValueError):
                return f"ended by {signal.Signals(-code).name}"
        return f"ended with code {code}"


_room: ReadingRoom | None = None
_room_lock = threading.Lock()


def reading_room() -> ReadingRoom:
    """The room of this program; its process is started with the first question."""
    global _room
    with _room_lock:
        if _room is None:
            _room = ReadingRoom()
            atexit.register(_room.close)
        return _room


def _forget() -> None:
    """A forked process must not speak through its parent's pipes."""
    global _room, _room_lock
    _room, _room_lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
