"""``check``, ``calibrate`` and ``watch`` from the command line: what they print and refuse, how they end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from made_counts import table
from made_fields import field, save

from wbc_desktop.cli.main import main
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.progress import Progress
from wbc_desktop.inference.calibrate import CalibrationReport

MORE = ("--stop-at-target", "--overlaps", "all")
"""Drawn fields look alike, so that their cells would pass for the same ones."""

Fitted = Callable[..., list[Path]]


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch, colour_models: None) -> Fitted:
    """A calibration that ends as asked for; gives the folders that models were written to."""

    def use(*, helps: bool, unread: int = 0, missed: int = 0) -> list[Path]:
        def run(cells: Sequence[object], _counter: object) -> Iterator[object]:
            yield Progress(1, len(cells), "cells", "reading a.png")
            report = CalibrationReport(
                *(len(cells), missed, unread, {"monocyte": len(cells)}, 0.8, 0.955, 0.9, 0.021, helps),
                "a.png: The file is empty (0 bytes)." if unread else "",
            )
            yield SimpleNamespace(report=report)

        written: list[Path] = []
        monkeypatch.setattr("wbc_desktop.inference.calibrate.calibrate", run)
        monkeypatch.setattr(
            "wbc_desktop.inference.calibrated_model.save_calibrated", lambda _r, _b, to: written.append(to)
        )
        return written

    return use


def labelled(folder: Path) -> Path:
    for n in range(3):
        save(folder / "Monocytes" / f"{n}.png", field([4], 40, 40))
    return folder


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    assert "Something went wrong" not in shown.err
    return code, shown.out, shown.err


def test_a_calibration_that_helps_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fitted: Fitted
) -> None:
    written = fitted(helps=True)
    cells, out = labelled(tmp_path / "cells"), tmp_path / "new"
    code, shown, _ = told(capsys, "calibrate", cells, "--output", out)
    assert (code, written) == (0, [out])
    assert "3 labelled cells: 3 monocyte." in shown
    assert "Right before: 80.0%." in shown
    assert "95.5%" in shown
    assert f"Written: {out}." in shown
    assert "left out" not in shown


def test_a_calibration_that_does_not_help_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fitted: Fitted
) -> None:
    written = fitted(helps=False, unread=2, missed=1)
    code, shown, _ = told(capsys, "calibrate", labelled(tmp_path / "cells"), "--output", tmp_path / "new")
    assert (code, written) == (1, [])
    assert "Nothing was written" in shown
    assert "2 cells were left out: their files could not be read (a.png: The file is empty" in shown
    assert "1 cells were left out: no cell was found where they lie." in shown


@pytest.mark.parametrize("there", ["a file", "a folder with something in it"])
def test_a_calibration_takes_nothings_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fitted: Fitted, there: str
) -> None:
    written, out = fitted(helps=True), tmp_path / "new"
    kept = out if there == "a file" else out / "manifest.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("kept")
    code, _, error = told(capsys, "calibrate", labelled(tmp_path / "cells"), "--output", out)
    assert code != 0
    assert str(out) in error
    assert "Name a new folder." in error
    assert (written, kept.read_text()) == ([], "kept")


@pytest.mark.usefixtures("colour_models")
def test_check_says_what_is_wrong_with_the_microscope(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for n in range(3):
        save(tmp_path / "dark" / f"{n}.png", np.asarray(field([1, 2, 3] * 4)) // 8)
    code, shown, _ = told(capsys, "check", tmp_path / "dark")
    assert code == 1
    assert "RED" in shown.upper()
    assert "dark" in shown


@pytest.mark.usefixtures("colour_models")
def test_check_of_nothing_and_of_no_images_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    code, _, error = told(capsys, "check", tmp_path / "empty")
    assert code == 2
    assert "no image to check" in error
    code, _, error = told(capsys, "check", tmp_path / "gone")
    assert code == 2
    assert "There is no file or folder" in error
    (tmp_path / "empty" / "a.png").write_bytes(b"no image")
    code, shown, error = told(capsys, "check", tmp_path / "empty")
    assert code == 1
    assert "read" in shown + error


@pytest.mark.usefixtures("colour_models")
def test_a_watch_ends_at_its_target_and_tells_what_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = tmp_path / "camera"
    save(camera / "b.png", field([0, 1, 2]))
    save(camera / "c.png", field([3]))
    code, shown, error = told(capsys, "watch", camera, "--target", 4, *MORE)
    assert code == 0, error
    assert "The target is reached." in error
    assert "camera" in shown
    (row,) = table(tmp_path / "camera-results" / "differential.csv")
    assert (row["images"], row["counted"]) == ("2", "4")
    save(camera / "d.png", field([4]))
    monkeypatch.setattr("wbc_desktop.cli.watch.TABLES_S", 0.0)
    code, _, error = told(capsys, "watch", camera, "--target", 5, "--resume", *MORE)
    assert code == 0, error
    (row,) = table(tmp_path / "camera-results" / "differential.csv")
    assert (row["images"], [row[f"{c}_count"] for c in FIVE_IDS]) == ("3", ["1"] * 5)


@pytest.mark.usefixtures("colour_models")
def test_a_watch_that_makes_no_sense_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = told(capsys, "watch", tmp_path / "gone")
    assert code == 2
    assert "There is no folder" in error
    code, _, error = told(capsys, "watch", tmp_path, "--target", 0)
    assert code == 2
    assert "positive" in error
    (tmp_path / "out").write_text("a file")
    code, _, error = told(capsys, "watch", tmp_path, "--output", tmp_path / "out")
    assert code == 1
    assert "is a file, not a folder" in error
