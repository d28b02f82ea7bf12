"""Composes a whole slide from fields: a pyramidal, tiled BigTIFF of any size, written as a stream.

For tests and benchmarks: a slide larger than memory, whose every cell is known. It looks as a smear does on a
low level: glass all around, a film with a thick end, a monolayer and a feathered edge. A tile is compressed
once per field, however often the field is used, so that 8 gigapixels take a minute and 200 MB of memory.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from wbc_desktop.imaging.source import RGB

GLASS, THICK, MONOLAYER, FEATHERED = range(4)
"""Zones of a slide."""

GLASS_COLOUR = (243, 242, 240)
_LEVEL_FACTOR = 4
_SMALLEST_LEVEL = 1024


@dataclass(frozen=True, slots=True)
class Placement:
    """One field on the slide.

    Attributes:
        x: Left edge, level-0 pixels.
        y: Top edge, level-0 pixels.
        field: Index into the fields given; -1 for glass.
        zone: ``GLASS``, ``THICK``, ``MONOLAYER`` or ``FEATHERED``; only the monolayer shows fields unchanged.
    """

    x: int
    y: int
    field: int
    zone: int


def compose_slide(
    path: Path,
    fields: Sequence[RGB],
    *,
    dimensions: tuple[int, int] = (100_000, 80_000),
    mpp: float = 0.1,
    tile: int = 256,
    quality: int = 85,
    film: str = "smear",
    seed: int = 0,
) -> list[Placement]:
    """Write a slide.

    Args:
        path: The TIFF to write.
        fields: Arrays of one shape; cut to multiples of ``tile`` and of 64.
        dimensions: (width, height) of level 0; rounded up to whole fields.
        mpp: Microns per pixel, written as resolution.
        tile: Side of the TIFF's tiles, a multiple of 16.
        quality: JPEG quality, 4:4:4.
        film: ``smear`` for a film on glass, ``full`` for fields all over.
        seed: Of the order of the fields.

    Returns:
        Where each field lies, row by row.
    """
    import tifffile

    unit = math.lcm(tile, _LEVEL_FACTOR**3)
    height, width = (side // unit * unit for side in fields[0].shape[:2])
    blocks = _Blocks([field[:height, :width] for field in fields], tile, quality)
    columns, rows = math.ceil(dimensions[0] / width), math.ceil(dimensions[1] / height)
    plan = _plan(rows, columns, len(fields), film, seed)
    with tifffile.TiffWriter(path, bigtiff=True) as writer:
        factor, full = 1, (rows * height, columns * width)
        while True:
            level = (full[0] // factor, full[1] // factor)
            per_cm = 1e4 / (mpp * factor)
            writer.write(
                _tiles(blocks, plan, factor, level),
                shape=(*level, 3),
                subfiletype=0 if factor == 1 else 1,
                resolution=(per_cm, per_cm),
                resolutionunit="CENTIMETER",
                dtype=np.uint8,
                photometric="ycbcr",
                compression="jpeg",
                tile=(tile, tile),
                metadata=None,
            )
            if max(level) <= _SMALLEST_LEVEL or factor == _LEVEL_FACTOR**3:
                break
            factor *= _LEVEL_FACTOR
    return [
        Placement(c * width, r * height, int(plan[r, c, 0]), int(plan[r, c, 1]))
        for r in range(rows)
        for c in range(columns)
    ]


def _plan(rows: int, columns: int, fields: int, film: str, seed: int) -> npt.NDArray[np.int32]:
    """(rows, columns, 2): field and zone of each place."""
    rng = np.random.default_rng(seed)
    plan = np.empty((rows, columns, 2), np.int32)
    plan[..., 0] = rng.integers(0, fields, (rows, columns))
    plan[..., 1] = MONOLAYER
    if film == "full":
        return plan
    along, across = np.meshgrid(
        (np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows * 2 - 1, indexing="xy"
    )
    # a tongue: drop at the left, drawn out to the right, its end rounded
    end = 0.92 - 0.25 * across**2
    inside = (along > 0.08) & (along < end) & (np.abs(across) < 0.72)
    share = (along - 0.08) / (end - 0.08)
    zone = np.where(share < 0.45, THICK, np.where(share < 0.85, MONOLAYER, FEATHERED))
    plan[..., 1] = np.where(inside, zone, GLASS)
    plan[..., 0] = np.where(inside, plan[..., 0], -1)
    return plan


class _Blocks:
    """The fields as they appear in each zone, at each scale, compressed once."""

    def __init__(self, fields: list[RGB], tile: int, quality: int) -> None:
        self._fields = fields
        self._tile = tile
        self._quality = quality
        self.height, self.width = fields[0].shape[:2]
        self.compressed = lru_cache(maxsize=None)(self._compressed)
        self._small = lru_cache(maxsize=None)(self._shrunk)

    def pixels(self, field: int, zone: int) -> RGB:
        """A block at level 0."""
        if zone == GLASS:
            return np.full((self.height, self.width, 3), GLASS_COLOUR, np.uint8)
        own = self._fields[field]
        if zone == MONOLAYER:
            return own
        light = own.astype(np.float32)
        background = np.percentile(light[::8, ::8], 95, axis=(0, 1)).astype(np.float32)
        glass = np.array(GLASS_COLOUR, np.float32)
        through = np.clip(light / background, 0.02, 1)
        if zone == FEATHERED:  # few cells, flat and pale
            pale: RGB = (glass * through**0.25).astype(np.uint8)
            return pale
        for turned in (own[::-1], own[:, ::-1], own[::-1, ::-1]):  # layers absorb one after the other
            through = through * np.clip(turned / background, 0.02, 1)
        thick: RGB = np.clip(glass * through, 8, 255).astype(np.uint8)
        return thick

    def small(self, field: int, zone: int, factor: int) -> npt.NDArray[np.float32]:
        """A block shrunk to its mean over squares of ``factor`` pixels."""
        return self._small(field, zone, factor)

    def _shrunk(self, field: int, zone: int, factor: int) -> npt.NDArray[np.float32]:
        step = _LEVEL_FACTOR
        block: npt.NDArray[np.generic] = (
            self.pixels(field, zone) if factor == step else self._small(field, zone, factor // step)
        )
        means: npt.NDArray[np.float32] = block.reshape(
            self.height // factor, step, self.width // factor, step, 3
        ).mean(axis=(1, 3), dtype=np.float32)
        return means

    def _compressed(self, field: int, zone: int) -> list[list[bytes]]:
        block = self.pixels(field, zone)
        side = self._tile
        return [
            [self.encode(block[y : y + side, x : x + side]) for x in range(0, self.width, side)]
            for y in range(0, self.height, side)
        ]

    def encode(self, pixels: RGB) -> bytes:
        """One tile as JPEG; edge tiles are filled up with glass."""
        side = self._tile
        if pixels.shape[:2] != (side, side):
            whole = np.full((side, side, 3), GLASS_COLOUR, np.uint8)
            whole[: pixels.shape[0], : pixels.shape[1]] = pixels
            pixels = whole
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "JPEG", quality=self._quality, subsampling=0)
        return out.getvalue()


def _tiles(
    blocks: _Blocks, plan: npt.NDArray[np.int32], factor: int, level: tuple[int, int]
) -> Iterator[bytes]:
    """The compressed tiles of a level, row by row."""
    if factor == 1:
        for row in plan:
            compressed = [blocks.compressed(int(f), int(z)) for f, z in row]
            for line in range(len(compressed[0])):
                for block in compressed:
                    yield from block[line]
        return
    side = blocks._tile
    for top in range(0, level[0], side):
        strip = _strip(blocks, plan, factor, top, min(side, level[0] - top), level[1])
        for left in range(0, level[1], side):
            yield blocks.encode(strip[:, left : left + side])


def _strip(
    blocks: _Blocks, plan: npt.NDArray[np.int32], factor: int, top: int, height: int, width: int
) -> RGB:
    """Rows ``top`` to ``top + height`` of a level."""
    step_y, step_x = blocks.height // factor, blocks.width // factor
    strip = np.empty((height, width, 3), np.uint8)
    for row in range(top // step_y, -(-(top + height) // step_y)):
        first, last = max(row * step_y, top), min((row + 1) * step_y, top + height)
        for column in range(plan.shape[1]):
            field, zone = (int(v) for v in plan[row, column])
            block = blocks.small(field, zone, factor)
            part = block[first - row * step_y : last - row * step_y]
            strip[first - top : last - top, column * step_x : (column + 1) * step_x] = part + 0.5
    return strip
