"""Whole-slide DICOM of one level: tiles lie where they belong; a damaged or hostile header is a sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from made_dicom import ACROSS, DOWN, SIDE, tiled_dicom

from wbc_desktop.core.errors import UnreadableImage, WbcError
from wbc_desktop.imaging.dicom import is_dicom, open_dicom_source
from wbc_desktop.imaging.limits import Limits


def opened(path: Path, **options: object):
    return open_dicom_source(tiled_dicom(path, **options), Limits(20_000_000))


@pytest.mark.parametrize("options", [{}, {"jpeg": True}, {"jpeg": True, "places": True}])
def test_each_tile_lies_where_it_belongs(tmp_path: Path, options: dict[str, bool]) -> None:
    with opened(tmp_path / "s.dcm", **options) as slide:
        assert is_dicom(slide.path)
        assert slide.dimensions == (ACROSS * SIDE, DOWN * SIDE)
        assert slide.mpp == pytest.approx(0.25)
        whole = slide.read()
    middles = whole[SIDE // 2 :: SIDE, SIDE // 2 :: SIDE, 1].astype(int)
    assert np.abs(middles - 40 * np.arange(6).reshape(DOWN, ACROSS)).max() <= 2


def test_a_region_over_the_edge_is_white_outside(tmp_path: Path) -> None:
    with opened(tmp_path / "s.dcm") as slide:
        region = slide.read_region((-SIDE, 0), 0, (2 * SIDE, SIDE))
    assert (region[:, :SIDE] == 255).all()
    assert (region[:, SIDE:] == 0).all()


@pytest.mark.parametrize(
    "elements",
    [
        {"NumberOfFrames": 2_000_000_000},
        {"NumberOfFrames": 0},
        {"Rows": 0},
        {"TotalPixelMatrixColumns": 0},
        {"PerFrameFunctionalGroupsSequence": []},
        {"BitsAllocated": 16},
        {"SamplesPerPixel": 60_000},
    ],
)
def test_a_header_that_cannot_be_right_is_a_sentence(tmp_path: Path, elements: dict[str, object]) -> None:
    """Two thousand million tiles must not be prepared for, either."""
    with pytest.raises(WbcError) as told:
        opened(tmp_path / "s.dcm", **elements)
    assert told.value.message.endswith(".")


def test_a_tile_larger_than_the_header_says_is_not_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    monkeypatch.setattr(Image.Image, "convert", lambda *_: pytest.fail("decoded"))
    with (
        opened(tmp_path / "s.dcm", jpeg=True, places=True, tile=3000) as slide,
        pytest.raises(UnreadableImage, match="cannot be decoded"),
    ):
        slide.read()


def test_more_places_than_tiles_is_a_sentence(tmp_path: Path) -> None:
    with (
        opened(tmp_path / "s.dcm", jpeg=True, places=True, NumberOfFrames=3) as slide,
        pytest.raises(UnreadableImage, match="cannot be decoded"),
    ):
        slide.read()
