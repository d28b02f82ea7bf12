"""Finished runs as tables: the study's figures beside ours."""

from __future__ import annotations

import csv
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from training.config import FOLDER, Experiment
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.intervals import wilson

FRACTIONS = ("100", "50", "10", "1")
UNKNOWN = "not known here"

TABLES = (
    ("Table 1", "resnet_wbc", "ResNet-18, no additional information"),
    ("Table 2", "combinedNet_classifier_wbc", "CombinedNet with the pRCC classifier (the rejected variant)"),
    ("Table 3", "combinedNet_wbc", "CombinedNet with the pRCC autoencoder"),
)
FURTHER = (
    ("Table 4", "combinedNet_masked_wbc", "Beyond the study: encoder from masked-image modelling"),
    ("Table 5", "combinedNet_vit_wbc", "Beyond the study: vision transformer as the encoder"),
)


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes:
        folder: Where it lies.
        name: Its artefact's name: ``resnet_wbc_10``.
        seed: Its seed.
        record: ``run.json``.
    """

    folder: Path
    name: str
    seed: int
    record: dict[str, Any]

    @property
    def figures(self) -> dict[str, Any]:
        """Its figures."""
        return dict(self.record["figures"])

    def history(self) -> dict[str, list[float]]:
        """Columns of ``history.csv``; empty where there is none."""
        path = self.folder / "history.csv"
        if not path.is_file():
            return {}
        with path.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        return {key: [float(row[key]) for row in rows] for key in (rows[0] if rows else {})}


def finished_runs(output: Path) -> list[Run]:
    """All finished runs in an output folder, by name and seed.

    Raises:
        WrongUse: There is none.
    """
    runs = []
    for file in sorted(output.glob("runs/*/run.json")):
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            identity = record["identity"]
            runs.append(Run(file.parent, identity["name"], int(identity.get("seed", 0)), record))
        except (OSError, ValueError, KeyError):
            continue
    if not runs:
        raise WrongUse("There is no finished run to report on.", "Run reproduce first.", file=output)
    return sorted(runs, key=_place)


def _place(run: Run) -> tuple[str, float, int]:
    """Name, then the largest fraction first, then the seed."""
    prefix, _, fraction = run.name.rpartition("_")
    if fraction.replace(".", "").isdigit():
        return prefix, -float(fraction), run.seed
    return run.name, 0.0, run.seed


def of_name(runs: Sequence[Run], name: str) -> list[Run]:
    """The runs of one artefact name: one for each seed."""
    return [run for run in runs if run.name == name]


def fraction_table(runs: Sequence[Run], prefix: str) -> list[dict[str, str]]:
    """Rows of a table over the fractions: the study's figure and ours, spread over seeds."""
    known = _study_figures().get(prefix)
    rows = []
    for fraction in FRACTIONS:
        found = of_name(runs, f"{prefix}_{fraction}")
        row = {"fraction": f"{fraction} %"}
        if known is not None:
            row["study"] = known.get(fraction) or UNKNOWN
        counts = found[0].record["data"]["counts"]["train"] if found else []
        row["images"] = str(sum(counts)) if found else "not run"
        for key, title in (
            ("best_test_accuracy", "best test"),
            ("last_test_accuracy", "last epoch"),
            ("chosen_test_accuracy", "chosen by validation"),
            ("macro_recall", "macro recall"),
        ):
            row[title] = spread([run.figures[key] for run in found])
            if key == "chosen_test_accuracy":
                row["its 95 % interval"] = _interval(found)
        row["seeds"] = ", ".join(str(run.seed) for run in found) or "–"
        rows.append(row)
    return rows


def _interval(runs: Sequence[Run]) -> str:
    """Wilson's interval of the mean accuracy over the test images; the seeds' spread is told apart."""
    if not runs:
        return "–"
    images = runs[0].figures["test_images"]
    mean = statistics.fmean(run.figures["chosen_test_accuracy"] for run in runs)
    found = wilson(mean * images, images)
    return "–" if found is None else f"{100 * found[0]:.1f}–{100 * found[1]:.1f} %"


def _study_figures() -> dict[str, dict[str, str | None]]:
    text = (FOLDER / "study_figures.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def spread(values: Sequence[float]) -> str:
    """Mean in percent, and lowest to highest where there are several."""
    if not values:
        return "–"
    mean = f"{100 * statistics.fmean(values):.1f} %"
    if len(values) == 1:
        return mean
    return f"{mean} ({100 * min(values):.1f}–{100 * max(values):.1f})"


def recall_table(runs: Sequence[Run]) -> list[dict[str, str]]:
    """Recall per class of the chosen epoch, every WBC run's mean over seeds."""
    rows = []
    for _, prefix, _ in (*TABLES, *FURTHER):
        for fraction in FRACTIONS:
            found = of_name(runs, f"{prefix}_{fraction}")
            if found:
                classes = list(found[0].figures["recall"])
                row = {"run": found[0].name}
                row |= {name: spread([run.figures["recall"][name] for run in found]) for name in classes}
                rows.append(row)
    return rows


def other_table(runs: Sequence[Run]) -> list[dict[str, str]]:
    """The parts on other tissue: CAM16, clusters, pRCC classifier, autoencoders."""
    rows = []
    for run in runs:
        figures = run.figures
        if run.name in ("resnet_cam16", "pRCC_clustered_resnet"):
            text = (
                f"test accuracy {spread([figures['chosen_test_accuracy']])} (chosen by validation), "
                f"best {spread([figures['best_test_accuracy']])}, {figures['test_images']} test images"
            )
        elif run.name == "prcc_cluster":
            text = (
                f"sizes {figures['sizes']}, silhouette {figures['silhouette']:.2f}, "
                f"stability {figures['stability']:.2f} (lowest {figures['stability_lowest']:.2f}); "
                f"{figures['features']}; "
                f"{figures['components']} components keep {figures['explained_variance']:.0%} of the variance"
            )
        elif run.name.startswith("pRCC_autoencoder"):
            text = (
                f"{figures['backbone']}, {figures['objective']}: test mean squared error "
                f"{figures['test_loss']:.3f}; encoder {figures['encoder_megabytes_fp16']:.1f} MB in fp16"
            )
        else:
            continue
        rows.append({"part": run.name, "result": text})
    return rows


def provenance_table(runs: Sequence[Run]) -> list[dict[str, str]]:
    """Where every figure comes from."""
    rows = []
    for run in runs:
        record = run.record
        data = record["data"]
        rows.append(
            {
                "run": run.folder.name,
                "data": f"{data['name']} ({data['digest']})",
                "seed": str(run.seed),
                "commit": record["commit"],
                "finished": record["finished"],
                "training": f"{record['seconds'] / 60:.1f} min",
                "machine": record["machine"],
                "command": record["command"],
            }
        )
    return rows


def summary(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """What holds for all runs together: test images, networks' input, machines, commits, days, time."""
    records = [run.record for run in runs]
    cells = [run for run in runs if run.name.rpartition("_")[0].endswith("wbc")]
    usual = Experiment.model_fields["image_size"].default
    sides = sorted({run.record["identity"]["settings"].get("image_size", usual) for run in cells})
    tests = sorted({run.figures["test_images"] for run in cells})
    finished = sorted(record["finished"] for record in records)
    found = {
        "Test images (white cells)": ", ".join(map(str, tests)),
        "Side of the images": ", ".join(f"{side} px" for side in sides),
        "Seeds": ", ".join(map(str, sorted({run.seed for run in runs}))),
        "Machine": "; ".join(sorted({record["machine"] for record in records})),
        "Commit": ", ".join(sorted({record["commit"] for record in records})),
        "Trained": f"{_told_time(finished[0])} to {_told_time(finished[-1])} UTC",
        "Time of all trainings": f"{sum(record['seconds'] for record in records) / 60:.0f} min",
    }
    return [(name, text) for name, text in found.items() if text]


def _told_time(iso: str) -> str:
    return iso[:16].replace("T", " ")


def markdown(rows: Sequence[dict[str, str]]) -> str:
    """A table in Markdown."""
    if not rows:
        return ""
    head = list(rows[0])
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row[key] for key in head) + " |" for row in rows]
    return "\n".join(lines) + "\n"
