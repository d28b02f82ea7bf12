"""Folders of masks as people have them: other names, sizes, depths and colours; each is right or told."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from faults.fuzz_masks import CLASSES, SIZE, VARIANTS, labels
from PIL import EpsImagePlugin, Image

from training.data.checks import check_masks, fingerprints
from training.data.images import decode, open_rgb
from training.data.items import Item
from training.data.layouts import read_labelled
from wbc_desktop.app.viewmodels.mask_file import mask_of
from wbc_desktop.core.errors import UnreadableImage, UnsafeImage, WbcError, WrongUse
from wbc_desktop.imaging.limits import ENVIRONMENT
from wbc_desktop.imaging.mask_file import read_mask_file

ONE_THING = ("bits", "colour", "veil")
"""Masks that tell the cell alone: of two levels, or in colours whose meaning nobody knows."""


@pytest.mark.parametrize("name", VARIANTS)
def test_every_kind_of_mask_is_understood_in_the_window(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"a_mask{Path(name).suffix}"
    VARIANTS[name]().save(path)
    found = mask_of(tmp_path / "a.png", *SIZE)
    assert found is not None
    wanted = labels()
    if name.startswith(ONE_THING):
        wanted = np.where(wanted > 0, 2, 0)
    wrong = found != wanted
    assert wrong.mean() < (0.02 if name.endswith("jpg") else 1e-9)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_kind_of_mask_keeps_the_same_pixels_in_training(tmp_path: Path, name: str) -> None:
    image, mask = tmp_path / "a.png", tmp_path / f"mask{Path(name).suffix}"
    Image.fromarray(np.full((SIZE[1], SIZE[0], 3), 200, np.uint8)).save(image)
    VARIANTS[name]().save(mask)
    kept = decode(Item(image, 0, "train", mask), SIZE[0]).max(axis=2) > 100
    wanted = np.asarray(Image.fromarray(labels() > 0).convert("L").resize((SIZE[0], SIZE[0]))) > 127
    assert (kept != wanted).mean() < 0.06  # the edge, scaled; a JPEG's noise is no mask


@pytest.mark.parametrize("order", [[0, 127, 255], [255, 0, 127]])
def test_a_grey_palette_is_read_by_its_greys_whatever_their_order(tmp_path: Path, order: list[int]) -> None:
    image = Image.fromarray(np.array([[0, 1, 2]], np.uint8))
    image.putpalette([v for grey in order for v in (grey,) * 3])
    image.save(tmp_path / "p.png")
    assert read_mask_file(tmp_path / "p.png").tolist() == [[{0: 0, 127: 1, 255: 2}[v] for v in order]]


@pytest.mark.parametrize("values", [[0.0, np.nan, 1.0], [-5.0, np.inf, 2.0], [0.0, 0.0, 1e30]])
def test_odd_numbers_of_a_mask_are_nothing(tmp_path: Path, values: list[float]) -> None:
    Image.fromarray(np.array([values], np.float32)).save(tmp_path / "m.tif")
    assert read_mask_file(tmp_path / "m.tif").tolist() == [[0, 0, 2]]


@pytest.mark.parametrize("size", [(30, 20), (120, 80), (59, 40), (15, 10)])
def test_a_smaller_or_larger_copy_fits_its_image(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.fromarray(labels(*size)).save(tmp_path / "a_mask.png")
    assert mask_of(tmp_path / "a.png", *SIZE) is not None


@pytest.mark.parametrize("size", [(40, 60), (60, 60), (1, 90), (61, 30)])
def test_a_mask_of_another_shape_is_told_and_not_stretched(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.fromarray(labels(*size)).save(tmp_path / "a_mask.png")
    with pytest.raises(UnreadableImage, match=r"does not fit its image: it has \d+ x \d+ .* 60 x 40") as told:
        mask_of(tmp_path / "a.png", *SIZE)
    assert told.value.file == str(tmp_path / "a_mask.png")


def test_a_folder_in_place_of_a_mask_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a_mask.png").mkdir()
    (tmp_path / "masks" / "a.png").mkdir(parents=True)
    assert mask_of(tmp_path / "a.png", *SIZE) is None
    Image.fromarray(labels()).save(tmp_path / "masks" / "a.tif")
    assert mask_of(tmp_path / "a.png", *SIZE) is not None


@pytest.fixture
def images(tmp_path: Path) -> Path:
    for kind in CLASSES:
        for n in range(2):
            path = tmp_path / "images" / kind / f"{kind}_{n}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.full((SIZE[1], SIZE[0], 3), 200, np.uint8)).save(path)
    (tmp_path / "masks").mkdir()
    return tmp_path / "images"


def checked(images: Path, masks: Path) -> int:
    """How many images have a mask, all masks looked at."""
    items = read_labelled(images, CLASSES, masks=masks).items
    prints = fingerprints({item.file for item in items})
    check_masks(items, {path: seen for path, seen in prints.items() if seen is not None})
    return sum(item.mask is not None for item in items)


def test_masks_that_bear_other_names_are_told(images: Path) -> None:
    masks = images.parent / "masks"
    Image.fromarray(labels()).save(masks / "Basophil 0.png")
    with pytest.raises(WrongUse, match="holds no mask of any image") as told:
        checked(images, masks)
    assert told.value.file == str(masks)
    Image.fromarray(labels()).save(masks / "BASOPHIL_0.TIF", "TIFF")
    (masks / "monocyte_1.png").mkdir()
    assert checked(images, masks) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not an image"),
        (b"no image", "not an image"),
        (
            b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
            "not an image",
        ),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, ""),
        (b"II*\0\xff\xff\xff\xff", ""),
    ],
)
def test_a_mask_that_cannot_be_read_is_named_with_the_cause(images: Path, content: bytes, why: str) -> None:
    bad = images.parent / "masks" / "monocyte_1.png"
    bad.write_bytes(content)
    with pytest.raises(WrongUse, match=f"This mask cannot be read. .*{why}") as told:
        checked(images, bad.parent)
    assert told.value.file == str(bad)


def test_a_mask_of_another_size_is_named_with_its_image(images: Path) -> None:
    bad = images.parent / "masks" / "monocyte_1.png"
    Image.fromarray(labels(30, 20)).save(bad)
    with pytest.raises(WrongUse, match="30 x 20 pixels, its image 60 x 40") as told:
        checked(images, bad.parent)
    assert "monocyte_1.png" in told.value.advice


def test_a_mask_beyond_the_limit_is_refused_before_it_is_decoded(
    images: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = images.parent / "masks" / "monocyte_1.png"
    Image.new("L", (2_000, 1_000)).save(bad)
    monkeypatch.setenv(ENVIRONMENT, "1")
    with pytest.raises(WrongUse, match="limit of 1 megapixel"):
        checked(images, bad.parent)
    with pytest.raises(UnsafeImage):
        open_rgb(bad)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_mask_that_may_not_be_read_is_told(images: Path) -> None:
    bad = images.parent / "masks" / "monocyte_1.png"
    Image.fromarray(labels()).save(bad)
    bad.chmod(0)
    with pytest.raises(WbcError, match="may not be read"):
        checked(images, bad.parent)


def test_no_file_starts_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    monkeypatch.setattr(
        EpsImagePlugin, "Ghostscript", lambda *a, **_k: started.append(a) or Image.new("RGB", (9, 9)).im
    )
    page = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n%%EOF\n"
    (tmp_path / "a.png").write_bytes(page)
    with Image.open(tmp_path / "a.png") as opened:
        opened.load()
    assert started, "Pillow would start Ghostscript"
    started.clear()
    with pytest.raises(UnreadableImage):
        open_rgb(tmp_path / "a.png")
    (tmp_path / "a_mask.png").write_bytes(page)
    with pytest.raises(UnreadableImage):
        mask_of(tmp_path / "a.png", 9, 9)
    assert not started
