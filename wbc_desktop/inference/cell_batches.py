"""Cells of several images, classified in batches of one size.

A network's kernels are made for one batch size, so that a batch not full costs as much as a full one. Cells
therefore wait for company, and those of one image may be in two batches.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any

from wbc_desktop.core.cell import FoundCell, Prediction
from wbc_desktop.core.errors import WbcError
from wbc_desktop.imaging.source import RGB

Classify = Callable[[list[tuple[RGB, FoundCell]]], list[Prediction]]
Told = Callable[[Exception], WbcError]
"""The error of one image as a sentence."""


@dataclass(slots=True)
class Answers:
    """The answers for the cells of one image, as they come."""

    missing: int
    parts: list[tuple[Future[list[list[Prediction] | WbcError]], int]] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether all are there."""
        return not self.missing and all(future.done() for future, _ in self.parts)

    @property
    def pending(self) -> Future[Any] | None:
        """What has not ended yet of that which was begun."""
        return next((future for future, _ in self.parts if not future.done()), None)

    def result(self) -> list[Prediction] | WbcError:
        """One answer per cell, in order, or why there are none."""
        answers: list[Prediction] = []
        for future, index in self.parts:
            part = future.result()[index]
            if isinstance(part, WbcError):
                return part
            answers += part
        return answers


@dataclass(slots=True)
class _Part:
    rgb: RGB
    cells: Sequence[FoundCell]
    told: Told
    answers: Answers


class CellBatches:
    """Cells that wait for their batch to be full; used by one thread."""

    def __init__(self, classify: Classify, pool: Executor, size: int) -> None:
        """Begin without cells.

        Args:
            classify: Cells with their images in, an answer for each out.
            pool: Runs the batches.
            size: Cells of a full batch.
        """
        self._classify = classify
        self._pool = pool
        self._size = size
        self._parts: list[_Part] = []
        self._since = 0.0

    @property
    def waiting(self) -> int:
        """Cells that no batch holds yet."""
        return sum(len(part.cells) for part in self._parts)

    @property
    def waited(self) -> float:
        """For how many seconds the oldest of them has waited."""
        return time.monotonic() - self._since if self._parts else 0.0

    def add(self, rgb: RGB, cells: Sequence[FoundCell], told: Told) -> Answers:
        """Take the cells of an image; full batches start at once.

        Args:
            rgb: The image.
            cells: In its pixels.
            told: Puts a fault into words.
        """
        answers = Answers(len(cells))
        if not cells:
            return answers
        if not self._parts:
            self._since = time.monotonic()
        self._parts.append(_Part(rgb, cells, told, answers))
        while self.waiting >= self._size:
            self.start()
        return answers

    def start(self) -> None:
        """Start a batch of what is there, full or not."""
        batch: list[_Part] = []
        room = self._size
        while self._parts and room:
            part = self._parts.pop(0)
            taken, left = part.cells[:room], part.cells[room:]
            if left:
                self._parts.insert(0, _Part(part.rgb, left, part.told, part.answers))
            batch.append(_Part(part.rgb, taken, part.told, part.answers))
            room -= len(taken)
        self._since = time.monotonic()
        if not batch:
            return
        future = self._pool.submit(_classified, self._classify, batch)
        for index, part in enumerate(batch):
            part.answers.parts.append((future, index))
            part.answers.missing -= len(part.cells)


def _classified(classify: Classify, parts: list[_Part]) -> list[list[Prediction] | WbcError]:
    """Answers for each part; after a fault each part alone, so that one image cannot spoil the others."""
    try:
        flat = classify([(part.rgb, cell) for part in parts for cell in part.cells])
    except Exception as error:
        if len(parts) == 1:
            return [parts[0].told(error)]
        return [_classified(classify, [part])[0] for part in parts]
    answers: list[list[Prediction] | WbcError] = []
    for part in parts:
        answers.append(flat[: len(part.cells)])
        flat = flat[len(part.cells) :]
    return answers
