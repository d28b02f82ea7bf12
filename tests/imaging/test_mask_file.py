"""Mask files beside an image: their levels, their limits, and TIFFs that crash their reader."""

from __future__ import annotations

import sys
from pathlib import Path

import crashing_reader
import numpy as np
import pytest
from PIL import Image

from wbc_desktop.app.bootstrap import limit_images
from wbc_desktop.core.errors import UnreadableImage, UnsafeImage
from wbc_desktop.imaging import reading_room
from wbc_desktop.imaging.limits import ENVIRONMENT, Limits
from wbc_desktop.imaging.mask_file import read_mask_file
from wbc_desktop.imaging.open import open_source
from wbc_desktop.storage.settings import Settings

ROOT = str(Path(reading_room.__file__).parents[2])


def saved(path: Path, values: list[int], mode: str | None = None) -> Path:
    image = Image.fromarray(np.array([values], np.uint8))
    if mode == "P":
        image.putpalette([0, 0, 0, 9, 200, 9, 200, 9, 9])
    image.save(path)
    return path


@pytest.mark.parametrize("suffix", ["png", "tif", "bmp"])
@pytest.mark.parametrize(
    ("values", "labels"),
    [([0, 128, 255], [0, 1, 2]), ([0, 0, 255], [0, 0, 2]), ([0, 1, 2], [0, 1, 2]), ([0, 1, 0], [0, 2, 0])],
)
def test_levels_are_understood(tmp_path: Path, suffix: str, values: list[int], labels: list[int]) -> None:
    assert read_mask_file(saved(tmp_path / f"m.{suffix}", values)).tolist() == [labels]


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_a_palette_holds_labels_and_two_colours_a_cell(tmp_path: Path, suffix: str) -> None:
    assert read_mask_file(saved(tmp_path / f"p.{suffix}", [0, 1, 2], "P")).tolist() == [[0, 1, 2]]
    Image.fromarray(np.array([[False, True]])).save(tmp_path / f"b.{suffix}")
    assert read_mask_file(tmp_path / f"b.{suffix}").tolist() == [[0, 2]]
    Image.fromarray(np.zeros((2, 2), np.uint8)).save(tmp_path / f"e.{suffix}")
    assert not read_mask_file(tmp_path / f"e.{suffix}").any()


@pytest.mark.parametrize("suffix", ["png", "tif", "bmp", "jpg"])
def test_the_limit_that_a_person_sets_holds(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"m.{suffix}"
    Image.new("L", (2_000, 1_000), 255).save(path)
    assert read_mask_file(path).shape == (1_000, 2_000)
    monkeypatch.setenv(ENVIRONMENT, "1")
    with pytest.raises(UnsafeImage, match="limit of 1 megapixel"):
        read_mask_file(path)
    assert read_mask_file(path, Limits(2_000_000)).any()


@pytest.mark.parametrize("suffix", ["png", "tif", "webp"])
def test_the_limit_of_the_settings_holds_for_images_too(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("RGB", (2_000, 1_000), (9, 9, 9)).save(tmp_path / f"a.{suffix}")
    monkeypatch.setenv(ENVIRONMENT, "")
    monkeypatch.delenv(ENVIRONMENT)
    limit_images(Settings.model_validate({"count": {"max_megapixels": 1.5}}).count.max_megapixels)
    with pytest.raises(UnsafeImage, match=r"limit of 1\.5 megapixels"):
        open_source(tmp_path / f"a.{suffix}")
    limit_images(3)  # what the environment says goes first
    assert Limits.in_force() == Limits(1_500_000)
    monkeypatch.delenv(ENVIRONMENT)
    limit_images(Settings().count.max_megapixels)
    open_source(tmp_path / f"a.{suffix}").close()


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_damage_is_told(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"m.{suffix}"
    noise = np.random.default_rng(1).integers(0, 255, (90, 90), np.uint8)
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[:3_000])
    with pytest.raises(UnreadableImage) as caught:
        read_mask_file(path)
    assert caught.value.message.endswith(".")
    with pytest.raises(UnreadableImage, match="no longer there"):
        read_mask_file(tmp_path / "gone.tif")


def test_a_tiff_that_crashes_its_reader_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = reading_room.ReadingRoom([sys.executable, crashing_reader.__file__, ROOT], answer_s=20)
    monkeypatch.setattr(reading_room, "_room", room)
    try:
        with pytest.raises(UnreadableImage, match="crashes its reader"):
            read_mask_file(saved(tmp_path / "crash_mask.tif", [0, 255]))
        assert read_mask_file(saved(tmp_path / "good_mask.tif", [0, 255])).tolist() == [[0, 2]]
        assert read_mask_file(saved(tmp_path / "crash_mask.png", [0, 255])).tolist() == [[0, 2]]
    finally:
        room.close()
