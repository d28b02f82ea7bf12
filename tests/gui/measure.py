"""Measures the window: time to the first paint, and how long the event loop ever waits during a batch count.

    python tests/gui/measure.py start
    python tests/gui/measure.py batch FOLDER [--images N] [--every MS] [--no-decisions] [--threads]

Prints JSON. ``start`` opens the program as a user does, five times after one that warms the disk.
``batch`` counts a folder with the bundled models, a review open beside it, and a 2 ms timer that
notes how late it is; every decision, selection and page change of a review happens meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SCHEDSTAT = Path(f"/proc/self/task/{os.getpid()}/schedstat")


def machine() -> dict[str, Any]:
    """What it was measured on."""
    import platform

    load = os.getloadavg() if hasattr(os, "getloadavg") else (0.0, 0.0, 0.0)
    return {"cores": os.cpu_count(), "load_1_min": round(load[0], 1), "python": platform.python_version()}


def measure_start() -> dict[str, Any]:
    """Seconds from the interpreter's first line of the program to the painted window, and its CPU time."""
    import resource

    walls, processors = [], []
    with tempfile.TemporaryDirectory() as home:
        report = Path(home) / "seconds"
        environment = {**os.environ, "WBC_HOME": home, "WBC_STARTUP_FILE": str(report)}
        for run in range(6):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            begun = time.monotonic()
            subprocess.run(
                [sys.executable, "-m", "wbc_desktop.cli.main", "open"], env=environment, check=True,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            whole = time.monotonic() - begun
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if run:
                walls.append(whole)
                processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {
        "runs": len(walls),
        "process_start_to_closed_after_first_paint_s": {
            "median": round(statistics.median(walls), 2),
            "best": round(min(walls), 2),
        },
        "cpu_s": {"median": round(statistics.median(processors), 2), "best": round(min(processors), 2)},
    }


def measure_batch(folder: Path, images: int, every_ms: int, apart: bool) -> dict[str, Any]:
    """The gaps of the event loop while a folder is counted and another sample is reviewed.

    Args:
        folder: Images; copies of them are counted, ten to a sample.
        images: So many of them.
        every_ms: Time between two decisions; 0: nobody reviews.
        apart: Count in the counting process, as the program does.
    """
    from PySide6.QtCore import QTimer

    from wbc_desktop.app import bootstrap
    from wbc_desktop.app.session import Session
    from wbc_desktop.app.views.main_window import MainWindow
    from wbc_desktop.core.classes import FIVE_IDS
    from wbc_desktop.core.right_of_way import SHORT_MS, take_turns
    from wbc_desktop.storage.paths import find_paths

    with tempfile.TemporaryDirectory() as scratch:
        os.environ["WBC_HOME"] = str(Path(scratch) / "home")
        samples = _samples(folder, Path(scratch) / "samples", images)
        sys.setswitchinterval(0.0002)  # as bootstrap.run does
        take_turns(SHORT_MS)
        app = bootstrap.make_application()  # noqa: F841 - kept alive
        session = Session(find_paths().make(), apart=apart)
        session.settings.apply_theme()
        window = MainWindow(session)
        window.resize(1440, 900)
        window.show()
        bootstrap.collect_quietly(session)
        window.begin()
        _until(lambda: session.counter.counter is not None or session.counter.error is not None)
        if session.counter.error is not None:
            raise SystemExit(str(session.counter.error))
        session.open_paths([samples])
        _until(lambda: any(row.state == "done" for row in session.queue.rows))
        session.open_row(0)
        _until(lambda: window.review.field.tiles.current is not None)
        gaps: list[float] = []
        worked: list[float] = []
        queued: list[float] = []
        last, last_worked, last_queued = time.perf_counter(), time.thread_time(), queue_s()

        def tick() -> None:
            nonlocal last, last_worked, last_queued
            now, now_worked, now_queued = time.perf_counter(), time.thread_time(), queue_s()
            gaps.append(now - last)
            worked.append(now_worked - last_worked)
            queued.append(now_queued - last_queued)
            last, last_worked, last_queued = now, now_worked, now_queued

        decisions = 0

        def decide() -> None:
            nonlocal decisions
            session.case.choose_next_uncertain()
            if session.case.current is not None:
                session.case.reclassify([session.case.current], FIVE_IDS[decisions % 5])
            decisions += 1

        timer, hand = QTimer(interval=2), QTimer(interval=every_ms)
        timer.timeout.connect(tick)
        hand.timeout.connect(decide)
        last = time.perf_counter()
        begun = time.monotonic()
        timer.start()
        if every_ms:
            hand.start()
        _until(lambda: not session.queue.running)
        timer.stop()
        hand.stop()
        seconds = time.monotonic() - begun
        result = {
            "images": sum(row.images_done for row in session.queue.rows),
            "seconds": round(seconds, 1),
            "decisions_meanwhile": decisions,
            "ticks": len(gaps),
            "gap_ms": _spread(gaps),
            "gaps_over_50_ms": sum(gap > 0.05 for gap in gaps),
            "main_thread_processor_ms_within_a_gap": _spread(worked),
            "longest_gaps_ms": _longest(gaps, worked, queued),
        }
        window.close()
        return result


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(1000 * value for value in seconds)
    at = {"median": 0.5, "p99": 0.99, "p99.9": 0.999}
    shares = {name: round(ordered[int(part * len(ordered))], 1) for name, part in at.items()}
    return {**shares, "longest": round(ordered[-1], 1)}


def queue_s() -> float:
    """How long the main thread has waited for a processor so far, seconds; 0 where Linux does not say."""
    try:
        return int(SCHEDSTAT.read_text().split()[1]) / 1e9
    except OSError:
        return 0.0


def _longest(gaps: list[float], worked: list[float], queued: list[float]) -> list[dict[str, float]]:
    """The five longest gaps: own work, waiting for a processor, the rest (mostly the interpreter lock)."""
    rows = sorted(zip(gaps, worked, queued, strict=True), reverse=True)[:5]
    return [
        {
            "gap": round(1000 * gap, 1),
            "worked": round(1000 * work, 1),
            "no_processor": round(1000 * wait, 1),
            "lock_or_asleep": round(1000 * (gap - work - wait), 1),
        }
        for gap, work, wait in rows
    ]


def _samples(folder: Path, target: Path, images: int) -> Path:
    """Several samples of ten images each."""
    found = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".jpg", ".png", ".tif"))
    for number, image in enumerate(found[:: max(1, len(found) // images)][:images]):
        place = target / f"sample {number // 10 + 1}"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(image, place / image.name)
    return target


def _until(condition: Any) -> None:
    """Let the event loop run as it does in the program, until something is so."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, look = QEventLoop(), QTimer(interval=25)
    look.timeout.connect(lambda: loop.quit() if condition() else None)
    look.start()
    if not condition():
        loop.exec()
    look.stop()


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description="Measure the window.")
    parser.add_argument("what", choices=("start", "batch"))
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--images", type=int, default=60)
    parser.add_argument("--no-decisions", action="store_true", help="count alone, nobody reviews")
    parser.add_argument("--every", type=int, default=700, metavar="MS", help="between two decisions")
    parser.add_argument("--threads", action="store_true", help="count in threads of the window's process")
    args = parser.parse_args()
    if args.what == "batch" and args.folder is None:
        parser.error("name a folder of images")
    result = (
        measure_start()
        if args.what == "start"
        else measure_batch(args.folder, args.images, 0 if args.no_decisions else args.every, not args.threads)
    )
    print(json.dumps({**machine(), **result}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
