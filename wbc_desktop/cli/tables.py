"""The tables of a run, from its journal: differential.csv, cells.csv, errors.csv, and the summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from wbc_desktop.core.classes import FIVE
from wbc_desktop.core.errors import OutputFault, WbcError
from wbc_desktop.imaging.folder import Sample
from wbc_desktop.inference.batch import file_names
from wbc_desktop.inference.journal import Journal
from wbc_desktop.reporting.csv import safe_text, write_csv
from wbc_desktop.reporting.tables import (
    CELL_COLUMNS,
    DIFFERENTIAL_COLUMNS,
    ERROR_COLUMNS,
    Row,
    SampleTally,
    cell_rows,
    differential_row,
    error_rows,
)

DIFFERENTIAL = "differential.csv"
CELLS = "cells.csv"
ERRORS = "errors.csv"


class ResultTables:
    """Writes a run's tables into its folder; memory does not grow with the number of cells.

    Attributes:
        rows: The differential rows of the last writing, one per sample that has an image.
        failed: Files that could not be counted, as of the last writing.
    """

    def __init__(self, output: Path, *, model: str, model_version: str, device: str = "") -> None:
        self._output = output
        self._model = model
        self._version = model_version
        self._device = device
        self.rows: list[Row] = []
        self.failed = 0

    def write(self, samples: Sequence[Sample], journal: Journal) -> None:
        """Write all three from the journal; see ``inference.batch.Tables``."""
        tallies = {s.name: SampleTally(s.name) for s in samples}
        names = file_names(samples)
        faults: list[tuple[str, WbcError]] = []

        def cells() -> Iterator[Row]:
            for record in journal.records((s.name, i) for s in samples for i in s.images):
                file = names[record.sample, record.image]
                tally = tallies[record.sample]
                if record.error is not None:
                    faults.append((file, record.error))
                    tally.failed += 1
                    continue
                tally.add(record.cells, record.warnings, record.device, image=record.image)
                yield from cell_rows(record.sample, record.cells, file)

        write_csv(self._output / CELLS, CELL_COLUMNS, cells())
        self.rows = [self._row(t) for t in tallies.values() if t.images or t.failed]
        self.failed = len(faults)
        write_csv(self._output / DIFFERENTIAL, DIFFERENTIAL_COLUMNS, self.rows)
        write_csv(self._output / ERRORS, ERROR_COLUMNS, error_rows(faults))

    def _row(self, tally: SampleTally) -> Row:
        return differential_row(tally, model=self._model, model_version=self._version, device=self._device)


def check_output(output: Path) -> None:
    """Refuse a folder of results that a person has reviewed, or one that is a file.

    Raises:
        OutputFault: Counting into it would lose something.
    """
    table = output / CELLS
    try:
        if output.exists() and not output.is_dir():
            raise OutputFault("The output is a file, not a folder.", "Name a folder.", file=output)
        if not table.exists():
            return
    except OSError as error:  # a folder above it is shut, or its share is gone
        raise OutputFault(
            f"The output folder cannot be reached ({error.strerror}).",
            "Choose another folder, or ask for permission.",
            file=output,
            detail=str(error),
        ) from error
    import csv

    try:
        with table.open(encoding="utf-8", newline="") as stream:
            reviewed = any(row.get("reviewed_label") for row in csv.DictReader(stream))
    except (OSError, ValueError, csv.Error):
        return  # not a table of ours, or unreadable: writing will tell
    if reviewed:
        raise OutputFault(
            "The folder holds results that a person has reviewed; they are not overwritten.",
            "Choose another output folder.",
            file=output,
        )


def summary_text(rows: Sequence[Row]) -> str:
    """The summary that is printed: one line per sample, percentages with one decimal."""
    head = [
        "sample",
        "images",
        "cells",
        "counted",
        *(c.name.lower() for c in FIVE),
        "unidentified",
        "not counted",
    ]
    body = [
        [
            _short(safe_text(str(row["sample"]))),
            str(row["images"]),
            str(row["cells"]),
            str(row["counted"]),
            *(_percent(row, c.id) for c in FIVE),
            str(row["unidentified"]),
            str(row["not_counted"]),
        ]
        for row in rows
    ]
    widths = [max(len(line[n]) for line in [head, *body]) for n in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(widths[n]) if n == 0 else cell.rjust(widths[n]) for n, cell in enumerate(line)
        ).rstrip()
        for line in [head, *body]
    ]
    lines.insert(1, "-" * len(lines[0]))
    return "\n".join(lines)


def _percent(row: Row, class_id: str) -> str:
    value = row[f"{class_id}_percent"]
    return "-" if value is None else f"{float(value):.1f} %"


def _short(name: str, width: int = 32) -> str:
    return name if len(name) <= width else "…" + name[-(width - 1) :]
