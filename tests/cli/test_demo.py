"""``wbc-desktop demo``: draws, counts through ``count`` itself, and tells how the count compares."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest

from wbc_desktop.cli import count, demo
from wbc_desktop.cli.main import EXIT_NOTHING, EXIT_USE, main
from wbc_desktop.core.classes import FIVE_IDS


def _draw(folder: Path, *more: str) -> int:
    return main(["demo", str(folder), "--fields", "2", "--even", *more])


def test_draws_images_and_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "Probe é 1"
    assert _draw(folder, "--draw-only") == 0
    assert "synthetic" in capsys.readouterr().out
    assert sorted(p.name for p in (folder / "smear").iterdir()) == ["field_01.png", "field_02.png"]
    assert (folder / "truth.csv").read_text().startswith("file,label,x,y,width,height\n")
    assert not (folder / "results").exists()


def test_leaves_a_folder_of_other_files_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    assert _draw(tmp_path) == EXIT_NOTHING
    assert "other files" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_refuses_a_senseless_number(tmp_path: Path) -> None:
    assert main(["demo", str(tmp_path / "d"), "--fields", "0"]) == EXIT_USE


def test_counts_as_the_count_command_and_compares(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[argparse.Namespace] = []

    def counted(arguments: argparse.Namespace) -> int:
        asked.append(arguments)
        Path(arguments.output).mkdir()
        table = Path(arguments.output) / "cells.csv"
        shutil.copy(tmp_path / "d" / "truth.csv", table)  # a count without a fault ...
        text = table.read_text().replace(",basophil,", ",lymphocyte,", 1)  # ... but for one cell
        table.write_text(text)
        return 0

    monkeypatch.setattr(count, "run", counted)
    assert _draw(tmp_path / "d", "--model", "resnet18") == 0
    said = capsys.readouterr().out
    assert asked[0].paths == [str(tmp_path / "d" / "smear")]
    assert (asked[0].model, asked[0].masks) == ("resnet18", True)
    drawn = (tmp_path / "d" / "truth.csv").read_text().count("\n") - 1
    assert f"{drawn - 1} of {drawn}" in said
    assert "1 x Basophil read as lymphocyte" in said
    assert said.rstrip().endswith("not how it reads real cells.")


def test_looks_offered_are_those_that_can_be_drawn() -> None:
    from wbc_desktop.imaging.synthetic.look import LOOKS

    assert set(demo.LOOKS) == set(LOOKS)
    assert demo.EVEN_COUNT * len(FIVE_IDS) == 100


@pytest.mark.slow
def test_the_bundled_model_reads_the_drawn_cells(tmp_path: Path) -> None:
    """It learnt from real cells alone."""
    from wbc_desktop.imaging.synthetic.truth import compare, read_truth

    assert main(["demo", str(tmp_path / "d"), "--even", "--device", "cpu"]) == 0
    truth = read_truth(tmp_path / "d" / "truth.csv")
    result = compare(truth, read_truth(tmp_path / "d" / "results" / "cells.csv"))
    assert result.found >= 98
    assert result.extra <= 2
    assert sum(result.right.values()) >= 90
