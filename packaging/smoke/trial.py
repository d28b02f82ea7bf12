"""One program under test: how it is started, and what its tables say."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

_KEPT = ("SYSTEMROOT", "TEMP", "TMP", "WINDIR", "DISPLAY", "XAUTHORITY")
ODD_NAME = "Präparat 7 – été & co"
PROBABILITY_TOLERANCE = 1e-3


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
        samples: Folder of ``samples.py``, inside ``work``, or None.
        platform: Qt's platform for the window: ``offscreen``, or ``xcb`` on the display of ``DISPLAY``.
        cold: Whether the system forgets the files before the window is timed (needs root on Linux).
        figures: What was measured, for the log.
    """

    program: str
    work: Path
    root: Path | None
    source: str | None
    samples: Path | None = None
    platform: str = "offscreen"
    cold: bool = False
    figures: dict[str, float] = field(default_factory=dict)

    def inside(self, path: Path) -> str:
        """A path as the program sees it."""
        return str(path) if self.root is None else "/" + str(path.relative_to(self.root))

    def environment(self) -> dict[str, str]:
        """An empty home and nothing else of this machine's settings."""
        home = self.work / "home"
        home.mkdir(exist_ok=True)
        kept = {k: os.environ[k] for k in _KEPT if k in os.environ}
        seen = self.inside(home)
        return kept | {
            "HOME": seen,
            "USERPROFILE": seen,
            "APPDATA": seen,
            "LOCALAPPDATA": seen,
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": self.platform,
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

    def counted(self, name: str, *arguments: str, codes: tuple[int, ...] = (0,)) -> list[dict[str, str]]:
        """Count into a new folder ``name``; the rows of its ``cells.csv``."""
        out = self.work / name
        self.run("count", *arguments, "--output", self.inside(out), "--device", "cpu", codes=codes)
        return rows_of(out / "cells.csv")

    def counted_from_source(self, name: str, *arguments: str) -> list[dict[str, str]]:
        """The same by the program from source, in single precision and with the engine of the frozen one.

        Two engines differ by rounding; where that moves a pixel of a mask, a probability moves by
        thousandths. How alike the engines are is tested elsewhere (``tests/inference``); here it is
        asked what freezing changes.
        """
        out = self.work / name
        environment = dict(os.environ) | {"WBC_HOME": str(self.work / "source home"), "WBC_PRECISION": "fp32"}
        folder = Path(os.path.realpath(self._outside(self.program))).parent
        if not (folder / "_internal" / "torch").is_dir():
            environment["WBC_ENGINE"] = "onnx"
        subprocess.run(
            [str(self.source), "count", *arguments, "--output", str(out), "--device", "cpu"],
            env=environment, check=True, capture_output=True,
        )  # fmt: skip
        return rows_of(out / "cells.csv")

    @property
    def smear(self) -> Path:
        """The drawn smear that the demo has written."""
        return self.work / ODD_NAME / "smear"

    @property
    def image(self) -> Path:
        """One of its fields."""
        return min(self.smear.glob("field_*.png"))

    def _outside(self, path: str) -> str:
        if self.root is None:
            return path
        target = self.root / path.lstrip("/")
        while target.is_symlink():
            link = str(target.readlink())
            target = self.root / link.lstrip("/") if link.startswith("/") else target.parent / link
        return str(target)


def _may_unshare() -> bool:
    if (
        sys.platform != "linux"
        or not hasattr(os, "geteuid")
        or os.geteuid() != 0
        or not shutil.which("unshare")
    ):
        return False
    return subprocess.run(["unshare", "-n", "-m", "true"], capture_output=True, check=False).returncode == 0


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def compare(rows: list[dict[str, str]], others: list[dict[str, str]]) -> str:
    """Say how alike two tables of cells are.

    Raises:
        Failed: A cell, a label or a probability differs.
    """
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
