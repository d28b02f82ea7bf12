"""Does the additional information help? Every network against ResNet-18 on the same test images."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence

from training.report_tables import FRACTIONS, FURTHER, TABLES, Run, of_name, spread
from wbc_desktop.core.intervals import CONFIDENCE, normal_quantile

BASE = TABLES[0][1]
HEADS = {
    "combinedNet_wbc": "autoencoder",
    "combinedNet_classifier_wbc": "pRCC classifier (rejected)",
    "combinedNet_masked_wbc": "masked-image modelling",
    "combinedNet_vit_wbc": "vision transformer",
}


def comparison_table(runs: Sequence[Run]) -> list[dict[str, str]]:
    """Rows over the fractions: ResNet-18's accuracy, and the points by which each CombinedNet differs."""
    rows = []
    for fraction in FRACTIONS:
        base = of_name(runs, f"{BASE}_{fraction}")
        row = {
            "fraction": f"{fraction} %",
            "ResNet-18": spread([run.figures["chosen_test_accuracy"] for run in base]),
        }
        for prefix in (*(p for _, p, _ in TABLES[1:]), *(p for _, p, _ in FURTHER)):
            row[HEADS[prefix]] = _told_difference(of_name(runs, f"{prefix}_{fraction}"), base)
        rows.append(row)
    return rows


def _told_difference(runs: Sequence[Run], base: Sequence[Run]) -> str:
    found = difference(mean_right(runs), mean_right(base))
    if found is None:
        return "–"
    return "{:+.1f} ({:+.1f} to {:+.1f})".format(*(100 * value for value in found)).replace("-", "−")


def mean_right(runs: Sequence[Run]) -> dict[str, float]:
    """By test image, the share of the runs (seeds) that answered rightly; empty without runs."""
    rights: dict[str, list[bool]] = {}
    for run in runs:
        path = run.folder / "predictions.csv"
        if not path.is_file():
            continue
        with path.open(newline="", encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                rights.setdefault(row["file"], []).append(row["label"] == row["predicted"])
    return {file: sum(values) / len(values) for file, values in rights.items()}


def difference(ours: Mapping[str, float], base: Mapping[str, float]) -> tuple[float, float, float] | None:
    """Mean difference of paired shares and its 95 % interval (normal; images alone, not seeds).

    Args:
        ours: Share of right answers by image.
        base: The same of what it is compared with.

    Returns:
        (difference, lower, upper) as shares, or None with fewer than two images in common.
    """
    pairs = [ours[file] - base[file] for file in sorted(ours.keys() & base.keys())]
    if len(pairs) < 2:
        return None
    mean = sum(pairs) / len(pairs)
    variance = sum((value - mean) ** 2 for value in pairs) / (len(pairs) - 1)
    half = normal_quantile(CONFIDENCE) * math.sqrt(variance / len(pairs))
    return mean, mean - half, mean + half
