"""A small smear on disk: several fields and one table of truth."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import OutputFault
from wbc_desktop.imaging.synthetic.field import DrawnImage, TrueCell, draw_field
from wbc_desktop.imaging.synthetic.look import Look

TRUTH_NAME = "truth.csv"
TRUTH_COLUMNS = ("file", "label", "x", "y", "width", "height")
MASK_FOLDER = "masks"

USUAL_COUNTS: Mapping[str, int] = {
    "neutrophil": 58,
    "eosinophil": 4,
    "basophil": 2,
    "lymphocyte": 29,
    "monocyte": 7,
}
"""A hundred cells of an unremarkable adult differential."""


@dataclass(frozen=True, slots=True)
class SmearField:
    """One written field: its file name and the cells drawn in it."""

    file: str
    cells: tuple[TrueCell, ...]


def write_smear(
    folder: Path,
    *,
    counts: Mapping[str, int] = USUAL_COUNTS,
    fields: int = 12,
    size: tuple[int, int] = (1440, 1080),
    look: Look | None = None,
    seed: int = 0,
    masks: bool = False,
) -> Iterator[SmearField]:
    """Draw a smear into a folder, field by field.

    Writes ``field_01.png`` and so on, at the end ``truth.csv`` (one row per white cell:
    file, label, x, y, width, height in pixels, origin top left) beside the folder's images.

    Args:
        folder: Where to write; made if it is missing.
        counts: How many cells of each class.
        fields: How many fields to share them out over.
        size: (width, height) of a field in pixels.
        look: Stain, camera and scale.
        seed: Chance; the same seed gives the same files.
        masks: Whether to write a label mask per field under ``masks/``
            (0 background, 1 cytoplasm, 2 nucleus).

    Yields:
        Each field after it was written.

    Raises:
        OutputFault: The folder cannot be written.
    """
    rng = np.random.default_rng(seed)
    labels = [label for label in FIVE_IDS for _ in range(counts.get(label, 0))]
    order = [labels[i] for i in rng.permutation(len(labels))]
    shares = np.array_split(np.array(order, dtype=object), fields)
    rows: list[tuple[str, TrueCell]] = []
    digits = max(2, len(str(fields)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, share in enumerate(shares, start=1):
            drawn = draw_field(list(share), look=look, size=size, seed=seed * 10_007 + number)
            name = f"field_{number:0{digits}d}.png"
            _write_field(folder, name, drawn, masks)
            rows += [(name, cell) for cell in drawn.cells]
            yield SmearField(name, drawn.cells)
        write_truth(folder / TRUTH_NAME, rows)
    except OSError as error:
        raise OutputFault(
            "The synthetic smear cannot be written.",
            "Choose a folder that you may write to and that has space.",
            file=error.filename or folder,
            detail=str(error),
        ) from error


def write_truth(path: Path, rows: list[tuple[str, TrueCell]]) -> None:
    """Write the table of truth: one row per cell of (file, cell)."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(TRUTH_COLUMNS)
        for name, cell in rows:
            box = cell.box
            table.writerow([name, cell.label, int(box.x), int(box.y), int(box.width), int(box.height)])


def read_truth(path: Path) -> list[tuple[str, TrueCell]]:
    """Read a table of truth written by ``write_truth``."""
    from wbc_desktop.core.geometry import Box

    with path.open(newline="", encoding="utf-8") as stream:
        return [
            (row["file"], TrueCell(row["label"], Box(*(float(row[k]) for k in TRUTH_COLUMNS[2:]))))
            for row in csv.DictReader(stream)
        ]


def _write_field(folder: Path, name: str, drawn: DrawnImage, masks: bool) -> None:
    Image.fromarray(drawn.rgb).save(folder / name, compress_level=3)
    if masks:
        (folder / MASK_FOLDER).mkdir(exist_ok=True)
        Image.fromarray(drawn.mask).save(folder / MASK_FOLDER / name)
