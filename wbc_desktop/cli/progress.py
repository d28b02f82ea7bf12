"""Progress on standard error: one moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from contextlib import suppress
from typing import TextIO

from wbc_desktop.core.events import CountEvent, ImageCounted, ImageFailed
from wbc_desktop.core.progress import Progress

REDRAW_S = 0.1
PLAIN_LINE_S = 10.0
BAR = 24


class ProgressLine:
    """Shows the events of a count."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._start = time.monotonic()
        self._first: int | None = None
        self._drawn = 0.0
        self._images = Progress(0, 0)
        self._step: Progress | None = None
        self._cells = 0
        self._warned: Counter[str] = Counter()

    def show(self, event: CountEvent) -> None:
        """Take an event in, and draw if it is time."""
        if isinstance(event, Progress):
            self._advance(event)
        elif isinstance(event, ImageCounted):
            self._cells += len(event.cells)
            for warning in event.warnings:
                self._warned[warning] += 1
                if self._warned[warning] == 1:
                    self.line(f"{event.image}: {warning}")
        elif isinstance(event, ImageFailed):
            self.line(f"{event.image}: {event.error.message}")

    def line(self, text: str) -> None:
        """A line that stays."""
        self._clear()
        self._write(text + "\n")

    def close(self) -> None:
        """Say what was done, how fast, and how often each warning came."""
        for warning, times in self._warned.items():
            if times > 1:
                self.line(f"{times} images: {warning}")
        done = self._images.done - (self._first or 0)
        if done:
            seconds = max(time.monotonic() - self._start, 1e-6)
            speed = rate(done, seconds)
            images, cells = number(done, "image"), number(self._cells, "cell")
            self.line(f"Counted {images}, {cells} in {duration(seconds)} ({speed}).")
        else:
            self._clear()

    def _advance(self, event: Progress) -> None:
        if event.unit == "images":
            self._images, self._step = event, None
            if self._first is None:
                self._first, self._start = event.done, time.monotonic()
        else:
            self._step = event
        now = time.monotonic()
        pause = REDRAW_S if self._terminal else PLAIN_LINE_S
        finished = event.unit == "images" and event.done == event.total
        if now - self._drawn >= pause or (finished and self._terminal):
            if self._terminal:
                self._draw()
            elif self._drawn or not finished:
                self._write(self._text() + "\n")
            self._drawn = now

    def _text(self) -> str:
        images, done = self._images, self._images.done - (self._first or 0)
        seconds = max(time.monotonic() - self._start, 1e-6)
        text = f"{images.done} of {number(images.total, 'image')}, {number(self._cells, 'cell')}"
        if self._step is not None:
            text += f" ({self._step.unit} {self._step.done} of {self._step.total})"
        if done:
            left = (images.total - images.done) * seconds / done
            text += f", {rate(done, seconds)}, {duration(left)} left"
        return text

    def _draw(self) -> None:
        part = self._images.done / self._images.total if self._images.total else 0.0
        filled = round(part * BAR)
        text = f"[{'#' * filled}{'.' * (BAR - filled)}] {self._text()}"
        width = shutil.get_terminal_size().columns - 1
        self._write("\r\x1b[2K" + text[:width])

    def _clear(self) -> None:
        if self._terminal and self._drawn:
            self._write("\r\x1b[2K")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):  # a closed standard error does not stop a count
            self._stream.write(text)
            self._stream.flush()


def number(count: int, thing: str) -> str:
    """1 cell, 2 cells."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def rate(images: int, seconds: float) -> str:
    """Images per second or, where slower, per minute."""
    per_second = images / seconds
    return f"{per_second:.1f} images/s" if per_second >= 1 else f"{60 * per_second:.1f} images/min"


def duration(seconds: float) -> str:
    """A time span as a person says it: 4.2 s, 40 s, 3 min 20 s, 2 h 05 min."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
