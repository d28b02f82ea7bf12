"""ONNX Runtime gives torch's answers from the same weights: labels equal, probabilities to 1e-3."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.inference.device import Device
from wbc_desktop.inference.engine import make_engine
from wbc_desktop.models.manifest import read_manifest
from wbc_desktop.models.registry import ModelFolder, list_models

pytest.importorskip("onnx", reason="the export needs the package onnx")
CPU = Device("cpu", "CPU", "fp32")


def _softmax(logits: np.ndarray) -> np.ndarray:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def _drawn_model(folder: Path, architecture: str) -> ModelFolder:
    """A classifier with random weights, written as training writes one."""
    import torch
    from safetensors.torch import save_file

    from wbc_desktop.models.registry import _builder

    torch.manual_seed(0)
    network = _builder(architecture)(5)
    folder.mkdir()
    save_file({k: v.contiguous() for k, v in network.state_dict().items()}, folder / "weights.safetensors")
    digest = hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
    manifest = {
        "id": "drawn",
        "version": "1.0.0",
        "kind": "classifier",
        "architecture": architecture,
        "sha256": digest,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return ModelFolder(folder, read_manifest(folder))


@pytest.mark.parametrize("architecture", ["resnet18", "combinednet"])
def test_classifier_parity(tmp_path, architecture):
    model = _drawn_model(tmp_path / "m", architecture)
    side = model.manifest.input_size
    batch = np.random.default_rng(0).normal(0, 1, (11, 3, side, side)).astype(np.float32)
    torch_logits, onnx_logits = (
        make_engine(model, CPU, steady=True, kind=k).run(batch)[0] for k in ("torch", "onnx")
    )
    assert onnx_logits.shape == torch_logits.shape
    assert (onnx_logits.argmax(1) == torch_logits.argmax(1)).all()
    assert np.abs(_softmax(onnx_logits) - _softmax(torch_logits)).max() < 1e-3


@pytest.mark.parametrize("model", list_models(), ids=lambda m: m.manifest.id)
def test_bundled_models_agree(model):
    rng = np.random.default_rng(1)
    sides = (model.manifest.input_size,) if model.manifest.kind == "classifier" else (128, 224)
    for side in sides:  # a finder takes any size
        batch = rng.normal(0, 1, (3, 3, side, side)).astype(np.float32)
        one, two = (make_engine(model, CPU, steady=False, kind=k).run(batch) for k in ("torch", "onnx"))
        assert len(one) == len(two)
        for a, b in zip(one, two, strict=True):
            assert a.shape == b.shape
            assert np.abs(a - b).max() < 1e-3 * max(1.0, float(np.abs(a).max()))


def test_the_answer_does_not_depend_on_the_batch(tmp_path):
    model = _drawn_model(tmp_path / "m", "resnet18")
    engine = make_engine(model, CPU, steady=True, kind="onnx")
    batch = np.random.default_rng(0).normal(0, 1, (9, 3, 160, 160)).astype(np.float32)
    alone = np.concatenate([engine.run(image[None])[0] for image in batch])
    assert np.abs(engine.run(batch)[0] - alone).max() < 1e-3


def test_changed_weights_are_refused_whatever_was_exported(tmp_path):
    model = _drawn_model(tmp_path / "m", "resnet18")
    make_engine(model, CPU, steady=True, kind="onnx")
    with model.weights.open("r+b") as stream:
        stream.seek(-4, 2)
        stream.write(b"\x00\x00\x00\x01")
    with pytest.raises(ModelRefused):
        make_engine(model, CPU, steady=True, kind="onnx")


def test_without_the_package_it_says_what_to_install(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ModelRefused) as caught:
        make_engine(_drawn_model(tmp_path / "m", "resnet18"), CPU, steady=True, kind="onnx")
    assert "onnx" in caught.value.advice
