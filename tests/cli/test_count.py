"""The contract of ``wbc-desktop count``: columns, exit codes, masks and names."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from made_counts import count, header, smears, table
from made_fields import field, save
from PIL import Image

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.reporting.tables import CELL_COLUMNS, DIFFERENTIAL_COLUMNS, ERROR_COLUMNS


@pytest.mark.usefixtures("colour_models")
def test_the_tables_hold_the_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = smears(tmp_path / "in")
    out = tmp_path / "out"
    assert count(tmp_path / "in", "--output", out) == 0
    assert header(out / "differential.csv") == DIFFERENTIAL_COLUMNS
    assert header(out / "cells.csv") == CELL_COLUMNS
    assert header(out / "errors.csv") == ERROR_COLUMNS
    assert table(out / "errors.csv") == []
    rows = table(out / "cells.csv")
    by_file: dict[str, list[str]] = {name: [] for name in truth}
    for row in rows:
        by_file[row["file"]].append(row["label"])
        assert row["sample"] == row["file"].split("/")[0]
        assert row["best_class"] == row["label"]
        probabilities = [float(row[f"p_{c}"]) for c in FIVE_IDS]
        assert abs(sum(probabilities) - 1) < 0.001
        assert max(probabilities) == float(row["confidence"])
        assert row["reviewed_label"] == row["reviewer"] == row["reviewed_at"] == ""
    assert by_file == {name: [FIVE_IDS[n] for n in labels] for name, labels in truth.items()}
    first = next(r for r in rows if r["file"] == "S-0/field 0.png")
    assert (first["cell"], first["x"], first["y"], first["width"], first["height"]) == (
        "1",
        "4",
        "4",
        "24",
        "24",
    )
    for sample in table(out / "differential.csv"):
        labels = [n for name, some in truth.items() if name.startswith(sample["sample"]) for n in some]
        assert int(sample["images"]) == 10
        assert int(sample["cells"]) == int(sample["counted"]) == len(labels)
        assert sum(float(sample[f"{c}_percent"]) for c in FIVE_IDS) == pytest.approx(100)
        for n, class_id in enumerate(FIVE_IDS):
            assert int(sample[f"{class_id}_count"]) == labels.count(n)
            percent = float(sample[f"{class_id}_percent"])
            assert percent == pytest.approx(100 * labels.count(n) / len(labels), abs=0.01)
            assert float(sample[f"{class_id}_low95"]) <= percent <= float(sample[f"{class_id}_high95"])
        assert (sample["model"], sample["model_version"]) == ("colour", "1.0.0")
        assert sample["device"] == "CPU (fp32)"
        assert sample["warnings"] == ""
    shown = capsys.readouterr()
    assert "S-1" in shown.out
    assert "neutrophil" in shown.out
    assert "Counted 20 images" in shown.err
    assert "\r" not in shown.err


@pytest.mark.usefixtures("colour_models")
def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = smears(tmp_path / "in")
    assert count(tmp_path / "in", "--output", tmp_path / "out", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["images"] == 20
    assert report["counted"] == sum(len(v) for v in truth.values())
    assert report["failed"] == 0
    assert report["complete"] is True
    assert [s["sample"] for s in report["samples"]] == ["S-0", "S-1"]


@pytest.mark.usefixtures("colour_models")
def test_masks_lie_as_the_images_do(tmp_path: Path) -> None:
    truth = smears(tmp_path / "in")
    save(tmp_path / "in" / "S-0" / "field 3.bmp", field([1, 1]))
    assert count(tmp_path / "in", "--output", tmp_path / "out", "--masks") == 0
    masks = sorted(
        p.relative_to(tmp_path / "out/masks").as_posix() for p in (tmp_path / "out").rglob("*.png")
    )
    expected = {n for n in truth if n != "S-0/field 3.png"}
    assert masks == sorted(expected | {"S-0/field 3.png.png", "S-0/field 3.bmp.png"})
    for name in expected:
        labels = np.asarray(Image.open(tmp_path / "out" / "masks" / name))
        assert labels.shape == (120, 160)
        assert labels.dtype == np.uint8
        assert (labels > 0).sum() == len(truth[name]) * 24 * 24
        assert (labels == 2).sum() == len(truth[name]) * 16 * 16


@pytest.mark.usefixtures("colour_models")
def test_each_file_a_sample_and_several_paths(tmp_path: Path) -> None:
    smears(tmp_path / "a", samples=1, images=3)
    smears(tmp_path / "b", samples=1, images=3)
    out = tmp_path / "out"
    assert count(tmp_path / "a", tmp_path / "b", "--output", out, "--sample", "file", "--masks") == 0
    rows = table(out / "differential.csv")
    assert len(rows) == len({r["sample"] for r in rows}) == 6
    assert {r["file"].split("/")[0] for r in table(out / "cells.csv")} == {"a", "b"}
    assert (out / "masks" / "b" / "S-0" / "field 1.png").exists()


@pytest.mark.usefixtures("colour_models")
def test_an_image_without_cells_is_counted(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.png", field([]))
    assert count(tmp_path / "in", "--output", tmp_path / "out") == 0
    (row,) = table(tmp_path / "out" / "differential.csv")
    assert (row["images"], row["cells"], row["counted"]) == ("1", "0", "0")
    assert row["neutrophil_percent"] == row["neutrophil_low95"] == row["neutrophil_high95"] == ""


@pytest.mark.usefixtures("colour_models")
def test_exit_codes_of_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path / "in" / "a.png", field([1]))
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.jpg").write_bytes(b"x")
    (tmp_path / "file").touch()
    out = tmp_path / "out"
    cases: list[tuple[int, tuple[object, ...]]] = [
        (2, (tmp_path / "gone", "--output", out)),
        (2, (tmp_path / "in",)),
        (2, (tmp_path / "in", "--output", out, "--content", "tissue")),
        (2, (tmp_path / "in", "--output", out, "--max-megapixels", "-1")),
        (1, (tmp_path / "empty", "--output", out)),
        (1, (tmp_path / "bad", "--output", out)),
        (1, (tmp_path / "in", "--output", tmp_path / "file")),
        (1, (tmp_path / "in", "--output", tmp_path / "file" / "out")),
        (0, (tmp_path / "in", "--output", out)),
    ]
    for code, arguments in cases:
        assert count(*arguments) == code, arguments
        told = capsys.readouterr().err
        assert "Traceback" not in told
        assert code in (0,) or len(told) > 20


@pytest.mark.usefixtures("colour_models")
def test_reviewed_results_are_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path / "in" / "a.png", field([1]))
    out = tmp_path / "out"
    assert count(tmp_path / "in", "--output", out) == 0
    cells = out / "cells.csv"
    cells.write_text(cells.read_text().replace(",,,\n", ",monocyte,Dr A,2026-01-01T08:00:00+00:00\n"))
    text = cells.read_text()
    assert "Dr A" in text
    assert count(tmp_path / "in", "--output", out) == 1
    assert "reviewed" in capsys.readouterr().err
    assert cells.read_text() == text


@pytest.mark.usefixtures("colour_models")
def test_results_in_the_folder_of_the_images(tmp_path: Path) -> None:
    truth = smears(tmp_path, samples=1, images=4)
    for _ in range(2):
        assert count(tmp_path, "--output", tmp_path, "--masks") == 0
        (row,) = table(tmp_path / "differential.csv")
        assert int(row["images"]) == len(truth)
