"""Where the processor time of a count goes, stage by stage, with everything counted.

``python benchmarks/stages.py FOLDER [--images 64] [--rounds 3]`` counts photographs as the program does, with
each stage's functions timed on their own thread; what no stage accounts for is the last line.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

STAGES = (
    ("open and decode", "wbc_desktop.imaging.open", "open_plain"),
    ("open and decode", "wbc_desktop.imaging.plain", "PlainImage.read"),
    ("finder: first look, resizing", "wbc_desktop.models.finding", "look"),
    ("finder: input", "wbc_desktop.models.finding", "normalised"),
    ("finder: network", "wbc_desktop.inference.counter", "Counter.find"),
    ("finder: reading maps", "wbc_desktop.models.instances", "read_maps"),
    ("finder: grouping", "wbc_desktop.models.instances", "group"),
    ("finder: rules", "wbc_desktop.models.finding", "find_cells"),
    ("finder: windows cut", "wbc_desktop.models.refinement", "_window"),
    ("finder: masks", "wbc_desktop.models.refinement", "_cell"),
    ("traits", "wbc_desktop.inference.pipeline", "measure"),
    ("classifier: crops", "wbc_desktop.imaging.crops", "cut_cell"),
    ("classifier: standardising", "wbc_desktop.models.preprocess", "cell_input"),
    ("measures, for weighing", "wbc_desktop.imaging.measures", "measure_cell"),
    ("classifier: answers", "wbc_desktop.models.classifying", "classify_cells"),
    ("pipeline", "wbc_desktop.inference.pipeline", "_locate"),
    ("pipeline", "wbc_desktop.inference.cell_batches", "_classified"),
)


class Stopwatch:
    """Processor time by stage, each stage less the stages that it calls; of all threads."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()
        self._open = threading.local()

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed."""

        @wraps(function)
        def run(*args: Any, **named: Any) -> Any:
            stack = self._open.__dict__.setdefault("stack", [])
            stack.append(0.0)
            begun = time.thread_time()
            try:
                return function(*args, **named)
            finally:
                took = time.thread_time() - begun
                inner = stack.pop()
                if stack:
                    stack[-1] += took
                with self._lock:
                    self.seconds[stage] += took - inner
                    self.calls[stage] += 1

        return run

    def watch(self, stage: str, module: str, name: str) -> None:
        """Time a function wherever a module of the program has it by name."""
        import sys

        owner: Any = importlib.import_module(module)
        *path, last = name.split(".")
        for part in path:
            owner = getattr(owner, part)
        old = getattr(owner, last)
        new = self.timed(stage, old)
        setattr(owner, last, new)
        for other in [m for n, m in sys.modules.items() if n.startswith("wbc_desktop")]:
            if getattr(other, last, None) is old:
                setattr(other, last, new)


def main() -> None:
    """Count, and print a line per stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--images", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precision", default=None)
    options = parser.parse_args()

    from wbc_desktop.core.events import ImageCounted
    from wbc_desktop.imaging.folder import collect_samples
    from wbc_desktop.inference.count import count_samples
    from wbc_desktop.inference.counter import load_counter

    for module in {m for _, m, _ in STAGES}:
        importlib.import_module(module)
    paths = [s.path(i) for s in collect_samples([options.folder]) for i in s.images]
    paths = paths[:: max(1, len(paths) // options.images)][: options.images]
    sample = type(collect_samples([options.folder])[0])(
        "stages", options.folder, tuple(p.relative_to(options.folder).as_posix() for p in paths)
    )
    counter = load_counter(precision=options.precision)
    counter.load()
    watch = Stopwatch()
    for stage in STAGES:
        watch.watch(*stage)
    finder, classifier = counter._finder.engine(), counter._classifier.engine()
    finder.run = watch.timed("finder: network", finder.run)  # type: ignore[method-assign]
    classifier.run = watch.timed("classifier: network", classifier.run)  # type: ignore[method-assign]
    rows: dict[str, list[float]] = defaultdict(list)
    cells = 0
    for turn in range(options.rounds + 1):
        watch.seconds.clear()
        begun = time.process_time()
        events = list(count_samples([sample], counter, content="field"))
        took = time.process_time() - begun
        cells = sum(len(e.cells) for e in events if isinstance(e, ImageCounted))
        if turn:  # the first warms up
            for name, seconds in watch.seconds.items():
                rows[name].append(seconds)
            rows["not accounted for"].append(took - sum(watch.seconds.values()))
            rows["all"].append(took)
    print(f"{len(paths)} images, {cells} cells, {counter.device_name}: ms of processor per image")
    for name, seconds in rows.items():
        print(f"  {name.ljust(30)} {1000 * statistics.median(seconds) / len(paths):7.2f}")


if __name__ == "__main__":
    main()
