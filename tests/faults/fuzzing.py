"""Mutated files for every reader but the photographs': ``python fuzzing.py KIND SECONDS SEED FOLDER``.

Run in a process of its own, with a limit of memory. Each kind makes whole files, and a reader that must
end in an answer or in a ``WbcError``; ``tests/imaging/test_fuzz.py`` does the same for photographs and TIFF.
"""

from __future__ import annotations

import json
import random
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from faults.fuzz_masks import MASKS
from faults.fuzz_more import MORE
from PIL import Image

from wbc_desktop.core.errors import WbcError
from wbc_desktop.imaging.reading_room import reading_room

Reader = Callable[[Path], object]
MEMORY = 3 << 30


def masks(folder: Path) -> tuple[list[Path], Reader]:
    from wbc_desktop.imaging.mask_file import read_mask_file

    labels = np.zeros((90, 120), np.uint8)
    labels[20:60, 30:80] = 128
    labels[30:50, 40:70] = 255
    paths = [folder / f"mask.{kind}" for kind in ("png", "tif", "bmp", "jpg")]
    for path in paths:
        Image.fromarray(labels).save(path)
    return paths, read_mask_file


def settings(folder: Path) -> tuple[list[Path], Reader]:
    from wbc_desktop.storage.settings import Settings, load_settings, save_settings

    path = folder / "settings.json"
    save_settings(Settings(), path)
    return [path], load_settings


def labels(folder: Path) -> tuple[list[Path], Reader]:
    from wbc_desktop.imaging.labelled import read_labelled

    Image.new("RGB", (30, 30)).save(folder / "a.png")
    path = folder / "labels.csv"
    rows = [
        "file,label,x,y,width,height",
        *(f"a.png,{c},1,2,10,12" for c in ("neutrophil", "Monocytes")),
    ]
    path.write_text("\n".join(rows * 3))
    return [path], read_labelled


def journal(folder: Path) -> tuple[list[Path], Reader]:
    from made_cases import make_cell

    from wbc_desktop.inference.journal import IMAGES_NAME, SETTINGS_NAME, Journal, Record, RunSettings

    run = RunSettings("m", "1.0.0", "a", "b")
    keys = [("S", f"{n}.png") for n in range(5)]
    with Journal(folder, run) as made:
        made.open(resume=False)
        for sample, image in keys[:4]:
            made.add(Record(sample, image, (9, 9), (make_cell(image, mask=False),), ("blurred",), "CPU"))
        made.add(Record(*keys[4], (9, 9), error=WbcError("No image.", "Copy it.")))

    def read(_: Path) -> object:
        with Journal(folder, run) as there:
            there.open(resume=True)
            return list(there.records(iter(keys)))

    return [folder / ".wbc-journal" / name for name in (IMAGES_NAME, SETTINGS_NAME)], read


def database(folder: Path) -> tuple[list[Path], Reader]:
    from made_cases import make_case

    from wbc_desktop.core.quality import LocationTest
    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.quality_store import list_tests, record_test

    path = folder / "cases.sqlite3"
    with CaseStore(path) as store:
        store.create(make_case(reviewed=True))
        record_test(store, LocationTest(datetime.now(UTC), "ann", 99, 1))

    def read(_: Path) -> object:
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).unlink()
        with CaseStore(path, daily_backup=False) as store:
            store.verify()
            list_tests(store)
            return [store.load(summary.id) for summary in store.list()]

    return [path], read


def model(folder: Path) -> tuple[list[Path], Reader]:
    """The manifest and the weights, with a hash that fits what was mutated: as a hostile author would."""
    import hashlib

    import torch
    from safetensors.torch import save_file

    from wbc_desktop.models.manifest import MANIFEST_NAME
    from wbc_desktop.models.networks.finder import CellFinder
    from wbc_desktop.models.registry import find_model, load_network

    torch.set_num_threads(1)
    weights, manifest = folder / "weights.safetensors", folder / MANIFEST_NAME
    save_file(CellFinder(5).state_dict(), weights)
    about = {"id": "m", "version": "1.0.0", "kind": "finder", "architecture": "cellfinder"}

    def sign(path: Path) -> None:
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()
        manifest.write_text(json.dumps({**about, "sha256": digest, "input_size": 64}))

    sign(weights)

    def read(path: Path) -> object:
        if path == weights:
            sign(path)
        found = find_model(folder)
        return load_network(found) if path == weights else found

    return [manifest, weights], read


def slide(folder: Path) -> tuple[list[Path], Reader]:
    """As the program opens them: a crash of the native reader is a sentence, and counted."""
    from made_slides import smear_slide

    from wbc_desktop.imaging.limits import Limits
    from wbc_desktop.imaging.open import open_source

    path = folder / "slide.tif"
    smear_slide(path, (1_500, 1_200))
    named = [folder / "slide.svs", folder / "slide.dcm"]
    for other in named:
        other.write_bytes(path.read_bytes())

    def read(path: Path) -> object:
        with open_source(path, Limits(20_000_000)) as source:
            size = source.level_dimensions[-1]
            source.read_region((0, 0), len(source.level_dimensions) - 1, (min(size[0], 600), 400))
            return source.read_region((300, 200), 0, (500, 400))

    return [path, *named[:1]], read


KINDS: dict[str, Callable[[Path], tuple[list[Path], Reader]]] = {
    "mask": masks,
    "settings": settings,
    "labels": labels,
    "journal": journal,
    "database": database,
    "model": model,
    "slide": slide,
    **MORE,
    **MASKS,
}
WORDS = (b"NaN", b"1e999", b"-1", b"null", b"{}", b"[]", b'""', b"\0", b"\xff", b"../../x", b"9" * 400)
TEXTS = (*WORDS, b"[" * 3000, b"9" * 5000)
ORDERS = ("big", "little")


def mutated(data: bytearray, pick: random.Random) -> bytes:
    """One to sixteen changes: a byte, a number, a piece cut out or put in, an odd word, the rest cut off."""
    for _ in range(pick.choice([1, 1, 2, 4, 16])):
        at = pick.randrange(len(data)) if pick.random() < 0.5 else pick.randrange(min(len(data), 400))
        what = pick.random()
        if what < 0.4:
            data[at] = pick.randrange(256)
        elif what < 0.55:
            number = pick.choice([-1, 0, 1, 2**31 - 1])
            data[at : at + 4] = number.to_bytes(4, pick.choice(ORDERS), signed=True)
        elif what < 0.7:
            del data[at : at + pick.randrange(1, 40)]
        elif what < 0.85:
            data[at : at + pick.choice([0, 1, 4, 8])] = pick.choice(TEXTS)
        elif what < 0.95:
            data[at:at] = data[at : at + 60]
        else:
            del data[max(at, 1) :]
        if not data:
            data = bytearray(b"x")
    return bytes(data)


def main() -> int:
    import resource

    kind, seconds, seed, folder = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    pick = random.Random(seed)
    paths, read = KINDS[kind](folder)
    whole = {path: path.read_bytes() for path in paths}
    for path in paths:
        read(path)  # the whole file must be readable, or nothing is tried here
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    reading_room().close()  # the next reading process inherits the limit
    deadline, tried, refused, crashed, slowest = time.monotonic() + seconds, 0, 0, 0, 0.0
    while time.monotonic() < deadline or not tried:
        path = pick.choice(paths)
        path.write_bytes(mutated(bytearray(whole[path]), pick))
        bad = path.read_bytes()
        started = time.process_time()
        try:
            read(path)
        except WbcError as error:
            assert error.message.endswith("."), error.message
            refused += 1
            crashed += "crashes its reader" in error.message
        except BaseException:
            found = folder / f"found-{path.name}"
            found.write_bytes(bad)
            print("FOUND", found)
            traceback.print_exc()
            return 1
        slowest = max(slowest, time.process_time() - started)
        tried += 1
        for other in paths:
            other.write_bytes(whole[other])
    print(tried, refused, crashed, round(slowest, 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
