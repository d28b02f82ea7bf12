"""A small smear on disk: several fields and one table of truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import OutputFault
from wbc_desktop.imaging.synthetic.field import DrawnImage, TrueCell, draw_field
from wbc_desktop.imaging.synthetic.look import Look
from wbc_desktop.imaging.synthetic.truth import write_truth

TRUTH_NAME = "truth.csv"

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
    truth: Path | None = None,
    masks: Path | None = None,
) -> Iterator[SmearField]:
    """Draw a smear into a folder, field by field.

    Writes ``field_01.png`` and so on, and at the end the truth: one row per white cell
    (file, label, x, y, width, height in pixels, origin top left).

    Args:
        folder: Where to write; made if it is missing.
        counts: How many cells of each class.
        fields: How many fields to share them out over.
        size: (width, height) of a field in pixels.
        look: Stain, camera and scale.
        seed: Chance; the same seed gives the same files.
        truth: Table of truth to write; ``truth.csv`` in the folder where None.
        masks: Folder for a label mask per field (0 background, 1 cytoplasm, 2 nucleus); no
            masks where None.

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
        write_truth(truth or folder / TRUTH_NAME, rows)
    except OSError as error:
        raise OutputFault(
            "The synthetic smear cannot be written.",
            "Choose a folder that you may write to and that has space.",
            file=error.filename or folder,
            detail=str(error),
        ) from error


def _write_field(folder: Path, name: str, drawn: DrawnImage, masks: Path | None) -> None:
    Image.fromarray(drawn.rgb).save(folder / name, compress_level=3)
    if masks is not None:
        masks.mkdir(parents=True, exist_ok=True)
        Image.fromarray(drawn.mask).save(masks / name)
