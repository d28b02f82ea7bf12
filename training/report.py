"""Tables, curves and matrices of finished runs as one HTML page.

Writes OUTPUT/report/index.html, its PNGs, and the tables as tables.md.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from training import report_figures, report_tables
from training.data.sources import FEW_IMAGES
from training.report_comparison import comparison_table
from training.report_tables import FURTHER, TABLES, Run

EXAMPLE = """example:
  wbc-train report --output runs/study"""

Picture = tuple[str, str]
"""(file name, caption)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--output", type=Path, default=Path("runs/study"), help="folder of the runs (%(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    """Write the report."""
    page = write_report(options.output)
    print(f"Report: {page}", flush=True)
    return 0


def write_report(output: Path) -> Path:
    """Write the report on all finished runs of an output folder.

    Args:
        output: The folder given to the training commands.

    Returns:
        The page.

    Raises:
        WrongUse: No run is finished.
    """
    from jinja2 import Environment, FileSystemLoader

    runs = report_tables.finished_runs(output)
    folder = output / "report"
    folder.mkdir(exist_ok=True)
    tables = _tables(runs)
    comparison = comparison_table(runs)
    recall = report_tables.recall_table(runs)
    others = report_tables.other_table(runs)
    provenance = report_tables.provenance_table(runs)
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    html = environment.get_template("report_page.html.j2").render(
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        runs=len(runs),
        output=str(output),
        unknown=report_tables.UNKNOWN,
        tables=tables,
        comparison=comparison,
        summary=report_tables.summary(runs),
        recall=recall,
        others=others,
        provenance=provenance,
        sets=_sets(runs),
        few=sum(FEW_IMAGES in run.record["data"]["notes"] for run in runs),
        pictures={"wbc": _wbc_pictures(runs, folder), "other": _other_pictures(runs, folder)},
    )
    page = folder / "index.html"
    page.write_text(html, encoding="utf-8")
    parts = [
        ("Against ResNet-18", comparison),
        *tables,
        ("Recall per class", recall),
        ("Other tissue", others),
        ("Runs", provenance),
    ]
    text = "\n".join(f"**{caption}**\n\n{report_tables.markdown(rows)}" for caption, rows in parts)
    (folder / "tables.md").write_text(text, encoding="utf-8")
    return page


def _tables(runs: Sequence[Run]) -> list[tuple[str, list[dict[str, str]]]]:
    tables = []
    for number, prefix, title in (*TABLES, *FURTHER):
        rows = report_tables.fraction_table(runs, prefix)
        if (number, prefix, title) not in TABLES:
            rows = [row for row in rows if row["seeds"] != "–"]
        if rows:
            tables.append((f"{number}. {title}: test accuracy", rows))
    return tables


def _sets(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """Each data set once, with how it was made; the fractions of one set under their common name."""
    found: dict[str, str] = {}
    for run in runs:
        data = run.record["data"]
        name = data["name"]
        counts = data.get("counts")
        numbers = (
            f"{', '.join(f'{split} {sum(n)}' for split, n in counts.items())} images. " if counts else ""
        )
        found.setdefault(name, numbers + " ".join(data["notes"]))
    return list(found.items())


def _wbc_pictures(runs: Sequence[Run], folder: Path) -> list[Picture]:
    pictures: list[tuple[Path | None, str]] = [
        (
            report_figures.accuracy_over_fractions(runs, folder / "fractions.png"),
            "Test accuracy against the share of the training images; every dot is a seed.",
        )
    ]
    for _, prefix, title in (*TABLES, *FURTHER):
        shown = [run for run in runs if run.name.rpartition("_")[0] == prefix]
        for kind in ("loss", "accuracy"):
            path = folder / f"{prefix}_{kind}.png"
            figure = "Figure 4" if kind == "loss" else "Figure 5"
            drawn = report_figures.curves(shown, kind, path, f"{title}: {kind}")
            pictures.append((drawn, f"{title}: {kind} over the epochs (as the study's {figure})."))
        first = [run for run in shown if not run.folder.name.rpartition("_seed")[0]]
        path = folder / f"{prefix}_confusion.png"
        pictures.append((report_figures.confusions(first, path), f"{title}: confusion matrices, first seed."))
    return [(path.name, text) for path, text in pictures if path is not None]


def _other_pictures(runs: Sequence[Run], folder: Path) -> list[Picture]:
    shown = [run for run in runs if run.name.startswith(("resnet_cam16", "pRCC"))]
    pictures: list[tuple[Path | None, str]] = [
        (report_figures.curves(shown, "loss", folder / "other_loss.png", "Other tissue: loss"), "Loss."),
        (
            report_figures.curves(shown, "accuracy", folder / "other_accuracy.png", "Other tissue: accuracy"),
            "Accuracy.",
        ),
        (report_figures.confusions(shown, folder / "other_confusion.png"), "Confusion matrices."),
    ]
    for run in shown:
        source = run.folder / "reconstructions.png"
        if source.is_file():
            target = folder / f"{run.name}_reconstructions.png"
            shutil.copyfile(source, target)
            pictures.append((target, f"{run.name}: test ROIs above, their reconstructions below."))
    return [(path.name, text) for path, text in pictures if path is not None]
