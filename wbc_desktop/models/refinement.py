"""The second look: each cell in a window of its own, at one scale, for its exact mask."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from wbc_desktop.core.cell import CellMask, FoundCell
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.small_masks import filled, grown
from wbc_desktop.imaging.source import RGB
from wbc_desktop.models.finder_layout import STRIDE, WINDOW
from wbc_desktop.models.instances import Instance, Maps, around, group, read_maps
from wbc_desktop.models.nucleus import nucleus_within

FINE_DIAMETER = 64.0
"""Diameter of the cell in the window."""

SPECK = 0.03
"""Parts and holes of a nucleus smaller than this share of it are not believed."""

BATCH = 16

Run = Callable[[npt.NDArray[np.float32]], tuple[npt.NDArray[np.generic], ...]]


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a cell is thought to be, in image pixels."""

    x: float
    y: float
    diameter: float
    score: float


@dataclass(frozen=True, slots=True)
class _Window:
    rgb: RGB
    left: float
    top: float
    scale: float
    filled: tuple[int, int]


def refine(rgb: RGB, run: Run, guesses: list[Guess]) -> list[FoundCell]:
    """Segment each guessed cell; guesses that turn out to be no white cell are dropped.

    Args:
        rgb: The image.
        run: The engine.
        guesses: Where the first look saw cells.

    Returns:
        Cells with masks, in pixels of ``rgb``, in the order of the guesses.
    """
    cells: list[FoundCell] = []
    again: list[Guess] = []
    for guess, window, maps in _answers(rgb, run, guesses):
        instance = _chosen(maps, guess, window)
        if instance is None:
            continue
        better = _resized(guess, instance, window)
        if better is not None:
            again.append(better)
            continue
        cells.append(_cell(maps, instance, window, guess, rgb))
    for guess, window, maps in _answers(rgb, run, again):
        instance = _chosen(maps, guess, window)
        if instance is not None:
            cells.append(_cell(maps, instance, window, guess, rgb))
    return cells


def _answers(rgb: RGB, run: Run, guesses: list[Guess]) -> list[tuple[Guess, _Window, Maps]]:
    from wbc_desktop.models.finding import normalised

    answers: list[tuple[Guess, _Window, Maps]] = []
    for start in range(0, len(guesses), BATCH):
        part = guesses[start : start + BATCH]
        windows = [_window(rgb, g) for g in part]
        outputs = run(normalised(np.stack([w.rgb for w in windows])))
        answers += [(g, w, read_maps(outputs, i)) for i, (g, w) in enumerate(zip(part, windows, strict=True))]
    return answers


def _window(rgb: RGB, guess: Guess) -> _Window:
    """A square around the guess, moved into the image where it can be; zeros beyond the image."""
    rows, columns = rgb.shape[:2]
    scale = FINE_DIAMETER / max(guess.diameter, 2.0)
    side = WINDOW / scale
    left, top = _start(guess.x, side, columns), _start(guess.y, side, rows)
    right, bottom = min(left + side, float(columns)), min(top + side, float(rows))
    width = min(WINDOW, max(1, round((right - left) * scale)))
    height = min(WINDOW, max(1, round((bottom - top) * scale)))
    x0, y0 = max(0, int(left) - 2), max(0, int(top) - 2)
    x1, y1 = min(columns, math.ceil(right) + 2), min(rows, math.ceil(bottom) + 2)
    piece = Image.fromarray(np.ascontiguousarray(rgb[y0:y1, x0:x1]))
    box = (left - x0, top - y0, right - x0, bottom - y0)
    small = piece.resize((width, height), Image.Resampling.BILINEAR, box=box)
    filled = np.zeros((WINDOW, WINDOW, 3), np.uint8)
    filled[:height, :width] = np.asarray(small)
    return _Window(filled, left, top, scale, (height, width))


def _start(centre: float, side: float, length: int) -> float:
    return min(max(centre - side / 2, 0.0), max(length - side, 0.0))


def _chosen(maps: Maps, guess: Guess, window: _Window) -> Instance | None:
    """The instance at the guess: the one that covers its centre, else the nearest."""
    x, y = (guess.x - window.left) * window.scale, (guess.y - window.top) * window.scale
    instances = [i for i in group(maps) if i.area > 0.06 * FINE_DIAMETER**2]
    if not instances:
        return None

    def cost(instance: Instance) -> float:
        return math.hypot(instance.centre[0] - x, instance.centre[1] - y) - 8.0 * instance.score

    best = min(instances, key=cost)
    off = math.hypot(best.centre[0] - x, best.centre[1] - y)
    return best if off < 0.6 * FINE_DIAMETER else None


def _resized(guess: Guess, instance: Instance, window: _Window) -> Guess | None:
    """A better guess where the cell's size in the window is far from the wanted one."""
    size = max(2.0 * math.sqrt(instance.area / math.pi), 0.8 * instance.diameter)
    if FINE_DIAMETER / 1.35 < size < FINE_DIAMETER * 1.35:
        return None
    x, y = instance.centre
    return replace(
        guess,
        x=window.left + x / window.scale,
        y=window.top + y / window.scale,
        diameter=size / window.scale,
    )


def _cell(maps: Maps, instance: Instance, window: _Window, guess: Guess, rgb: RGB) -> FoundCell:
    labels, corner = _labels(maps, instance, window)
    rows, columns = np.flatnonzero(labels.any(axis=1)), np.flatnonzero(labels.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    s = window.scale
    x, y = window.left + (corner[1] + left) / s, window.top + (corner[0] + top) / s
    height, width = rgb.shape[:2]
    box = Box(float(x), float(y), float((right - left) / s), float((bottom - top) / s))
    slack = 1.5 / s + 1.0
    on_border = box.x < slack or box.y < slack or box.right > width - slack or box.bottom > height - slack
    score = float(math.sqrt(guess.score * instance.score))
    mask = CellMask(np.ascontiguousarray(labels[top:bottom, left:right]), box)
    return FoundCell(box, mask, score, on_border)


def _labels(maps: Maps, instance: Instance, window: _Window) -> tuple[npt.NDArray[np.uint8], tuple[int, int]]:
    """The mask at the window's resolution: smooth edge, one part, holes filled.

    Returns:
        The part of the window that holds the cell, and that part's first row and column.
    """
    part = around(instance.pixels, 3)
    pixels, kinds = instance.pixels[part], maps.pixels[:, part[0], part[1]]
    sure = kinds[1] + kinds[2]
    near = grown(pixels)
    others = (sure > 0.5) & ~pixels
    full = _doubled(np.where(near & ~others, sure, np.float32(0))) > 0.5
    corner = (part[0].start * STRIDE, part[1].start * STRIDE)
    full[max(window.filled[0] - corner[0], 0) :] = False
    full[:, max(window.filled[1] - corner[1], 0) :] = False
    parts, count = ndimage.label(full)
    if count == 0:
        full = pixels.repeat(STRIDE, 0).repeat(STRIDE, 1)
    elif count > 1:
        full = parts == 1 + int(np.argmax(np.bincount(parts.ravel())[1:]))
    full = filled(full)
    top, left = corner
    rgb = window.rgb[top : top + full.shape[0], left : left + full.shape[1]]
    nucleus = without_specks(nucleus_within(_doubled(kinds[2] - kinds[1]), full, rgb))
    return np.where(full, np.where(nucleus, 2, 1), 0).astype(np.uint8), corner


def without_specks(nucleus: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Drop lone bits of nucleus and fill pinholes, each under ``SPECK`` of the nucleus."""
    least = SPECK * int(nucleus.sum())
    for value in (True, False):
        parts, count = ndimage.label(nucleus if value else ~nucleus)
        small = np.bincount(parts.ravel(), minlength=count + 1) < least
        small[0] = False
        if small.any():
            nucleus = np.where(small[parts], not value, nucleus)
    return nucleus


def _doubled(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Bilinear doubling: an answer stands for the first pixel of its stride, as in training (``targets``)."""
    rows, columns = values.shape
    full = np.empty((rows * STRIDE, columns * STRIDE), np.float32)
    full[::2, ::2] = values
    full[::2, 1:-1:2] = 0.5 * (values[:, :-1] + values[:, 1:])
    full[::2, -1] = values[:, -1]
    full[1:-1:2] = 0.5 * (full[:-2:2] + full[2::2])
    full[-1] = full[-2]
    return full
