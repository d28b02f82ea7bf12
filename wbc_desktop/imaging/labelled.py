"""A laboratory's own labelled cells: class folders, a CSV of labels, or a reviewed ``cells.csv``."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from wbc_desktop.core.classes import CLASSES, FIVE_IDS, NOT_COUNTED_KINDS
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.folder import natural_order
from wbc_desktop.imaging.open import is_image_file
from wbc_desktop.imaging.other_kinds import is_other_picture

_USABLE = (*FIVE_IDS, *(k.id for k in NOT_COUNTED_KINDS))
_BOX = ("x", "y", "width", "height")
_CSV_LIMIT = 64 << 20


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """A cell with the laboratory's own label.

    Attributes:
        path: The image.
        label: Class id.
        box: Where the cell lies, level-0 pixels; None where the image shows one cell.
    """

    path: Path
    label: str
    box: Box | None = None


def read_labelled(source: Path, images: Path | None = None) -> list[LabelledImage]:
    """Read labelled cells.

    Args:
        source: A folder with one folder of cell images per class (``neutrophil``,
            ``Neutrophils`` ...), or a CSV with the columns file and label, and x, y, width,
            height for cells of a field; file is relative to the folder in a column ``folder``,
            and else to ``images``. Of a table with a column ``reviewed_label`` (``cells.csv``)
            the reviewed cells alone are taken: its ``label`` is the model's own answer.
        images: The folder that was counted; the CSV's own folder if None.

    Returns:
        The cells with a usable label, in natural order.

    Raises:
        WrongUse: There is none, or the source is neither.
    """
    if source.is_dir():
        table = source / "labels.csv"
        cells = _from_csv(table, images) if table.is_file() else _from_folders(source)
    elif source.suffix.lower() == ".csv" and source.is_file():
        cells = _from_csv(source, images)
    else:
        raise WrongUse("This is neither a folder nor a CSV file.", _FORMS, file=source)
    if not cells:
        raise WrongUse("No labelled cell was found there.", _FORMS, file=source)
    return cells


_FORMS = (
    "Give a folder with one folder of cell images per class (neutrophil, eosinophil, basophil, "
    "lymphocyte, monocyte), or a CSV with columns file, label and, for fields, x, y, width, height."
)


def class_id(name: str) -> str | None:
    """Class id of a name as people write it: any case, plural, spaces; None if not known."""
    plain = name.strip().lower().replace(" ", "_").replace("-", "_")
    for candidate in (plain, plain.removesuffix("s"), plain.removesuffix("es")):
        if candidate in _USABLE:
            return candidate
    for cell_class in CLASSES.values():
        if plain == cell_class.short.lower() and cell_class.id in _USABLE:
            return cell_class.id
    return None


def _from_folders(folder: Path) -> list[LabelledImage]:
    cells: list[LabelledImage] = []
    for child in sorted(folder.iterdir(), key=lambda p: natural_order(p.name)):
        label = class_id(child.name)
        if label is None or not child.is_dir():
            continue
        paths = sorted(child.rglob("*"), key=lambda p: natural_order(p.name))
        pictures = (p for p in paths if p.is_file() and (is_image_file(p) or is_other_picture(p)))
        cells += [LabelledImage(p, label) for p in pictures]  # one that cannot be read is told as left out
    return cells


def _from_csv(table: Path, images: Path | None) -> list[LabelledImage]:
    try:
        if table.stat().st_size > _CSV_LIMIT:
            raise WrongUse("This table is too large.", "Give at most some thousand cells.", file=table)
        with table.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise WrongUse("The table cannot be read.", _FORMS, file=table, detail=str(error)) from error
    answer = "reviewed_label" if "reviewed_label" in (reader.fieldnames or ()) else "label"
    if answer != "label" and not any(row.get(answer) for row in rows):
        raise WrongUse(
            "No cell of this table is reviewed; what the model called them is no label.",
            "Review cells in the window, export them as CSV, and give that table.",
            file=table,
        )
    cells = []
    for number, row in enumerate(rows, 2):
        name = (row.get("file") or "").strip()
        label = class_id(row.get(answer) or "")
        if not name or label is None:
            continue
        root = (images or table.parent) / (row.get("folder") or "")
        cells.append(LabelledImage(_inside(root, name, table), label, _row_box(row, number, table)))
    return cells


def _inside(root: Path, name: str, table: Path) -> Path:
    try:
        path = (root / name).resolve()
        there = path.is_file()
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, a link to itself
        there = False
    if not there:
        raise WrongUse(
            f"The table names {name}, which is not there.",
            "Names are relative to the table; on the command line --images names another folder.",
            file=table,
        )
    return path


def _row_box(row: dict[str, str], number: int, table: Path) -> Box | None:
    values = [(row.get(k) or "").strip() for k in _BOX]
    if not all(values):
        return None
    try:
        x, y, width, height = (float(v) for v in values)
    except ValueError as error:
        raise WrongUse(f"Line {number} of the table has no numbers for its box.", file=table) from error
    if not all(math.isfinite(v) for v in (x, y, width, height)):
        raise WrongUse(f"Line {number} of the table has no numbers for its box.", file=table)
    if width <= 0 or height <= 0:
        raise WrongUse(f"Line {number} of the table has an empty box.", file=table)
    return Box(x, y, width, height)
