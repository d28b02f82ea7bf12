"""A calibrated model runs where there is no torch: on the exported network that it was made from."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from wbc_desktop.core.cell import CellMask, FoundCell
from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.measures import NAMES
from wbc_desktop.inference import engine_onnx
from wbc_desktop.inference.counter import Counter
from wbc_desktop.inference.device import Device
from wbc_desktop.inference.engine import ENGINE_ENVIRONMENT, make_engine
from wbc_desktop.models import registry
from wbc_desktop.models.adaptation import ADAPTATION_NAME, Adaptation
from wbc_desktop.models.adapted_folder import LocalModel, write_adapted
from wbc_desktop.models.feature_layout import MIDDLE
from wbc_desktop.models.manifest import read_manifest
from wbc_desktop.models.registry import ModelFolder, default_finder, find_model

pytest.importorskip("onnx", reason="the export needs the package onnx")
CPU = Device("cpu", "CPU", "fp32")
NAME = "resnet18"


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
    shutil.copyfile(export, folder / engine_onnx.export_name(model))
    monkeypatch.setattr(registry, "bundled_models_folder", lambda: folder.parent)
    monkeypatch.setattr(engine_onnx, "has_torch", lambda: False)
    monkeypatch.setenv("WBC_HOME", str(tmp_path / "home"))
    return model


def calibrated(base: ModelFolder, folder: Path, features: int = 512 + MIDDLE) -> ModelFolder:
    classes = len(base.manifest.classes)
    adaptation = Adaptation(
        np.random.default_rng(2).normal(0, 0.3, (features + len(NAMES), classes)),
        np.zeros(classes), 0.9, np.zeros(len(NAMES)),
    )  # fmt: skip
    local = LocalModel(adaptation, base.manifest.calibration, base.manifest.size, (), (), "a card")
    return write_adapted(base, folder, local)


def drawn_cells() -> list[tuple[np.ndarray, FoundCell]]:
    rgb = np.random.default_rng(5).integers(60, 220, (80, 80, 3)).astype(np.uint8)
    labels = np.ones((40, 40), np.uint8)
    labels[10:30, 10:30] = 2
    boxes = [Box(x, y, 40, 40) for x, y in ((2, 2), (30, 10), (20, 38))]
    return [(rgb, FoundCell(b, CellMask(labels, b), 0.9, red_cell_px=30.0)) for b in boxes]


def answers(model: ModelFolder, kind: str, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    monkeypatch.setenv(ENGINE_ENVIRONMENT, kind)
    counter = Counter(default_finder() if kind == "torch" else model, model, CPU)
    return np.array([p.probabilities for p in counter.classify(drawn_cells())])


def test_it_answers_without_torch_as_with_it(
    installed: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = calibrated(installed, tmp_path / "ours")
    own = answers(model, "onnx", monkeypatch)
    assert np.abs(own - answers(installed, "onnx", monkeypatch)).max() > 0.05
    monkeypatch.undo()
    np.testing.assert_allclose(own, answers(model, "torch", monkeypatch), atol=2e-3)


def test_it_outlives_the_version_whose_network_it_was_made_from(
    installed: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = calibrated(installed, tmp_path / "ours")
    twice = calibrated(model, tmp_path / "again")
    before = answers(model, "onnx", monkeypatch)
    (tmp_path / "next version").mkdir()
    monkeypatch.setattr(registry, "bundled_models_folder", lambda: tmp_path / "next version")
    np.testing.assert_array_equal(answers(model, "onnx", monkeypatch), before)
    np.testing.assert_array_equal(answers(twice, "onnx", monkeypatch), before)

    (model.folder / engine_onnx.export_name(model)).unlink()
    with pytest.raises(ModelRefused, match="none of the bundled"):
        make_engine(model, CPU, steady=True, kind="onnx")


def test_a_calibration_that_lacks_or_was_made_for_another_network_is_refused(
    installed: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = calibrated(installed, tmp_path / "other", features=1024 + MIDDLE)
    with pytest.raises(ModelRefused, match="of another model"):
        answers(other, "onnx", monkeypatch)
    (other.folder / ADAPTATION_NAME).unlink()
    with pytest.raises(ModelRefused, match="missing"):
        Counter(installed, other, CPU)
