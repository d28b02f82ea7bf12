"""Photographs of a slide that overlap: where one lies on the other, and which cells are in both.

A hand-driven camera photographs the same cell twice. Neighbours in the order of taking are registered by
phase correlation (Kuglin and Hines 1975) on small grey copies without their low frequencies, so that the
microscope's own shading, equal in all photographs, does not pull the shift to zero. A shift is believed only
where the overlapping parts really look alike.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import fft, ndimage

from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.source import RGB

SMALL_SIDE = 224
NEIGHBOURS = 4
"""A photograph is compared with this many before it."""

MIN_LIKENESS = 0.5
"""Correlation of the overlapping parts; whole photographs of different fields stay below 0.35."""

MIN_LIKENESS_SMALL = 0.8
"""The same where only ``MIN_OVERLAP`` overlaps: a few cells can look alike by chance."""

MIN_OVERLAP = 0.15
"""Share of the photograph's area that must overlap to be judged."""

_AMPLE_OVERLAP = 0.4

_SHADING_SIGMA = 6.0
_PEAKS = 5
_SAME_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Photo:
    """What is kept of a photograph to compare it with others.

    Attributes:
        image: Its name.
        grey: float32 small copy without shading, (rows, columns).
        scale: Pixels of the photograph per pixel of ``grey``.
        boxes: Its cells, in pixels of the photograph.
        spectrum: Fourier transform of ``grey``, padded to twice its size.
    """

    image: str
    grey: npt.NDArray[np.float32]
    scale: float
    boxes: tuple[Box, ...]
    spectrum: npt.NDArray[np.complex64]


@dataclass(frozen=True, slots=True)
class Shift:
    """Where a photograph lies on another one.

    Attributes:
        dx: Added to an x in the photograph gives the x in the other, pixels.
        dy: The same for y.
        likeness: Correlation of the overlapping parts, -1 to 1.
        share: Overlapping share of the photograph's area.
    """

    dx: float
    dy: float
    likeness: float
    share: float


@dataclass(frozen=True, slots=True)
class Repeat:
    """A cell that an earlier photograph shows too.

    Attributes:
        index: Of the cell among the photograph's boxes.
        image: The earlier photograph.
        earlier_index: Of the cell among that one's boxes.
    """

    index: int
    image: str
    earlier_index: int


def small_photo(image: str, rgb: RGB, boxes: Sequence[Box]) -> Photo:
    """Reduce a photograph to what ``register`` needs."""
    height, width = rgb.shape[:2]
    scale = max(max(height, width) / SMALL_SIDE, 1.0)
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    small = Image.fromarray(rgb).resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    grey = np.asarray(small.convert("L"), np.float32)
    grey -= ndimage.gaussian_filter(grey, _SHADING_SIGMA)
    spectrum: npt.NDArray[np.complex64] = fft.rfft2(grey, _padded(grey.shape))
    return Photo(image, grey, scale, tuple(boxes), spectrum)


def _padded(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(fft.next_fast_len(2 * n, real=True) for n in shape)


def register(photo: Photo, other: Photo) -> Shift | None:
    """Find where ``photo`` lies on ``other``; None where they do not overlap credibly.

    Photographs of different scale (another size) are never said to overlap.
    """
    if photo.grey.shape != other.grey.shape or abs(photo.scale / other.scale - 1) > 0.01:
        return None
    a, b = other.grey, photo.grey
    shape = _padded(a.shape)
    spectrum = other.spectrum * np.conj(photo.spectrum)
    surface = fft.irfft2(spectrum / np.maximum(np.abs(spectrum), np.float32(1e-9)), shape)
    surface = ndimage.gaussian_filter(surface, 1.0, mode="wrap", truncate=2.0)
    best: Shift | None = None
    for _ in range(_PEAKS):
        y, x = (int(v) for v in np.unravel_index(np.argmax(surface), surface.shape))
        rows, columns = np.arange(y - 2, y + 3) % shape[0], np.arange(x - 2, x + 3) % shape[1]
        surface[np.ix_(rows, columns)] = -np.inf
        dy, dx = (
            v - n if v >= m else v for v, n, m in ((y, shape[0], a.shape[0]), (x, shape[1], a.shape[1]))
        )
        likeness, share = _likeness(a, b, dy, dx)
        if share >= MIN_OVERLAP and (best is None or likeness > best.likeness):
            best = Shift(dx * photo.scale, dy * photo.scale, likeness, share)
    if best is None:
        return None
    needed = np.interp(best.share, (MIN_OVERLAP, _AMPLE_OVERLAP), (MIN_LIKENESS_SMALL, MIN_LIKENESS))
    return best if best.likeness >= needed else None


def repeated_cells(earlier: Sequence[Photo], photo: Photo) -> list[Repeat]:
    """Which cells of a photograph an earlier one shows too.

    Args:
        earlier: Photographs before it, in any order; each with all its cells, also those
            that were themselves found to be repeated.
        photo: The photograph.

    Returns:
        One entry per repeated cell, in the order of ``photo.boxes``.
    """
    found: dict[int, Repeat] = {}
    for other in earlier:
        if not other.boxes or not photo.boxes:
            continue
        shift = register(photo, other)
        if shift is None:
            continue
        for index, earlier_index in _pairs(photo, other, shift):
            found.setdefault(index, Repeat(index, other.image, earlier_index))
    return [found[index] for index in sorted(found)]


@dataclass(slots=True)
class OverlapGuard:
    """Remembers the last photographs of a sample and tells which cells were already counted.

    Attributes:
        neighbours: How many photographs are remembered.
    """

    neighbours: int = NEIGHBOURS
    _last: deque[Photo] = field(default_factory=deque)

    def repeated(self, image: str, rgb: RGB, boxes: Sequence[Box]) -> list[Repeat]:
        """Compare a photograph with those before it, and remember it."""
        return self.repeated_in(small_photo(image, rgb, boxes))

    def repeated_in(self, photo: Photo) -> list[Repeat]:
        """The same for a photograph that is already small."""
        repeats = repeated_cells(tuple(self._last), photo)
        self._last.append(photo)
        while len(self._last) > self.neighbours:
            self._last.popleft()
        return repeats


def told(image: str, repeats: Sequence[Repeat]) -> str:
    """What was merged, as a sentence; empty where nothing was."""
    if not repeats:
        return ""
    others = ", ".join(dict.fromkeys(r.image for r in repeats))
    what = "1 cell is" if len(repeats) == 1 else f"{len(repeats)} cells are"
    return f"{image}: {what} also in {others} and counted once (overlapping photographs)."


def _pairs(photo: Photo, other: Photo, shift: Shift) -> list[tuple[int, int]]:
    """Pairs of boxes of one cell, best overlap first, each box once."""
    candidates = []
    for i, box in enumerate(photo.boxes):
        moved = box.moved(shift.dx, shift.dy)
        for j, known in enumerate(other.boxes):
            # by the smaller area: a cell that one photograph's edge cuts is a part of its whole in the other
            share = moved.intersection(known) / max(min(moved.area, known.area), 1e-9)
            if share > _SAME_SHARE:
                candidates.append((share, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if all(i != p and j != q for p, q in pairs):
            pairs.append((i, j))
    return pairs


def _likeness(
    a: npt.NDArray[np.float32], b: npt.NDArray[np.float32], dy: int, dx: int
) -> tuple[float, float]:
    """Correlation of the overlapping parts where b lies at (dx, dy) on a, and their share of b."""
    top, left = max(dy, 0), max(dx, 0)
    bottom, right = min(a.shape[0], b.shape[0] + dy), min(a.shape[1], b.shape[1] + dx)
    if bottom - top < 8 or right - left < 8:
        return -1.0, 0.0
    one = a[top:bottom, left:right]
    two = b[top - dy : bottom - dy, left - dx : right - dx]
    one, two = one - one.mean(), two - two.mean()
    norm = math.sqrt(float((one * one).sum()) * float((two * two).sum()))
    share = one.size / b.size
    return (float((one * two).sum()) / norm if norm > 0 else -1.0), share
