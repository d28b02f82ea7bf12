"""The small copy for overlaps is read as carefully as the photograph itself."""

from __future__ import annotations

import sys
from pathlib import Path

import crashing_reader
import numpy as np
import pytest
from PIL import Image

from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.imaging import reading_room
from wbc_desktop.inference.overlaps import _decoded

ROOT = str(Path(reading_room.__file__).parents[2])


@pytest.mark.parametrize("suffix", ["png", "bmp", "tif", "webp"])
def test_it_is_decoded_by_its_own_reader(tmp_path: Path, suffix: str) -> None:
    rgb = np.random.default_rng(3).integers(0, 255, (40, 60, 3), np.uint8)
    options = {"lossless": True} if suffix == "webp" else {}
    Image.fromarray(rgb).save(tmp_path / f"a.{suffix}", **options)
    assert np.array_equal(_decoded(tmp_path / f"a.{suffix}"), rgb)


def test_a_large_jpeg_is_decoded_small(tmp_path: Path) -> None:
    Image.new("RGB", (4_000, 3_000), (200, 30, 60)).save(tmp_path / "a.jpg")
    assert _decoded(tmp_path / "a.jpg").shape[1] < 4_000


def test_a_tiff_that_crashes_its_reader_does_not_end_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = reading_room.ReadingRoom([sys.executable, crashing_reader.__file__, ROOT], answer_s=20)
    monkeypatch.setattr(reading_room, "_room", room)
    Image.new("RGB", (30, 20)).save(tmp_path / "crash.tif")
    try:
        with pytest.raises(UnreadableImage, match="crashes its reader"):
            _decoded(tmp_path / "crash.tif")
    finally:
        room.close()
