"""Which processor computes, and in which number format."""

from __future__ import annotations

import importlib.util
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path

from wbc_desktop.core.errors import WrongUse

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "fp32", "bf16")
PRECISION_ENVIRONMENT = "WBC_PRECISION"


@dataclass(frozen=True, slots=True)
class Device:
    """A processor and the number format used on it.

    Attributes:
        kind: ``cpu``, ``cuda`` or ``mps``.
        name: As a person knows it ("NVIDIA H200", "CPU").
        precision: ``fp32`` or ``bf16``.
        free: Whether nobody asked for this number format, so that a faster one may be taken.
    """

    kind: str
    name: str
    precision: str
    free: bool = field(default=False, compare=False)

    @property
    def label(self) -> str:
        """What the tables say: name and number format."""
        return f"{self.name} ({self.precision})"

    def on_cpu(self) -> Device:
        """The processor to fall back on; fp32, since the fault's cause is not known."""
        return Device("cpu", "CPU", "fp32")


def choose_device(wanted: str = "auto", precision: str | None = None) -> Device:
    """Choose the processor: CUDA, then MPS, then the CPU.

    Args:
        wanted: ``auto``, or one by name.
        precision: ``auto``, ``fp32`` or ``bf16``; None reads ``WBC_PRECISION``. ``auto`` is
            bf16 on a CPU that computes in it natively, else fp32.

    Raises:
        WrongUse: The processor asked for is not there, or a name is unknown.
    """
    if wanted not in DEVICES:
        raise WrongUse(f"There is no device “{wanted}”.", f"Choose one of {', '.join(DEVICES)}.")
    form = precision or os.environ.get(PRECISION_ENVIRONMENT) or "auto"
    if form not in PRECISIONS:
        raise WrongUse(f"There is no number format “{form}”.", f"Choose one of {', '.join(PRECISIONS)}.")
    there = {"cpu": True} | _graphics_devices()
    kind = wanted if wanted != "auto" else next(k for k in ("cuda", "mps", "cpu") if there.get(k))
    if not there.get(kind):
        raise WrongUse(
            f"No {kind.upper()} device is there.",
            "Leave out --device to use the best one there is, or update the graphics driver.",
        )
    if kind == "cuda":
        import torch

        return Device("cuda", torch.cuda.get_device_name(), "fp32" if form == "auto" else form)
    if kind == "mps":
        return Device("mps", "Apple GPU", "fp32")
    if form == "auto":
        return Device("cpu", "CPU", "bf16" if has_torch() and computes_bf16() else "fp32", free=True)
    return Device("cpu", "CPU", form)


def has_torch() -> bool:
    """Whether torch is part of this installation; the installers compute with ONNX Runtime alone."""
    return importlib.util.find_spec("torch") is not None


def _graphics_devices() -> dict[str, bool]:
    if not has_torch():
        return {}
    import torch

    return {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}


def computes_bf16() -> bool:
    """Whether this CPU multiplies bfloat16 natively (AMX, AVX-512 BF16 or Arm's bf16).

    Elsewhere bfloat16 is emulated and several times slower than fp32.
    """
    import torch

    for name in ("_is_amx_tile_supported", "_is_avx512_bf16_supported"):
        probe = getattr(torch.cpu, name, None)
        if probe is not None and probe():
            return True
    flags = _cpu_flags()
    if platform.machine().lower() in ("aarch64", "arm64"):
        return "bf16" in flags
    return "amx_bf16" in flags or "avx512_bf16" in flags


def _cpu_flags() -> frozenset[str]:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return frozenset()
    for line in text.splitlines():
        if line.lower().startswith(("flags", "features")):
            return frozenset(line.partition(":")[2].split())
    return frozenset()
