"""Runs a frozen program as a user's machine would: no Python, empty home, no network, read-only, odd paths.

Standard library alone. Examples:

    python packaging/smoke_test.py dist/wbc-desktop/wbc-desktop --source .venv/bin/wbc-desktop
    sudo python packaging/smoke_test.py /usr/bin/wbc-desktop --root /srv/clean-debian
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ODD_NAME = "Präparat 7 – été & co"
PROBABILITY_TOLERANCE = 1e-3
WINDOW_SECONDS = 12.0


class Failed(Exception):
    """A check that the program did not pass."""


@dataclass
class Trial:
    """One program under test.

    Attributes:
        program: The program's path, inside ``root`` where that is given.
        work: Scratch folder, as this machine sees it.
        root: A clean system's root to change into, or None.
        source: The same program from source, whose answers must be equal, or None.
        figures: What was measured, for the log.
    """

    program: str
    work: Path
    root: Path | None
    source: str | None
    figures: dict[str, float] = field(default_factory=dict)

    def inside(self, path: Path) -> str:
        """A path as the program sees it."""
        return str(path) if self.root is None else "/" + str(path.relative_to(self.root))

    def environment(self) -> dict[str, str]:
        """An empty home and nothing else of this machine's settings."""
        home = self.work / "home"
        home.mkdir(exist_ok=True)
        kept = {k: os.environ[k] for k in ("SYSTEMROOT", "TEMP", "TMP", "WINDIR") if k in os.environ}
        seen = self.inside(home)
        return kept | {
            "HOME": seen,
            "USERPROFILE": seen,
            "APPDATA": seen,
            "LOCALAPPDATA": seen,
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
        }

    def command(self, *arguments: str) -> list[str]:
        """The command line, without a network and with a read-only program where this system can do that."""
        chroot = [] if self.root is None else [shutil.which("chroot") or "/usr/sbin/chroot", str(self.root)]
        if not _may_unshare():
            return [*chroot, self.program, *arguments]
        folder = Path(os.path.realpath(self._outside(self.program))).parent
        lock = f'mount --bind "{folder}" "{folder}" && mount -o remount,ro,bind "{folder}" && exec "$@"'
        return ["unshare", "-n", "-m", "sh", "-c", lock, "sh", *chroot, self.program, *arguments]

    def run(
        self,
        *arguments: str,
        codes: tuple[int, ...] = (0,),
        limit: float = 900,
        more: dict[str, str] | None = None,
    ) -> str:
        """Run the program to its end, with ``more`` in its environment; its standard output."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.environment() | (more or {}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=limit,
            check=False,
        )
        if done.returncode not in codes or "Traceback" in done.stderr:
            raise Failed(f"{arguments}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def _outside(self, path: str) -> str:
        if self.root is None:
            return path
        target = self.root / path.lstrip("/")
        while target.is_symlink():
            link = str(target.readlink())
            target = self.root / link.lstrip("/") if link.startswith("/") else target.parent / link
        return str(target)


def version_and_help(trial: Trial) -> str:
    """The program starts, names itself, and starts fast."""
    said = trial.run("--version").strip()
    if not any(c.isdigit() for c in said):
        raise Failed(f"--version says {said!r}")
    times = []
    for _ in range(3):
        start = time.monotonic()
        trial.run("--help")
        times.append(time.monotonic() - start)
    trial.figures["help_seconds"] = round(min(times), 2)
    return f"{said}; --help in {min(times):.2f} s"


def demo(trial: Trial) -> str:
    """The demo draws a smear in a folder of an odd name and counts it."""
    folder = trial.work / ODD_NAME
    start = time.monotonic()
    said = trial.run("demo", trial.inside(folder))
    trial.figures["demo_seconds"] = round(time.monotonic() - start, 1)
    if "ynthetic" not in said or not (folder / "truth.csv").is_file():
        raise Failed(f"the demo wrote no truth or did not say that it is synthetic:\n{said}")
    return said.strip().splitlines()[-1]


def same_answers(trial: Trial) -> str:
    """``count`` gives the tables that the source gives."""
    smear = trial.work / ODD_NAME / "smear"
    out = trial.work / "Ergebnis é"
    trial.run("count", trial.inside(smear), "--output", trial.inside(out), "--masks", "--device", "cpu")
    rows = _rows(out / "cells.csv")
    if not rows:
        raise Failed("no cell was counted")
    if trial.source is None:
        return f"{len(rows)} cells; not compared, no --source given"
    other = trial.work / "from source"
    environment = dict(os.environ) | {"HOME": str(trial.work / "home"), "WBC_PRECISION": "fp32"}
    subprocess.run(
        [trial.source, "count", str(smear), "--output", str(other), "--masks", "--device", "cpu"],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    return _compare(rows, _rows(other / "cells.csv"))


def each_model(trial: Trial) -> str:
    """Every bundled classifier loads and counts one image."""
    listed = json.loads(trial.run("models", "--json"))
    names = [m["id"] for m in listed if m.get("kind") == "classifier"]
    if not names:
        raise Failed("no bundled classifier is listed")
    image = _an_image(trial)
    for name in names:
        out = trial.work / f"model {name}"
        trial.run("count", trial.inside(image), "--output", trial.inside(out), "--model", name)
        if not _rows(out / "cells.csv"):
            raise Failed(f"the model {name} counted nothing")
    return ", ".join(names)


def damaged_file(trial: Trial) -> str:
    """A broken file ends in errors.csv and exit code 3, not in a traceback."""
    folder = trial.work / "damaged"
    folder.mkdir()
    shutil.copy(_an_image(trial), folder / "good.png")
    (folder / "bad.png").write_text("no image")
    out = trial.work / "damaged out"
    trial.run("count", trial.inside(folder), "--output", trial.inside(out), codes=(3,))
    return _rows(out / "errors.csv")[0]["error"]


def window(trial: Trial) -> str:
    """The window opens offscreen, stays open on an image, and leaves no fault on stderr."""
    first = trial.work / "first paint.txt"
    start = time.monotonic()
    trial.run("open", more={"WBC_STARTUP_FILE": trial.inside(first)}, limit=120)
    trial.figures["window_seconds"] = round(time.monotonic() - start, 1)
    with (trial.work / "window.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            trial.command("open", trial.inside(_an_image(trial))),
            env=trial.environment(),
            stdout=log,
            stderr=log,
        )
        code = _still_open(process)
        log.seek(0)
        said = log.read()
    if code not in (None, 0) or "Traceback" in said:
        raise Failed(f"the window ended with {code}:\n{said}")
    return f"first paint after {first.read_text().strip()} s; open for {WINDOW_SECONDS:.0f} s"


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


CHECKS: tuple[Callable[[Trial], str], ...] = (
    version_and_help,
    demo,
    same_answers,
    each_model,
    damaged_file,
    window,
)


def main() -> int:
    """Run all checks; 0 where all of them passed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("program", help="the frozen program; inside --root where that is given")
    parser.add_argument("--root", type=Path, help="a clean system to run it in by chroot (needs root)")
    parser.add_argument("--source", help="the same program from source, to compare answers with")
    parser.add_argument("--figures", type=Path, help="write what was measured as JSON")
    options = parser.parse_args()
    program = options.program if options.root else str(Path(options.program).resolve())
    base = options.root.resolve() / "tmp" if options.root else None
    failed = 0
    with tempfile.TemporaryDirectory(prefix="wbc smoke é ", dir=base) as work:
        root = options.root.resolve() if options.root else None
        trial = Trial(program, Path(work), root, options.source)
        for check in CHECKS:
            name = check.__name__.replace("_", " ")
            try:
                print(f"ok      {name}: {check(trial)}", flush=True)
            except (
                Failed,
                OSError,
                subprocess.SubprocessError,
                LookupError,
                ValueError,
            ) as error:
                failed += 1
                print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
    if options.figures:
        options.figures.write_text(json.dumps(trial.figures, indent=1))
    print(f"{len(CHECKS) - failed} of {len(CHECKS)} checks passed")
    return 1 if failed else 0


def _an_image(trial: Trial) -> Path:
    return sorted((trial.work / ODD_NAME / "smear").glob("field_*.png"))[0]


def _may_unshare() -> bool:
    if (
        sys.platform != "linux"
        or not hasattr(os, "geteuid")
        or os.geteuid() != 0
        or not shutil.which("unshare")
    ):
        return False
    return subprocess.run(["unshare", "-n", "-m", "true"], capture_output=True, check=False).returncode == 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def _compare(rows: list[dict[str, str]], others: list[dict[str, str]]) -> str:
    if len(rows) != len(others):
        raise Failed(f"{len(rows)} cells, from source {len(others)}")
    widest = 0.0
    for row, other in zip(rows, others, strict=True):
        for name in ("file", "cell", "label", "best_class"):
            if row[name] != other[name]:
                raise Failed(
                    f"{row['file']} cell {row['cell']}: {name} {row[name]}, from source {other[name]}"
                )
        widest = max([widest] + [abs(float(row[k]) - float(other[k])) for k in row if k.startswith("p_")])
    if widest > PROBABILITY_TOLERANCE:
        raise Failed(f"probabilities differ by up to {widest:.5f} from the source's")
    return f"{len(rows)} cells as from source, probabilities within {widest:.1e}"


if __name__ == "__main__":
    sys.exit(main())
