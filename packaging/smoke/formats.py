"""Photographs, TIFFs of every compression, and whole slides: the libraries that read them are carried."""

from __future__ import annotations

from smoke.trial import Failed, Trial, compare, rows_of


def picture_formats(trial: Trial) -> str:
    """One drawn picture in all formats: each is read, and as the source reads it."""
    return _counted(trial, "pictures")


def whole_slides(trial: Trial) -> str:
    """An Aperio SVS, a pyramidal TIFF and a lone DICOM slide."""
    return _counted(trial, "slides")


def _counted(trial: Trial, name: str) -> str:
    if trial.samples is None:
        return "not tried, no --samples given"
    folder = trial.samples / name
    files = sorted(p.name for p in folder.iterdir())
    rows = trial.counted(name, trial.inside(folder), "--overlaps", "all")
    errors = rows_of(trial.work / name / "errors.csv") if (trial.work / name / "errors.csv").exists() else []
    silent = set(files) - {row["file"] for row in rows}
    if errors or silent:
        raise Failed(f"not read: {[e['file'] for e in errors]}; no cell in: {sorted(silent)}")
    said = f"{len(files)} files"
    if trial.source is None:
        return said
    other = trial.counted_from_source(f"{name} from source", str(folder), "--overlaps", "all")
    return f"{said}, {compare(rows, other)}"
