"""An exported model that takes its weights from the file beside it answers as the network does."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from wbc_desktop.inference.engine_onnx import export
from wbc_desktop.models.registry import find_model, load_network

pytest.importorskip("onnx", reason="the export needs the package onnx")
onnxruntime = pytest.importorskip("onnxruntime")
torch = pytest.importorskip("torch")


PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.mark.parametrize("name", ["finder", "resnet18"])
def test_the_numbers_are_carried_once_and_the_answers_are_the_same(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))
    from shared_weights import share_weights

    model = find_model(name)
    path = tmp_path / "model.onnx"
    export(model, path, folded=False)
    whole = path.stat().st_size
    assert share_weights(path, model.weights) > 20
    assert path.stat().st_size < 0.02 * whole
    shutil.copy(model.weights, tmp_path / model.weights.name)

    side = 96
    images = np.random.default_rng(0).normal(0, 1, (2, 3, side, side)).astype(np.float32)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    answers = session.run(None, {session.get_inputs()[0].name: images})
    network = load_network(model)
    with torch.inference_mode():
        expected = network(torch.from_numpy(images))
    for found, wanted in zip(answers, expected, strict=True):
        np.testing.assert_allclose(found, wanted.numpy(), atol=1e-4)


def test_a_tensor_that_the_file_does_not_hold_stays_in_the_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))
    from safetensors.numpy import save_file
    from shared_weights import share_weights

    model = find_model("finder")
    path, other = tmp_path / "model.onnx", tmp_path / "weights.safetensors"
    export(model, path, folded=False)
    save_file({"x": np.ones((64, 64), np.float16)}, other)
    assert share_weights(path, other) == 0
    onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
