"""What was drawn, as a table, and how a count compares with it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.synthetic.field import TrueCell

TRUTH_COLUMNS = ("file", "label", "x", "y", "width", "height")
LEAST_OVERLAP = 0.5
"""Intersection over union from which a counted cell is the drawn one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A count beside the truth.

    Attributes:
        drawn: Drawn cells per class.
        counted: Counted cells per label, found where one was drawn or not.
        found: Drawn cells that were found.
        extra: Counted cells where none was drawn.
        right: Drawn cells per class that were found and given their class.
        mistaken: Number of each (drawn class, label given) that was wrong.
    """

    drawn: Counter[str]
    counted: Counter[str]
    found: int
    extra: int
    right: Counter[str]
    mistaken: Counter[tuple[str, str]]


def write_truth(path: Path, rows: Iterable[tuple[str, TrueCell]]) -> None:
    """Write the table of truth: one row per cell of (file, cell)."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(TRUTH_COLUMNS)
        for name, cell in rows:
            box = cell.box
            table.writerow([name, cell.label, int(box.x), int(box.y), int(box.width), int(box.height)])


def read_truth(path: Path) -> list[tuple[str, TrueCell]]:
    """Read a table of truth, or any table with its columns, such as ``cells.csv`` of a count."""
    with path.open(newline="", encoding="utf-8") as stream:
        return [
            (row["file"], TrueCell(row["label"], Box(*(float(row[k]) for k in TRUTH_COLUMNS[2:]))))
            for row in csv.DictReader(stream)
        ]


def compare(truth: Sequence[tuple[str, TrueCell]], counted: Sequence[tuple[str, TrueCell]]) -> Comparison:
    """Match each drawn cell with the counted one that overlaps it most, each used once."""
    left: dict[str, list[TrueCell]] = {}
    for name, cell in counted:
        left.setdefault(name, []).append(cell)
    found = 0
    right: Counter[str] = Counter()
    mistaken: Counter[tuple[str, str]] = Counter()
    for name, cell in truth:
        rest = left.get(name, [])
        best = max(rest, key=lambda c: c.box.iou(cell.box), default=None)
        if best is None or best.box.iou(cell.box) < LEAST_OVERLAP:
            continue
        rest.remove(best)
        found += 1
        if best.label == cell.label:
            right[cell.label] += 1
        else:
            mistaken[cell.label, best.label] += 1
    return Comparison(
        drawn=Counter(c.label for _, c in truth),
        counted=Counter(c.label for _, c in counted),
        found=found,
        extra=sum(map(len, left.values())),
        right=right,
        mistaken=mistaken,
    )
