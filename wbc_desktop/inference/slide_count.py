"""Counts a whole slide: along the monolayer of its film, best fields first, until the target is reached."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wbc_desktop.core.cell import Cell, FoundCell, Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import UnreadableImage, WbcError
from wbc_desktop.core.events import CountEvent, ImageCounted
from wbc_desktop.core.progress import CancelToken, Progress
from wbc_desktop.imaging.film import Film, find_film
from wbc_desktop.imaging.source import RGB, ImageSource
from wbc_desktop.imaging.tiles import SeamGuard, Tile, tile_at
from wbc_desktop.inference.own_cells import measured, weighs
from wbc_desktop.inference.threads import threads_per_call, worker_count

if TYPE_CHECKING:
    from wbc_desktop.inference.count import CellCounter

RED_CELL_UM = 7.2
"""Diameter of a red cell on a smear, microns: the ruler where the slide states no scale."""

_FIELD_UM = 150.0
_MARGIN_UM = 26.0
"""Wider than the widest white cell and the rim of its crop."""
_FIELD_SIDES = (768, 2048)
_UNSCALED_FIELD = 1024
_UNSCALED_MARGIN = 256
_CELLS_PER_STEP = 16
_FIELDS_PER_STEP = 24
_FIELDS_JUDGED = 12
_LEAST_WITH_RED_CELLS = 0.25


class NoFilm(WbcError):
    """A slide on which there is no blood to count."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the slide is cut up."""

    side: int
    margin: int
    mpp: float | None
    red_cell_px: float | None
    corners: list[tuple[int, int]]
    poor_from: int


@dataclass(frozen=True, slots=True)
class _Searched:
    tile: Tile
    rgb: RGB
    cells: tuple[FoundCell, ...]
    red_cell_px: float | None
    fault: WbcError | None = None


def count_slide(
    source: ImageSource,
    counter: CellCounter,
    *,
    sample: str,
    image: str,
    target: int | None = 200,
    cancel: CancelToken | None = None,
) -> Iterator[CountEvent]:
    """Count the white cells of a slide.

    Args:
        source: The opened slide.
        counter: The models.
        sample: Name for the events.
        image: Name for the events.
        target: Cells of the five classes to stop at (the field that reaches it is
            finished); None counts the whole film.
        cancel: Looked at between any two fields.

    Yields:
        ``ImageCounted`` step by step, each with its new cells alone, numbered on
        through the slide, boxes in level-0 pixels; and ``Progress`` in cells.

    Raises:
        NoFilm: The slide shows no blood film.
        UnreadableImage: The slide is damaged so that its film cannot be found.
        Cancelled: The token was cancelled.
    """
    cancel = cancel or CancelToken()
    yield Progress(0, target or 0, "cells", "looking for the film")
    plan = _plan(source, counter, cancel)
    steps = _Steps(source, counter, sample, image, plan, target)
    with _one_thread_each(), ThreadPoolExecutor(worker_count(), thread_name_prefix="slide") as pool:
        try:
            for searched in _in_order(pool, plan, lambda corner: _search(source, counter, plan, corner)):
                cancel.raise_if_cancelled()
                yield from steps.add(searched)
                if steps.reached:
                    break
            yield from steps.finish()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class _Steps:
    """Gathers fields into steps, classifies them, and keeps the tally."""

    def __init__(
        self,
        source: ImageSource,
        counter: CellCounter,
        sample: str,
        image: str,
        plan: _Plan,
        target: int | None,
    ) -> None:
        self._source = source
        self._counter = counter
        self._sample, self._image = sample, image
        self._plan = plan
        self._target = target
        self._guard = SeamGuard(slack=plan.margin / 4)
        self._pending: list[tuple[_Searched, list[FoundCell]]] = []
        self._red: list[float | None] = []
        self._told: set[str] = set()
        self._fields = self._number = self._counted = self._damaged = 0

    @property
    def reached(self) -> bool:
        """Whether the target is reached by what has been classified."""
        return self._target is not None and self._counted >= self._target

    def add(self, searched: _Searched) -> Iterator[CountEvent]:
        """Take one field in; yields when a step is full."""
        self._fields += 1
        if searched.fault is not None:
            self._damaged += 1
            return
        self._red.append(searched.red_cell_px)
        if len(self._red) == _FIELDS_JUDGED:
            self._judge()
        own = self._guard.take(searched.tile, searched.cells)
        self._pending.append((searched, own))
        waiting = sum(len(cells) for _, cells in self._pending)
        left = self._target - self._counted if self._target is not None else _CELLS_PER_STEP
        if waiting >= min(_CELLS_PER_STEP, max(left, 1)) or len(self._pending) >= _FIELDS_PER_STEP:
            yield from self._classify(())

    def finish(self) -> Iterator[CountEvent]:
        """The last step, with what a person should know."""
        warnings: list[str] = []
        if self._pending:
            yield from self._classify(())
        if self._target is not None and not self.reached:
            warnings.append(
                f"The whole film was searched: it holds {self._counted} cells of the five classes, "
                f"fewer than the {self._target} asked for."
            )
        if self._fields > self._plan.poor_from:
            warnings.append("Some cells were counted outside the monolayer, where cells lie on each other.")
        if self._plan.mpp is None:
            warnings.append("The slide states no microns per pixel; the size of the red cells was used.")
        if self._damaged:
            warnings.append(f"{self._damaged} fields of the slide are damaged and were passed over.")
        if self._damaged == self._fields:
            raise UnreadableImage(
                "The slide is damaged: none of its fields can be read.",
                "Scan or copy it again.",
                file=self._source.path,
            )
        yield self._counted_event((), tuple(warnings))

    def _judge(self) -> None:
        """A film has red cells nearly everywhere; what looked like one but has none is none."""
        known = sum(r is not None for r in self._red)
        if known < _LEAST_WITH_RED_CELLS * len(self._red):
            raise no_film(self._source)

    def _classify(self, warnings: tuple[str, ...]) -> Iterator[CountEvent]:
        pending, self._pending = self._pending, []
        items = [(searched.rgb, cell) for searched, cells in pending for cell in cells]
        local = [
            (rgb, _moved(cell, -searched.tile.read.x, -searched.tile.read.y))
            for (rgb, cell), searched in zip(items, (s for s, cells in pending for _ in cells), strict=True)
        ]
        answers = self._counter.classify(local) if local else []
        measures = [m for rgb, cell in local for m in measured(rgb, [cell])] if weighs(self._counter) else []
        cells = tuple(self._cell(cell, answer) for (_, cell), answer in zip(items, answers, strict=True))
        self._counted += sum(cell.label in FIVE_IDS for cell in cells)
        yield replace(self._counted_event(cells, warnings), measures=tuple(measures))
        yield self._progress()

    def _cell(self, found: FoundCell, prediction: Prediction) -> Cell:
        self._number += 1
        return Cell(self._image, self._number, found.box, found.mask, prediction, score=found.score)

    def _counted_event(self, cells: tuple[Cell, ...], warnings: tuple[str, ...]) -> ImageCounted:
        news = tuple(w for w in (*warnings, *self._counter.warnings) if w not in self._told)
        self._told.update(news)
        red = [r for r in self._red if r is not None]
        width, height = self._source.dimensions
        return ImageCounted(
            sample=self._sample,
            image=self._image,
            width=width,
            height=height,
            content="slide",
            cells=cells,
            warnings=news,
            red_cell_px=float(np.median(red)) if red else self._plan.red_cell_px,
        )

    def _progress(self) -> Progress:
        if self._target is None:
            total = len(self._plan.corners)
            return Progress(self._fields, total, "fields", f"{self._counted} cells")
        left = max(self._target - self._counted, 0)
        text = f"{self._counted} of {self._target}, {left} to go"
        return Progress(min(self._counted, self._target), self._target, "cells", text)


def no_film(source: ImageSource) -> NoFilm:
    """The sentence for a slide without blood."""
    return NoFilm(
        "No blood film found on this slide.",
        "Only smears of blood are counted; for a smear that was not recognised, export its fields as images.",
        file=source.path,
    )


def _plan(source: ImageSource, counter: CellCounter, cancel: CancelToken) -> _Plan:
    mpp = source.mpp
    side, margin = _UNSCALED_FIELD, _UNSCALED_MARGIN
    if mpp is not None:
        side = round(min(max(_FIELD_UM / mpp, _FIELD_SIDES[0]), _FIELD_SIDES[1]))
        margin = round(_MARGIN_UM / mpp)
    film = find_film(source, side)
    if film is None:
        raise no_film(source)
    cancel.raise_if_cancelled()
    corners = film.fields_best_first()
    red_cell_px = None
    if mpp is None:
        red_cell_px = _measured_red_cell(source, counter, corners[:5], side)
        if red_cell_px is None:
            raise no_film(source)
        margin = round(_MARGIN_UM / RED_CELL_UM * red_cell_px)
    return _Plan(side, margin, mpp, red_cell_px, corners, _first_poor(film))


def _first_poor(film: Film) -> int:
    return int((film.quality >= 0.25).sum())


def _measured_red_cell(
    source: ImageSource, counter: CellCounter, corners: list[tuple[int, int]], side: int
) -> float | None:
    sizes = []
    for corner in corners:
        size = counter.find(source.read_region(corner, 0, (side, side)), content="field").red_cell_px
        if size is not None:
            sizes.append(size)
    return float(np.median(sizes)) if sizes else None


def _search(source: ImageSource, counter: CellCounter, plan: _Plan, corner: tuple[int, int]) -> _Searched:
    tile = tile_at(*corner, plan.side, plan.margin, source.dimensions)
    x, y = int(tile.read.x), int(tile.read.y)
    try:
        rgb = source.read_region((x, y), 0, (int(tile.read.width), int(tile.read.height)))
    except WbcError as fault:
        return _Searched(tile, np.empty((0, 0, 3), np.uint8), (), None, fault)
    finding = counter.find(rgb, content="field", mpp=plan.mpp, red_cell_px=plan.red_cell_px)
    cells = tuple(_moved(cell, x, y) for cell in finding.cells)
    return _Searched(tile, rgb, cells, finding.red_cell_px)


def _moved(cell: FoundCell, dx: float, dy: float) -> FoundCell:
    mask = None if cell.mask is None else replace(cell.mask, box=cell.mask.box.moved(dx, dy))
    return replace(cell, box=cell.box.moved(dx, dy), mask=mask)


def _in_order(
    pool: ThreadPoolExecutor, plan: _Plan, search: Callable[[tuple[int, int]], _Searched]
) -> Iterator[_Searched]:
    """Fields searched in parallel and given in order; a few ahead, never more."""
    ahead = 2 * worker_count()
    running: deque[Future[_Searched]] = deque()
    corners = iter(plan.corners)
    for corner in corners:
        running.append(pool.submit(search, corner))
        if len(running) >= ahead:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Each worker computes with one thread: faster than all cores on one field."""
    before = threads_per_call(1)
    try:
        yield
    finally:
        threads_per_call(before)
