"""Cost and memory of a batch from 100 to 10,000 images.

    python benchmarks/linear_cost.py ../shared/data/bccd_fields /tmp/linear --most 10000

Links to the images given stand for the many; every one is decoded, searched and classified. Each size runs
in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import time
from pathlib import Path

SIZES = (100, 300, 1000, 3000, 10_000)


def main() -> None:
    """Run every size, print, and plot if matplotlib is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("images", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--most", type=int, default=10_000)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        _one(arguments.work / str(arguments.one), arguments.work / f"out{arguments.one}")
        return
    rows = []
    for size in (s for s in SIZES if s <= arguments.most):
        _link(arguments.images, arguments.work / str(size), size)
        command = [sys.executable, __file__, str(arguments.images), str(arguments.work), "--one", str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rows.append({"images": size, **json.loads(done.stdout.splitlines()[-1])})
        print(rows[-1], flush=True)
    _plot(rows, arguments.work / "linear.png")


def _one(folder: Path, output: Path) -> None:
    import resource

    from wbc_desktop.cli.main import main as program

    started, cpu = time.perf_counter(), time.process_time()
    code = program(["count", str(folder), "--output", str(output)])
    print(
        json.dumps(
            {
                "exit": code,
                "seconds": round(time.perf_counter() - started, 1),
                "cpu_s": round(time.process_time() - cpu, 1),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
    )


def _link(images: Path, folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted(images.glob("*.jpg"))
    for number, file in zip(range(count), itertools.cycle(files), strict=False):
        link = folder / f"{number:05d}.jpg"
        if not link.exists():
            link.symlink_to(file.resolve())


def _plot(rows: list[dict[str, float]], path: Path) -> None:
    try:
        from matplotlib import pyplot
    except ImportError:
        return
    images = [r["images"] for r in rows]
    figure, (cost, memory) = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    cost.loglog(images, [r["cpu_s"] for r in rows], "o-", label="measured")
    last = rows[-1]["cpu_s"] / rows[-1]["images"]
    cost.loglog(images, [n * last for n in images], ":", color="grey", label=f"{1000 * last:.0f} ms an image")
    cost.set(xlabel="images", ylabel="processor seconds")
    cost.legend()
    memory.semilogx(images, [r["peak_mb"] for r in rows], "o-")
    memory.set(xlabel="images", ylabel="peak memory, MB", ylim=(0, None))
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
