"""The finder's fused kernels answer as the plain network does, whatever image came before."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from wbc_desktop.inference.device import Device
from wbc_desktop.inference.engine import TorchEngine
from wbc_desktop.models.networks.finder import CellFinder

SHAPES = [(64, 96), (96, 64), (96, 96), (32, 80)]
"""The last is not among the usual ones."""


def _network() -> torch.nn.Module:
    torch.manual_seed(0)
    return CellFinder()


def _images(rows: int, columns: int, count: int = 1) -> np.ndarray:
    random = np.random.default_rng(rows * columns)
    return random.normal(0, 1, (count, 3, rows, columns)).astype(np.float32)


def _engine(precision: str, usual: tuple[int, ...] = (96,)) -> TorchEngine:
    return TorchEngine(_network, Device("cpu", "CPU", precision), steady=False, usual=usual)


@pytest.mark.parametrize(("precision", "within"), [("fp32", 1e-4), ("bf16", 0.06)])
def test_answers_agree_with_the_plain_network(precision, within):
    plain, fused = _engine(precision, ()), _engine(precision)
    for shape in SHAPES:
        batch = _images(*shape, count=3)
        for one, other in zip(plain.run(batch), fused.run(batch), strict=True):
            assert one.shape == other.shape
            assert np.abs(one - other).max() < within * max(1.0, float(np.abs(one).max()))


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_answers_depend_neither_on_order_nor_on_company(precision):
    forward, backward = _engine(precision), _engine(precision)
    answers = {shape: forward.run(_images(*shape)) for shape in SHAPES}
    again = {shape: backward.run(_images(*shape)) for shape in reversed(SHAPES)}
    for shape in SHAPES:
        for one, other in zip(answers[shape], again[shape], strict=True):
            assert np.array_equal(one, other)
        for one, other in zip(answers[shape], forward.run(_images(*shape)), strict=True):
            assert np.array_equal(one, other)
    company = _images(64, 96, count=5)
    for row in range(5):
        for one, other in zip(forward.run(company), forward.run(company[row : row + 1]), strict=True):
            assert np.array_equal(one[row], other[0])
