"""More whole files for ``fuzzing.py``: DICOM, OME-TIFF, calibration, reference sets, atlas, caches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from made_dicom import tiled_dicom
from PIL import Image

from wbc_desktop.core.errors import WbcError

Reader = Callable[[Path], object]


def dicom(folder: Path) -> tuple[list[Path], Reader]:
    """Tiled slides: plain and JPEG tiles, with and without their places."""
    from wbc_desktop.imaging.dicom import open_dicom_source
    from wbc_desktop.imaging.limits import Limits

    paths = [folder / f"{name}.dcm" for name in ("plain", "jpeg", "sparse")]
    for path in paths:
        tiled_dicom(path, jpeg=path.stem != "plain", places=path.stem == "sparse")

    def read(path: Path) -> object:
        with open_dicom_source(path, Limits(20_000_000)) as source:
            width, height = source.dimensions
            return source.read_region((0, 0), 0, (min(width, 300), min(height, 300)))

    return paths, read


def ome(folder: Path) -> tuple[list[Path], Reader]:
    """A microscope's TIFF: the scale stands in XML, in ImageJ's words, or in the resolution."""
    import tifffile

    from wbc_desktop.imaging.limits import Limits
    from wbc_desktop.imaging.tiff import open_tiff_source

    rgb = np.random.default_rng(0).integers(0, 255, (40, 60, 3), np.uint8)
    paths = [folder / f"{name}.tif" for name in ("a.ome", "imagej", "aperio")]
    size = {"axes": "YXS", "PhysicalSizeX": 0.1, "PhysicalSizeXUnit": "µm"}
    tifffile.imwrite(paths[0], rgb, ome=True, photometric="rgb", metadata=size)
    tifffile.imwrite(paths[1], rgb, imagej=True, resolution=(10, 10), metadata={"unit": "um"})
    tifffile.imwrite(paths[2], rgb, photometric="rgb", description="Aperio |MPP = 0.25|x = 1", metadata=None)

    def read(path: Path) -> object:
        with open_tiff_source(path, Limits(20_000_000)) as source:
            assert source.mpp is None or 0 < source.mpp < 1000
            width, height = source.dimensions
            return source.read_region((0, 0), 0, (min(width, 300), min(height, 300)))

    return paths, read


def calibration(folder: Path) -> tuple[list[Path], Reader]:
    """With a hash that fits what was mutated."""
    from wbc_desktop.imaging.measures import NAMES
    from wbc_desktop.models.adaptation import Adaptation, load_adaptation, save_adaptation

    path = folder / "adaptation.safetensors"
    rng = np.random.default_rng(0)
    weight = rng.normal(size=(len(NAMES) + 16, 5))
    save_adaptation(Adaptation(weight, np.zeros(5), 1.0, np.zeros(len(NAMES))), path)

    def read(path: Path) -> object:
        found = load_adaptation(path, hashlib.sha256(path.read_bytes()).hexdigest(), 5)
        features = len(found.weight) - len(found.fill)
        return found.logits(np.zeros((2, 5)), np.zeros((2, features)), np.zeros((2, len(found.fill))))

    return [path], read


def reference(folder: Path) -> tuple[list[Path], Reader]:
    """A set as it is stored with a case, and the same as the settings hold it."""
    from wbc_desktop.core.reference import PUBLISHED, known_sets, reference_of
    from wbc_desktop.core.sample import SampleData

    path = folder / "set.json"
    path.write_text(PUBLISHED[0].to_json(), encoding="utf-8")

    def read(path: Path) -> object:
        text = path.read_text(encoding="utf-8", errors="replace")
        found = reference_of(SampleData(reference_set="own", reference_json=text))
        assert found is not None
        return known_sets([json.loads(found.to_json())])

    return [path], read


def choices(folder: Path) -> tuple[list[Path], Reader]:
    """Settings in which all is chosen: cameras, keys, own reference sets, views."""
    from wbc_desktop.core.reference import PUBLISHED, known_sets
    from wbc_desktop.storage.settings import Settings, load_settings, save_settings

    path = folder / "settings.json"
    made = Settings(reference_sets=[s.to_dict() for s in PUBLISHED[:2]])
    made.count.mpp = {"Axiocam": 0.1, "other": 0.25}
    made.window.keys, made.window.more = {"neutrophil": "q"}, {"text_scale": 1.5, "export_folder": "/x"}
    made.window.recent = ["/a", "/b"]
    save_settings(made, path)

    def read(path: Path) -> object:
        found, _ = load_settings(path)
        save_settings(found, folder / "again.json")
        return known_sets(found.reference_sets), found.user

    return [path], read


def atlas(folder: Path) -> tuple[list[Path], Reader]:
    """The laboratory's own pictures; a damaged one is left out without a word."""
    from wbc_desktop.app.viewmodels.own_atlas import load

    paths = [folder / "neutrophil" / f"case_{n}.png" for n in range(2)]
    paths[0].parent.mkdir()
    rgb = np.random.default_rng(0).integers(0, 255, (128, 128, 3), np.uint8)
    for n, path in enumerate(paths):
        Image.fromarray(rgb if n else rgb // 40 * 40).save(path)

    return paths, lambda _path: load(folder)


def engines(folder: Path) -> tuple[list[Path], Reader]:
    """Which engine was the fastest; what cannot be read is measured anew."""
    from wbc_desktop.inference.engine_choice import _read

    path = folder / "engines.json"
    path.write_text(json.dumps({"key | of": {"engine": "torch fp32", "ms": {"torch fp32": 1.0}}}, indent=1))
    return [path], lambda path: [kept.get("engine") for kept in _read(path).values()]


def glance(folder: Path) -> tuple[list[Path], Reader]:
    """What diagnostics say of a case database."""
    from made_cases import make_case

    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.glance import glance as look

    path = folder / "cases.sqlite3"
    with CaseStore(path) as store:
        store.create(make_case(reviewed=True))

    return [path], look


def messages(folder: Path) -> tuple[list[Path], Reader]:
    """What the reading process says, as a hostile file that has taken it over would."""
    from wbc_desktop.imaging import frames

    path = folder / "answers"
    pixels = np.arange(60, dtype=np.uint8)
    heads = ({"id": 0}, {"id": 1, "shape": [4, 5, 3]}, {"id": 2, "fault": ["WbcError", "a", "b", "c"]})
    with path.open("wb", buffering=0) as stream:
        for head in heads:
            frames.send(stream, head, pixels if "shape" in head else None)

    def read(path: Path) -> object:
        with path.open("rb", buffering=0) as stream:
            try:
                return [frames.receive(stream) for _ in heads]
            except frames.Ended as error:
                raise WbcError("The reading process ended.") from error

    return [path], read


MORE: dict[str, Callable[[Path], tuple[list[Path], Reader]]] = {
    "dicom": dicom,
    "ome": ome,
    "calibration": calibration,
    "reference": reference,
    "choices": choices,
    "atlas": atlas,
    "engines": engines,
    "glance": glance,
    "messages": messages,
}
SWALLOWS = ("settings", "choices", "atlas", "engines", "glance")
"""Kinds whose damage is kept aside, left out or told in the answer, never refused."""
