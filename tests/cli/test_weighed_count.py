"""The whole path on real cells: counted by the bundled models, weighed with each other, in the tables."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from wbc_desktop.cli.main import main

DATA = Path(os.environ.get("WBC_DATA", "../shared/data"))


@pytest.mark.skipif(not DATA.is_dir(), reason="no real images: WBC_DATA is absent")
def test_a_sample_s_answers_are_those_of_its_cells_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WBC_HOME", str(tmp_path / "home"))
    smear = tmp_path / "smear"
    smear.mkdir()
    with (DATA / "zheng1" / "labels.csv").open(encoding="utf-8", newline="") as stream:
        labels = {Path(row["file"]).name: row["label"] for row in list(csv.DictReader(stream))[::6]}
    for name in labels:
        (smear / name).write_bytes((DATA / "zheng1" / "images" / name).read_bytes())
    assert main(["count", str(smear), "--output", str(tmp_path / "out"), "--precision", "fp32"]) == 0
    with (tmp_path / "out" / "cells.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    lines = (tmp_path / "out" / ".wbc-journal" / "images.jsonl").read_text("utf-8").splitlines()
    alone = {told["image"]: told["cells"][0][3] for told in map(json.loads, lines) if told["cells"]}
    changed = [
        row for row in rows if abs(alone[row["file"]]["confidence"] - float(row["confidence"])) > 0.001
    ]
    assert len(changed) > len(rows) / 2  # the journal holds the network's answers, the table the weighed ones
    right = sum(row["best_class"] == labels[Path(row["file"]).name].lower() for row in rows)
    right_alone = sum(alone[name]["best_class"] == label.lower() for name, label in labels.items())
    assert right >= right_alone
    assert right >= 0.9 * len(rows)
