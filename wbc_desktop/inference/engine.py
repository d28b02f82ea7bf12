"""What runs a network on arrays; torch here, ONNX Runtime in ``engine_onnx`` behind the same protocol."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from wbc_desktop.inference.device import Device, has_torch
from wbc_desktop.inference.engine_choice import Candidate, fastest
from wbc_desktop.inference.threads import threads_per_call
from wbc_desktop.models.finder_layout import FIRST_SIDE, USUAL_SIDES, WINDOW
from wbc_desktop.models.registry import ModelFolder, load_network

if TYPE_CHECKING:
    import torch
    from torch import nn

Floats = npt.NDArray[np.float32]
Run = Callable[[Floats], tuple[Floats, ...]]

ENGINE_ENVIRONMENT = "WBC_ENGINE"

CPU_BATCH = 8
"""From here on a larger batch gains little on a CPU (2 % from 8 to 32)."""
GPU_BATCH = 32

_FINDER_SHAPES = ((1, FIRST_SIDE * 5 // 8, FIRST_SIDE), (1, WINDOW, WINDOW))
"""A first look at a field and a window: what an engine for the finder is measured on."""


class Engine(Protocol):
    """A network ready to run.

    Attributes:
        name: Of the library that computes.
        warnings: What a person must know, such as a fall-back to the CPU.
    """

    name: str
    warnings: list[str]

    @property
    def device(self) -> Device:
        """Where it runs now; changes when a GPU fails."""
        ...

    def run(self, batch: Floats) -> tuple[Floats, ...]:
        """Run a batch of any size.

        Args:
            batch: float32 (batch, 3, height, width), as the model's manifest normalises.

        Returns:
            The network's outputs as float32, each with the batch first.
        """
        ...


def make_engine(model: ModelFolder, device: Device, *, steady: bool, kind: str | None = None) -> Engine:
    """Load a model into an engine.

    Args:
        model: A model folder; its weights are checked.
        device: Where to run it.
        steady: Whether every batch is filled up to one size, so that an answer never
            depends on what else is in the batch (kernels are chosen by batch size).
        kind: ``torch`` or ``onnx``; None reads ``WBC_ENGINE``, else takes the fastest that was measured.

    Raises:
        ModelRefused: The model fails a check.
    """
    kind = kind or os.environ.get(ENGINE_ENVIRONMENT) or "auto"
    if kind == "auto" and not has_torch():
        kind = "onnx"
    if kind != "onnx":
        importlib.import_module("torch")  # its number of threads can be set from here on
    if kind != "auto":
        return _build(model, device, kind, steady=steady)

    def build(candidate: Candidate) -> Engine:
        own = replace(device, precision=candidate.precision)
        return _build(model, own, candidate.kind, steady=steady)

    shapes = ((CPU_BATCH, *[model.manifest.input_size] * 2),) if steady else _FINDER_SHAPES
    random = np.random.default_rng(0)
    batches = [random.standard_normal((n, 3, h, w)).astype(np.float32) for n, h, w in shapes]
    return fastest(model.manifest.sha256, device, batches, build, find_cache())


def find_cache() -> Path:
    """The person's folder of what can be made again."""
    home = os.environ.get("WBC_HOME")
    if home:
        return Path(home) / "cache"
    import platformdirs

    return platformdirs.user_cache_path("wbc-desktop", appauthor=False)


def _build(model: ModelFolder, device: Device, kind: str, *, steady: bool) -> Engine:
    if kind == "onnx":
        onnx: Any = importlib.import_module("wbc_desktop.inference.engine_onnx")
        engine: Engine = onnx.make_engine(model, device, steady=steady)
        return engine
    side = model.manifest.input_size if steady else None
    usual = () if steady else USUAL_SIDES
    threads = threads_per_call(1)  # fused kernels keep the number of threads that they were made with
    try:
        return TorchEngine(lambda: load_network(model), device, steady=steady, side=side, usual=usual)
    finally:
        threads_per_call(threads)


class TorchEngine:
    """A torch network: channels last, BatchNorm folded, in fixed batches.

    May be called from several threads. Out of GPU memory it halves the batch, at last moves
    to the CPU, and says so in ``warnings``; so it does when the GPU fails otherwise.
    """

    name = "torch"

    def __init__(
        self,
        load: Callable[[], nn.Module],
        device: Device,
        *,
        steady: bool,
        batch: int | None = None,
        side: int | None = None,
        usual: tuple[int, ...] = (),
    ) -> None:
        """Prepare a network.

        Args:
            load: Builds it; called again after a fault of the GPU.
            device: Where to run it.
            steady: Whether every batch is filled up to one size.
            batch: Images at once; None takes the device's default.
            side: Side of the images where all are alike; then the CPU's kernels are fused for it.
            usual: Else, longer sides of images for which the CPU's kernels are fused as they come.
        """
        self._side = side
        self._usual = usual
        self.warnings: list[str] = []
        self._load = load
        self._steady = steady
        self._change = threading.Lock()
        size = batch or (CPU_BATCH if device.kind == "cpu" else GPU_BATCH)
        self._setup = _Setup(_prepare(load(), device, side, usual), device, size)

    @property
    def device(self) -> Device:
        """Where the network runs now."""
        return self._setup.device

    @property
    def batch(self) -> int:
        """Images that go through the network at once."""
        return self._setup.batch

    def run(self, batch: Floats) -> tuple[Floats, ...]:
        """Run a batch of any size; see ``Engine.run``."""
        if not len(batch):
            raise ValueError("an empty batch has no answer")
        parts: list[tuple[Floats, ...]] = []
        start = 0
        while start < len(batch):
            setup = self._setup
            part = batch[start : start + setup.batch]
            try:
                parts.append(_run_part(setup, part, fill=self._steady))
            except RuntimeError as error:
                if setup.device.kind == "cpu":
                    raise
                self._recover(error, setup)
                continue
            start += len(part)
        if len(parts) == 1:
            return parts[0]
        return tuple(np.concatenate(outputs) for outputs in zip(*parts, strict=True))

    def _recover(self, error: RuntimeError, failed: _Setup) -> None:
        """After a fault of the GPU: a smaller batch, or the CPU. One thread does it, the others go on."""
        with self._change:
            if self._setup is not failed:
                return
            name, memory = failed.device.name, _out_of_memory(error)
            if memory and failed.batch > 1:
                self._setup = replace(failed, batch=failed.batch // 2)
                _release_memory(failed.device)
                self.warnings.append(f"{name} ran out of memory; the batch was halved to {self.batch}.")
                return
            cpu = failed.device.on_cpu()
            self._setup = _Setup(_prepare(self._load(), cpu, self._side, self._usual), cpu, CPU_BATCH)
            cause = "ran out of memory" if memory else "failed"
            self.warnings.append(f"{name} {cause}; the count went on with the CPU.")


@dataclass(frozen=True, slots=True)
class _Setup:
    """Changed as one, so that no thread sees a network on another device than it thinks."""

    network: Callable[[torch.Tensor], torch.Tensor | tuple[torch.Tensor, ...]]
    device: Device
    batch: int


def _prepare(
    network: nn.Module, device: Device, side: int | None, usual: tuple[int, ...] = ()
) -> Callable[[torch.Tensor], torch.Tensor | tuple[torch.Tensor, ...]]:
    import torch

    from wbc_desktop.inference.fuse import fuse_batch_norms

    network = fuse_batch_norms(network.eval())
    if device.precision == "bf16":
        network = network.to(torch.bfloat16)
        for module in network.modules():
            if isinstance(module, torch.nn.Linear):  # three digits are too few for a probability
                module.float().register_forward_pre_hook(_to_float)
    network = network.to(device.kind)
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if device.kind != "cpu" or (side is None and not usual):
        return network
    from wbc_desktop.inference.fused import FusedNetwork, FusedShapes

    if side is None:
        return FusedShapes(network, usual)
    kind = torch.bfloat16 if device.precision == "bf16" else torch.float32
    example = torch.zeros(CPU_BATCH, 3, side, side, dtype=kind)
    return FusedNetwork(network, example.contiguous(memory_format=torch.channels_last))


def _run_part(setup: _Setup, part: Floats, *, fill: bool) -> tuple[Floats, ...]:
    import torch

    real = len(part)
    if fill and real < setup.batch:
        part = np.concatenate([part, np.zeros((setup.batch - real, *part.shape[1:]), np.float32)])
    with torch.inference_mode():
        tensor = torch.from_numpy(np.ascontiguousarray(part, dtype=np.float32)).to(setup.device.kind)
        if setup.device.precision == "bf16":
            tensor = tensor.to(torch.bfloat16)
        outputs = setup.network(tensor.contiguous(memory_format=torch.channels_last))
        if isinstance(outputs, torch.Tensor):
            outputs = (outputs,)
        return tuple(output[:real].float().cpu().numpy() for output in outputs)


def _to_float(_: nn.Module, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
    return tuple(value.float() for value in inputs)


def _out_of_memory(error: RuntimeError) -> bool:
    import torch

    return isinstance(error, torch.OutOfMemoryError) or "out of memory" in str(error).lower()


def _release_memory(device: Device) -> None:
    import torch

    if device.kind == "cuda":
        torch.cuda.empty_cache()
    elif device.kind == "mps":
        torch.mps.empty_cache()
