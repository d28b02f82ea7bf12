"""Which processor is chosen, and what is told where the one asked for is not there."""

from __future__ import annotations

import platform

import pytest

from wbc_desktop.core.errors import WrongUse
from wbc_desktop.inference import device as devices
from wbc_desktop.inference.device import PRECISION_ENVIRONMENT, choose_device


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without graphics, whose processor computes in fp32."""
    monkeypatch.delenv(PRECISION_ENVIRONMENT, raising=False)
    there(monkeypatch)
    monkeypatch.setattr(devices, "computes_bf16", lambda: False)


def there(monkeypatch: pytest.MonkeyPatch, **kinds: bool) -> None:
    monkeypatch.setattr(devices, "_graphics_devices", lambda: {"cuda": False, "mps": False} | kinds)


@pytest.mark.parametrize(
    ("wanted", "precision", "message"),
    [
        ("gpu", None, "There is no device “gpu”."),
        ("cpu", "fp8", "There is no number format “fp8”."),
        ("cuda", None, "No CUDA device is there."),
        ("mps", None, "No MPS device is there."),
    ],
)
def test_what_is_not_there_is_told(wanted: str, precision: str | None, message: str) -> None:
    with pytest.raises(WrongUse) as fault:
        choose_device(wanted, precision)
    assert fault.value.message == message
    assert fault.value.advice


def test_the_processor_is_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = choose_device()
    assert (chosen.kind, chosen.precision, chosen.free) == ("cpu", "fp32", True)
    monkeypatch.setattr(devices, "computes_bf16", lambda: True)
    assert choose_device().precision == "bf16"
    monkeypatch.setattr(devices, "has_torch", lambda: False)
    assert choose_device().precision == "fp32", "ONNX Runtime alone computes in fp32"
    monkeypatch.setenv(PRECISION_ENVIRONMENT, "bf16")
    asked = choose_device()
    assert (asked.precision, asked.free) == ("bf16", False)
    assert choose_device("cpu", "fp32").label == "CPU (fp32)"


def test_a_graphics_card_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    there(monkeypatch, mps=True)
    assert choose_device() == devices.Device("mps", "Apple GPU", "fp32")
    torch = pytest.importorskip("torch")
    there(monkeypatch, mps=True, cuda=True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "NVIDIA X")
    assert choose_device() == devices.Device("cuda", "NVIDIA X", "fp32")
    assert choose_device("cuda", "bf16").label == "NVIDIA X (bf16)"
    fallback = choose_device("cuda").on_cpu()
    assert (fallback.kind, fallback.precision) == ("cpu", "fp32")


@pytest.mark.parametrize(
    ("machine", "flags", "native"),
    [
        ("x86_64", {"avx2"}, False),
        ("x86_64", {"avx512_bf16"}, True),
        ("AMD64", {"amx_bf16"}, True),
        ("aarch64", {"bf16"}, True),
        ("arm64", {"avx512_bf16"}, False),
    ],
)
def test_bfloat16_is_taken_where_the_processor_has_it(
    monkeypatch: pytest.MonkeyPatch, machine: str, flags: set[str], native: bool
) -> None:
    monkeypatch.undo()
    torch = pytest.importorskip("torch")
    for name in ("_is_amx_tile_supported", "_is_avx512_bf16_supported"):
        monkeypatch.setattr(torch.cpu, name, lambda: False, raising=False)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(devices, "_cpu_flags", lambda: frozenset(flags))
    assert devices.computes_bf16() is native
