"""Which engine is fastest on this machine: measured once for each model, and kept (docs/adr/0015).

Only engines that keep the answers take part: float32 in torch and in ONNX Runtime, and bfloat16 where the
processor computes in it natively. They take turns, so that whatever else the machine does meets all alike.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from wbc_desktop.inference.device import Device
from wbc_desktop.inference.threads import threads_per_call

if TYPE_CHECKING:
    from wbc_desktop.inference.engine import Engine

Floats = npt.NDArray[np.float32]
Build = Callable[["Candidate"], "Engine"]

ROUNDS = 5
LEAST_GAIN = 0.1
"""Another engine than the first is taken if it needs less time by this share: less is chance."""
SAME = {"fp32": 1e-3, "bf16": 0.05}
"""Largest difference from the first engine's float32 answers, as a share of the largest answer."""
PACKAGES = ("torch", "onnxruntime")

_log = logging.getLogger(__name__)
_measuring = threading.Lock()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An engine and its number format, such as ``torch`` and ``fp32``."""

    kind: str
    precision: str

    @property
    def name(self) -> str:
        """As the kept file and the log have it."""
        return f"{self.kind} {self.precision}"


def candidates(device: Device) -> tuple[Candidate, ...]:
    """The engines that may compute on a device, the one taken without a measurement first."""
    if device.kind != "cpu":
        return (Candidate("torch", device.precision),)
    own = Candidate("torch", device.precision)
    plain = (Candidate("torch", "fp32"), Candidate("onnx", "fp32"))
    if device.precision == "fp32":
        return plain
    return (own, *plain) if device.free else (own,)


def fastest(sha256: str, device: Device, batches: Sequence[Floats], build: Build, folder: Path) -> Engine:
    """The engine that is fastest for a model, by the kept measurement or by one made now.

    Args:
        sha256: Of the model's weights.
        device: Where it is to run.
        batches: Inputs as they will come.
        build: Makes an engine; what it raises leaves that engine out, unless it is the first.
        folder: Where the measurement is kept.

    Returns:
        An engine that is ready.
    """
    there = candidates(device)
    if len(there) == 1:
        return build(there[0])
    with _measuring:
        path = folder / "engines.json"
        key = _key(sha256, there, batches)
        kept = _read(path).get(key, {})
        for candidate in there:
            if candidate.name == kept.get("engine"):
                with suppress(Exception):  # it was there, and is no more: measured anew
                    return build(candidate)
        threads = threads_per_call(1)  # as the count runs them; the time of this thread is then all there is
        try:
            engine, found = _measured(there, batches, build)
        finally:
            threads_per_call(threads)
        _keep(path, key, found)
        return engine


def _measured(
    there: Sequence[Candidate], batches: Sequence[Floats], build: Build
) -> tuple[Engine, dict[str, Any]]:
    engines: dict[Candidate, Engine] = {there[0]: build(there[0])}
    for candidate in there[1:]:
        try:
            engines[candidate] = build(candidate)
        except Exception as error:  # a package that is missing, a model that cannot be exported
            _log.info("%s takes no part: %s", candidate.name, error)
    answers = {c: [e.run(batch) for batch in batches] for c, e in engines.items()}  # also warms up
    reference = next((a for c, a in answers.items() if c.precision == "fp32"), answers[there[0]])
    for candidate in [c for c in engines if not _same(answers[c], reference, SAME[c.precision])]:
        if candidate != there[0]:
            _log.warning("%s answers otherwise and is left out", candidate.name)
            del engines[candidate]
    took = _times(engines, batches)
    best = min(took, key=lambda c: took[c] if c == there[0] else took[c] / (1 - LEAST_GAIN))
    found = {"engine": best.name, "ms": {c.name: round(1000 * t, 2) for c, t in took.items()}}
    _log.info("the fastest engine: %s", found)
    return engines[best], found


def _times(engines: dict[Candidate, Engine], batches: Sequence[Floats]) -> dict[Candidate, float]:
    """Processor time of each for all batches, on one thread, the best of its turns."""
    took = dict.fromkeys(engines, float("inf"))
    for _ in range(ROUNDS):
        for candidate, engine in engines.items():
            begun = time.thread_time()
            for batch in batches:
                engine.run(batch)
            took[candidate] = min(took[candidate], time.thread_time() - begun)
    return took


def _same(answers: list[tuple[Floats, ...]], reference: list[tuple[Floats, ...]], share: float) -> bool:
    pairs = [pair for a, r in zip(answers, reference, strict=True) for pair in zip(a, r, strict=True)]
    return all(float(np.abs(a - r).max()) <= share * max(float(np.abs(r).max()), 1e-6) for a, r in pairs)


def _key(sha256: str, there: Sequence[Candidate], batches: Sequence[Floats]) -> str:
    """All that a measurement depends on: processor, model, inputs, engines and their versions."""
    versions = []
    for package in PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            versions.append(f"{package} {metadata.version(package)}")
    shapes = " ".join("x".join(map(str, b.shape)) for b in batches)
    names = ", ".join(c.name for c in there)
    return " | ".join([_processor(), sha256[:16], shapes, names, *versions])


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {k: v for k, v in kept.items() if isinstance(v, dict)} if isinstance(kept, dict) else {}


def _keep(path: Path, key: str, found: dict[str, Any]) -> None:
    """Write it down, whole or not at all; without a place to write it is measured again next time."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({**_read(path), key: found}, indent=1), "utf-8")
        part.replace(path)
    except OSError as error:
        _log.info("the choice of the engine could not be kept: %s", error)
        with suppress(OSError):
            part.unlink(missing_ok=True)
