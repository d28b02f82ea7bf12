"""Slides open, pan and fail in words, whatever their format; patients' labels are never shown."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from wbc_desktop.core.errors import UnreadableImage, UnsafeImage, WbcError
from wbc_desktop.imaging.compose_slide import MONOLAYER, compose_slide
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.open import open_source
from wbc_desktop.imaging.slide import open_slide_source
from wbc_desktop.imaging.tiff import open_tiff_source

SLIDES = Path(os.environ.get("WBC_DATA", "../shared/data")) / "slides"
real = pytest.mark.skipif(not SLIDES.is_dir(), reason="no real slides: WBC_DATA is absent")
rng = np.random.default_rng(0)
PICTURE = np.asarray(
    Image.fromarray(rng.integers(0, 255, (9, 12, 3), np.uint8)).resize((300, 200), Image.Resampling.BICUBIC)
)


@real
@pytest.mark.parametrize(
    ("name", "size", "levels", "mpp"),
    [
        ("cmu-1-small-region.svs", (2220, 2967), 1, 0.499),
        ("tcga-cr-7395-01a-01-ts1.svs", (4443, 3567), 2, None),
        ("small_HE_levels.tiff", (300, 250), 4, None),
        ("small_dicom.dcm", (3236, 2638), 1, None),
    ],
)
def test_real_slides_open_and_pan(name, size, levels, mpp):
    with open_source(SLIDES / name) as slide:
        assert slide.is_slide
        assert slide.dimensions == size
        assert len(slide.level_dimensions) == levels
        assert slide.mpp == mpp
        whole = slide.read_region((0, 0), levels - 1, slide.level_dimensions[-1])
        assert whole.std() > 5
        for level in range(levels):
            region = slide.read_region((size[0] // 2, size[1] // 2), level, (90, 70))
            assert region.shape == (70, 90, 3)
        beyond = slide.read_region((-50, -50), 0, (40, 40))
        assert (beyond == 255).all()


@real
def test_dicom_without_stated_order_has_no_broken_seams():
    with open_source(SLIDES / "small_dicom.dcm") as slide:
        rows = slide.read_region((0, 400), 0, (3000, 200)).astype(int)
    at_seams = np.mean([np.abs(rows[:, x - 1] - rows[:, x]).mean() for x in range(500, 3000, 500)])
    elsewhere = np.mean([np.abs(rows[:, x - 1] - rows[:, x]).mean() for x in range(250, 3000, 500)])
    assert at_seams < 2 * elsewhere + 3


@real
def test_both_libraries_read_the_same_pixels():
    with (
        open_slide_source(SLIDES / "cmu-1-small-region.svs", Limits()) as one,
        open_tiff_source(SLIDES / "cmu-1-small-region.svs", Limits()) as two,
    ):
        a, b = (s.read_region((333, 777), 0, (900, 700)) for s in (one, two))
    assert np.array_equal(a, b)


@real
def test_broken_slide_gives_a_sentence_with_advice():
    with pytest.raises(UnreadableImage) as caught:
        open_source(SLIDES / "broken.svs")
    assert caught.value.advice
    assert "Traceback" not in str(caught.value)


@real
def test_label_and_macro_images_are_not_reachable():
    with open_source(SLIDES / "cmu-1-small-region.svs") as slide:
        assert not [name for name in dir(slide) if "associated" in name or "label" in name or "macro" in name]


def _write(path: Path, data: np.ndarray, **options) -> Path:
    tifffile.imwrite(path, data, **options)
    return path


@pytest.mark.parametrize(
    ("name", "change", "options"),
    [
        ("rgb tiles", lambda p: p, {"tile": (64, 64), "photometric": "rgb", "compression": "deflate"}),
        ("rgb strips", lambda p: p, {"rowsperstrip": 7, "photometric": "rgb"}),
        ("planar", lambda p: p.transpose(2, 0, 1), {"planarconfig": "separate", "photometric": "rgb"}),
        ("sixteen bit", lambda p: p.astype(np.uint16) * 257, {"photometric": "rgb"}),
        ("twelve of sixteen bit", lambda p: p.astype(np.uint16) * 16, {"photometric": "rgb"}),
        ("big", lambda p: p, {"bigtiff": True, "photometric": "rgb"}),
    ],
)
def test_tiffs_of_every_form_show_the_same_picture(tmp_path, name, change, options):
    path = _write(tmp_path / "a.tif", np.ascontiguousarray(change(PICTURE)), **options)
    with open_tiff_source(path, Limits()) as source:
        assert source.dimensions == (300, 200)
        assert np.abs(source.read().astype(int) - PICTURE).max() <= 1
        part = source.read_region((250, 150), 0, (100, 100))
        assert np.abs(part[:50, :50].astype(int) - PICTURE[150:, 250:]).max() <= 1
        assert (part[50:] == 255).all()


def test_ome_tiff_with_channels_as_planes_and_its_scale(tmp_path):
    path = tmp_path / "a.ome.tif"
    metadata = {"axes": "CYX", "PhysicalSizeX": 100.0, "PhysicalSizeXUnit": "nm"}
    _write(path, PICTURE.transpose(2, 0, 1).copy(), photometric="minisblack", metadata=metadata)
    with open_source(path) as source:
        assert source.mpp == pytest.approx(0.1)
        assert np.array_equal(source.read(), PICTURE)


def test_print_resolution_is_no_scale(tmp_path):
    path = _write(tmp_path / "a.tif", PICTURE, photometric="rgb", resolution=(72, 72), resolutionunit="INCH")
    with open_tiff_source(path, Limits()) as source:
        assert source.mpp is None


def test_transparent_pixels_are_white(tmp_path):
    rgba = np.dstack([PICTURE, np.full(PICTURE.shape[:2], 255, np.uint8)])
    rgba[:50, :, 3] = 0
    path = _write(tmp_path / "a.tif", rgba, photometric="rgb", extrasamples=["unassalpha"])
    with open_tiff_source(path, Limits()) as source:
        shown = source.read()
    assert (shown[:50] == 255).all()
    assert np.array_equal(shown[50:], PICTURE[50:])


def test_a_huge_single_strip_is_refused_before_decoding(tmp_path):
    path = _write(tmp_path / "a.tif", PICTURE, photometric="rgb", rowsperstrip=200)
    with pytest.raises(UnsafeImage) as caught:
        open_tiff_source(path, Limits(max_pixels=10_000))
    assert "tiled" in caught.value.advice


@pytest.mark.parametrize("keep", [4, 60, 1500, 30_000])
def test_a_truncated_tiff_ends_in_words(tmp_path, keep):
    path = _write(tmp_path / "a.tif", PICTURE, photometric="rgb", tile=(64, 64), compression="jpeg")
    path.write_bytes(path.read_bytes()[:keep])
    try:
        with open_tiff_source(path, Limits()) as source:
            source.read()
    except WbcError as error:
        assert error.message
    else:
        assert keep >= 30_000


def test_pages_that_go_in_a_circle_are_refused_at_once(tmp_path):
    """Found by fuzzing: where such pages hold nothing, tifffile reads on for minutes."""
    path = _write(tmp_path / "a.tif", PICTURE, photometric="rgb", tile=(64, 64))
    data = bytearray(path.read_bytes())
    (first,) = struct.unpack_from("<I", data, 4)
    (tags,) = struct.unpack_from("<H", data, first)
    struct.pack_into("<I", data, first + 2 + 12 * tags, first)
    path.write_bytes(data)
    with pytest.raises(UnreadableImage):
        open_tiff_source(path, Limits())


def test_composed_slide_is_read_alike_by_both_libraries_and_holds_its_fields(tmp_path):
    from made_slides import smear_fields

    fields = smear_fields(3)
    places = compose_slide(tmp_path / "s.tif", fields, dimensions=(6000, 4000), mpp=0.1, tile=128)
    with (
        open_slide_source(tmp_path / "s.tif", Limits()) as one,
        open_tiff_source(tmp_path / "s.tif", Limits()) as two,
    ):
        assert one.level_dimensions == two.level_dimensions
        assert len(one.level_dimensions) > 1
        assert one.mpp == pytest.approx(0.1, rel=0.01)
        shown = [p for p in places if p.zone == MONOLAYER][:4]
        assert shown
        for place in shown:
            a, b = (s.read_region((place.x, place.y), 0, (512, 512)).astype(int) for s in (one, two))
            assert np.abs(a - b).max() <= 2
            assert np.abs(a - fields[place.field]).mean() < 3  # JPEG
        low = two.read_region((0, 0), 1, two.level_dimensions[1]).astype(int)
        high = two.read_region((0, 0), 0, two.dimensions).astype(int)
        again = high.reshape(low.shape[0], 4, low.shape[1], 4, 3).mean(axis=(1, 3))
        assert np.abs(again - low).mean() < 4
