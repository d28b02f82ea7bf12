"""Logits become answers by the manifest's calibration."""

from __future__ import annotations

import numpy as np
import pytest

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.models.calibration import (
    accepted_errors,
    best_temperature,
    best_threshold,
    calibration_error,
)
from wbc_desktop.models.classifying import decide
from wbc_desktop.models.manifest import Calibration, Manifest

CLASSES = (*FIVE_IDS, "erythroblast", "artefact")


def manifest(**calibration: float) -> Manifest:
    return Manifest(
        id="m", version="1.0.0", kind="classifier", architecture="resnet18", classes=CLASSES,
        sha256="0" * 64, calibration=Calibration(**calibration),
    )  # fmt: skip


def test_a_sure_answer_is_the_class() -> None:
    answer = decide(np.array([[0, 0, 9, 0, 0, 0, 0]], np.float32), manifest())[0]
    assert (answer.label, answer.best_class) == ("basophil", "basophil")
    assert answer.confidence > 0.98
    assert sum(answer.probabilities) == pytest.approx(1)


def test_doubt_is_unidentified_with_its_reason_and_best_class() -> None:
    answer = decide(np.array([[1.0, 0.9, 0, 0, 0, -9, -9]], np.float32), manifest(threshold=0.6))[0]
    assert (answer.label, answer.best_class) == ("unidentified", "neutrophil")
    assert "eosinophil" in answer.reason and "60%" in answer.reason


def test_doubt_between_a_class_and_none_of_the_five_is_told() -> None:
    rule = manifest(threshold=0.6, other_threshold=0.7)
    answer = decide(np.array([[1.0, 0, 0, 0, 0, 1.6, -9]], np.float32), rule)[0]
    assert answer.label == "unidentified"
    assert "none of the five" in answer.reason


def test_none_of_the_five_is_not_counted_and_named() -> None:
    answer = decide(np.array([[0, 0, 0, 2.0, 0, 8, 0]], np.float32), manifest())[0]
    assert (answer.label, answer.detail, answer.best_class) == ("not_counted", "erythroblast", "lymphocyte")
    assert sum(answer.probabilities) == pytest.approx(1)


def test_temperature_softens_but_never_changes_the_best() -> None:
    logits = np.random.default_rng(0).normal(0, 3, (50, 7)).astype(np.float32)
    sharp, soft = decide(logits, manifest(temperature=1.0)), decide(logits, manifest(temperature=4.0))
    assert [a.best_class for a in sharp] == [a.best_class for a in soft]
    assert np.mean([a.confidence for a in sharp]) > np.mean([a.confidence for a in soft])


def noisy(cells: int, spread: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 5, cells).astype(np.intp)
    logits = rng.normal(0, spread, (cells, 5))
    logits[np.arange(cells), labels] += 2.0
    return logits, labels


def test_temperature_of_overconfident_logits_is_above_one_and_mends_the_calibration() -> None:
    logits, labels = noisy(2000, 1.0, 1)
    temperature = best_temperature(logits * 4, labels)
    assert temperature > 2
    assert calibration_error(logits * 4, labels, temperature) < calibration_error(logits * 4, labels, 1.0)


def test_threshold_keeps_errors_under_two_percent() -> None:
    logits, labels = noisy(4000, 0.6, 2)
    threshold = best_threshold(logits, labels, 1.0)
    accepted, wrong = accepted_errors(logits, labels, 1.0, threshold)
    assert accepted >= 0.6 and wrong <= 0.02
