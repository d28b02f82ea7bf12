"""The rows of every table, made once and used by every format.

The columns and their order are the program's contract with whoever reads its files;
a new column goes to the end, and none changes its meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import FIVE_IDS, NOT_COUNTED, NOT_COUNTED_KINDS
from wbc_desktop.core.differential import Differential, differential
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.warned import Warned

Value = str | int | float | None
"""None is an empty field: not known, as a percentage of no cells."""
Row = dict[str, Value]

DIFFERENTIAL_COLUMNS: tuple[str, ...] = (
    "sample",
    "images",
    "cells",
    "counted",
    "unidentified",
    *(f"{c}_{part}" for c in FIVE_IDS for part in ("count", "percent", "low95", "high95")),
    "not_counted",
    "model",
    "model_version",
    "device",
    "warnings",
)
CELL_COLUMNS: tuple[str, ...] = (
    "sample",
    "file",
    "cell",
    "x",
    "y",
    "width",
    "height",
    "label",
    "best_class",
    "confidence",
    *(f"p_{c}" for c in FIVE_IDS),
    "reviewed_label",
    "reviewer",
    "reviewed_at",
)
ERROR_COLUMNS: tuple[str, ...] = ("file", "error", "advice")

PERCENT_DECIMALS = 2
PROBABILITY_DECIMALS = 4
MOST_WARNINGS = 10
LEAST_UNDECIDED = 3
UNDECIDED_SHARE = 0.2
"""From so many unidentified cells on, and such a share of the white cells, a row warns of them."""

_KINDS = frozenset(kind.id for kind in NOT_COUNTED_KINDS)


@dataclass(slots=True)
class SampleTally:
    """What is summed up of a sample while it is counted; small, whatever the number of cells.

    Attributes:
        sample: The sample's name.
        images: Images counted.
        failed: Images that could not be counted.
        labels: Cells by label in force.
        warned: Sentences for a person, each with the images that it is about.
        devices: Devices that computed, each once, in the order of their first occurrence.
    """

    sample: str
    images: int = 0
    failed: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    warned: Warned = field(default_factory=Warned)
    devices: dict[str, None] = field(default_factory=dict)

    def add(
        self, cells: Iterable[Cell], warnings: Iterable[str] = (), device: str = "", *, image: str = ""
    ) -> None:
        """Add one counted image.

        Args:
            cells: Its cells.
            warnings: Sentences for a person.
            device: What computed.
            image: Its name; the number of images so far where it has none.
        """
        self.images += 1
        self.labels.update(table_label(cell.label) for cell in cells)
        self.warned.look(image or str(self.images), warnings)
        if device:
            self.devices[device] = None


def table_label(label: str) -> str:
    """A label as tables write it: a class, ``unidentified``, or ``not_counted`` for any kind of it."""
    return NOT_COUNTED.id if label in _KINDS else label


def differential_row(tally: SampleTally, *, model: str, model_version: str, device: str = "") -> Row:
    """The row of a sample in ``differential.csv``.

    Percentages are of the cells counted in the five classes and add to 100; their limits
    are Wilson's at 95 %, of sampling alone. All are empty where nothing was counted.

    Args:
        tally: The sample.
        model: The classifier's id.
        model_version: Its version.
        device: Where the tally names none.
    """
    result = differential(tally.labels.elements(), decimals=PERCENT_DECIMALS)
    row: Row = {
        "sample": tally.sample,
        "images": tally.images,
        "cells": result.cells,
        "counted": result.counted,
        "unidentified": result.unidentified,
    }
    for class_id in FIVE_IDS:
        part = result[class_id]
        row[f"{class_id}_count"] = part.count
        row[f"{class_id}_percent"] = part.percent
        row[f"{class_id}_low95"] = _rounded(part.low95)
        row[f"{class_id}_high95"] = _rounded(part.high95)
    row["not_counted"] = result.not_counted
    row["model"] = model
    row["model_version"] = model_version
    row["device"] = "; ".join(tally.devices) or device
    row["warnings"] = _joined([*_undecided(result), *tally.warned.sentences()], tally.failed)
    return row


def _undecided(result: Differential) -> tuple[str, ...]:
    """That percentages leave out many cells; those that a model is unsure of are not of all classes alike."""
    white = result.counted + result.unidentified
    if result.unidentified < LEAST_UNDECIDED or result.unidentified < UNDECIDED_SHARE * white:
        return ()
    return (
        f"{result.unidentified} of {white} white cells are unidentified, and the percentages are of the "
        "others alone: review them, or adapt the model (wbc-desktop check, calibrate)",
    )


def cell_rows(sample: str, cells: Iterable[Cell], file: str | None = None) -> Iterator[Row]:
    """The rows of cells in ``cells.csv``.

    Args:
        sample: The sample's name.
        cells: In order of image and number.
        file: Name of the file, where it is not the cells' own ``image``.
    """
    for cell in cells:
        answer = cell.prediction
        row: Row = {
            "sample": sample,
            "file": cell.image if file is None else file,
            "cell": cell.number,
            "x": _pixels(cell.box.x),
            "y": _pixels(cell.box.y),
            "width": _pixels(cell.box.width),
            "height": _pixels(cell.box.height),
            "label": table_label(cell.label if answer is None else answer.label),
            "best_class": answer.best_class if answer else None,
            "confidence": round(answer.confidence, PROBABILITY_DECIMALS) if answer else None,
        }
        for n, class_id in enumerate(FIVE_IDS):
            row[f"p_{class_id}"] = round(answer.probabilities[n], PROBABILITY_DECIMALS) if answer else None
        review = cell.review
        row["reviewed_label"] = table_label(review.label) if review else None
        row["reviewer"] = review.reviewer if review else None
        row["reviewed_at"] = review.at.isoformat(timespec="seconds") if review else None
        yield row


def error_rows(errors: Iterable[tuple[str, WbcError]]) -> Iterator[Row]:
    """The rows of files that could not be counted, for ``errors.csv``.

    Args:
        errors: Each file as the tables name it, and what happened.
    """
    for file, error in errors:
        yield {"file": file, "error": error.message, "advice": error.advice or None}


def summary(rows: Iterable[Mapping[str, Value]]) -> dict[str, int]:
    """Sums over the rows of a differential table: images, cells, counted, unidentified, not counted."""
    keys = ("images", "cells", "counted", "unidentified", "not_counted")
    total = dict.fromkeys(keys, 0)
    for row in rows:
        for key in keys:
            total[key] += int(row[key] or 0)
    return total


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PERCENT_DECIMALS)


def _pixels(value: float) -> int | float:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _joined(warnings: list[str], failed: int) -> str | None:
    told = warnings[:MOST_WARNINGS]
    if len(warnings) > MOST_WARNINGS:
        told.append(f"and {len(warnings) - MOST_WARNINGS} more warnings")
    if failed:
        told.append(f"{failed} {'file' if failed == 1 else 'files'} could not be counted (errors.csv)")
    return " | ".join(told) or None
