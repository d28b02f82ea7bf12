"""Likeness: cells along a class's direction are like the known ones, what lies between the classes is not."""

from __future__ import annotations

import numpy as np
import pytest

from wbc_desktop.models.feature_layout import MIDDLE
from wbc_desktop.models.likeness import TYPICAL, cosines, likeness, reference
from wbc_desktop.models.registry import default_classifier, find_model

RANDOM = np.random.default_rng(4)
WEIGHT = RANDOM.normal(0, 1, (9, 512)) * np.linspace(0.5, 2.0, 9)[:, None]
BIAS = RANDOM.normal(0, 1, 9)


def answers(late: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logits and features, the middle layers' behind the late ones."""
    middle = RANDOM.normal(0, 5, (len(late), MIDDLE))
    return late @ WEIGHT.T + BIAS, np.concatenate([late, middle], axis=1)


def test_the_cosine_is_that_of_the_nearest_class_whatever_the_length() -> None:
    late = np.stack([WEIGHT[3] * 7, WEIGHT[8] * 0.1])
    assert cosines(*answers(late), reference(BIAS, WEIGHT)) == pytest.approx([1.0, 1.0], abs=1e-3)
    between = RANDOM.normal(0, 1, (40, 512))
    expected = (between @ WEIGHT.T / np.linalg.norm(WEIGHT, axis=1)).max(axis=1)
    expected /= np.linalg.norm(between, axis=1)
    assert cosines(*answers(between), reference(BIAS, WEIGHT)) == pytest.approx(expected, abs=1e-3)


def test_likeness_is_a_share_of_what_is_typical() -> None:
    assert likeness(*answers(WEIGHT[:2]), reference(BIAS, WEIGHT, typical=0.5)) == pytest.approx(
        2.0, abs=0.01
    )


@pytest.mark.parametrize("change", [{}, {"head_bias": [0.0]}, {TYPICAL: [0.0]}, {TYPICAL: []}])
def test_a_model_without_a_fitting_reference_says_nothing(change: dict[str, list[float]]) -> None:
    drift = {**reference(BIAS, WEIGHT, typical=0.2), **change} if change else {}
    assert likeness(*answers(WEIGHT), drift).size == 0


@pytest.mark.parametrize("model", ["resnet18", "combinednet"])
def test_the_bundled_models_keep_their_own_heads_reference(model: str) -> None:
    from safetensors.numpy import load_file

    folder = find_model(model)
    drift = folder.manifest.drift
    weights = load_file(folder.weights)
    head = next(k.removesuffix(".bias") for k in weights if k in ("fc.bias", "head.bias"))
    kept = reference(weights[f"{head}.bias"].astype(float), weights[f"{head}.weight"].astype(float))
    for key in ("head_bias", "head_length"):
        assert drift[key] == pytest.approx(kept[key], abs=1e-4)
    assert 0.05 < drift[TYPICAL][0] < 0.9


def test_noise_is_unlike_every_cell() -> None:
    from wbc_desktop.inference.device import choose_device
    from wbc_desktop.inference.engine import make_engine

    model = default_classifier()
    engine = make_engine(model, choose_device("cpu", "fp32"), steady=True)
    side = model.manifest.input_size
    noise = RANDOM.normal(0, 1, (12, 3, side, side)).astype(np.float32)
    assert likeness(*engine.run(noise), model.manifest.drift).mean() < 0.75
