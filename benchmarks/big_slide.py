"""A composed slide of 100,000 x 80,000 pixels: time, memory, and agreement with its fields counted alone.

python benchmarks/big_slide.py ../shared/data/chula_fields /tmp/big.tif --target 200
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from PIL import Image

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.events import ImageCounted
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.compose_slide import MONOLAYER, Placement, compose_slide
from wbc_desktop.imaging.open import open_source
from wbc_desktop.inference.bench import machine
from wbc_desktop.inference.count import count_source
from wbc_desktop.inference.counter import Counter, load_counter

RIM = 130
"""Cells nearer to a field's edge than this may be cut there, and are not compared."""
SAME_IOU = 0.7


def main() -> None:
    """Compose, count, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fields", type=Path)
    parser.add_argument("slide", type=Path)
    parser.add_argument("--every", type=int, default=8, help="take every n-th field")
    parser.add_argument("--width", type=int, default=100_000)
    parser.add_argument("--height", type=int, default=80_000)
    parser.add_argument("--target", type=int, default=200)
    arguments = parser.parse_args()
    print(machine())
    places, size = _compose(arguments)
    counter = load_counter()
    counter.load()
    started = time.perf_counter()
    events = list(count_source(arguments.slide, counter, content="slide", target=arguments.target or None))
    steps = [e for e in events if isinstance(e, ImageCounted)]
    cells = [cell for step in steps for cell in step.cells]
    print(f"{len(cells)} cells in {time.perf_counter() - started:.1f} s, peak memory {_peak_mb():.0f} MB")
    print([w for step in steps for w in step.warnings])
    _compare(arguments.slide, places, size, cells, counter)


def _compose(arguments: argparse.Namespace) -> tuple[list[Placement], tuple[int, int]]:
    files = sorted(arguments.fields.glob("*.jpg"))[:: arguments.every]
    fields = [np.asarray(Image.open(f).convert("RGB")) for f in files]
    started = time.perf_counter()
    places = compose_slide(
        arguments.slide, fields, dimensions=(arguments.width, arguments.height), mpp=0.1, quality=75
    )
    took, size = time.perf_counter() - started, arguments.slide.stat().st_size / 1e6
    print(f"composed of {len(fields)} fields in {took:.0f} s: {size:.0f} MB, peak memory {_peak_mb():.0f} MB")
    across = sorted({p.x for p in places})[1]
    down = sorted({p.y for p in places})[1]
    return places, (across, down)


def _compare(
    slide: Path, places: list[Placement], size: tuple[int, int], cells: list[Cell], counter: Counter
) -> None:
    """Cells of the slide beside those of the same pixels counted as a field of their own."""
    width, height = size
    by_place = {(p.x // width, p.y // height): p for p in places}
    alone: dict[tuple[int, int], list[Box]] = {}
    same = extra = near_edge = 0
    with open_source(slide) as source:
        for cell in cells:
            x, y = cell.box.centre
            at = (int(x // width), int(y // height))
            local = cell.box.moved(-at[0] * width, -at[1] * height)
            if by_place[at].zone != MONOLAYER or not _inner(local, size):
                near_edge += 1
                continue
            if at not in alone:
                rgb = source.read_region((at[0] * width, at[1] * height), 0, size)
                found = counter.find(rgb, content="field", mpp=source.mpp)
                alone[at] = [c.box for c in found.cells]
            if any(local.iou(box) > SAME_IOU for box in alone[at]):
                same += 1
            else:
                extra += 1
    print(f"inside fields: {same} the same, {extra} on the slide alone")
    print(f"not compared, at seams or outside the monolayer: {near_edge}")


def _inner(box: Box, size: tuple[int, int]) -> bool:
    x, y = box.centre
    return RIM < x < size[0] - RIM and RIM < y < size[1] - RIM


def _peak_mb() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
