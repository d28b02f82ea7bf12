"""The labelled cells of every source, as the sources label them: file, class, slide, box."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from training.splits import held_out
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.geometry import Box

SOURCES = ("pbc", "zheng1", "chula", "bccd", "raabin")
"""Sources with a class per cell; the cells of ``bccd`` and ``raabin`` were typed by ``read_types``."""

LICENCES = {
    "pbc": "CC BY 4.0",
    "zheng1": "GPL-3.0 repository (zxaoyou/segmentation_WBC)",
    "chula": "MIT",
    "bccd": "MIT",
    "raabin": "MIT (TXL-PBC_Dataset; Raabin-WBC)",
}

_PBC_NAMES = {"ig": "immature_granulocyte"}


@dataclass(frozen=True, slots=True)
class LabelledCell:
    """One cell with its class.

    Attributes:
        source: One of ``SOURCES``.
        path: The image.
        label: Class id.
        slide: The slide or patient, where known; cells of one never lie in two splits.
        held_out: Whether the cell is kept for testing.
        box: Where it lies, image pixels; None where the image shows the one cell.
        validation: Whether a source names it for choosing epochs and calibrating.
    """

    source: str
    path: Path
    label: str
    slide: str
    held_out: bool
    box: Box | None = None
    validation: bool = False


def data_folder() -> Path:
    """The folder of real images: ``$WBC_DATA``, default ``../shared/data``.

    Raises:
        WrongUse: It is not there.
    """
    folder = Path(os.environ.get("WBC_DATA", "../shared/data"))
    if not folder.is_dir():
        raise WrongUse("The folder of real images is missing.", "Set WBC_DATA to it.", file=folder)
    return folder


def labelled_cells(source: str, data: Path) -> list[LabelledCell]:
    """All labelled cells of a source, in file order.

    Args:
        source: One of ``SOURCES``.
        data: The data folder.
    """
    if source in ("bccd", "raabin"):
        from training.product.read_types import read_cells

        return read_cells(source, data)
    readers = {"pbc": _pbc, "zheng1": _zheng1, "chula": _chula}
    return readers[source](data)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def read_box(row: dict[str, str]) -> Box:
    """The box of a row with columns x, y, width, height."""
    return Box(float(row["x"]), float(row["y"]), float(row["width"]), float(row["height"]))


def _pbc(data: Path) -> list[LabelledCell]:
    cells = []
    for row in read_rows(data / "pbc" / "labels.csv"):
        label = _PBC_NAMES.get(row["label"], row["label"])
        path = data / "pbc" / row["file"]
        cells.append(
            LabelledCell("pbc", path, label, "", row["split"] == "test", validation=row["split"] == "val")
        )
    return cells


def _zheng1(data: Path) -> list[LabelledCell]:
    folder = data / "zheng1"
    return [
        LabelledCell(
            "zheng1", folder / "images" / row["file"], row["label"], "", held_out("zheng1", row["file"])
        )
        for row in read_rows(folder / "labels.csv")
    ]


def _chula(data: Path) -> list[LabelledCell]:
    folder = data / "chula_fields"
    return [
        LabelledCell(
            "chula",
            folder / row["file"],
            row["label"],
            row["slide"],
            held_out("chula_fields", row["file"], row["slide"]),
            read_box(row),
        )
        for row in read_rows(folder / "boxes.csv")
        if row["label"] in FIVE_IDS
    ]
