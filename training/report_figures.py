"""The report's pictures: curves, confusion matrices, accuracy over fractions, recall."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from training.report_tables import FRACTIONS, FURTHER, TABLES, Run, of_name
from wbc_desktop.core.classes import CLASSES

mpl.use("Agg")

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
"""Okabe and Ito's, distinct for colour-blind eyes."""

PARTS = (("train", "#0072b2"), ("val", "#009e73"), ("test", "#d55e00"))

COLUMNS = 4
"""Panels side by side, also where there are fewer runs: all pictures then have one scale."""


def _figure(columns: int, rows: int, width: float, height: float) -> tuple[Any, Any]:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        rows, columns, figsize=(width * columns, height * rows), squeeze=False, layout="constrained"
    )
    return figure, axes


def _saved(figure: Any, path: Path) -> Path:
    import matplotlib.pyplot as plt

    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path


def curves(runs: Sequence[Run], kind: str, path: Path, title: str) -> Path | None:
    """Loss or accuracy over the epochs, one panel a run (the study's Figures 4 and 5).

    Args:
        runs: The runs; those without such a column are left out.
        kind: ``loss`` or ``accuracy``.
        path: The PNG.
        title: Above all panels.
    """
    histories = [(run, run.history()) for run in runs]
    shown = [(run, h) for run, h in histories if any(f"{part}_{kind}" in h for part, _ in PARTS)]
    if not shown:
        return None
    rows = -(-len(shown) // COLUMNS)
    figure, axes = _figure(COLUMNS, rows, 3.2, 2.5)
    for axis in axes.flat[len(shown) :]:
        axis.set_visible(False)
    for axis, (run, history) in zip(axes.flat, shown, strict=False):
        for part, colour in PARTS:
            values = history.get(f"{part}_{kind}")
            if values:
                axis.plot(history["epoch"], values, color=colour, label=part, linewidth=1.4)
        chosen = run.figures.get("chosen_epoch")
        if chosen:
            axis.axvline(chosen, color="#888888", linestyle=":", linewidth=1)
        axis.set_title(run.folder.name, fontsize=9)
        axis.set_xlabel("epoch", fontsize=8)
        axis.tick_params(labelsize=8)
        axis.grid(alpha=0.25)
        if kind == "accuracy":
            axis.set_ylim(0, 1.02)
    axes.flat[0].legend(fontsize=8)
    figure.suptitle(f"{title} (dotted: the epoch that validation chose)", fontsize=10)
    return _saved(figure, path)


def confusions(runs: Sequence[Run], path: Path) -> Path | None:
    """Confusion matrices of the chosen epoch on the test part; rows are the truth."""
    shown = [run for run in runs if "confusion" in run.figures]
    if not shown:
        return None
    rows = -(-len(shown) // COLUMNS)
    figure, axes = _figure(COLUMNS, rows, 3.1, 3.0)
    for axis in axes.flat[len(shown) :]:
        axis.set_visible(False)
    for axis, run in zip(axes.flat, shown, strict=False):
        matrix = np.array(run.figures["confusion"])
        share = matrix / np.maximum(matrix.sum(1, keepdims=True), 1)
        names = [_short(name) for name in run.figures["recall"]]
        axis.imshow(share, cmap="Blues", vmin=0, vmax=1)
        for (row, column), count in np.ndenumerate(matrix):
            colour = "white" if share[row, column] > 0.5 else "black"
            axis.text(column, row, str(count), ha="center", va="center", fontsize=8, color=colour)
        axis.set_xticks(range(len(names)), names, fontsize=7)
        axis.set_yticks(range(len(names)), names, fontsize=7)
        axis.set_title(f"{run.folder.name}\n{run.figures['chosen_test_accuracy']:.1%}", fontsize=8)
    figure.supxlabel("answer", fontsize=9)
    figure.supylabel("truth", fontsize=9)
    return _saved(figure, path)


def _short(name: str) -> str:
    return CLASSES[name].short if name in CLASSES else name.replace("cluster ", "")


def accuracy_over_fractions(runs: Sequence[Run], path: Path) -> Path | None:
    """Test accuracy of the chosen epoch against the fraction; every seed is a dot, the line their mean."""
    figure, axes = _figure(1, 1, 6.5, 5.0)
    axis = axes[0, 0]
    drawn = False
    for colour, (_, prefix, title) in zip(COLOURS, (*TABLES, *FURTHER), strict=True):
        points = []
        for fraction in FRACTIONS:
            values = [r.figures["chosen_test_accuracy"] for r in of_name(runs, f"{prefix}_{fraction}")]
            if values:
                points.append((float(fraction), values))
        if not points:
            continue
        drawn = True
        axis.plot([p for p, _ in points], [np.mean(v) for _, v in points], color=colour, label=title)
        for place, values in points:
            axis.scatter([place] * len(values), values, color=colour, s=16, zorder=3)
    if not drawn:
        return None
    axis.set_xscale("log")
    axis.set_xticks([1, 10, 50, 100], ["1 %", "10 %", "50 %", "100 %"])
    axis.minorticks_off()
    axis.set_xlabel("share of the training images")
    axis.set_ylabel("test accuracy, epoch chosen by validation")
    axis.grid(alpha=0.25)
    lowest = min(collection.get_offsets()[:, 1].min() for collection in axis.collections)
    axis.set_ylim(max(0.0, np.floor(10 * lowest - 0.5) / 10), 1.0)
    axis.yaxis.set_major_formatter(mpl.ticker.PercentFormatter(1.0, decimals=0))
    figure.legend(fontsize=8, loc="outside lower center")
    return _saved(figure, path)
