"""A calibrated model runs where there is no torch to export it: on the exported network it was made from."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.inference import engine_onnx
from wbc_desktop.inference.device import Device
from wbc_desktop.inference.engine import make_engine
from wbc_desktop.inference.engine_adapted import AdaptedEngine, same_body
from wbc_desktop.models import registry
from wbc_desktop.models.adapted_folder import BODY, read_head, write_adapted
from wbc_desktop.models.head import Head
from wbc_desktop.models.manifest import read_manifest
from wbc_desktop.models.registry import ModelFolder, find_model, list_models

pytest.importorskip("onnx", reason="the export needs the package onnx")
CPU = Device("cpu", "CPU", "fp32")
NAME = "resnet18"
BUNDLED = list_models()


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "model.onnx"
    engine_onnx.export(find_model(NAME), path)
    return path


@pytest.fixture
def installed(tmp_path: Path, export: Path, monkeypatch: pytest.MonkeyPatch) -> ModelFolder:
    """A bundled classifier as installers carry it: exported beside its weights; no torch to export more."""
    folder = tmp_path / "resources" / NAME
    shutil.copytree(find_model(NAME).folder, folder)
    model = ModelFolder(folder, read_manifest(folder))
    shutil.copyfile(export, folder / f"{model.manifest.sha256}-{engine_onnx.OPSET}.onnx")
    monkeypatch.setattr(registry, "bundled_models_folder", lambda: folder.parent)
    monkeypatch.setattr(engine_onnx, "has_torch", lambda: False)
    monkeypatch.setenv("WBC_HOME", str(tmp_path / "home"))
    return model


def calibrated(base: ModelFolder, folder: Path, turn: float = 1.0) -> ModelFolder:
    head = read_head(base)
    other = Head(
        head.weight + turn * np.random.default_rng(2).normal(0, 0.05, head.weight.shape), head.bias + turn
    )
    rules = (base.manifest.calibration, base.manifest.size)
    return write_adapted(base, folder, other, rules, (), (), "a card")


def answers(model: ModelFolder, kind: str) -> tuple[np.ndarray, ...]:
    side = model.manifest.input_size
    batch = np.random.default_rng(0).normal(0, 1, (5, 3, side, side)).astype(np.float32)
    return make_engine(model, CPU, steady=True, kind=kind).run(batch)


def test_it_answers_as_the_network_with_the_new_head_does(installed: ModelFolder, tmp_path: Path) -> None:
    model = calibrated(installed, tmp_path / "ours")
    assert isinstance(make_engine(model, CPU, steady=True, kind="onnx"), AdaptedEngine)
    for found, wanted in zip(answers(model, "onnx"), answers(model, "torch"), strict=True):
        np.testing.assert_allclose(found, wanted, atol=2e-3)
    assert np.abs(answers(model, "onnx")[0] - answers(installed, "onnx")[0]).max() > 0.5


def test_it_outlives_the_version_whose_network_it_was_made_from(
    installed: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = calibrated(installed, tmp_path / "ours")
    twice = calibrated(model, tmp_path / "again", turn=-1.0)
    before = answers(model, "onnx")[0], answers(twice, "onnx")[0]
    (tmp_path / "next version").mkdir()
    monkeypatch.setattr(registry, "bundled_models_folder", lambda: tmp_path / "next version")
    np.testing.assert_array_equal(answers(model, "onnx")[0], before[0])
    np.testing.assert_array_equal(answers(twice, "onnx")[0], before[1])

    shutil.rmtree(model.folder / BODY)
    with pytest.raises(ModelRefused, match="none of the bundled"):
        make_engine(model, CPU, steady=True, kind="onnx")


def test_a_model_of_another_network_is_not_taken_for_a_calibrated_one(
    installed: ModelFolder, tmp_path: Path
) -> None:
    model = calibrated(installed, tmp_path / "ours")
    assert same_body(model, [m for m in BUNDLED if m.manifest.id != NAME]) is None
    from safetensors.numpy import load_file, save_file

    tensors = load_file(model.weights)
    tensors["conv1.weight"] = tensors["conv1.weight"] + np.float16(0.01)
    save_file(tensors, model.weights)
    assert same_body(model, [installed]) is None
