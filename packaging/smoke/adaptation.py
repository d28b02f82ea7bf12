"""A model calibrated by the frozen program, and counting as a camera saves."""

from __future__ import annotations

import shutil
import subprocess
import time

from smoke.trial import Failed, Trial, rows_of

WATCHED = 3
PATIENCE_S = 240.0


def calibrated_model(trial: Trial) -> str:
    """``calibrate`` writes a model from the demo's truth, and ``count`` takes it."""
    labelled = trial.work / "labelled"
    shutil.copytree(trial.smear, labelled)
    shutil.copy(trial.smear.parent / "truth.csv", labelled / "labels.csv")
    model = trial.work / "our microscope"
    said = trial.run("calibrate", trial.inside(labelled), "--output", trial.inside(model))
    if not (model / "manifest.json").is_file():
        raise Failed(f"no model was written:\n{said}")
    rows = trial.counted("calibrated", trial.inside(trial.smear), "--model", trial.inside(model))
    truth = rows_of(labelled / "labels.csv")
    right = sum(_is_right(row, truth) for row in rows)
    if right < 0.9 * len(truth):
        raise Failed(f"the calibrated model has {right} of {len(truth)} drawn cells right")
    return f"{right} of {len(truth)} drawn cells right with the calibrated model"


def _is_right(row: dict[str, str], truth: list[dict[str, str]]) -> bool:
    x, y = (float(row[a]) + float(row[b]) / 2 for a, b in (("x", "width"), ("y", "height")))
    for cell in truth:
        left, top = float(cell["x"]), float(cell["y"])
        inside = left <= x <= left + float(cell["width"]) and top <= y <= top + float(cell["height"])
        if cell["file"] == row["file"] and inside:
            return cell["label"] == row["best_class"]
    return False


def watched_folder(trial: Trial) -> str:
    """``watch`` counts images that come while it runs, and ends at its target."""
    folder, out = trial.work / "camera", trial.work / "watched"
    folder.mkdir()
    arguments = (
        "watch", trial.inside(folder), "--output", trial.inside(out), "--target", "20", "--stop-at-target",
    )  # fmt: skip
    process = subprocess.Popen(
        trial.command(*arguments), env=trial.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        for field in sorted(trial.smear.glob("field_*.png"))[:WATCHED]:
            time.sleep(1)
            shutil.copy(field, folder)
        said = process.communicate(timeout=PATIENCE_S)[0].decode(errors="replace")
    except subprocess.TimeoutExpired as error:
        raise Failed(f"it did not end within {PATIENCE_S:.0f} s of the last image") from error
    finally:
        process.kill()
    rows = rows_of(out / "cells.csv")
    if process.returncode != 0 or len(rows) < 20:
        raise Failed(f"exit code {process.returncode}, {len(rows)} cells\n{said}")
    return f"{len(rows)} cells of {len({row['file'] for row in rows})} images that came while it ran"
