"""Objects that are no white cell, from boxes of red cells and platelets: the class ``artefact``."""

from __future__ import annotations

from pathlib import Path

from training.product.sources import LabelledCell, read_box, read_rows
from training.splits import held_out

LABELS = {"RBC": "artefact", "Platelets": "platelet"}

MOST_PER_FILE = 2
"""Red cells taken per field; there are thousands, and they look alike."""


def labelled_objects(data: Path) -> list[LabelledCell]:
    """Red cells and platelets of ``bccd_fields`` and ``raabin_untyped``.

    Boxes of a side under 12 pixels or cut by the image's edge are left out.

    Args:
        data: The data folder.
    """
    objects = []
    for source in ("bccd_fields", "raabin_untyped"):
        taken: dict[tuple[str, str], int] = {}
        for row in read_rows(data / source / "boxes.csv"):
            label = LABELS.get(row["object"])
            if label is None:
                continue
            box = read_box(row)
            key = (row["file"], label)
            if min(box.width, box.height) < 12 or box.x < 2 or box.y < 2:
                continue
            if taken.get(key, 0) >= MOST_PER_FILE:
                continue
            taken[key] = taken.get(key, 0) + 1
            out = held_out(source, row["file"])
            objects.append(LabelledCell("objects", data / source / row["file"], label, "", out, box))
    return objects
