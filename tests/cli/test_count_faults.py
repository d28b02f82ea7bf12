"""A count among bad files, odd names, full disks and folders that vanish."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import crashing_reader
import made_fields
import numpy as np
import pytest
from made_counts import contents, count, run_program, smears, table
from made_fields import ColourCounter, field, save
from PIL import Image

from wbc_desktop.imaging import reading_room


def spoil(folder: Path) -> set[str]:
    """A corrupt JPEG, an empty file, a text and a bomb beside the good images."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "imaging"))
    from test_open import png

    buffer = io.BytesIO()
    Image.fromarray(field([1, 2])).save(buffer, "JPEG")
    (folder / "corrupt.jpg").write_bytes(buffer.getvalue()[:-400])
    (folder / "empty.tif").write_bytes(b"")
    (folder / "text.png").write_text("a letter")
    (folder / "bomb.png").write_bytes(png(30_000, 30_000))
    return {"corrupt.jpg", "empty.tif", "text.png", "bomb.png"}


def test_bad_files_among_good_ones(tmp_path: Path) -> None:
    """In a process of its own, whose memory is measured."""
    truth = smears(tmp_path / "in", samples=1, images=20)
    bad = spoil(tmp_path / "in" / "S-0")
    code = (
        "import sys, made_fields; code = made_fields.main()\n"
        "print('peak', int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])); sys.exit(code)"
    )
    done = run_program("-c", code, "0", "count", tmp_path / "in", "--output", tmp_path / "out")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    errors = table(tmp_path / "out" / "errors.csv")
    assert {e["file"] for e in errors} == {f"S-0/{name}" for name in bad}
    assert all(e["error"].endswith(".") and e["advice"].endswith(".") for e in errors)
    (row,) = table(tmp_path / "out" / "differential.csv")
    assert int(row["images"]) == 20
    assert int(row["cells"]) == sum(len(v) for v in truth.values())
    assert "4 files could not be counted" in row["warnings"]
    assert int(done.stdout.split("peak")[1]) < 400_000  # kilobytes; the bomb would take 2.7 GB


@pytest.mark.usefixtures("colour_models")
def test_a_folder_of_results_that_is_removed_ends_the_run_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from wbc_desktop.inference import batch

    truth = smears(tmp_path / "in", images=200)  # many more than are ever in flight
    out = tmp_path / "out"
    found = []
    real = ColourCounter.find

    def find(self: ColourCounter, rgb: np.ndarray, **options: object) -> object:
        found.append(1)
        if len(found) == 10:
            shutil.rmtree(out)
        return real(self, rgb, **options)

    monkeypatch.setattr(ColourCounter, "find", find)
    monkeypatch.setattr(batch, "GROW_S", 0.0)
    monkeypatch.setattr(batch, "GROW_SHARE", 1e9)
    assert count(tmp_path / "in", "--output", out) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "journal" in told
    assert len(found) < len(truth)


@pytest.mark.skipif(os.name == "nt", reason="no limit on file sizes there")
def test_a_disk_that_fills_up_is_one_sentence_and_loses_nothing(tmp_path: Path) -> None:
    """The system refuses to write beyond a size, in the middle of a line, as a full disk does."""
    import resource

    smears(tmp_path / "in", samples=1, images=30)
    out = tmp_path / "out"
    arguments = ("count", tmp_path / "in", "--output", out)
    limit = 9000

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = run_program(made_fields.__file__, 0, *arguments, preexec_fn=fill)
    assert done.returncode == 1
    assert "cannot be written (File too large)" in done.stderr
    assert "--resume" in done.stderr
    assert "Traceback" not in done.stderr
    counted = int(table(out / "differential.csv")[0]["images"])
    assert 0 < counted < 30
    assert run_program(made_fields.__file__, 0, *arguments, "--resume").returncode == 0
    assert (
        run_program(made_fields.__file__, 0, "count", tmp_path / "in", "-o", tmp_path / "whole").returncode
        == 0
    )
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_standard_output_that_is_full_or_closed(tmp_path: Path) -> None:
    smears(tmp_path / "in", samples=1, images=3)
    paths = f"{tmp_path / 'in'} --output {tmp_path / 'out'}"
    program = f"{sys.executable} {made_fields.__file__} 0 count {paths}"
    for ending in ("2>&1 >&- ", "| head -c 1", "2>&-"):
        done = subprocess.run(
            ["bash", "-c", f"{program} {ending}"], capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stdout + done.stderr, ending
        assert int(table(tmp_path / "out" / "differential.csv")[0]["images"]) == 3


@pytest.mark.usefixtures("colour_models")
def test_formulas_in_names_are_neutralised(tmp_path: Path) -> None:
    names = ["=1+1.png", "+2.png", "-3.png", "@x.png", "\tt.png", 'a,"b".png']
    for name in names:
        save(tmp_path / "=cmd" / name, field([2]))
    assert count(tmp_path / "=cmd", "--output", tmp_path / "out") == 0
    files = {r["file"] for r in table(tmp_path / "out" / "cells.csv")}
    assert files == {"'=1+1.png", "'+2.png", "'-3.png", "'@x.png", "'\tt.png", 'a,"b".png'}
    assert {r["sample"] for r in table(tmp_path / "out" / "cells.csv")} == {"'=cmd"}


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode there")
@pytest.mark.usefixtures("colour_models")
def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.png", field([2]))
    os.rename(os.fsencode(tmp_path / "in" / "a.png"), os.fsencode(tmp_path / "in") + b"/\xff.png")  # noqa: PTH104
    assert count(tmp_path / "in", "--output", tmp_path / "out", "--masks") == 0
    (row,) = table(tmp_path / "out" / "cells.csv")
    assert row["file"] == "\\udcff.png"


@pytest.mark.usefixtures("colour_models")
def test_native_crashes_are_lines_of_the_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A TIFF and a slide that make their reader segfault, among TIFFs and photographs that do not."""
    room = reading_room.ReadingRoom(
        [sys.executable, crashing_reader.__file__, str(Path(reading_room.__file__).parents[2])]
    )
    monkeypatch.setattr(reading_room, "_room", room)
    folder = tmp_path / "in" / "S-0"
    labels = {f"{n}.{kind}": [n % 5] * (n + 1) for n in range(6) for kind in ("tif", "png")}
    for name, some in labels.items():
        save(folder / name, field(some))
    save(folder / "3 crash.tif", field([1]))
    save(tmp_path / "in" / "crash.svs", field([1]), format="TIFF")
    try:
        assert count(tmp_path / "in", "--output", tmp_path / "out") == 3
    finally:
        room.close()
    errors = {row["file"]: row for row in table(tmp_path / "out" / "errors.csv")}
    assert set(errors) == {"S-0/3 crash.tif", "crash.svs"}
    for row in errors.values():
        assert row["error"] == "The file crashes its reader: it is damaged."
        assert row["advice"] == "Copy it again, or export it again from the scanner or the camera."
    found: dict[str, int] = {}
    for row in table(tmp_path / "out" / "cells.csv"):
        found[row["file"]] = found.get(row["file"], 0) + 1
    assert found == {f"S-0/{name}": len(some) for name, some in labels.items()}


def test_an_output_folder_that_cannot_be_reached_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    smears(tmp_path / "in", samples=1, images=1)
    out, there = tmp_path / "out", Path.exists

    def shut(self: Path) -> bool:
        if self.is_relative_to(out):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return there(self)

    monkeypatch.setattr(Path, "exists", shut)
    assert count(tmp_path / "in", "--output", out) == 1
    error = capsys.readouterr().err
    assert "The output folder cannot be reached (Permission denied)." in error
    assert str(out) in error
