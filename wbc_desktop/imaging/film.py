"""Where on a slide to count: the blood film, and its monolayer, found on a low level and a few probes.

A smear is thick at one end (cells lie on each other) and feathered at the other (cells are spread flat and
without pallor); leukocytes are counted between the two, where red cells lie side by side. Two facts are
measured. The *overview* gives the mean colour of every field of the slide from a low level. *Probes*, patches
at about 0.4 um per pixel spread over the range of the overview's densities, tell blood from tissue and how
much of the area cells cover. Where cells cover 35 to 65 % is monolayer; the overview's density carries that
from the probes to all fields.

Blood against tissue: red cells and plasma are smooth, and red cells are discs of one size; a section is
textured all over and full of nuclei of many sizes. The limits below are read off fields of three laboratories
and tissue of five sources, and hold with a margin there (``tests/imaging/test_film.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from wbc_desktop.imaging.discs import disc_share
from wbc_desktop.imaging.pyramid import best_level
from wbc_desktop.imaging.source import RGB, ImageSource

PROBE_MPP = 0.4
RED_CELL_RADII = (7.5, 9.0, 10.5)
"""Pixels at ``PROBE_MPP``: red cells of 6 to 8.4 um."""
PROBE_SIDE = 256
PROBES = 64
UNKNOWN_SHRINKS = (1.0, 2.0, 4.0)
"""Tried on a slide without a scale; the one at which most discs are seen is taken."""

_OBJECT_DENSITY = 0.06
_NUCLEUS_DENSITY = 0.25
_FLAT_GRADIENT = 0.012
_MIN_FLAT = 0.16
_MIN_FLAT_IN_OBJECTS = 0.115
_MAX_NUCLEI = 0.30
_MAX_COVER = 0.97
_MIN_COVER = 0.04
_BLOOD_SHARE = 0.25
_MIN_DISCS = 0.5
_MIN_DISCS_UNKNOWN_SCALE = 0.65
_DISC_PROBES = 12
_MIN_BLOOD_PROBES = 3
_EMPTY_DENSITY = 0.012
_LEAST_QUALITY = 0.05
_NEAR = 0.15
"""Share of the slide's longer side over which place counts as much as density does."""

_COVER_POINTS = (0.05, 0.20, 0.35, 0.65, 0.80, 0.95)
_COVER_QUALITY = (0.05, 0.60, 1.0, 1.0, 0.45, 0.05)

Grid = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Probe:
    """What a patch at about 0.4 um per pixel shows.

    Attributes:
        blood: Whether it looks like a blood film rather than tissue or dirt.
        cover: Share of the area that cells cover, 0 to 1.
        nuclei: Share of the area that is as dark in red light as a nucleus.
        flat: Share of the area without texture.
        flat_in_objects: The same within objects alone.
    """

    blood: bool
    cover: float
    nuclei: float
    flat: float
    flat_in_objects: float


@dataclass(frozen=True, slots=True)
class Film:
    """A blood film on a grid of fields.

    Attributes:
        field: Side of a field in level-0 pixels; field (row, column) begins at (column, row) times this.
        quality: float32 (rows, columns): 1 monolayer, towards 0 thick, feathered or not film.
        cover: float32 (rows, columns): estimated share of the area that cells cover.
    """

    field: int
    quality: Grid
    cover: Grid

    def fields_best_first(self) -> list[tuple[int, int]]:
        """Top-left corners (x, y) of all fields of the film, level-0 pixels.

        Ordered by quality in four bands; within a band spread over the whole film (bit-reversed order along
        the battlement track), so that a count that stops early saw edges and middle alike: monocytes and
        neutrophils gather at the edges.
        """
        rows, columns = np.nonzero(self.quality > 0)
        band = np.digitize(self.quality[rows, columns], (0.25, 0.5, 0.85))
        ordered: list[tuple[int, int]] = []
        for level in (3, 2, 1, 0):
            track = sorted(
                ((int(r), int(c)) for r, c in zip(rows[band == level], columns[band == level], strict=True)),
                key=lambda place: (place[1], place[0] if place[1] % 2 == 0 else -place[0]),
            )
            ordered += [track[n] for n in _bit_reversed(len(track))]
        return [(column * self.field, row * self.field) for row, column in ordered]


def find_film(source: ImageSource, field: int) -> Film | None:
    """Find the blood film of a slide.

    Args:
        source: The slide.
        field: Side of the fields that will be counted, level-0 pixels.

    Returns:
        The film, or None where the slide shows no blood film (tissue, an empty slide).

    Raises:
        UnreadableImage: The slide is damaged.
    """
    seen = overview(source, field)
    places = _probe_places(seen[..., 1])
    shrink = PROBE_MPP / source.mpp if source.mpp else _likely_shrink(source, field, places)
    patches = [_read_patch(source, field, place, shrink) for place in places]
    probes = [probe(patch) for patch in patches]
    blood = [n for n, p in enumerate(probes) if p.blood]
    shown = [p for p in probes if p.cover > _MIN_COVER]
    if len(blood) < _MIN_BLOOD_PROBES or len(blood) < _BLOOD_SHARE * len(shown):
        return None
    needed = _MIN_DISCS if source.mpp else _MIN_DISCS_UNKNOWN_SCALE
    if _median_discs([patches[n] for n in blood]) < needed:
        return None
    covers = np.array([p.cover for p in probes], np.float32)
    values = np.interp(covers, _COVER_POINTS, _COVER_QUALITY) * np.array([p.blood for p in probes])
    quality, cover = _carried_over(seen, places, np.stack([values.astype(np.float32), covers]))
    quality[
        (quality < _LEAST_QUALITY) | (seen[..., 1] < _EMPTY_DENSITY) & (seen[..., 3] < _EMPTY_DENSITY)
    ] = 0
    return Film(field, quality, cover)


def overview(source: ImageSource, field: int) -> Grid:
    """How dense every field is, from the lowest level that still shows something inside a field.

    A slide without levels is sampled: the middle of each field alone is read.

    Returns:
        float32 (rows, columns, 4): optical density in red, green and blue against the slide's glass, and the
        standard deviation of the green one within the field.
    """
    width, height = source.dimensions
    columns, rows = max(1, -(-width // field)), max(1, -(-height // field))
    level = best_level(source, field / 8)
    side = max(1, round(field / source.level_downsamples[level]))
    sampled = side > 128
    means = np.empty((rows, columns, 3), np.float32)
    spread = np.empty((rows, columns), np.float32)
    for row in range(rows):
        if sampled:
            middle = min(row * field + field // 2, height - 1)
            across = [min(c * field + field // 2, width - 1) for c in range(columns)]
            parts = [source.read_region((x, middle), level, (64, 64)) for x in across]
            strip = np.stack(parts, axis=1)  # (rows, fields, columns, 3)
        else:
            flat = source.read_region((0, row * field), level, (columns * side, side))
            strip = flat.reshape(side, columns, side, 3)
        means[row] = strip.mean(axis=(0, 2))
        spread[row] = np.maximum(strip[..., 1], 1).std(axis=(0, 2)) / np.maximum(means[row, :, 1], 1)
    glass = np.maximum(np.percentile(means.reshape(-1, 3), 99, axis=0), 1.0)
    density = -np.log10(np.clip(means / glass, 0.01, 1.0))
    return np.concatenate([density, spread[..., None] / np.log(10)], axis=-1).astype(np.float32)


def probe(rgb: RGB, glass: float = 0.0) -> Probe:
    """Measure a patch.

    Args:
        rgb: At about 0.4 um per pixel, at least 64 pixels wide and high.
        glass: Brightness of empty glass, where known; 0 takes the patch's own bright parts.
    """
    light = rgb.astype(np.float32)
    transmission = np.clip(light / np.maximum(_background(light), max(8.0, 0.75 * glass)), 0.02, 1.3)
    green = ndimage.gaussian_filter(transmission[..., 1], 1.0)
    gradient = np.hypot(ndimage.sobel(green, 0), ndimage.sobel(green, 1)) / 8
    objects = -np.log10(ndimage.gaussian_filter(transmission[..., 1], 0.7)) > _OBJECT_DENSITY
    flat = gradient < _FLAT_GRADIENT
    cover = float(objects.mean())
    flat_share = float(flat.mean())
    flat_in_objects = float(flat[objects].mean()) if objects.any() else 0.0
    nuclei = float((-np.log10(transmission[..., 0]) > _NUCLEUS_DENSITY).mean())
    blood = (
        _MIN_COVER < cover < _MAX_COVER
        and flat_share > _MIN_FLAT
        and flat_in_objects > _MIN_FLAT_IN_OBJECTS
        and nuclei < _MAX_NUCLEI
    )
    return Probe(blood, cover, nuclei, flat_share, flat_in_objects)


def _background(light: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The light without cells: the bright parts of each neighbourhood, smoothed, in every channel."""
    height, width = light.shape[:2]
    step = max(4, min(height, width) // 24)
    planes = []
    for channel in range(3):
        bright = ndimage.percentile_filter(light[::step, ::step, channel], 90, size=11)
        planes.append(ndimage.gaussian_filter(bright, 3))
    small = np.stack(planes, axis=-1)
    zoom = (height / small.shape[0], width / small.shape[1], 1)
    full: npt.NDArray[np.float32] = ndimage.zoom(small, zoom, order=1)[:height, :width]
    return full


def _probe_places(density: Grid) -> list[tuple[int, int]]:
    """Fields to probe: evenly over the range of densities, from all over the slide."""
    rows, columns = np.nonzero(density >= _EMPTY_DENSITY)
    if len(rows) < PROBES // 4:  # hardly any contrast: a slide that is film, or empty, all over
        rows, columns = np.nonzero(density >= 0)
    order = np.argsort(density[rows, columns], kind="stable")
    picked = order[np.unique(np.linspace(0, len(order) - 1, min(PROBES, len(order))).astype(int))]
    return [(int(rows[n]), int(columns[n])) for n in picked]


def _likely_shrink(source: ImageSource, field: int, places: list[tuple[int, int]]) -> float:
    some = places[:: max(1, len(places) // 6)]
    discs = [
        _median_discs([_read_patch(source, field, p, shrink) for p in some]) for shrink in UNKNOWN_SHRINKS
    ]
    return UNKNOWN_SHRINKS[int(np.argmax(discs))]


def _median_discs(patches: list[RGB]) -> float:
    some = patches[:: -(-len(patches) // _DISC_PROBES)] if patches else []
    shares = [disc_share(p[..., 1].astype(np.float32) / np.float32(255), RED_CELL_RADII) for p in some]
    return float(np.median(shares)) if shares else 0.0


def _read_patch(source: ImageSource, field: int, place: tuple[int, int], shrink: float) -> RGB:
    """The middle of a field, ``shrink`` level-0 pixels per pixel."""
    from PIL import Image

    row, column = place
    level = best_level(source, max(shrink, 1.0))
    scale = source.level_downsamples[level]
    left = max(shrink / scale, 0.25)
    side = min(round(PROBE_SIDE * left), *source.level_dimensions[level])
    reach = side * scale / 2
    x = min(max((column + 0.5) * field - reach, 0), source.dimensions[0] - 2 * reach)
    y = min(max((row + 0.5) * field - reach, 0), source.dimensions[1] - 2 * reach)
    region = source.read_region((int(x), int(y)), level, (side, side))
    if abs(left - 1) < 0.05:
        return region
    size = max(64, round(side / left))
    return np.asarray(Image.fromarray(region).resize((size, size), Image.Resampling.BOX))


def _carried_over(seen: Grid, places: list[tuple[int, int]], values: Grid) -> tuple[Grid, Grid]:
    """Each row of ``values``, known at the probes, for every field.

    Weighted mean of the probes that are like the field: in density, in contrast and (less) in place.
    """
    rows, columns = seen.shape[:2]
    r, c = np.meshgrid(
        np.arange(rows) / max(rows, columns), np.arange(columns) / max(rows, columns), indexing="ij"
    )
    scale = np.maximum(np.std(seen.reshape(-1, 4), axis=0), 0.01) / 3
    position = np.stack([r, c], axis=-1) / _NEAR
    features = np.concatenate([seen / scale, position], axis=-1).astype(np.float32)
    at = tuple(np.array(places).T)
    known = features[at]
    distance = ((features[:, :, None] - known) ** 2).sum(axis=-1)
    weights = np.exp(-0.5 * (distance - distance.min(axis=-1, keepdims=True)))
    weights /= weights.sum(axis=-1, keepdims=True)
    first, second = ((weights * v).sum(axis=-1).astype(np.float32) for v in values)
    return first, second


def _bit_reversed(count: int) -> list[int]:
    """0 to count - 1 in the order of the van der Corput sequence: each prefix is spread evenly."""
    bits = max(1, (count - 1).bit_length())
    numbers = (int(format(n, f"0{bits}b")[::-1], 2) for n in range(1 << bits))
    return [n for n in numbers if n < count]
