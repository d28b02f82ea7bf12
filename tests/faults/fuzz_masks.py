"""Folders of masks for ``fuzzing.py``: the window's mask file beside an image, and training's ``--masks``."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from wbc_desktop.core.errors import WbcError

Reader = Callable[[Path], object]
SIZE = (60, 40)
CLASSES = ("basophil", "monocyte")


def labels(width: int = SIZE[0], height: int = SIZE[1]) -> np.ndarray:
    """0 background, 1 cytoplasm, 2 nucleus."""
    y, x = np.mgrid[0:height, 0:width]
    far = np.hypot((x - width / 2) / (width / 2), (y - height / 2) / (height / 2))
    return ((far < 0.8).astype(np.uint8) + (far < 0.4)).astype(np.uint8)


def palette() -> Image.Image:
    image = Image.fromarray(labels())
    image.putpalette([0, 0, 0, 9, 200, 9, 200, 9, 9])
    return image


def colour() -> Image.Image:
    return palette().convert("RGB")


VARIANTS: dict[str, Callable[[], Image.Image]] = {
    "grey.png": lambda: Image.fromarray(labels() * np.uint8(127)),
    "jpeg.jpg": lambda: Image.fromarray(labels() * np.uint8(127)),
    "bits.png": lambda: Image.fromarray(labels() > 0),
    "deep.png": lambda: Image.fromarray(labels().astype(np.uint16) * np.uint16(32_000)),
    "deep.tif": lambda: Image.fromarray(labels().astype(np.uint16) * np.uint16(300)),
    "shares.tif": lambda: Image.fromarray(labels().astype(np.float32) / 2),
    "palette.png": palette,
    "palette.bmp": palette,
    "colour.png": colour,
    "colour.tif": colour,
    "veil.png": lambda: colour().convert("RGBA"),
}
"""Every kind of mask that a person may have; each is readable as it is."""


def beside(folder: Path) -> tuple[list[Path], Reader]:
    """As the window reads the mask of the image that it shows."""
    from wbc_desktop.app.viewmodels.mask_file import mask_of

    paths = []
    for name, make in VARIANTS.items():
        place = folder / name.replace(".", "_")
        place.mkdir()
        path = place / f"a_mask{Path(name).suffix}"
        make().save(path)
        paths.append(path)

    def read(path: Path) -> object:
        found = mask_of(path.with_name("a.png"), *SIZE)
        assert found is None or set(np.unique(found)) <= {0, 1, 2}
        return found

    return paths, read


def given(folder: Path) -> tuple[list[Path], Reader]:
    """As a training reads the masks of ``--masks``: found, checked, multiplied."""
    images, masks = folder / "images", folder / "masks"
    paths = []
    for name, make in VARIANTS.items():
        image = images / CLASSES[0] / f"{name.replace('.', '_')}.png"
        image.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((SIZE[1], SIZE[0], 3), 200, np.uint8)).save(image)
        masks.mkdir(exist_ok=True)
        paths.append(masks / f"{name.replace('.', '_')}{Path(name).suffix}")
        make().save(paths[-1])
    return paths, lambda path: _trained_on(images, masks, path.stem)


def tree(folder: Path) -> tuple[list[Path], Reader]:
    """Folders of masks made by chance: other names, sizes and kinds, folders in place of files, links."""
    recipe, whole = folder / "recipe", bytes(range(64))
    recipe.write_bytes(whole)
    images = folder / "images"
    for kind in CLASSES:
        (images / kind).mkdir(parents=True)
        for n in range(3):
            Image.fromarray(np.full((SIZE[1], SIZE[0], 3), 200, np.uint8)).save(images / kind / f"{n}.png")

    def read(path: Path) -> object:
        from wbc_desktop.app.viewmodels.mask_file import mask_of

        place = folder / "masks"
        shutil.rmtree(place, ignore_errors=True)
        chance = path.read_bytes()
        masks = planted(place, None if chance == whole else random.Random(chance))
        shown = [_or_fault(lambda n=n: mask_of(images / CLASSES[0] / f"{n}.png", *SIZE)) for n in range(3)]
        return _trained_on(images, masks), shown

    return [recipe], read


def planted(place: Path, pick: random.Random | None) -> Path:
    """A folder of masks: whole where nothing picks, else as a careless or hostile hand leaves it."""
    for n in range(6):
        name = (
            f"{n % 3}.png" if pick is None else pick.choice([f"{n % 3}.png", f"{n}_mask.PNG", "ä.tif", "0"])
        )
        where = place / (CLASSES[n // 3] if pick is None or pick.random() < 0.8 else "..odd")
        where.mkdir(parents=True, exist_ok=True)
        path = where / name
        if path.exists() or path.is_symlink():
            continue
        kind = 0.0 if pick is None else pick.random()
        if kind < 0.4:
            make = VARIANTS["grey.png"] if pick is None else pick.choice(list(VARIANTS.values()))
            make().convert("L" if pick is None or pick.random() < 0.5 else "RGB").save(path, "PNG")
        elif kind < 0.6:
            Image.fromarray(labels(*pick.choice([(1, 1), (60, 41), (40, 60), (120, 80), (3000, 1)]))).save(
                path, "PNG"
            )  # type: ignore[union-attr]
        elif kind < 0.7:
            path.mkdir()
        elif kind < 0.8:
            path.symlink_to(pick.choice([path, place, place / "gone.png"]))  # type: ignore[union-attr]
        elif kind < 0.9:
            path.write_bytes(
                pick.choice([b"", b"GIF89a", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\x89PNG\r\n\x1a\n", b"II*\0"])
            )  # type: ignore[union-attr]
        else:
            VARIANTS["grey.png"]().save(path, "PNG")
            path.chmod(0)
    return place


def _or_fault(act: Callable[[], object]) -> object:
    try:
        return act()
    except WbcError as error:
        assert error.message.endswith("."), error.message
        return error


def _trained_on(images: Path, masks: Path, stem: str = "") -> object:
    from training.data.checks import check_masks, fingerprints
    from training.data.images import decode
    from training.data.layouts import read_labelled

    found = read_labelled(images, CLASSES, masks=masks).items
    items = [item for item in found if not stem or item.file.stem == stem]
    assert items
    prints = {path: seen for path, seen in fingerprints({item.file for item in items}).items() if seen}
    check_masks(items, prints)
    return [decode(item, 32).shape for item in items]


MASKS: dict[str, Callable[[Path], tuple[list[Path], Reader]]] = {
    "mask_beside": beside,
    "mask_given": given,
    "mask_tree": tree,
}
