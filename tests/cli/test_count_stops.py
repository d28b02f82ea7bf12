"""A count that is killed or stopped, and goes on with ``--resume``."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import made_fields
import numpy as np
import pytest
from made_counts import contents, count, lines, run_program, smears, start, table, wait_for
from made_fields import ColourCounter, field, save

from wbc_desktop.core.errors import WbcError


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
    for number in range(4):
        process = start(0.05, "count", tmp_path / "in", "-o", out, "--masks", *resume)
        in_time = wait_for(journal, lines(journal) + kills.randint(1, 8), process)
        process.kill()
        told = process.communicate()
        assert in_time or number, told  # on a busy machine the later ones may come to their end
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
    process = start(0.5, "count", tmp_path / "in", "--output", out)
    assert wait_for(out / ".wbc-journal" / "images.jsonl", 8, process)
    process.send_signal(kind)
    shown, told = process.communicate(timeout=120)
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
def test_a_finished_run_is_told_without_loading_a_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    smears(tmp_path / "in", samples=2, images=3)
    out = tmp_path / "out"
    assert count(tmp_path / "in", "--output", out, "--masks") == 0
    before, shown = contents(out), capsys.readouterr().out
    (out / "differential.csv").unlink()

    def load(*_: object, **__: object) -> ColourCounter:
        raise WbcError("A model is loaded.")

    monkeypatch.setattr("wbc_desktop.inference.counter.load_counter", load)
    assert count(tmp_path / "in", "--output", out, "--masks", "--resume") == 0
    told = capsys.readouterr()
    assert "Nothing is left to count: all 6 images were counted before." in told.err
    assert told.out == shown
    assert contents(out) == before, "the table that was deleted is there again"
    assert count(tmp_path / "in", "--output", out, "--resume") == 2
    assert "--masks changed" in capsys.readouterr().err
    save(tmp_path / "in" / "S-0" / "new.png", field([0]))
    assert count(tmp_path / "in", "--output", out, "--masks", "--resume") == 1
    assert "A model is loaded." in capsys.readouterr().err


def test_a_finished_run_of_the_bundled_models_is_told_without_torch(tmp_path: Path) -> None:
    from wbc_desktop.inference.batch import file_state
    from wbc_desktop.inference.counter import choose_models
    from wbc_desktop.inference.journal import Journal, Record, RunSettings

    image = save(tmp_path / "in" / "a.png", field([1]))
    finder, classifier = (model.manifest for model in choose_models())
    of_models = (classifier.id, classifier.version, classifier.fingerprint, finder.sha256)
    with Journal(tmp_path / "out", RunSettings(*of_models)) as journal:
        journal.open(resume=False)
        state = file_state(image)
        assert state is not None
        journal.add(Record("in", "a.png", state, device="CPU (fp32)"))
    program = (
        "import sys; from wbc_desktop.cli.main import main; code = main(sys.argv[1:]); "
        "heavy = {'torch', 'onnxruntime'} & set(sys.modules); sys.exit(code or len(heavy))"
    )
    done = run_program("-c", program, "count", tmp_path / "in", "-o", tmp_path / "out", "--resume")
    assert done.returncode == 0, done.stderr
    assert "the image was counted before" in done.stderr
