"""Every kind of photograph opens as the same RGB; every kind of damage is told in words."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from wbc_desktop.core.errors import UnreadableImage, UnsafeImage, WrongUse
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.open import is_slide_file, open_source

LEFT, RIGHT = (200, 40, 60), (20, 120, 220)


def two_halves() -> Image.Image:
    image = Image.new("RGB", (40, 30), LEFT)
    image.paste(RIGHT, (20, 0, 40, 30))
    return image


def opened(path: Path) -> np.ndarray:
    with open_source(path) as source:
        pixels = source.read()
        assert source.dimensions == (pixels.shape[1], pixels.shape[0])
        assert not source.is_slide
    assert pixels.dtype == np.uint8
    assert pixels.shape[2] == 3
    assert pixels.flags.c_contiguous
    return pixels


def grey_of(colour: tuple[int, int, int]) -> int:
    return Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("suffix", "options", "tolerance"),
    [
        (".png", {}, 0),
        (".bmp", {}, 0),
        (".jpg", {"quality": 95, "subsampling": 0}, 4),
        (".JPEG", {"quality": 95, "subsampling": 0, "progressive": True}, 4),
        (".tif", {}, 0),
        (".tiff", {"compression": "tiff_lzw"}, 0),
        (".webp", {"lossless": True}, 0),
    ],
)
def test_rgb_formats(tmp_path: Path, suffix: str, options: dict[str, object], tolerance: int) -> None:
    path = tmp_path / f"Präparat 1 血{suffix}"
    two_halves().save(path, **options)
    pixels = opened(path).astype(int)
    assert np.abs(pixels[5, 5] - LEFT).max() <= tolerance
    assert np.abs(pixels[5, 35] - RIGHT).max() <= tolerance


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_transparency_lies_on_white(tmp_path: Path, suffix: str) -> None:
    image = two_halves().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 10, 30))
    path = tmp_path / f"a{suffix}"
    image.save(path)
    pixels = opened(path)
    assert tuple(pixels[5, 5]) == (255, 255, 255)
    assert tuple(pixels[5, 15]) == LEFT


@pytest.mark.parametrize("suffix", [".png", ".tif", ".bmp", ".jpg"])
def test_grey(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    two_halves().convert("L").save(path)
    assert np.abs(opened(path)[5, 5].astype(int) - grey_of(LEFT)).max() <= 2


@pytest.mark.parametrize("suffix", [".png", ".tif", ".bmp"])
def test_palette(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    two_halves().convert("P", palette=Image.Palette.ADAPTIVE).save(path)
    assert np.abs(opened(path)[5, 5].astype(int) - LEFT).max() <= 2


def test_palette_with_transparent_colour(tmp_path: Path) -> None:
    image = two_halves().convert("P", palette=Image.Palette.ADAPTIVE)
    path = tmp_path / "a.png"
    image.save(path, transparency=image.getpixel((5, 5)))
    pixels = opened(path)
    assert tuple(pixels[5, 5]) == (255, 255, 255)
    assert np.abs(pixels[5, 35].astype(int) - RIGHT).max() <= 2


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_cmyk(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    options = {"quality": 98, "subsampling": 0} if suffix == ".jpg" else {}
    two_halves().convert("CMYK").save(path, **options)  # type: ignore[arg-type]
    assert np.abs(opened(path)[5, 5].astype(int) - LEFT).max() <= 4


def test_one_bit(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    image = Image.new("1", (8, 8), 1)
    image.putpixel((0, 0), 0)
    image.save(path)
    pixels = opened(path)
    assert tuple(pixels[0, 0]) == (0, 0, 0)
    assert tuple(pixels[4, 4]) == (255, 255, 255)


@pytest.mark.parametrize("bits", [10, 12, 16])
@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_deep_grey_is_scaled_by_the_cameras_depth(tmp_path: Path, suffix: str, bits: int) -> None:
    top = 2**bits - 1
    samples = np.full((20, 30), top, np.uint16)
    samples[:, :15] = top // 2
    path = tmp_path / f"a{suffix}"
    if suffix == ".png":
        Image.fromarray(samples).save(path)
    else:
        tifffile.imwrite(path, samples)
    pixels = opened(path)
    assert tuple(pixels[3, 25]) == (255, 255, 255)
    assert abs(int(pixels[3, 3, 0]) - 127) <= 1


def test_deep_colour_tiff(tmp_path: Path) -> None:
    samples = np.zeros((20, 30, 3), np.uint16)
    samples[...] = np.asarray(LEFT, np.uint16) * 257
    samples[0, 0] = 65535
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, samples, photometric="rgb")
    assert np.abs(opened(path)[5, 5].astype(int) - LEFT).max() <= 1


def test_deep_colour_png(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    rows = b"".join(b"\0" + struct.pack(">3H", *(v * 257 for v in LEFT)) * 4 for _ in range(4))
    path.write_bytes(png(4, 4, 16, zlib.compress(rows)))
    assert tuple(opened(path)[1, 1]) == LEFT


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_rotation(tmp_path: Path, orientation: int) -> None:
    upright = np.zeros((30, 40, 3), np.uint8)
    upright[:8, :8] = 255  # a mark in the top left corner
    undo = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a, 2).transpose(1, 0, 2),
        8: lambda a: np.rot90(a, -1),
    }[orientation]
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / "a.png"
    Image.fromarray(np.ascontiguousarray(undo(upright))).save(path, exif=exif)
    np.testing.assert_array_equal(opened(path), upright)


def test_an_srgb_profile_changes_nothing_and_a_damaged_one_is_no_fault(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, data in (("srgb", profile), ("damaged", b"no profile")):
        path = tmp_path / f"{name}.png"
        two_halves().save(path, icc_profile=data)
        assert tuple(opened(path)[5, 5]) == LEFT


def test_a_region_is_the_part_of_the_whole_and_white_outside(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    two_halves().save(path)
    with open_source(path) as source:
        whole = source.read()
        np.testing.assert_array_equal(source.read_region((10, 5), 0, (20, 10)), whole[5:15, 10:30])
        region = source.read_region((-5, -5), 0, (10, 10))
    assert (region[:5] == 255).all()
    assert tuple(region[6, 6]) == LEFT


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "really a png.jpg"
    two_halves().save(path, format="PNG")
    assert tuple(opened(path)[5, 5]) == LEFT


def png(width: int, height: int, depth: int = 8, data: bytes | None = None) -> bytes:
    """A PNG by its chunks; ``data`` is the compressed image."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000) if data is None else data
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def bad_files(folder: Path) -> dict[str, Path]:
    """One of each kind of file that cannot be counted."""
    buffer = io.BytesIO()
    two_halves().resize((400, 300)).save(buffer, "JPEG")
    contents = {
        "empty.jpg": b"",
        "text.png": b"this is a text, not an image\n" * 50,
        "truncated.jpg": buffer.getvalue()[: len(buffer.getvalue()) // 2],
        "head only.jpg": buffer.getvalue()[:20],
        "bomb.png": png(30_000, 30_000),
        "cut.png": png(50, 50)[:60],
        "wrong data.png": png(50, 50, data=b"not zlib"),
        "cut.tif": b"II*\0\xff\xff\xff\x7f",
        "noise.tif": b"II*\0" + bytes(range(256)) * 4,
        "noise.bmp": b"BM" + bytes(range(200)),
        "text.svs": b"no slide",
    }
    paths = {name: folder / name for name in contents}
    for name, path in paths.items():
        path.write_bytes(contents[name])
    return paths


def test_every_bad_file_is_told_in_words_with_advice(tmp_path: Path) -> None:
    for name, path in bad_files(tmp_path).items():
        with pytest.raises((UnreadableImage, UnsafeImage)) as caught, open_source(path) as source:
            source.read()
        assert caught.value.message.endswith("."), name
        assert caught.value.advice, name
        assert caught.value.file == str(path)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableImage, match="folder"):
        open_source(tmp_path)
    with pytest.raises(UnreadableImage, match="no longer there"):
        open_source(tmp_path / "gone.jpg")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    two_halves().save(path)
    path.chmod(0)
    with pytest.raises(UnreadableImage, match="may not be read"):
        open_source(path)


def test_a_bomb_is_refused_within_little_memory(tmp_path: Path) -> None:
    path = bad_files(tmp_path)["bomb.png"]
    code = (
        "import sys; from wbc_desktop.imaging.open import open_source\n"
        "try: open_source(sys.argv[1]).read()\n"
        "except Exception as e:\n"
        "  print(type(e).__name__, int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]))"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    name, kilobytes = done.stdout.split()
    assert name == "UnsafeImage"
    assert int(kilobytes) < 300_000  # decoded it would be 2.7 GB


def test_the_limit_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    two_halves().save(path)
    with pytest.raises(UnsafeImage, match="40 x 30"):
        open_source(path, Limits(max_pixels=1199))
    open_source(path, Limits(max_pixels=1200)).close()
    monkeypatch.setenv("WBC_MAX_MEGAPIXELS", "0.001")
    with pytest.raises(UnsafeImage):
        open_source(path)
    monkeypatch.setenv("WBC_MAX_MEGAPIXELS", "many")
    with pytest.raises(WrongUse, match="many"):
        open_source(path)


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    two_halves().save(path)
    with open_source(path) as source:
        os.utime(path, ns=(1, 1))
        with pytest.raises(UnreadableImage, match="changed"):
            source.read()


def test_a_closed_image_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    two_halves().save(path)
    source = open_source(path)
    source.close()
    with pytest.raises(UnreadableImage, match="closed"):
        source.read()


def test_a_tiled_pyramid_is_a_slide_and_a_photograph_is_not(tmp_path: Path) -> None:
    pixels = np.full((512, 512, 3), 200, np.uint8)
    pyramid = tmp_path / "pyramid.tif"
    with tifffile.TiffWriter(pyramid) as writer:
        writer.write(pixels, tile=(128, 128), subifds=1, photometric="rgb")
        writer.write(pixels[::2, ::2], tile=(128, 128), subfiletype=1, photometric="rgb")
    photograph = tmp_path / "photo.tif"
    tifffile.imwrite(photograph, pixels, photometric="rgb")
    assert is_slide_file(pyramid)
    assert not is_slide_file(photograph)
    assert is_slide_file("case.svs")
    assert not is_slide_file("case.jpg")
