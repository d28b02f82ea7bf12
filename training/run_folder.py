"""One run's folder: its settings, its history as CSV, its checkpoint, and where its figures come from."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from wbc_desktop.core.errors import OutputFault

Row = dict[str, float]


class RunFolder:
    """The files of a run.

    Attributes:
        path: The folder.
        identity: What makes this run another than the next: settings, data, seed. Its digest
            guards the checkpoint and says whether a finished run is still the one asked for.
    """

    def __init__(self, path: Path, identity: dict[str, Any]) -> None:
        self.path = path
        self.identity = json.loads(json.dumps(identity, default=str))
        self.digest = hashlib.sha256(json.dumps(self.identity, sort_keys=True).encode()).hexdigest()[:16]
        self.started = time.monotonic()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputFault("This folder cannot be made.", file=path, detail=str(error)) from error

    @property
    def checkpoint(self) -> Path:
        """The last checkpoint."""
        return self.path / "last.pt"

    def record(self) -> dict[str, Any] | None:
        """The finished run's record, or None where the run is not finished or was another one."""
        try:
            record = json.loads((self.path / "run.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return dict(record) if record.get("digest") == self.digest else None

    def write_history(self, rows: list[Row]) -> None:
        """Write all epochs so far."""
        if not rows:
            return
        part = self.path / "history.csv.part"
        with part.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows({k: f"{v:.6g}" for k, v in row.items()} for row in rows)
        part.replace(self.path / "history.csv")

    def finish(self, figures: dict[str, Any], *, data: dict[str, Any], seconds: float) -> None:
        """Write the record with all that a figure needs to be repeated."""
        record = {
            "digest": self.digest,
            "identity": self.identity,
            "figures": figures,
            "data": data,
            "seconds": round(seconds, 1),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "command": " ".join(["wbc-train", *sys.argv[1:]]),
            "commit": commit(),
            "machine": machine(),
        }
        part = self.path / "run.json.part"
        part.write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
        part.replace(self.path / "run.json")
        self.checkpoint.unlink(missing_ok=True)


_STUDY_FILES = ("training/*.py", "training/data", "training/configs", "wbc_desktop/models/networks")


@cache
def commit() -> str:
    """The commit of the checkout, ``+changes`` where the study's files differ; else ``not a checkout``."""
    root = Path(__file__).resolve().parents[1]

    def git(*words: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    try:
        changed = git("diff", "--name-only", "HEAD", "--", *_STUDY_FILES)
        return git("rev-parse", "--short=12", "HEAD") + ("+changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "not a checkout"


@cache
def machine() -> str:
    """Processor or graphics card, cores, and torch's version."""
    import torch

    if torch.cuda.is_available():
        what = torch.cuda.get_device_name()
    else:
        what = _processor()
    return f"{what}, {os.cpu_count()} cores, {platform.system()}, torch {torch.__version__}"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
