"""Types of white cells that their sources do not label, or label doubtfully: read by eye.

``read_types.csv`` holds every white cell that ``bccd_fields`` and ``raabin_untyped`` box, looked at by two
readers who knew neither each other's answers nor the given types; ``label`` is what both said, else
``uncertain``. No haematologist was among them (both are language models that looked at the pictures), so
that these are no reference for a laboratory; ``docs/results/models.md`` says how one of them does beside
the labels of Chula.
``twin`` names another file that shows the same cell.
"""

from __future__ import annotations

import csv
from pathlib import Path

from training.product.sources import LabelledCell, read_box
from training.splits import held_out
from wbc_desktop.core.classes import CLASSES

TABLE = Path(__file__).with_name("read_types.csv")
FOLDERS = {"bccd": "bccd_fields", "raabin": "raabin_untyped"}


def read_cells(source: str, data: Path) -> list[LabelledCell]:
    """The cells of a source whose type both readers agree on.

    A cell that is held out in one file is not learnt from in another.

    Args:
        source: ``bccd`` or ``raabin``.
        data: The data folder.
    """
    folder = FOLDERS[source]
    cells = []
    with TABLE.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["source"] != folder or row["label"] not in CLASSES or row["label"] == "unidentified":
                continue
            out = held_out(folder, row["file"])
            if not out and row["twin"] and held_out(folder, row["twin"]):
                continue
            path = data / folder / row["file"]
            cells.append(LabelledCell(source, path, row["label"], "", out, read_box(row)))
    return cells
