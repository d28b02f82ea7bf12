"""The same answer whatever the batch, and a way on when a GPU fails."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from wbc_desktop.core.warned import Warned
from wbc_desktop.inference import engine as engine_module
from wbc_desktop.inference.device import Device, choose_device
from wbc_desktop.inference.engine import TorchEngine
from wbc_desktop.inference.fuse import fuse_batch_norms

FP32 = Device("cpu", "CPU", "fp32")
BF16 = Device("cpu", "CPU", "bf16")
GPU = Device("cuda", "Some GPU", "fp32")


class Small(nn.Module):
    """Convolutions with BatchNorm, a branch, and a linear head: what the real networks are made of."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 16, 3, 2, 1, bias=False)
        self.norm = nn.BatchNorm2d(16)
        self.second = nn.Conv2d(16, 16, 3, 1, 1)
        self.norm2 = nn.BatchNorm2d(16)
        self.head = nn.Linear(16, 6)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = torch.relu(self.norm(self.first(x)))
        x = x + torch.relu(self.norm2(self.second(x)))
        pooled = x.mean(dim=(2, 3))
        return self.head(pooled), pooled


@pytest.fixture
def network() -> nn.Module:
    torch.manual_seed(3)
    small = Small().eval()
    for module in small.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)
            module.weight.data.uniform_(0.5, 2)
            module.bias.data.normal_()
    return small


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(1).standard_normal((21, 3, 48, 48)).astype(np.float32)


def plain_answer(network: nn.Module, images: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        return network(torch.from_numpy(images))[0].numpy()


def test_fusing_changes_no_answer_and_leaves_no_norm(network: nn.Module, images: np.ndarray) -> None:
    before = plain_answer(network, images)
    fused = fuse_batch_norms(network)
    assert not any(isinstance(m, nn.BatchNorm2d) for m in fused.modules())
    assert any(isinstance(m, nn.BatchNorm2d) for m in network.modules())
    np.testing.assert_allclose(plain_answer(fused, images), before, atol=1e-5)


def test_a_network_that_cannot_be_traced_runs_as_it_is(images: np.ndarray) -> None:
    class Branching(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.norm = nn.Conv2d(3, 4, 1), nn.BatchNorm2d(4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            y = self.norm(self.conv(x))
            return y if y.sum() > 0 else -y

    network = Branching().eval()
    assert fuse_batch_norms(network) is network
    TorchEngine(lambda: network, FP32, steady=True).run(images)


@pytest.mark.parametrize("device", [FP32, BF16], ids=["fp32", "bf16"])
def test_an_answer_does_not_depend_on_its_batch(
    network: nn.Module, images: np.ndarray, device: Device
) -> None:
    engine = TorchEngine(lambda: network, device, steady=True)
    whole = engine.run(images)
    assert [part.shape for part in whole] == [(21, 6), (21, 16)]
    assert all(part.dtype == np.float32 for part in whole)
    order = np.random.default_rng(2).permutation(len(images))
    np.testing.assert_array_equal(engine.run(images[order])[0], whole[0][order])
    for size in (1, 3, 8, 20):
        parts = [engine.run(images[n : n + size])[0] for n in range(0, len(images), size)]
        np.testing.assert_array_equal(np.concatenate(parts), whole[0])


def test_another_batch_size_gives_the_same_to_a_thousandth(network: nn.Module, images: np.ndarray) -> None:
    truth = plain_answer(network, images)
    for batch in (1, 2, 7, 64):
        engine = TorchEngine(lambda: network, FP32, steady=True, batch=batch)
        np.testing.assert_allclose(engine.run(images)[0], truth, atol=1e-4)


def test_bf16_stays_close(network: nn.Module, images: np.ndarray) -> None:
    truth = plain_answer(network, images)
    answer = TorchEngine(lambda: network, BF16, steady=True).run(images)[0]
    assert 0 < np.abs(answer - truth).max() < 0.05 * np.abs(truth).max()


def test_an_empty_batch_is_refused(network: nn.Module, images: np.ndarray) -> None:
    with pytest.raises(ValueError, match="empty"):
        TorchEngine(lambda: network, FP32, steady=True).run(images[:0])


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A GPU that this machine lacks, which fails as told."""
    faults: dict[str, object] = {"fits": 2, "error": torch.OutOfMemoryError("CUDA out of memory")}
    real_prepare, real_run = engine_module._prepare, engine_module._run_part

    def prepare(network: nn.Module, device: Device, *_) -> nn.Module:
        return real_prepare(network, FP32, None)

    def run_part(setup, part, *, fill):
        if setup.device.kind == "cuda":
            if setup.batch > faults["fits"]:
                raise faults["error"]  # type: ignore[misc]
            setup = engine_module.replace(setup, device=FP32)
        return real_run(setup, part, fill=fill)

    monkeypatch.setattr(engine_module, "_prepare", prepare)
    monkeypatch.setattr(engine_module, "_run_part", run_part)
    monkeypatch.setattr(engine_module, "_release_memory", lambda device: None)
    return faults


def of_the_run(engine: TorchEngine) -> bool:
    """Whether tables tell these sentences without a number of images."""
    warned = Warned()
    warned.look("a", engine.warnings)
    warned.look("b")
    return warned.sentences() == engine.warnings


def test_out_of_memory_halves_the_batch_and_says_so(
    network: nn.Module, images: np.ndarray, gpu: dict[str, object]
) -> None:
    engine = TorchEngine(lambda: network, GPU, steady=True, batch=8)
    answer = engine.run(images)[0]
    np.testing.assert_allclose(answer, plain_answer(network, images), atol=1e-4)
    assert engine.batch == 2
    assert engine.device is GPU
    assert engine.warnings == [
        "Some GPU ran out of memory; the batch was halved to 4.",
        "Some GPU ran out of memory; the batch was halved to 2.",
    ]
    assert of_the_run(engine)


def test_out_of_memory_for_good_goes_on_with_the_cpu(
    network: nn.Module, images: np.ndarray, gpu: dict[str, object]
) -> None:
    gpu["fits"] = 0
    engine = TorchEngine(lambda: network, GPU, steady=True, batch=4)
    np.testing.assert_allclose(engine.run(images)[0], plain_answer(network, images), atol=1e-4)
    assert engine.device == FP32
    assert engine.warnings[-1] == "Some GPU ran out of memory; the count went on with the CPU."
    assert of_the_run(engine)


def test_a_lost_gpu_goes_on_with_the_cpu(
    network: nn.Module, images: np.ndarray, gpu: dict[str, object]
) -> None:
    gpu.update(fits=0, error=RuntimeError("CUDA error: device-side assert triggered"))
    engine = TorchEngine(lambda: network, GPU, steady=True)
    np.testing.assert_allclose(engine.run(images)[0], plain_answer(network, images), atol=1e-4)
    assert engine.warnings == ["Some GPU failed; the count went on with the CPU."]
    assert of_the_run(engine)


def test_a_fault_on_the_cpu_is_not_hidden(network: nn.Module) -> None:
    engine = TorchEngine(lambda: network, FP32, steady=True)
    with pytest.raises(RuntimeError):
        engine.run(np.zeros((1, 5, 8, 8), np.float32))


def test_the_device_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    from wbc_desktop.core.errors import WrongUse
    from wbc_desktop.inference import device

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(device, "computes_bf16", lambda: False)
    assert choose_device() == Device("cpu", "CPU", "fp32")
    monkeypatch.setattr(device, "computes_bf16", lambda: True)
    assert choose_device("cpu").label == "CPU (bf16)"
    assert choose_device("cpu", "fp32").precision == "fp32"
    monkeypatch.setenv("WBC_PRECISION", "fp32")
    assert choose_device().precision == "fp32"
    for wrong in (("cuda", None), ("tpu", None), ("cpu", "int1")):
        with pytest.raises(WrongUse):
            choose_device(*wrong)
