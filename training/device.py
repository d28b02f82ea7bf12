"""Device, precision and several processes under ``torchrun``."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import torch
from torch import distributed

from wbc_desktop.core.errors import WrongUse

PATIENCE = timedelta(hours=12)
"""The others wait while the first process computes frozen layers; torch's 10 minutes are too short."""


@dataclass(frozen=True)
class Device:
    """Where this process computes.

    Attributes:
        torch: The device.
        rank: Number of this process under torchrun; 0 alone.
        world: Number of processes.
    """

    torch: torch.device
    rank: int = 0
    world: int = 1

    @property
    def first(self) -> bool:
        """Whether this process writes files and shows progress."""
        return self.rank == 0

    def low_precision(self, precision: str) -> bool:
        """Whether a precision of ``config.Loop`` means bfloat16 here."""
        return precision == "bfloat16" or (precision == "auto" and has_fast_bfloat16(self.torch))

    def autocast(self, precision: str) -> AbstractContextManager[None]:
        """The autocast context for a precision of ``config.Loop``."""
        return torch.autocast(self.torch.type, torch.bfloat16, enabled=self.low_precision(precision))

    def summed(self, values: dict[str, float]) -> dict[str, float]:
        """Values added up over all processes; the keys are the same in each."""
        if self.world == 1:
            return values
        joined = torch.tensor(list(values.values()), dtype=torch.float64)
        if self.torch.type == "cuda":  # NCCL adds on the card alone
            joined = joined.to(self.torch)
        distributed.all_reduce(joined)
        return dict(zip(values, joined.tolist(), strict=True))

    def barrier(self) -> None:
        """Wait for the other processes."""
        if self.world > 1:
            distributed.barrier()


def has_fast_bfloat16(device: torch.device) -> bool:
    """Whether the device multiplies bfloat16 in hardware."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "cpu":
        probe = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
        return bool(probe and probe())
    return False


def cpu_computes_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware."""
    return has_fast_bfloat16(torch.device("cpu"))


def cpu_autocast() -> AbstractContextManager[None]:
    """bfloat16 arithmetic where the processor has it in hardware; else float32, as emulation is slow."""
    return torch.autocast("cpu", torch.bfloat16, enabled=cpu_computes_bfloat16())


@contextmanager
def opened_device(name: str = "auto") -> Iterator[Device]:
    """Choose the device and, under torchrun, join the other processes; once is enough for what is within.

    Args:
        name: ``auto``, ``cpu``, ``cuda`` or ``mps``.

    Raises:
        WrongUse: The device is not there.
    """
    world = int(os.environ.get("WORLD_SIZE", "1"))
    rank = int(os.environ.get("RANK", "0"))
    local = int(os.environ.get("LOCAL_RANK", "0"))
    device = _torch_device(name, local)
    if device.type == "cuda":
        torch.cuda.set_device(device)
    joins = world > 1 and not distributed.is_initialized()
    if joins:
        backend = "nccl" if device.type == "cuda" else "gloo"
        distributed.init_process_group(backend, timeout=PATIENCE)
    try:
        yield Device(device, rank, world)
    finally:
        if joins:
            distributed.destroy_process_group()


def _torch_device(name: str, local: int) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    available = {
        "cpu": True,
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
    }
    if not available.get(name, False):
        raise WrongUse(f"The device “{name}” is not available here.", "Use --device cpu.")
    return torch.device("cuda", local) if name == "cuda" else torch.device(name)


def seed_everything(seed: int) -> None:
    """Seed Python, NumPy and torch, and ask torch for deterministic algorithms."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.benchmark = False
