"""A correction mends a shifted microscope, is held by its ridge, and spares classes that nobody labelled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.imaging.measures import NAMES
from wbc_desktop.models.adaptation import Adaptation, load_adaptation, save_adaptation
from wbc_desktop.models.adapting import SETTINGS, Samples, cross_validated, fit_adaptation, folds
from wbc_desktop.models.feature_layout import MIDDLE, feature_blocks

CENTRES = np.random.default_rng(9).normal(0, 1, (5, 32))


def laboratory(
    cells: int, seed: int, classes: tuple[int, ...] = (0, 1, 2, 3, 4), shift: float = 0.8
) -> Samples:
    """Cells whose classes lie elsewhere than the network expects; it mistakes each for its neighbour."""
    rng = np.random.default_rng(seed)
    labels = rng.choice(classes, cells).astype(np.intp)
    moved = np.roll(CENTRES, 1, axis=0) * shift + CENTRES * 0.6
    features = moved[labels] + rng.normal(0, 0.3, (cells, 32))
    measures = rng.normal(0, 1, (cells, len(NAMES)))
    measures[:, 3] += 2 * labels
    measures[rng.random(measures.shape) < 0.05] = np.nan
    return Samples(features @ CENTRES.T, features, measures, labels)


def right(adaptation: Adaptation | None, cells: Samples) -> float:
    logits = (
        cells.plain if adaptation is None else adaptation.logits(cells.plain, cells.features, cells.measures)
    )
    return float((logits.argmax(axis=1) == cells.labels).mean())


def test_a_hundred_cells_mend_a_shifted_microscope() -> None:
    own, others = laboratory(100, 3), laboratory(500, 4)
    adaptation = fit_adaptation(own)
    assert right(None, others) < 0.85
    assert right(adaptation, others) > 0.95
    told = (cross_validated(own).argmax(axis=1) == own.labels).mean()
    assert told == pytest.approx(right(adaptation, others), abs=0.08), "cross-validation tells it"


def test_a_strong_ridge_leaves_the_network_as_it_was() -> None:
    own = laboratory(60, 5)
    held = replace(SETTINGS, ridge=1e6, bias=1e6, gain=1e6)
    adaptation = fit_adaptation(own, held)
    moved = adaptation.logits(own.plain, own.features, own.measures) - own.plain
    assert np.abs(moved).max() < 1e-2


def test_labels_without_meaning_teach_nothing() -> None:
    own = laboratory(100, 6)
    by_chance = replace(own, labels=np.random.default_rng(7).permutation(own.labels))
    assert (cross_validated(by_chance).argmax(axis=1) == by_chance.labels).mean() < 0.45


def test_a_class_that_nobody_labelled_is_still_told() -> None:
    """None among a hundred cells says that a class is rare, not that it does not exist."""
    own, others = laboratory(100, 8, (0, 1, 3, 4), 0.3), laboratory(400, 9, shift=0.3)
    of_it = others.part(np.flatnonzero(others.labels == 2))
    adaptation = fit_adaptation(own)
    assert not adaptation.weight[:, 2].any()
    assert right(adaptation, of_it) > 0.8 * right(None, of_it) > 0.5


def test_one_cell_of_a_class_does_no_harm_to_the_others() -> None:
    own, others = laboratory(100, 10, (0, 1, 3, 4)), laboratory(400, 11, (0, 1, 3, 4))
    one = laboratory(1, 12, (2,))
    joined = Samples(*(np.concatenate([getattr(own, k), getattr(one, k)]) for k in Samples.__slots__))
    assert right(fit_adaptation(joined), others) > right(fit_adaptation(own), others) - 0.03


def test_folds_spread_each_class() -> None:
    labels = np.repeat(np.arange(5), [20, 10, 5, 3, 1])
    parts = folds(labels, 5)
    assert sorted(np.concatenate(parts)) == list(range(39))
    assert [int((labels[p] == 0).sum()) for p in parts] == [4] * 5


def test_blocks_of_features() -> None:
    assert feature_blocks(512 + MIDDLE)[0] == 512 and sum(feature_blocks(1024 + MIDDLE)) == 1024 + MIDDLE
    assert feature_blocks(32) == (32,)


@pytest.fixture
def stored(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "adaptation.safetensors"
    return path, save_adaptation(fit_adaptation(laboratory(60, 13)), path)


def test_it_is_stored_and_read(stored: tuple[Path, str]) -> None:
    own = laboratory(60, 13)
    found = load_adaptation(*stored, classes=5)
    np.testing.assert_allclose(
        found.logits(own.plain, own.features, own.measures),
        fit_adaptation(own).logits(own.plain, own.features, own.measures),
        atol=1e-4,
    )
    assert found.fits(32, 5) and not found.fits(512, 5)


def test_a_changed_file_is_refused(stored: tuple[Path, str]) -> None:
    path, digest = stored
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(ModelRefused, match="damaged"):
        load_adaptation(path, digest, 5)
    path.unlink()
    with pytest.raises(ModelRefused, match="missing"):
        load_adaptation(path, digest, 5)


@pytest.mark.parametrize(
    "change",
    [
        {"gain": np.array([np.nan], np.float32)},
        {"weight": np.zeros((3, 5), np.float32)},
        {"bias": np.zeros(4, np.float32)},
        {"fill": np.zeros(7, np.float32)},
        {"surprise": np.zeros(1, np.float32)},
    ],
)
def test_a_file_that_cannot_be_right_is_refused(
    stored: tuple[Path, str], change: dict[str, np.ndarray]
) -> None:
    import hashlib

    path, _ = stored
    save_file({**load_file(path), **change}, path)
    with pytest.raises(ModelRefused):
        load_adaptation(path, hashlib.sha256(path.read_bytes()).hexdigest(), 5)


def test_no_safetensors_file_at_all_is_refused(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "a.safetensors"
    path.write_bytes(b"\x80\x04no tensors")
    with pytest.raises(ModelRefused, match="damaged"):
        load_adaptation(path, hashlib.sha256(path.read_bytes()).hexdigest(), 5)
