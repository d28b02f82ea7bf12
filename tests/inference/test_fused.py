"""The fused classifier answers as the plain one does, and the same in every run."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from wbc_desktop.inference.device import Device
from wbc_desktop.inference.engine import TorchEngine
from wbc_desktop.models.networks.resnet import resnet18


def _network() -> torch.nn.Module:
    torch.manual_seed(0)
    return resnet18(5)


@pytest.mark.parametrize(("precision", "within"), [("fp32", 1e-4), ("bf16", 0.06)])
def test_answers_agree_and_repeat(precision, within):
    device = Device("cpu", "CPU", precision)
    plain = TorchEngine(_network, device, steady=True)
    fused = TorchEngine(_network, device, steady=True, side=64)
    batch = np.random.default_rng(0).normal(0, 1, (13, 3, 64, 64)).astype(np.float32)
    first = fused.run(batch)[0]
    assert np.abs(first - plain.run(batch)[0]).max() < within
    for _ in range(3):
        assert np.array_equal(fused.run(batch)[0], first)
    again = TorchEngine(_network, device, steady=True, side=64)
    assert np.array_equal(again.run(batch)[0], first)
    assert np.array_equal(fused.run(batch[:3])[0], first[:3])


def test_another_shape_runs_unfused():
    engine = TorchEngine(_network, Device("cpu", "CPU", "fp32"), steady=True, side=64)
    assert engine.run(np.zeros((2, 3, 96, 96), np.float32))[0].shape == (2, 5)


def test_what_cannot_be_traced_still_runs():
    class Odd(torch.nn.Module):
        def forward(self, images):
            if torch.jit.is_tracing():
                raise RuntimeError("not traceable")
            return images.mean(dim=(2, 3))

    engine = TorchEngine(Odd, Device("cpu", "CPU", "fp32"), steady=True, side=32)
    assert engine.run(np.ones((2, 3, 32, 32), np.float32))[0] == pytest.approx(1.0)


def _refusing(monkeypatch, refusals: int) -> list[int]:
    """Traces that refuse the first runs, as oneDNN Graph was seen to do."""
    from wbc_desktop.inference import fused

    real, tried = fused._traced, []

    def traced(network, example):
        trace = real(network, example)

        def run(images):
            tried.append(1)
            if len(tried) <= refusals:
                raise RuntimeError("could not add op to the graph")
            return trace(images)

        return run

    monkeypatch.setattr(fused, "_traced", traced)
    return tried


@pytest.mark.parametrize("refusals", [1, 1000])
def test_a_refusal_to_fuse_stops_nothing(monkeypatch, refusals):
    device = Device("cpu", "CPU", "fp32")
    batch = np.random.default_rng(0).normal(0, 1, (3, 3, 64, 64)).astype(np.float32)
    plain = TorchEngine(_network, device, steady=True).run(batch)[0]
    tried = _refusing(monkeypatch, refusals)
    answer = TorchEngine(_network, device, steady=True, side=64).run(batch)[0]
    assert np.abs(answer - plain).max() < 1e-4
    assert len(tried) == (5 if refusals == 1 else 3)


def test_a_fault_of_the_fused_network_later_on_stops_nothing(monkeypatch):
    device = Device("cpu", "CPU", "fp32")
    batch = np.random.default_rng(0).normal(0, 1, (3, 3, 64, 64)).astype(np.float32)
    engine = TorchEngine(_network, device, steady=True, side=64)
    first = engine.run(batch)[0]

    def fail(images):
        raise RuntimeError("could not compile partition")

    monkeypatch.setattr(engine._setup.network, "_fused", fail)
    assert np.abs(engine.run(batch)[0] - first).max() < 1e-4
