"""The contract of ``wbc-desktop count``: columns, exit codes, resume, and what a fault leaves behind."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import made_fields
import numpy as np
import pytest
from made_fields import ColourCounter, field, save
from PIL import Image

from wbc_desktop.cli.main import main
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.reporting.tables import CELL_COLUMNS, DIFFERENTIAL_COLUMNS, ERROR_COLUMNS

TABLES = ("differential.csv", "cells.csv", "errors.csv")


def smears(folder: Path, samples: int = 2, images: int = 10) -> dict[str, list[int]]:
    """Folders of fields; returns the truth by file."""
    random_labels = np.random.default_rng(11)
    truth = {}
    for s in range(samples):
        for i in range(images):
            labels = [int(v) for v in random_labels.integers(0, 5, random_labels.integers(0, 9))]
            name = f"S-{s}/field {i}.png"
            save(folder / name, field(labels))
            truth[name] = labels
    return truth


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def header(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").splitlines()[0].split(","))


def count(*arguments: object) -> int:
    return main(["count", *(str(a) for a in arguments)])


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


def run_program(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *(str(a) for a in arguments)],
        capture_output=True,
        text=True,
        cwd=Path(made_fields.__file__).parent,
        check=False,
        **options,  # type: ignore[call-overload]
    )


def start(pause: float, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, made_fields.__file__, str(pause), *(str(a) for a in arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def wait_for(journal: Path, images: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while lines(journal) < images:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)


def contents(folder: Path) -> dict[str, bytes]:
    files = [p for p in folder.rglob("*") if p.is_file() and ".wbc-journal" not in p.parts]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_killed_at_random_and_resumed_equals_an_undisturbed_run(tmp_path: Path) -> None:
    smears(tmp_path / "in", samples=3, images=20)
    (tmp_path / "in" / "S-1" / "broken.png").write_bytes(b"no image")
    whole = tmp_path / "whole"
    done = run_program(made_fields.__file__, 0, "count", tmp_path / "in", "-o", whole, "--masks")
    assert done.returncode == 3
    out = tmp_path / "out"
    journal = out / ".wbc-journal" / "images.jsonl"
    kills = random.Random(7)
    resume: list[str] = []
    for _ in range(4):
        process = start(0.02, "count", tmp_path / "in", "-o", out, "--masks", *resume)
        wait_for(journal, lines(journal) + kills.randint(1, 12), process)
        process.kill()
        process.communicate()
        resume = ["--resume"]
    done = run_program(made_fields.__file__, 0, "count", tmp_path / "in", "-o", out, "--masks", "--resume")
    assert done.returncode == 3, done.stderr
    assert lines(journal) < 61 + 4 + 4  # what was done was not counted again
    assert contents(out) == contents(whole)


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to a child there")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_leaves_what_is_done_in_the_tables(tmp_path: Path, kind: signal.Signals) -> None:
    smears(tmp_path / "in", samples=2, images=20)
    out = tmp_path / "out"
    process = start(0.2, "count", tmp_path / "in", "--output", out)
    wait_for(out / ".wbc-journal" / "images.jsonl", 8, process)
    process.send_signal(kind)
    shown, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "--resume" in told
    assert "Traceback" not in told
    images = sum(int(r["images"]) for r in table(out / "differential.csv"))
    assert 8 <= images < 40
    assert images == lines(out / ".wbc-journal" / "images.jsonl")
    assert len({r["file"] for r in table(out / "cells.csv")}) <= images
    assert "S-0" in shown
    assert (
        run_program(made_fields.__file__, 0, "count", tmp_path / "in", "-o", out, "--resume").returncode == 0
    )
    run_program(made_fields.__file__, 0, "count", tmp_path / "in", "-o", tmp_path / "whole")
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.usefixtures("colour_models")
def test_the_tables_grow_while_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wbc_desktop.cli.tables import ResultTables
    from wbc_desktop.imaging.folder import collect_samples
    from wbc_desktop.inference import batch
    from wbc_desktop.inference.journal import RunSettings

    smears(tmp_path / "in")
    monkeypatch.setattr(batch, "GROW_S", 0.0)
    monkeypatch.setattr(batch, "GROW_SHARE", 1e9)
    out = tmp_path / "out"
    seen = set()
    tables = ResultTables(out, model="colour", model_version="1.0.0")
    for _ in batch.count_batch(
        collect_samples([tmp_path / "in"]),
        ColourCounter(),
        out,
        RunSettings("colour", "1.0.0", "a", "b"),
        tables,
        batch.BatchOptions(),
    ):
        seen.add(sum(int(r["images"]) for r in table(out / "differential.csv")))
    assert len(seen) > 10


@pytest.mark.usefixtures("colour_models")
def test_a_folder_of_results_that_is_removed_ends_the_run_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from wbc_desktop.inference import batch

    truth = smears(tmp_path / "in", images=40)
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


@pytest.mark.usefixtures("colour_models")
def test_overlaps_after_a_stop_are_the_same(tmp_path: Path) -> None:
    """Photographs are compared with their neighbours, also with those counted before the stop."""
    random_pixels = np.random.default_rng(3)
    wide = field([n % 5 for n in range(60)], width=640, height=400)
    wide = np.minimum(wide, random_pixels.integers(200, 255, wide.shape)).astype(np.uint8)
    for n in range(4):
        save(tmp_path / "in" / f"{n}.png", wide[:, 80 * n : 80 * n + 360])
    arguments = (tmp_path / "in", "--overlaps", "once", "--output")
    assert count(*arguments, tmp_path / "whole") == 0
    assert count(*arguments, tmp_path / "out") == 0
    (row,) = table(tmp_path / "whole" / "differential.csv")
    each = tmp_path / "each"
    assert count(tmp_path / "in", "--output", each) == 0
    assert int(row["cells"]) < int(table(each / "differential.csv")[0]["cells"])
    journal = tmp_path / "out" / ".wbc-journal" / "images.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:2]))
    assert count(*arguments, tmp_path / "out", "--resume") == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


@pytest.mark.usefixtures("colour_models")
def test_other_settings_refuse_to_resume(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    smears(tmp_path / "in", samples=1)
    out = tmp_path / "out"
    assert count(tmp_path / "in", "--output", out) == 0
    before = contents(out)
    assert count(tmp_path / "in", "--output", out, "--resume", "--model", "another") == 2
    assert "the model changed" in capsys.readouterr().err
    assert contents(out) == before


@pytest.mark.usefixtures("colour_models")
def test_images_that_were_added_or_mended_are_counted_on_resume(tmp_path: Path) -> None:
    smears(tmp_path / "in", samples=1)
    broken = tmp_path / "in" / "S-0" / "late.png"
    broken.write_bytes(b"half written")
    out = tmp_path / "out"
    assert count(tmp_path / "in", "--output", out) == 3
    save(broken, field([4, 4, 4]))
    save(tmp_path / "in" / "S-0" / "new.png", field([0]))
    assert count(tmp_path / "in", "--output", out, "--resume") == 0
    (row,) = table(out / "differential.csv")
    assert int(row["images"]) == 12
    assert row["warnings"] == ""


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
