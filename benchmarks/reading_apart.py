"""What it costs that slides and TIFFs are read in a process apart: processor time, both processes together.

    python benchmarks/reading_apart.py SLIDE...

Each file is read here (as the reading process does) and apart (as the program does), in turns.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psutil

from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.open import open_here, open_source
from wbc_desktop.imaging.reading_room import reading_room
from wbc_desktop.imaging.source import ImageSource

SIDE = 1024
FIELDS = 24
ROUNDS = 7


def processor_s() -> float:
    """Processor time of this process and of the reading process so far."""
    child = reading_room().process
    times = [psutil.Process().cpu_times()]
    if child is not None and child.poll() is None:
        times.append(psutil.Process(child.pid).cpu_times())
    return sum(t.user + t.system for t in times)


def read(source: ImageSource) -> int:
    """Read fields over the whole of a slide, or a photograph as a whole; how many reads that were."""
    width, height = source.dimensions
    if not source.is_slide:
        source.read()
        return 1
    for n in range(FIELDS):
        corner = (n * 977 % max(width - SIDE, 1), n * 577 % max(height - SIDE, 1))
        source.read_region(corner, 0, (SIDE, SIDE))
    return FIELDS


def cost(opener: Callable[[Path, Limits], ImageSource], path: Path) -> float:
    """Milliseconds of processor time for opening a file and for each of its reads, together."""
    before = processor_s()
    with opener(path, Limits()) as source:
        reads = read(source)
    return (processor_s() - before) / reads * 1000


def main() -> None:
    """Measure each file named."""
    started = time.process_time(), time.perf_counter()
    open_source(Path(sys.argv[1])).close()
    child = reading_room().process
    assert child is not None
    took = psutil.Process(child.pid).cpu_times()
    print(
        f"start of the reading process: {time.perf_counter() - started[1]:.2f} s, "
        f"{took.user + took.system:.2f} s of processor time"
    )
    for name in sys.argv[1:]:
        path = Path(name)
        rounds = [(cost(open_here, path), cost(open_source, path)) for _ in range(ROUNDS)]
        here, apart = (median(values) for values in zip(*rounds, strict=True))
        print(f"{path.name}: {here:.1f} ms a read here, {apart:.1f} ms apart")
    print(f"memory of the reading process: {psutil.Process(child.pid).memory_info().rss / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
