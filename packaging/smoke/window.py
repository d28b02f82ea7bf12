"""The window of the frozen program."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

from smoke.trial import Failed, Trial

WINDOW_SECONDS = 6.0
PATIENCE_S = 180.0
_FORGET = Path("/proc/sys/vm/drop_caches")


def first_window(trial: Trial) -> str:
    """The window paints, as fast as figures say; with ``cold``, its files read from the disk."""
    first = trial.work / "first paint.txt"
    forgot = trial.cold and _forget_files()
    start = time.monotonic()
    trial.run("open", more={"WBC_STARTUP_FILE": trial.inside(first)}, limit=120)
    whole, seconds = time.monotonic() - start, float(first.read_text())
    trial.figures["first_paint_seconds"] = round(seconds, 2)
    trial.figures["open_and_close_seconds"] = round(whole, 2)
    kind = f"{trial.platform}, {'cold' if forgot else 'warm'}"
    return f"painted {seconds:.2f} s after the program's start; opened and closed in {whole:.2f} s ({kind})"


def window_on_an_image(trial: Trial) -> str:
    """The window counts an image in a process of its own, keeps it as a case, and stays open."""
    with (trial.work / "window.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            trial.command("open", trial.inside(trial.image)),
            env=trial.environment(),
            stdout=log,
            stderr=log,
        )
        try:
            cells = _counted_cells(trial, process)
            code = _still_open(process)
        finally:
            process.kill()
        log.seek(0)
        said = log.read()
    if code not in (None, 0) or "Traceback" in said or not cells:
        raise Failed(f"the window ended with {code} and {cells} cells counted:\n{said}")
    return (
        f"{cells} cells counted and kept as a case; open for {WINDOW_SECONDS:.0f} s more ({trial.platform})"
    )


def _counted_cells(trial: Trial, process: subprocess.Popen[bytes]) -> int:
    """Wait until the window has stored a case with cells; how many."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        time.sleep(3)
        cases = json.loads(trial.run("cases", "--json"))
        cells = sum(int(case["counted"]) for case in cases)
        if cells:
            return cells
    return 0


def _forget_files() -> bool:
    """Make the system read files from the disk again; whether it did."""
    try:
        subprocess.run(["sync"], check=False)
        _FORGET.write_text("3")
    except OSError:
        return False
    return True


def _still_open(process: subprocess.Popen[bytes]) -> int | None:
    """Wait a while, then end the program; its exit code if it ended by itself."""
    try:
        return process.wait(WINDOW_SECONDS)
    except subprocess.TimeoutExpired:
        process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return None
