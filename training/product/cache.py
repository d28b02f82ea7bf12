"""Wide crops of all cells of a source, cut once and kept as memory-mapped arrays."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from training.product.augment import WideCrop
from training.product.sources import LabelledCell
from wbc_desktop.core.cell import FoundCell
from wbc_desktop.imaging.crops import cut_cell
from wbc_desktop.imaging.source import RGB
from wbc_desktop.models.size_evidence import log_size

WIDE_SIDE = 224
ROOM = 1.3
"""Side of a wide crop as a multiple of the standard crop."""


@dataclass(frozen=True, slots=True)
class CachedCell:
    """What is known of a cached cell besides its pixels."""

    source: str
    file: str
    label: str
    slide: str
    held_out: bool
    validation: bool
    reach: float
    background: tuple[float, float, float]
    size: float | None = None
    """``models.size_evidence.log_size``; None where no ruler was found."""


class CellCache:
    """The wide crops of a source.

    Attributes:
        cells: One record per cell, in the order of the arrays.
    """

    def __init__(self, folder: Path) -> None:
        self.cells = [CachedCell(**r) for r in json.loads((folder / "cells.json").read_text("utf-8"))]
        self._rgb: npt.NDArray[np.uint8] = np.load(folder / "rgb.npy", mmap_mode="r")
        self._labels: npt.NDArray[np.uint8] = np.load(folder / "labels.npy", mmap_mode="r")

    def __len__(self) -> int:
        return len(self.cells)

    def wide(self, index: int) -> WideCrop:
        """The wide crop of one cell."""
        cell = self.cells[index]
        return WideCrop(
            np.asarray(self._rgb[index]),
            np.asarray(self._labels[index]),
            np.asarray(cell.background, np.float32),
            cell.reach,
        )


def write_cache(folder: Path, found: Sequence[tuple[LabelledCell, FoundCell]], fraction: float) -> None:
    """Cut the wide crops of a source's cells.

    Args:
        folder: Where to write; made if missing.
        found: Each labelled cell with what the finder made of it.
        fraction: The crop rule's ``cell_fraction``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shape = (len(found), WIDE_SIDE, WIDE_SIDE)
    rgb = np.lib.format.open_memmap(folder / "rgb.npy", "w+", np.uint8, (*shape, 3))
    labels = np.lib.format.open_memmap(folder / "labels.npy", "w+", np.uint8, shape)
    records = []
    last: tuple[Path, RGB] | None = None
    for index, (cell, seen) in enumerate(found):
        if last is None or last[0] != cell.path:
            last = (cell.path, np.asarray(Image.open(cell.path).convert("RGB")))
        crop = cut_cell(last[1], seen, WIDE_SIDE, fraction / ROOM)
        rgb[index], labels[index] = crop.rgb, crop.labels
        records.append(
            {
                "source": cell.source,
                "file": cell.path.name,
                "label": cell.label,
                "slide": cell.slide,
                "held_out": cell.held_out,
                "validation": cell.validation,
                "reach": WIDE_SIDE / ROOM,
                "background": [float(v) for v in crop.background],
                "size": size if math.isfinite(size := log_size(seen)) else None,
            }
        )
    rgb.flush()
    labels.flush()
    (folder / "cells.json").write_text(json.dumps(records), "utf-8")
