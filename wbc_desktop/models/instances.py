"""From the finder network's maps to separate cells: peaks of the centre map, pixels that vote for them.

Grouping as in Panoptic-DeepLab (Cheng et al. 2020, arXiv 1911.10194). All positions in this
module are in pixels of the network's input.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from wbc_desktop.imaging.small_masks import grown as larger
from wbc_desktop.models.finder_layout import DIAMETER_UNIT, OFFSET_UNIT, STRIDE

Float = npt.NDArray[np.float32]

LEAST_PEAK = 0.15
"""Peaks of the centre map below this are not followed up."""


_REACH = 5
"""So far do the filters that seek peaks look: 3 pixels of smoothing, 2 of comparing."""

LARGE_PART = 0.25
"""A part without a peak that is this share of a whole cell is a cell of its own."""


@dataclass(frozen=True, slots=True)
class Maps:
    """What the network says of one image.

    Attributes:
        pixels: float32 (5, rows, columns), probabilities of the pixel classes.
        heat: float32 (rows, columns), 0 to 1.
        offset: float32 (2, rows, columns), (x, y) to the cell's centre, input pixels.
        diameter: float32 (rows, columns), input pixels.
    """

    pixels: Float
    heat: Float
    offset: Float
    diameter: Float

    @property
    def white(self) -> Float:
        """Probability that a pixel belongs to a white cell."""
        return np.asarray(self.pixels[1] + self.pixels[2])


@dataclass(frozen=True, slots=True)
class Instance:
    """One white cell in a map.

    Attributes:
        centre: (x, y), input pixels.
        diameter: Diameter of the whole cell as the network reads it, input pixels.
        area: Area of its visible pixels, square input pixels.
        score: 0 to 1.
        pixels: bool (rows, columns) at the maps' resolution.
    """

    centre: tuple[float, float]
    diameter: float
    area: float
    score: float
    pixels: npt.NDArray[np.bool_]


def read_maps(outputs: tuple[npt.NDArray[np.generic], ...], index: int = 0) -> Maps:
    """Turn the network's raw outputs for one image of a batch into ``Maps``."""
    logits, heat, offset, diameter = (np.ascontiguousarray(o[index], dtype=np.float32) for o in outputs)
    logits = logits - logits.max(axis=0, keepdims=True)
    pixels = np.exp(logits)
    pixels /= pixels.sum(axis=0, keepdims=True)
    return Maps(
        pixels,
        1.0 / (1.0 + np.exp(-np.clip(heat[0], -30, 30))),
        offset * np.float32(OFFSET_UNIT),
        np.exp(np.clip(diameter[0], -4, 4)) * np.float32(DIAMETER_UNIT),
    )


def around(pixels: npt.NDArray[np.bool_], margin: int) -> tuple[slice, slice]:
    """The part of a map that holds all true pixels (there are some), and ``margin`` more on each side."""
    rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
    return (
        slice(max(int(rows[0]) - margin, 0), int(rows[-1]) + 1 + margin),
        slice(max(int(columns[0]) - margin, 0), int(columns[-1]) + 1 + margin),
    )


def find_peaks(maps: Maps) -> list[tuple[int, int]]:
    """(row, column) of the centres, strongest first; no two within a third of a diameter."""
    high = maps.heat > LEAST_PEAK
    if not high.any():
        return []
    part = around(high, _REACH)
    heat = ndimage.gaussian_filter(maps.heat[part], 0.7)
    top = (heat >= ndimage.maximum_filter(heat, size=5)) & high[part]
    rows, columns = np.nonzero(top)
    rows, columns = rows + part[0].start, columns + part[1].start
    order = np.argsort(-maps.heat[rows, columns], kind="stable")
    kept: list[tuple[int, int]] = []
    for i in order[:400]:
        row, column = int(rows[i]), int(columns[i])
        reach = max(0.33 * float(maps.diameter[row, column]) / STRIDE, 2.0)
        if all((row - r) ** 2 + (column - c) ** 2 > reach * reach for r, c in kept):
            kept.append((row, column))
    return kept


def group(maps: Maps, *, threshold: float = 0.5) -> list[Instance]:
    """The white cells of a map, by score.

    Args:
        maps: The network's answer.
        threshold: A pixel is a white cell's from this probability on.

    Returns:
        Instances; each pixel belongs to at most one.
    """
    sure = maps.white > threshold
    if not sure.any():
        return []
    peaks = find_peaks(maps)
    part = around(sure, 1)
    labels = np.zeros(sure.shape, np.int32)
    if peaks:
        rows, columns = np.nonzero(sure)
        labels[rows, columns] = _votes(maps, rows, columns, peaks)
    _adopt_orphans(labels[part], sure[part], maps.diameter[part], len(peaks))
    boxes = ndimage.find_objects(labels)
    found = (_instance(maps, labels, number, box) for number, box in enumerate(boxes, start=1))
    return sorted((f for f in found if f is not None), key=lambda f: -f.score)


def _votes(
    maps: Maps, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], peaks: list[tuple[int, int]]
) -> npt.NDArray[np.int32]:
    """Number (from 1) of the peak that each pixel points at; 0 where it points at none."""
    x = columns + maps.offset[0, rows, columns] / STRIDE
    y = rows + maps.offset[1, rows, columns] / STRIDE
    best = np.full(len(rows), np.inf)
    chosen = np.zeros(len(rows), np.int32)
    for number, (row, column) in enumerate(peaks, start=1):
        reach = max(0.45 * float(maps.diameter[row, column]) / STRIDE, 3.0)
        distance = ((x - column) ** 2 + (y - row) ** 2) / (reach * reach)
        closer = (distance < 1.0) & (distance < best)
        best[closer] = distance[closer]
        chosen[closer] = number
    return chosen


def _adopt_orphans(
    labels: npt.NDArray[np.int32], white: npt.NDArray[np.bool_], diameter: Float, count: int
) -> None:
    """Small parts without a peak join the cell they touch; large or lone ones are cells."""
    orphans, _ = ndimage.label(white & (labels == 0))
    for part, where in enumerate(ndimage.find_objects(orphans), start=1):
        grown = tuple(slice(max(s.start - 1, 0), s.stop + 1) for s in where)
        here = orphans[grown] == part
        around = labels[grown][larger(here) & ~here]
        around = around[around > 0]
        whole = np.pi / 4 * (float(np.median(diameter[grown][here])) / STRIDE) ** 2
        joins = len(around) > 0 and here.sum() < LARGE_PART * whole
        labels[grown][here] = np.bincount(around).argmax() if joins else count + part


def _instance(
    maps: Maps, labels: npt.NDArray[np.int32], number: int, part: tuple[slice, slice] | None
) -> Instance | None:
    if part is None:
        return None
    here = labels[part] == number
    size = int(np.count_nonzero(here))
    if size < 6:
        return None
    rows, columns = np.nonzero(here)
    rows, columns = rows + part[0].start, columns + part[1].start
    diameter = float(np.median(maps.diameter[rows, columns]))
    area = float(size * STRIDE * STRIDE)
    sure = float((maps.pixels[1, rows, columns] + maps.pixels[2, rows, columns]).mean())
    peak = float(maps.heat[rows, columns].max())
    centre = (float(columns.mean()) * STRIDE + 0.5, float(rows.mean()) * STRIDE + 0.5)
    pixels = np.zeros(labels.shape, np.bool_)
    pixels[part] = here
    return Instance(centre, diameter, area, float(np.sqrt(sure * peak)), pixels)
