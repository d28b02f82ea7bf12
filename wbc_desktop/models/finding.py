"""Finds the white cells of a photograph, whatever its scale, with masks and the red cells' diameter.

The network is used twice. First on the whole image, resized so that white cells are about
``COARSE_DIAMETER`` across: which cells there are. Then on a window around each cell, resized so
that the cell is ``FINE_DIAMETER`` across: its exact mask. ``run`` is the engine (torch or ONNX Runtime).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image

from wbc_desktop.core.cell import FoundCell
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.traits import is_empty
from wbc_desktop.models.finder_layout import FIRST_SIDE, FIRST_SIDE_OF_SMALL_IMAGE
from wbc_desktop.models.instances import Instance, Maps, group, read_maps
from wbc_desktop.models.refinement import Guess, refine

Run = Callable[[npt.NDArray[np.float32]], tuple[npt.NDArray[np.generic], ...]]
"""float32 (batch, 3, height, width), normalised, to the outputs of ``networks.finder.CellFinder``."""

Content = Literal["cell", "field"]

COARSE_DIAMETER = 40.0
"""White-cell diameter in pixels that the whole image is resized to."""

COARSE_RANGE = (19.0, 62.0)
"""A first look in which white cells are this large is good enough as it is.

From 19 instead of 26 px on, most fields of a 1440x900 camera need no second look, which took more than half
of their arithmetic; on training fields the same cells were found. Up to 92 px, Raabin's cut-outs lost cells.
"""

WHITE_CELL_UM = 13.0
"""Typical diameter of a white cell on a smear, microns; sets the scale of the first look only."""

WHITE_IN_RED_CELLS = 1.75
"""Typical white-cell diameter in red-cell diameters."""

CELL_IMAGE_SIDE = 420
"""Images up to this size are looked at as if they showed one cell."""

CUT_OUT_SIDE = 620
"""No image with a longer side shows one cell only."""

SMALL_FIELD_SIDE = 720
"""A field up to this size shows few, large cells: a smaller first look finds them (BCCD: 65 of 65 held out).

Not so the cut-outs between: there a smaller first look took bits of neighbours at the edge for cells (3 of 54
cells found in Raabin's held-out images, none with the larger one).
"""

MOST_PIXELS = 6_000_000
"""Largest resized image."""

LEAST_SCORE = 0.6
"""A cell of a field is reported from this score on (on training fields the true ones have 0.71 or more)."""

LEAST_NUCLEUS = 0.05
"""Least share of a white cell's area that is nucleus."""

SMALLEST_IN_RED_CELLS = 0.65
"""Least diameter of a white cell in red-cell diameters; small lymphocytes are about 1."""

LEAST_RED_SHARE = 0.2
"""Share of the image that red cells must cover to serve as a ruler: where they are lysed or washed
out, what little is left of them is measured too small (``zheng1``: under 0.18; other sources: over 0.2)."""

FALLBACK_SCORE = 0.05
"""Score of the guess for a cell image in which no white cell was found."""

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the finder gives for one image.

    Attributes:
        cells: The white cells, in reading order of their centres.
        red_cell_px: Median diameter of the red cells in pixels of the image; None without any.
        content: How the image was read.
    """

    cells: tuple[FoundCell, ...]
    red_cell_px: float | None
    content: Content


@dataclass(frozen=True)
class Look:
    """The network's answer for the whole image at one scale (input pixels per image pixel)."""

    maps: Maps
    cells: list[Instance]
    scale: float

    @cached_property
    def _red(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.maps.pixels[3] > 0.6)

    @cached_property
    def red_cell(self) -> float | None:
        """Diameter of the red cells in input pixels."""
        if np.count_nonzero(self._red) < max(40, 0.002 * self._red.size):
            return None
        return float(np.median(self.maps.diameter[self._red]))

    @property
    def rules(self) -> bool:
        """Whether there are enough red cells for their diameter to be trusted as a ruler of classes."""
        return bool(np.count_nonzero(self._red) >= LEAST_RED_SHARE * self._red.size)

    @cached_property
    def white_cell(self) -> float | None:
        """Typical diameter of the white cells in input pixels, from cells and red cells."""
        sizes = [c.diameter for c in self.cells if c.score > 0.4]
        red = self.red_cell
        if red is not None:
            by_red = red * WHITE_IN_RED_CELLS
            near = [s for s in sizes if 0.5 * by_red < s < 2.0 * by_red]
            return float(np.sqrt(np.median(near) * by_red)) if near else by_red
        return float(np.median(sizes)) if sizes else None


def find_cells(
    rgb: RGB,
    run: Run,
    *,
    content: str = "auto",
    mpp: float | None = None,
    red_cell_px: float | None = None,
) -> Finding:
    """Find every white cell of an image.

    Args:
        rgb: uint8 (rows, columns, 3).
        run: The engine.
        content: ``cell`` (one cell in the middle: exactly one is returned, or none of an image that shows
            nothing at all), ``field``, or ``auto``, which decides by the image's size and what is found.
        mpp: Microns per pixel, where known.
        red_cell_px: Red-cell diameter in pixels where known from other images of the sample.

    Returns:
        Cells whose boxes and masks are in pixels of ``rgb``.

    Raises:
        ValueError: ``rgb`` is not an RGB image.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or min(rgb.shape[:2]) < 1:
        raise ValueError("an RGB image (rows, columns, 3) is needed")
    look = _look_at_right_scale(rgb, run, mpp, red_cell_px)
    read = _content(rgb, look) if content == "auto" else content
    least = 0.2 if read == "cell" else LEAST_SCORE**2  # a cell's score is the root of two looks' product
    guesses = [_guess(c, look.scale) for c in look.cells if c.score > least]
    if read == "cell":
        guesses = _central_first(guesses, rgb)[:3]
    cells = _without_doubles(refine(rgb, run, guesses))
    red = look.red_cell
    diameter = red / look.scale if red is not None else None
    ruler = diameter if look.rules else None
    if read == "cell":
        if not cells and is_empty(rgb):
            return Finding((), diameter, "cell")
        return Finding((replace(_the_central(cells, rgb), red_cell_px=ruler),), diameter, "cell")
    measured = [replace(c, red_cell_px=diameter) for c in cells if c.score >= LEAST_SCORE]
    kept = [replace(c, red_cell_px=ruler) for c in measured if plausible(c)]
    kept.sort(key=lambda c: (round(c.box.centre[1]), c.box.centre[0]))
    return Finding(tuple(kept), diameter, "field")


def plausible(cell: FoundCell) -> bool:
    """Whether a found object can be a white cell: it has a nucleus, and is not as small as a platelet.

    A cell that the image's edge cuts may show little of itself, but no mere sliver, and some of its nucleus.
    """
    if cell.mask is None:
        return True
    labels = cell.mask.labels
    body = max(int(np.count_nonzero(labels)), 1)
    if int((labels == 2).sum()) < LEAST_NUCLEUS * body:
        return False
    if cell.red_cell_px is None:
        return True
    if cell.on_border:
        return max(cell.box.width, cell.box.height) >= SMALLEST_IN_RED_CELLS * cell.red_cell_px
    area = body / labels.size * cell.mask.box.area
    return 2.0 * math.sqrt(area / math.pi) >= SMALLEST_IN_RED_CELLS * cell.red_cell_px


def look(rgb: RGB, run: Run, scale: float) -> Look:
    """Run the network on the whole image, resized by ``scale``."""
    rows, columns = rgb.shape[:2]
    width, height = max(16, round(columns * scale)), max(16, round(rows * scale))
    small = Image.fromarray(rgb).resize((width, height), Image.Resampling.BILINEAR, reducing_gap=1.0)
    padded = np.zeros((-(-height // 32) * 32, -(-width // 32) * 32, 3), np.uint8)
    padded[:height, :width] = np.asarray(small)
    maps = read_maps(run(normalised(padded)))
    h, w = -(-height // 2), -(-width // 2)
    maps = Maps(maps.pixels[:, :h, :w], maps.heat[:h, :w], maps.offset[:, :h, :w], maps.diameter[:h, :w])
    return Look(maps, group(maps), width / columns)


def normalised(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """RGB, (height, width, 3) or a batch of it, to the network's input."""
    batch = images if images.ndim == 4 else images[None]
    planes = np.empty((len(batch), 3, *batch.shape[1:3]), np.float32)
    for channel in range(3):  # by plane: no array of three numbers is walked in the innermost loop
        plane = planes[:, channel]
        plane[...] = batch[..., channel]
        plane *= np.float32(1 / (255 * STD[channel]))
        plane -= MEAN[channel] / STD[channel]
    return planes


def _look_at_right_scale(rgb: RGB, run: Run, mpp: float | None, red_cell_px: float | None) -> Look:
    """Look once where the scale is known, else until the cells found have the right size."""
    longer = max(rgb.shape[:2])
    most = min(math.sqrt(MOST_PIXELS / (rgb.shape[0] * rgb.shape[1])), 2.0)
    known = red_cell_px * WHITE_IN_RED_CELLS if red_cell_px else WHITE_CELL_UM / mpp if mpp else None
    if known:
        return look(rgb, run, min(COARSE_DIAMETER / known, most))
    best = look(rgb, run, min(_first_side(longer) / longer, 1.0))
    for _ in range(2):
        size = best.white_cell
        if size is None:
            again = best.scale * 2.5
        elif COARSE_RANGE[0] <= size <= COARSE_RANGE[1]:
            break
        else:
            again = best.scale * COARSE_DIAMETER / size
        again = min(again, most)
        if again / best.scale < 1.15 and again / best.scale > 0.85:
            break
        nxt = look(rgb, run, again)
        if size is None and nxt.white_cell is None:
            break
        best = nxt
    return best


def _first_side(longer: int) -> int:
    if longer <= CELL_IMAGE_SIDE or CUT_OUT_SIDE < longer <= SMALL_FIELD_SIDE:
        return FIRST_SIDE_OF_SMALL_IMAGE
    return FIRST_SIDE


def _guess(cell: Instance, scale: float) -> Guess:
    area = 2.0 * math.sqrt(cell.area / math.pi)
    diameter = max(area, min(cell.diameter, 1.4 * area))
    x, y = cell.centre
    return Guess(x / scale, y / scale, diameter / scale, cell.score)


def _content(rgb: RGB, seen: Look) -> Content:
    """A small, nearly square image with one large cell in its middle is a cell image."""
    rows, columns = rgb.shape[:2]
    shorter, longer = min(rows, columns), max(rows, columns)
    if longer > CUT_OUT_SIDE or longer > 1.25 * shorter:
        return "field"
    cells = [c for c in seen.cells if c.score > 0.4]
    if not cells:
        return "cell" if longer <= CELL_IMAGE_SIDE else "field"
    guesses = _central_first([_guess(c, seen.scale) for c in cells], rgb)
    first = guesses[0]
    off = math.hypot(first.x - columns / 2, first.y - rows / 2)
    if first.diameter < 0.17 * shorter or off > 0.2 * shorter:
        return "cell" if longer <= 160 else "field"
    whole = [g for g in guesses if _inside(g, rgb)]
    return "cell" if longer <= CELL_IMAGE_SIDE or len(whole) <= 1 else "field"


def _inside(guess: Guess, rgb: RGB) -> bool:
    r = 0.45 * guess.diameter
    return bool(r < guess.x < rgb.shape[1] - r and r < guess.y < rgb.shape[0] - r)


def _central_first(guesses: list[Guess], rgb: RGB) -> list[Guess]:
    """By distance from the middle, sure ones before unsure ones."""
    rows, columns = rgb.shape[:2]

    def cost(g: Guess) -> float:
        off = math.hypot(g.x - columns / 2, g.y - rows / 2) / min(rows, columns)
        return float(off - 0.35 * g.score)

    return sorted(guesses, key=cost)


def _the_central(cells: list[FoundCell], rgb: RGB) -> FoundCell:
    """The one cell of a cell image; a centred box where nothing was found."""
    rows, columns = rgb.shape[:2]
    if not cells:
        side = 0.5 * min(rows, columns)
        box = Box((columns - side) / 2, (rows - side) / 2, side, side)
        return FoundCell(box, None, FALLBACK_SCORE)

    def cost(cell: FoundCell) -> float:
        x, y = cell.box.centre
        return float(math.hypot(x - columns / 2, y - rows / 2) / min(rows, columns) - 0.35 * cell.score)

    return min(cells, key=cost)


def _without_doubles(cells: list[FoundCell]) -> list[FoundCell]:
    """Drop a cell that lies mostly within a surer one."""
    kept: list[FoundCell] = []
    for cell in sorted(cells, key=lambda c: -c.score):
        shares = [cell.box.intersection(k.box) / max(min(cell.box.area, k.box.area), 1e-6) for k in kept]
        ious = [cell.box.iou(k.box) for k in kept]
        if all(s < 0.75 for s in shares) and all(i < 0.5 for i in ious):
            kept.append(cell)
    return kept
