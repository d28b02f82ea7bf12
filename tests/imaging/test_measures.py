"""Measures of drawn cells: what a person would say of nucleus, lobes, colour and granules."""

from __future__ import annotations

import numpy as np
import pytest

from wbc_desktop.imaging.crops import CellCrop
from wbc_desktop.imaging.measures import NAMES, SIDE, measure_crop

ROWS, COLUMNS = np.mgrid[0:SIDE, 0:SIDE] - (SIDE - 1) / 2.0
WHITE = np.full(3, 230.0, np.float32)


def drawn(*discs: tuple[float, float, float], radius: float = 34.0, granules: int = 0) -> CellCrop:
    """A cell of pale cytoplasm whose nucleus is the union of discs (row, column, radius)."""
    labels = (np.hypot(ROWS, COLUMNS) < radius).astype(np.uint8)
    density = np.where(labels > 0, 0.15, 0.0)[..., None] * np.array([1.0, 1.2, 0.6])
    for row, column, size in discs:
        inside = np.hypot(ROWS - row, COLUMNS - column) < size
        labels[inside], density[inside] = 2, np.array([1.0, 1.4, 0.6])
    rng = np.random.default_rng(1)
    for row, column in rng.uniform(-28, 28, (granules, 2)):
        spot = (np.hypot(ROWS - row, COLUMNS - column) < 2) & (labels == 1)
        density[spot] = np.array([0.3, 1.3, 0.9])
    return CellCrop((WHITE * np.exp(-density)).astype(np.uint8), labels, WHITE)


def told(crop: CellCrop, log_size: float = 0.5) -> dict[str, float]:
    found = measure_crop(crop, log_size)
    assert found.shape == (len(NAMES),)
    return dict(zip(NAMES, found, strict=True))


ROUND = drawn((0, 0, 24))
LOBED = drawn((-16, -10, 10), (14, -12, 10), (2, 18, 9))


def test_a_round_nucleus_and_a_lobed_one() -> None:
    whole, parts = told(ROUND), told(LOBED)
    assert whole["nucleus_share"] == pytest.approx((24 / 34) ** 2, abs=0.03)
    assert whole["nucleus_solidity"] == pytest.approx(1.0, abs=0.03)
    assert parts["nucleus_solidity"] < 0.75
    assert np.expm1(whole["lobes"]) == pytest.approx(1) and np.expm1(parts["lobes"]) == pytest.approx(3)
    assert parts["nucleus_core"] < 0.7 < whole["nucleus_core"]
    assert parts["second_lobe"] == pytest.approx(1 / 3, abs=0.06) and whole["second_lobe"] == 0


def test_place_and_size() -> None:
    assert told(ROUND)["nucleus_offset"] < 0.02
    assert told(drawn((10, 0, 18)))["nucleus_offset"] == pytest.approx(10 / 34, abs=0.03)
    assert told(ROUND, 0.7)["size"] == 0.7
    assert told(ROUND, 0.7)["nucleus_size"] == pytest.approx(0.7 + np.log(24 / 34), abs=0.03)
    assert np.isnan(told(ROUND, float("nan"))["size"])


def test_red_granules_are_seen() -> None:
    plain, granular = told(LOBED), told(drawn((-16, -10, 10), (14, -12, 10), granules=60))
    assert granular["granule_redness"] > plain["granule_redness"] + 0.3
    assert granular["cytoplasm_grain_green"] > plain["cytoplasm_grain_green"] + 0.5


def test_light_changes_nothing() -> None:
    dim = CellCrop((LOBED.rgb * 0.6).astype(np.uint8), LOBED.labels, WHITE * np.float32(0.6))
    for name, value in told(LOBED).items():
        assert told(dim)[name] == pytest.approx(value, abs=0.12), name


def test_what_is_not_there_is_not_measured() -> None:
    bare = told(CellCrop(ROUND.rgb, np.where(ROUND.labels > 0, 1, 0).astype(np.uint8), WHITE))
    assert np.isnan(bare["nucleus_solidity"]) and np.isfinite(bare["cytoplasm_mean_red"])
    full = told(drawn((0, 0, 40)))
    assert np.isnan(full["cytoplasm_mean_red"]) and np.isfinite(full["nucleus_mean_red"])
    empty = measure_crop(CellCrop(ROUND.rgb, np.zeros((SIDE, SIDE), np.uint8), WHITE), 0.0)
    assert np.isnan(empty).any()
