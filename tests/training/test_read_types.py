"""Types read by eye: what both readers agree on, and no cell on both sides of the split."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from training.product.read_types import FOLDERS, TABLE, read_cells
from training.product.sources import read_rows
from training.splits import held_out
from wbc_desktop.core.classes import CLASSES


@pytest.fixture
def wbc_data() -> Path:
    folder = Path(os.environ.get("WBC_DATA", "../shared/data"))
    if not folder.is_dir():
        pytest.skip("WBC_DATA names no folder of real images")
    return folder


def _rows() -> list[dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_a_label_is_what_both_readers_said() -> None:
    rows = _rows()
    assert len(rows) > 400
    for row in rows:
        agreed = row["reader_a"] == row["reader_b"]
        assert row["label"] == (row["reader_a"] if agreed else "uncertain")
        assert row["label"] in CLASSES or row["label"] == "uncertain"


@pytest.mark.data
@pytest.mark.parametrize("source", FOLDERS)
def test_every_box_of_the_source_was_read_and_only_agreed_ones_are_used(source: str, wbc_data: Path) -> None:
    folder = FOLDERS[source]
    boxes = {
        (r["file"], r["x"], r["y"])
        for r in read_rows(wbc_data / folder / "boxes.csv")
        if r["object"] == "WBC"
    }
    assert boxes == {(r["file"], r["x"], r["y"]) for r in _rows() if r["source"] == folder}
    cells = read_cells(source, wbc_data)
    assert 0 < len(cells) < len(boxes)
    assert all(c.label in CLASSES and c.box is not None and c.path.is_file() for c in cells)


@pytest.mark.data
@pytest.mark.parametrize("source", FOLDERS)
def test_no_cell_is_learnt_from_that_is_held_out_in_another_file(source: str, wbc_data: Path) -> None:
    folder = FOLDERS[source]
    twins = {r["file"]: r["twin"] for r in _rows() if r["source"] == folder and r["twin"]}
    assert twins
    learnt = {c.path.name for c in read_cells(source, wbc_data) if not c.held_out}
    for file, twin in twins.items():
        assert not (file in learnt and held_out(folder, twin))
