"""The tables of a run, from its journal: differential.csv, cells.csv, errors.csv, and the summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.core.classes import FIVE
from wbc_desktop.core.errors import OutputFault, WbcError
from wbc_desktop.imaging.folder import Sample
from wbc_desktop.inference.batch import file_names
from wbc_desktop.inference.journal import Journal, Record
from wbc_desktop.inference.own_cells import OwnCells, weighed_cells
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

if TYPE_CHECKING:
    from wbc_desktop.models.manifest import Manifest
    from wbc_desktop.models.own_cells import Groups

DIFFERENTIAL = "differential.csv"
CELLS = "cells.csv"
ERRORS = "errors.csv"


class ResultTables:
    """Writes a run's tables into its folder; memory grows with the cells of one sample, not of the run.

    Attributes:
        rows: The differential rows of the last writing, one per sample that has an image.
        failed: Files that could not be counted, as of the last writing.
    """

    def __init__(
        self,
        output: Path,
        *,
        model: str,
        model_version: str,
        device: str = "",
        manifest: Manifest | None = None,
    ) -> None:
        """Write into a folder.

        Args:
            output: The folder.
            model: Id of the classifier, for the tables.
            model_version: Its version, likewise.
            device: What computes, likewise.
            manifest: The classifier's, where it may weigh a sample's cells with each other.
        """
        self._output = output
        self._model = model
        self._version = model_version
        self._device = device
        self._manifest = manifest
        self._groups: dict[str, tuple[int, Groups | None]] = {}
        self.rows: list[Row] = []
        self.failed = 0

    def write(self, samples: Sequence[Sample], journal: Journal) -> None:
        """Write all three from the journal; see ``inference.batch.Tables``."""
        tallies = {s.name: SampleTally(s.name) for s in samples}
        names = file_names(samples)
        faults: list[tuple[str, WbcError]] = []

        def cells() -> Iterator[Row]:
            for record in self._records(samples, journal):
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

    def _records(self, samples: Sequence[Sample], journal: Journal) -> Iterator[Record]:
        """The journal's records in order, each sample's cells weighed with each other."""
        for sample in samples:
            groups = self._groups_of(sample, journal)
            for record in journal.records((sample.name, image) for image in sample.images):
                if groups is None or self._manifest is None or not record.measures:
                    yield record
                    continue
                answers = weighed_cells(groups, record.cells, record.measures, self._manifest)
                cells = tuple(replace(c, prediction=a) for c, a in zip(record.cells, answers, strict=True))
                yield replace(record, cells=cells)

    def _groups_of(self, sample: Sample, journal: Journal) -> Groups | None:
        """Kept until a further image of the sample is counted: the tables are written again and again."""
        if self._manifest is None or self._manifest.own_cells is None:
            return None
        done = sum(journal.knows(sample.name, image) for image in sample.images)
        kept = self._groups.get(sample.name)
        if kept is None or kept[0] != done:
            own = OwnCells(self._manifest)
            for record in journal.records((sample.name, image) for image in sample.images):
                own.add(record.cells, record.measures)
            kept = self._groups[sample.name] = (done, own.groups())
        return kept[1]

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
