"""The export job of the window, without a window."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_cases import make_case, make_cell
from made_fields import save

from wbc_desktop.app.viewmodels.export import FORMATS, ExportOrder, export
from wbc_desktop.core.case import AcceptCells, AddImage, Case, CaseImage
from wbc_desktop.core.progress import Cancelled, CancelToken
from wbc_desktop.storage.case_store import CaseStore
from wbc_desktop.storage.paths import find_paths
from wbc_desktop.storage.settings import Settings


@pytest.fixture
def ids(tmp_path: Path) -> list[str]:
    """A reviewed case with its image, and two without, one of them of the same name."""
    save(tmp_path / "in" / "a.png", np.full((100, 400, 3), 200, np.uint8))
    real = Case(Case.new_id(), "S-1", str(tmp_path / "in"), user="ann")
    cells = tuple(replace(make_cell("a.png", n + 1)) for n in range(4))
    real.apply(AddImage(CaseImage("a.png", 400, 100), cells), user="ann")
    real.apply(AcceptCells([c.key for c in cells]), user="ann")
    cases = [real, make_case("S-1"), make_case("S-2")]
    with CaseStore(find_paths().database) as store:
        for case in cases:
            store.create(case)
    return [case.id for case in cases]


def order_of(ids: list[str], folder: Path) -> ExportOrder:
    return ExportOrder(ids, tuple(FORMATS), folder, find_paths().database, Settings())


def test_every_format_of_every_sample_is_written(ids: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    list(export(CancelToken(), order_of(ids, out)))
    names = {p.name for p in out.iterdir()}
    assert {"S-1.pdf", "S-1 (2).pdf", "S-2.pdf", "S-1 (2).fhir.json", "S-2 geojson"} <= names
    with (out / "differential.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["sample"] for row in csv.DictReader(stream)] == ["S-1", "S-1", "S-2"]
    assert len(list((out / "teaching set" / "neutrophil").glob("*.png"))) == 4
    list(export(CancelToken(), replace(order_of(ids, out), formats=("teaching",))))
    assert (out / "teaching set (2)" / "index.csv").is_file()


def test_it_can_be_cancelled(ids: list[str], tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        list(export(token, order_of(ids, tmp_path / "out")))
