"""Mutated image files: a sentence or pixels, never a crash, a hang or unbounded memory.

In a process of its own under a limit of memory. ``WBC_FUZZ_SECONDS=300 pytest
tests/imaging/test_fuzz.py`` tries longer than the short form that runs with the tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = float(os.environ.get("WBC_FUZZ_SECONDS", "4"))
SEED = int(os.environ.get("WBC_FUZZ_SEED", "1"))

PROGRAM = """
import io, random, resource, sys, time, traceback
from pathlib import Path
import numpy as np, tifffile
from PIL import Image
from wbc_desktop.core.errors import WbcError
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.open import open_here

kind, seconds, seed, folder = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
pick = random.Random(seed)
rgb = np.random.default_rng(seed).integers(0, 255, (90, 120, 3), np.uint8)
image = Image.fromarray(rgb).resize((240, 180))

ORDERS = ("big", "little")

def pillow(suffix, picture=image, **options):
    buffer = io.BytesIO()
    picture.save(buffer, suffix, **options)
    return buffer.getvalue()

def tiff(**options):
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, options.pop("data", rgb), **options)
    return buffer.getvalue()

exif = Image.Exif(); exif[274] = 6
seeds = {
    "jpg": [pillow("JPEG", exif=exif), pillow("JPEG", progressive=True),
            pillow("JPEG", image.convert("CMYK"))],
    "png": [pillow("PNG"), pillow("PNG", image.convert("P")),
            pillow("PNG", image.convert("RGBA"), exif=exif)],
    "bmp": [pillow("BMP"), pillow("BMP", image.convert("P")), pillow("BMP", image.convert("1"))],
    "webp": [pillow("WEBP"), pillow("WEBP", lossless=True)],
    "tif": [pillow("TIFF"), pillow("TIFF", compression="tiff_lzw"), pillow("TIFF", compression="jpeg"),
            pillow("TIFF", image.convert("P")), tiff(photometric="rgb", compression="zlib"),
            tiff(data=(rgb * 200).astype(np.uint16), photometric="rgb", compression="lzw"),
            tiff(photometric="rgb", tile=(32, 32), compression="deflate"),
            tiff(photometric="rgb", planarconfig="separate", data=np.moveaxis(rgb, 2, 0))],
}[kind]

def mutated():
    data = bytearray(pick.choice(seeds))
    for _ in range(pick.choice([1, 1, 2, 4, 16])):
        at = pick.randrange(len(data)) if pick.random() < 0.5 else pick.randrange(min(len(data), 300))
        what = pick.random()
        if what < 0.5:
            data[at] = pick.randrange(256)
        elif what < 0.7:
            data[at:at + 4] = pick.choice([-1, 0, 1, 2**31 - 1]).to_bytes(4, pick.choice(ORDERS), signed=True)
        elif what < 0.8:
            del data[at:at + pick.randrange(1, 40)]
        elif what < 0.9:
            data[at:at] = bytes(pick.randrange(256) for _ in range(pick.randrange(1, 40)))
        else:
            del data[max(at, 1):]
        if not data:
            data = bytearray(b"x")
    return bytes(data)

path = folder / f"fuzz.{kind}"
deadline, tried, refused, slowest = time.monotonic() + seconds, 0, 0, 0.0
while time.monotonic() < deadline:
    path.write_bytes(mutated())
    started = time.process_time()
    try:
        with open_here(path, Limits(20_000_000)) as source:
            pixels = source.read() if not source.is_slide else source.read_region((0, 0), 0, (512, 512))
        assert pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3
    except WbcError as error:
        assert error.message.endswith("."), error.message
        refused += 1
    except BaseException:
        (folder / f"found.{kind}").write_bytes(path.read_bytes())
        print("FOUND", folder / f"found.{kind}")
        traceback.print_exc()
        sys.exit(1)
    slowest = max(slowest, time.process_time() - started)
    tried += 1
print(tried, refused, slowest)
"""


@pytest.mark.skipif(os.name == "nt", reason="no limit on memory there")
@pytest.mark.parametrize("kind", ["jpg", "png", "bmp", "webp", "tif"])
def test_mutated_files(kind: str, tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", PROGRAM, kind, str(SECONDS), str(SEED), str(tmp_path)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=10 * SECONDS + 600)
    assert done.returncode == 0, done.stdout + done.stderr
    tried, refused, slowest = done.stdout.split()[-3:]
    print(f"{kind}: {tried} files, {refused} refused, slowest {float(slowest):.2f} s")
    assert int(tried) > 0
    assert 0 < int(refused) < int(tried) or int(tried) < 20
    assert float(slowest) < 30  # a busy machine is slow; a hang is what must not be
