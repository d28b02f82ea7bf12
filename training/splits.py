"""Which images are held out: decided once, before any training, and shared by every training of the project.

The product models never learn from a held-out image; every figure of a product model is read
on held-out images alone.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

CHULA_HELD_OUT_SLIDES = frozenset({"B-53", "E-12", "E-13", "L-9", "M-3B", "M-4B", "N-1B"})
"""Whole slides of ``chula_fields``: at least one for each class."""

HELD_OUT_SHARE = 0.25
"""Share of the files of ``zheng1``, ``bccd_fields`` and ``raabin_untyped`` that is held out."""


def held_out(source: str, file: str, slide: str = "") -> bool:
    """Whether an image must not be trained on.

    Args:
        source: Name of the source's folder: ``zheng1``, ``bccd_fields``, ``chula_fields``
            or ``raabin_untyped``. ``pbc`` has a split of its own in ``labels.csv``.
        file: File name as in the source's table; folders and the suffix are ignored,
            so that an image and its mask fall on the same side.
        slide: The slide (``chula_fields``); taken from the file name where empty.

    Returns:
        Whether it is held out. Depends on the names alone, on no order and no seed.

    Raises:
        ValueError: The source is ``pbc`` or not known.
    """
    stem = Path(file).stem
    if source == "chula_fields":
        return (slide or stem.rsplit("_", 1)[0]) in CHULA_HELD_OUT_SLIDES
    if source not in {"zheng1", "bccd_fields", "raabin_untyped"}:
        raise ValueError(f"no split is defined for {source!r}")
    digest = hashlib.sha1(f"{source}/{stem}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < HELD_OUT_SHARE


@cache
def pbc_split(data: Path) -> dict[str, str]:
    """``train``, ``val`` or ``test`` for each file of ``pbc/labels.csv``.

    Args:
        data: The data folder that holds ``pbc``.
    """
    import csv

    with (data / "pbc" / "labels.csv").open(newline="", encoding="utf-8") as stream:
        return {row["file"]: row["split"] for row in csv.DictReader(stream)}
