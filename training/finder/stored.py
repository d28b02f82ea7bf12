"""Samples on the disk: one npz of plain arrays, read without pickle, so that no file can run code."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.finder.samples import Sample
from wbc_desktop.core.errors import OutputFault, WrongUse

FORMAT = "wbc samples 1"
"""Named in each file; another one is refused."""

_ABOUT = "about"
_DAMAGE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    OverflowError,
    MemoryError,  # a damaged header may promise any size
    RuntimeError,  # an encrypted member, an unknown compression, a thousand brackets
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
)
_PICTURES: dict[str, type[np.generic]] = {"rgb": np.uint8, "allowed": np.uint8, "instances": np.uint16}


def save_samples(path: Path, samples: Sequence[Sample]) -> None:
    """Write samples; the old file stays until the new one is whole.

    Args:
        path: An ``.npz`` file.
        samples: What to keep.

    Raises:
        OutputFault: The disk is full or the folder cannot be written.
    """
    about = {"format": FORMAT, "samples": [_words(sample) for sample in samples]}
    arrays: dict[str, npt.NDArray[Any]] = {_ABOUT: np.frombuffer(json.dumps(about).encode(), np.uint8)}
    for number, sample in enumerate(samples):
        for name, kind in {**_PICTURES, "cells": np.float32}.items():
            arrays[f"{number}.{name}"] = np.asarray(getattr(sample, name), kind)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            np.savez(stream, **arrays)  # type: ignore[arg-type]
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputFault("The samples cannot be written.", file=path, detail=str(error)) from error


def load_samples(path: Path) -> list[Sample]:
    """Read a file of ``save_samples``.

    Raises:
        WrongUse: It is missing, damaged, or another kind of file; nothing in it is executed.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            about = json.loads(stored[_ABOUT].tobytes())
            if about["format"] != FORMAT:
                raise ValueError(f"the format is {about['format']!r}")
            return [_sample(stored, number, words) for number, words in enumerate(about["samples"])]
    except OSError as error:
        raise WrongUse("The samples cannot be read.", file=path, detail=str(error)) from error
    except _DAMAGE as error:  # an .npy has no members; a pickle is refused by numpy
        raise WrongUse(
            "This file holds no samples of the finder's training, or is damaged.",
            "Give a samples*.npz of an earlier run, or make them anew without --samples; "
            "pickles are not read, since a pickle can run code.",
            file=path,
            detail=str(error),
        ) from error


def _words(sample: Sample) -> dict[str, Any]:
    return {
        "source": sample.source,
        "file": sample.file,
        "scale": float(sample.scale),
        "paste": int(sample.paste),
        "boxes": [[int(number), *map(float, box)] for number, box in sample.boxes.items()],
    }


def _sample(stored: Any, number: int, words: dict[str, Any]) -> Sample:
    pictures = {name: stored[f"{number}.{name}"] for name in _PICTURES}
    cells = stored[f"{number}.cells"]
    shape = pictures["rgb"].shape
    if len(shape) != 3 or shape[2] != 3 or any(p.shape[:2] != shape[:2] for p in pictures.values()):
        raise ValueError(f"sample {number}: the pictures are of different sizes")
    if any(pictures[name].dtype != kind for name, kind in _PICTURES.items()):
        raise ValueError(f"sample {number}: the pictures are of another number format")
    if cells.ndim != 2 or cells.shape[1] != 4 or cells.dtype != np.float32:
        raise ValueError(f"sample {number}: the cells are no table of four numbers")
    boxes = {int(n): (float(x), float(y), float(w), float(h)) for n, x, y, w, h in words["boxes"]}
    scale, paste = float(words["scale"]), int(words["paste"])
    if not 0 <= paste <= len(cells):
        raise ValueError(f"sample {number}: the cell to cut out is not there")
    return Sample(
        str(words["source"]),
        str(words["file"]),
        **pictures,
        cells=cells,
        scale=scale,
        paste=paste,
        boxes=boxes,
    )
