"""Weighs the cells of a sample with each other when all of them are known (``models.own_cells``)."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import Cell, FoundCell, Prediction
from wbc_desktop.core.classes import NOT_COUNTED
from wbc_desktop.core.events import CellsWeighed, CountEvent, ImageCounted, SampleFinished
from wbc_desktop.imaging.measures import measure_cell
from wbc_desktop.imaging.source import RGB
from wbc_desktop.models.classifying import answered_anew
from wbc_desktop.models.manifest import Manifest
from wbc_desktop.models.own_cells import FEWEST, Groups, fit_groups
from wbc_desktop.models.size_evidence import log_size

Array = npt.NDArray[np.float64]
Measures = tuple[float | None, ...]
"""Of one cell, in the order of ``imaging.measures.NAMES``; None where unknown."""

_DIGITS = 5


def weighs(counter: object) -> bool:
    """Whether a counter's model weighs a sample's cells with each other, and so needs their measures."""
    manifest = getattr(counter, "manifest", None)
    return isinstance(manifest, Manifest) and manifest.own_cells is not None


def measured(rgb: RGB, cells: Iterable[FoundCell]) -> tuple[Measures, ...]:
    """Measure the cells of an image, rounded so that what is kept on disk is what was weighed.

    Args:
        rgb: uint8 (rows, columns, 3).
        cells: In its pixels.
    """
    return tuple(
        tuple(round(float(v), _DIGITS) if np.isfinite(v) else None for v in measure_cell(rgb, c, log_size(c)))
        for c in cells
    )


class OwnCells:
    """The cells of one sample, as they become known."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._shares: list[Sequence[float]] = []
        self._measures: list[Measures] = []

    def add(self, cells: Sequence[Cell], measures: Sequence[Measures]) -> None:
        """Take in the cells of an image; those without measures or of none of the five count for nothing."""
        for cell, values in zip(cells, measures, strict=False):
            if cell.prediction is not None and _is_one_of_five(cell.prediction):
                self._shares.append(cell.prediction.probabilities)
                self._measures.append(values)

    def groups(self) -> Groups | None:
        """The groups that they fall into; None where they are too few, or the model weighs none."""
        if self._manifest.own_cells is None or not self._shares:
            return None
        return fit_groups(np.array(self._shares), _array(self._measures), self._manifest.own_cells)


def weighed_cells(
    groups: Groups | None, cells: Sequence[Cell], measures: Sequence[Measures], manifest: Manifest
) -> list[Prediction | None]:
    """The answers for the cells of an image, in order.

    A cell that the network took for none of the five, yet lies in the midst of a group, is made doubtful: on
    a strange microscope such cells are nearly always white cells, which the count would lack in silence.

    Args:
        groups: Of their sample; None leaves the answers as they are.
        cells: The cells with the network's answers.
        measures: Of each; empty where none were taken.
        manifest: The classifier's.
    """
    answers = [cell.prediction for cell in cells]
    if groups is None or not measures:
        return answers
    known = _array(measures)
    distance = groups.distance(known)
    chosen = [
        (n, prediction)
        for n, prediction in enumerate(answers[: len(measures)])
        if prediction is not None and (_is_one_of_five(prediction) or distance[n] <= groups.reach)
    ]
    if not chosen:
        return answers
    shares = np.array([prediction.probabilities for _, prediction in chosen])
    new = groups.shares(shares, known[[n for n, _ in chosen]])
    for (n, prediction), row in zip(chosen, new, strict=True):
        answers[n] = answered_anew(prediction, row, manifest)
    return answers


def weighed(
    events: Iterable[CountEvent], manifest: Manifest, *, often: bool = False
) -> Generator[CountEvent, None, None]:
    """Tell which answers changed when a sample's cells were weighed with each other.

    Args:
        events: Of a count.
        manifest: The classifier's.
        often: Whether to tell it while the sample grows, too, each time it has half as many cells more: a
            watch has no end that could be waited for.

    Yields:
        The same events, and a ``CellsWeighed`` before a ``SampleFinished`` where answers changed.
    """
    growing: dict[str, _Growing] = {}
    for event in events:
        if isinstance(event, SampleFinished) and event.sample in growing:
            yield from growing.pop(event.sample).told(event.sample)
        yield event
        if isinstance(event, ImageCounted) and event.measures:
            sample = growing.setdefault(event.sample, _Growing(manifest))
            sample.add(event)
            if often and sample.grown:
                yield from sample.told(event.sample)


class _Growing:
    """A sample whose images are being counted."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._own = OwnCells(manifest)
        self._images: list[tuple[tuple[Cell, ...], tuple[Measures, ...]]] = []
        self._told: dict[tuple[str, int], Prediction] = {}
        self._cells, self._next = 0, FEWEST

    @property
    def grown(self) -> bool:
        return self._cells >= self._next

    def add(self, event: ImageCounted) -> None:
        cells = tuple(replace(cell, mask=None) for cell in event.cells)
        self._images.append((cells, event.measures))
        self._own.add(cells, event.measures)
        self._cells += len(cells)

    def told(self, sample: str) -> Iterator[CellsWeighed]:
        """What changed since it was told last."""
        self._next = self._cells + max(self._cells // 2, 1)
        groups = self._own.groups()
        if groups is None:
            return
        changed = []
        for cells, measures in self._images:
            answers = weighed_cells(groups, cells, measures, self._manifest)
            for cell, answer in zip(cells, answers, strict=True):
                if answer is not None and answer != self._told.get(cell.key, cell.prediction):
                    changed.append((cell.key, answer))
        self._told.update(changed)
        if changed:
            yield CellsWeighed(sample, tuple(changed))


def _is_one_of_five(prediction: Prediction) -> bool:
    return prediction.label != NOT_COUNTED.id


def _array(measures: Sequence[Measures]) -> Array:
    return np.array([[np.nan if v is None else v for v in row] for row in measures], np.float64)
