"""Pictures that the program does not read are told of, never passed over; masks are passed over."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.imaging.folder import collect_samples
from wbc_desktop.imaging.open import open_source

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
FIELD = Image.fromarray(np.full((30, 40, 3), 200, np.uint8))


def save(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        FIELD.save(path)


def names(root: Path, sample: str = "folder") -> list[str]:
    return [image for s in collect_samples([root], sample) for image in s.images]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("IMG_0001.HEIC", HEIC, "HEIC"),
        ("IMG_0001.jpg", HEIC, "HEIC"),
        ("a.avif", b"\0\0\0\x18ftypavif", "AVIF"),
        ("a.gif", b"GIF89a\1\0\1\0", "GIF"),
        ("a.png", b"GIF89a\1\0\1\0", "GIF"),
        ("a.jp2", b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
        ("a.NEF", b"MM\0*\0\0\0\x08", "raw"),
        ("a.cr2", b"II*\0\x10\0\0\0CR", "raw"),
        ("a.lif", b"\x70\0\0\0", "microscope"),
    ],
)
def test_a_picture_of_another_kind_is_named_with_advice(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert names(tmp_path) == [name]
    with pytest.raises(UnreadableImage, match=word) as told:
        open_source(path)
    assert told.value.advice


def test_damage_behind_the_first_page_does_not_spoil_it(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    FIELD.save(path, save_all=True, append_images=[FIELD, FIELD])
    with tifffile.TiffFile(path) as file:
        second, last = (file.pages[n].offset for n in (1, 2))
    data = bytearray(path.read_bytes())
    data[second : second + 200] = b"\xff" * min(200, len(data) - second)
    path.write_bytes(data[: max(last, second + 200)])
    with open_source(path) as source:
        assert (source.read() == 200).all()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    with pytest.raises(UnreadableImage, match="no file"):
        open_source(tmp_path / "a.jpg")


def test_a_jpeg_is_read_under_any_name(tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001.heic"
    FIELD.save(path, format="JPEG")
    with open_source(path) as source:
        assert source.dimensions == (40, 30)


def test_the_studys_masks_are_no_sample(tmp_path: Path) -> None:
    save(*(tmp_path / f"train/data/{c}/{n}.jpg" for c in ("Basophil", "Monocyte") for n in ("a", "b")))
    save(tmp_path / "train/mask/a.jpg", tmp_path / "train/mask/b.jpg")
    assert [s.name for s in collect_samples([tmp_path])] == ["train/data/Basophil", "train/data/Monocyte"]
    assert names(tmp_path / "train/mask") == ["a.jpg", "b.jpg"], "what is named itself is counted"


def test_masks_in_classes_beside_data_and_beside_the_image(tmp_path: Path) -> None:
    save(tmp_path / "data/tumor/1.png", tmp_path / "mask/tumor/1.png")
    save(tmp_path / "fields/2.jpg", tmp_path / "fields/nucleus_masks/2.png", tmp_path / "fields/2_mask.png")
    assert names(tmp_path) == ["data/tumor/1.png", "fields/2.jpg"]
    assert names(tmp_path, "file") == ["data/tumor/1.png", "fields/2.jpg"]


def test_photographs_in_a_folder_called_masks_are_counted(tmp_path: Path) -> None:
    save(tmp_path / "masks/1.jpg", tmp_path / "masks/2.jpg", tmp_path / "other/3.jpg")
    save(tmp_path / "face_mask.jpg")
    assert names(tmp_path) == ["face_mask.jpg", "masks/1.jpg", "masks/2.jpg", "other/3.jpg"]


@pytest.mark.parametrize(
    ("name", "pictures"),
    [("a.png", 2), ("a.webp", 2), ("pillow.tif", 2), ("deep.tif", 3), ("z.ome.tif", 4), ("one.tif", 1)],
)
def test_a_file_says_how_many_pictures_it_holds(tmp_path: Path, name: str, pictures: int) -> None:
    path, other = tmp_path / name, FIELD.transpose(Image.Transpose.ROTATE_180)
    other.putpixel((0, 0), (1, 2, 3))
    deep = np.zeros((30, 40, 3), np.uint16)
    if name == "deep.tif":
        tifffile.imwrite(path, np.stack([deep] * 3), photometric="rgb")
    elif name == "z.ome.tif":
        tifffile.imwrite(path, np.stack([deep] * 4), photometric="rgb", metadata={"axes": "ZYXS"})
    elif name == "one.tif":
        thumbnail = FIELD.resize((20, 15))
        FIELD.save(path, save_all=True, append_images=[thumbnail])
    else:
        FIELD.save(path, save_all=True, append_images=[other])
    with open_source(path) as source:
        assert source.pictures == pictures
        assert source.read().shape == (30, 40, 3)
