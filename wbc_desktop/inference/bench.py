"""Measures this machine: the count beside decoding alone, beside a plain script, and engine beside engine.

All contestants take turns within each round, so that whatever else the machine does meets all of them alike;
the ratios are then worth more than the rates.
"""

from __future__ import annotations

import importlib
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from wbc_desktop.core.cell import FoundCell
from wbc_desktop.core.events import ImageCounted
from wbc_desktop.imaging.folder import Sample
from wbc_desktop.imaging.open import open_source
from wbc_desktop.imaging.source import RGB
from wbc_desktop.inference.count import count_samples
from wbc_desktop.inference.counter import Counter
from wbc_desktop.inference.device import Device, computes_bf16
from wbc_desktop.inference.engine import Floats, make_engine
from wbc_desktop.inference.threads import threads_per_call, worker_count
from wbc_desktop.models.registry import ModelFolder, load_network

CELLS_PER_SLIDE = 200


@dataclass(frozen=True, slots=True)
class Timing:
    """One contestant.

    Attributes:
        name: What was measured.
        units: Images or cells per round.
        seconds: Wall time of each round.
        cpu: Processor time of each round, all threads of this process.
    """

    name: str
    units: int
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Units per second, by the median round."""
        return self.units / max(statistics.median(self.seconds), 1e-9)

    @property
    def cpu_ms(self) -> float:
        """Processor milliseconds per unit, by the median round."""
        return 1000 * statistics.median(self.cpu) / max(self.units, 1)


@dataclass(slots=True)
class Report:
    """Everything that ``wbc-desktop bench`` tells; see ``measure``."""

    machine: str
    images: int
    cells: int
    counting: list[Timing]
    classifying: list[Timing]
    start_s: float
    load_s: float
    memory_mb: float
    missing: list[str]

    @property
    def slides_per_hour(self) -> float:
        """At 200 cells a slide and as many cells a field as in these images: computed, not measured."""
        fields = CELLS_PER_SLIDE / max(self.cells / max(self.images, 1), 1e-9)
        return 3600 * self.counting[0].rate / fields


def measure(
    paths: list[Path], counter: Counter, models: tuple[ModelFolder, ModelFolder], rounds: int = 3
) -> Report:
    """Measure a machine on images.

    Args:
        paths: Images of fields.
        counter: The counter as the program uses it.
        models: The finder's and the classifier's folder, for the contestants.
        rounds: How often everything is measured.

    Returns:
        The first contestant of each list is the program itself.
    """
    started = time.perf_counter()
    counter.load()
    load_s = time.perf_counter() - started
    cells = _count(paths, counter)  # also warms up
    plain = PlainScript(*models)
    counting = [
        Timing(f"wbc-desktop, {counter.device_name}", len(paths)),
        Timing("decoding alone, same threads", len(paths)),
        Timing("plain script: one image at a time, torch eager fp32", len(paths)),
    ]
    few = paths[:: max(1, min(len(paths) // 4, 8))]
    for _ in range(rounds):
        with _timed(counting[0]):
            _count(paths, counter)
        with _timed(counting[1]):
            _decode(paths)
        with _timed(counting[2], scale=len(paths) / len(few)):
            plain.count(few)
    engines, missing = _engines(models[1], counter)
    batch = (
        np.random.default_rng(0)
        .normal(0, 1, (32, 3, *[models[1].manifest.input_size] * 2))
        .astype(np.float32)
    )
    classifying = [Timing(name, len(batch)) for name in engines]
    with _threads(1):
        for run in engines.values():
            run(batch[:8])
        for _ in range(rounds * 2):
            for timing, run in zip(classifying, engines.values(), strict=True):
                with _timed(timing):
                    run(batch)
    return Report(
        machine(), len(paths), cells, counting, classifying, _start_seconds(), load_s, _peak_mb(), missing
    )


class PlainScript:
    """What people write today: Pillow, the networks in eager fp32, one image and one cell at a time."""

    def __init__(self, finder: ModelFolder, classifier: ModelFolder) -> None:
        self._finder, self._classifier = load_network(finder), load_network(classifier)
        self._manifest = classifier.manifest

    def count(self, paths: list[Path]) -> int:
        """Count images; returns the number of cells."""
        from PIL import Image

        from wbc_desktop.models.classifying import classify_cells
        from wbc_desktop.models.finding import find_cells

        cells = 0
        for path in paths:
            rgb: RGB = np.asarray(Image.open(path).convert("RGB"))
            for cell in find_cells(rgb, _eager(self._finder), content="field").cells:
                items: list[tuple[RGB, FoundCell]] = [(rgb, cell)]
                classify_cells(items, _eager(self._classifier), self._manifest)
                cells += 1
        return cells


def _eager(network: Any) -> Callable[[Any], tuple[Floats, ...]]:
    import torch

    def run(batch: Any) -> tuple[Floats, ...]:
        with torch.no_grad():
            outputs = network(torch.from_numpy(np.ascontiguousarray(batch)))
        return tuple(o.numpy() for o in (outputs if isinstance(outputs, tuple) else (outputs,)))

    return run


def _count(paths: list[Path], counter: Counter) -> int:
    root = paths[0].parent
    names = tuple(p.relative_to(root).as_posix() for p in paths)
    events = count_samples([Sample("bench", root, names)], counter, content="field")
    return sum(len(e.cells) for e in events if isinstance(e, ImageCounted))


def _decode(paths: list[Path]) -> None:
    def read(path: Path) -> None:
        with suppress(Exception), open_source(path) as source:
            source.read()

    with ThreadPoolExecutor(worker_count()) as pool:
        list(pool.map(read, paths))


def _engines(model: ModelFolder, counter: Counter) -> tuple[dict[str, Callable[[Floats], object]], list[str]]:
    """The classifier in every engine that is there, one thread each; the program's own first."""
    engines: dict[str, Callable[[Floats], object]] = {f"wbc-desktop, {counter.engine}": counter.outputs}
    for precision in _precisions():
        choice = Device("cpu", "CPU", precision)
        engines[f"torch {precision}, fused"] = make_engine(model, choice, steady=True, kind="torch").run
    missing: list[str] = []
    try:
        engines.update(_plain_scripts(model, missing))
    except Exception as error:  # an extra that is not installed
        missing.append(f"ONNX Runtime: {error}")
    return engines, missing


def _precisions() -> tuple[str, ...]:
    """bfloat16 only where the processor computes in it: emulated, it takes longer than float32."""
    return ("bf16", "fp32") if computes_bf16() else ("fp32",)


def _plain_scripts(model: ModelFolder, missing: list[str]) -> dict[str, Callable[[Floats], object]]:
    """The same network in ONNX Runtime and OpenVINO, as their own examples run it, in batches of 8."""
    from wbc_desktop.inference.engine_onnx import exported

    path = str(exported(model))
    scripts: dict[str, Callable[[Floats], object]] = {}
    onnxruntime = importlib.import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    scripts["plain ONNX Runtime fp32"] = lambda b: [
        session.run(None, {"images": b[n : n + 8]}) for n in range(0, len(b), 8)
    ]
    try:
        openvino = importlib.import_module("openvino")
    except ImportError:
        missing.append("OpenVINO: not installed (pip install wbc-desktop[bench])")
        return scripts
    core = openvino.Core()
    for name in _precisions():
        settings = {
            "INFERENCE_PRECISION_HINT": name.replace("fp32", "f32"),
            "INFERENCE_NUM_THREADS": 1,
            "PERFORMANCE_HINT": "LATENCY",
        }
        compiled = core.compile_model(core.read_model(path), "CPU", settings)
        scripts[f"plain OpenVINO {name}"] = _in_eights(compiled)
    return scripts


def _in_eights(compiled: Any) -> Callable[[Floats], object]:
    return lambda batch: [compiled(batch[n : n + 8]) for n in range(0, len(batch), 8)]


@contextmanager
def _timed(timing: Timing, scale: float = 1.0) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    timing.seconds.append((time.perf_counter() - wall) * scale)
    timing.cpu.append((time.process_time() - cpu) * scale)


@contextmanager
def _threads(count: int) -> Iterator[None]:
    before = threads_per_call(count)
    try:
        yield
    finally:
        threads_per_call(before)


def _start_seconds() -> float:
    """``wbc-desktop --help`` in a fresh process, the best of three."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "wbc_desktop.cli.main", "--help"], capture_output=True, check=False
        )
        times.append(time.perf_counter() - begun)
    return min(times)


def _peak_mb() -> float:
    with suppress(ImportError):
        resource = importlib.import_module("resource")
        peak = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    with suppress(ImportError):
        psutil = importlib.import_module("psutil")
        return float(psutil.Process().memory_info().peak_wset) / (1 << 20)
    return 0.0


def machine() -> str:
    """Processor, cores, load and versions: what a figure is worth without."""
    name = platform.processor() or platform.machine()
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    load = ""
    if hasattr(os, "getloadavg"):
        load = f", load {os.getloadavg()[0]:.1f} before the run"
    versions = []
    for module in ("torch", "onnxruntime", "openvino"):
        with suppress(ImportError):
            versions.append(f"{module} {importlib.import_module(module).__version__}")
    return f"{name}, {worker_count()} cores, {platform.system()}, Python {platform.python_version()}, " + (
        ", ".join(versions) + load
    )
