"""Reads the bundled finder's figures on held-out images and writes them where they are shown.

``python -m training.finder.report --data ../shared/data --write`` measures, then fills the
manifest's scores and the tables of ``docs/results/finder.md``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from training.finder.engine import load_finder, torch_run
from training.finder.evaluate import (
    FIELDS,
    FieldResult,
    evaluate_fields,
    evaluate_pbc,
    evaluate_zheng,
)
from training.finder.export import export
from wbc_desktop.core.intervals import wilson
from wbc_desktop.models.finding import Run
from wbc_desktop.models.manifest import Score

COMMAND = "python -m training.finder.report --data ../shared/data --write"
START, END = "<!-- figures: written by training.finder.report -->", "<!-- end of figures -->"


def field_scores(result: FieldResult) -> list[Score]:
    """Recall and precision at IoU 0.5 with Wilson's limits."""
    scores = []
    found = result.hits + result.extra
    for metric, good, n in (
        ("recall_iou50", result.hits, result.labelled),
        ("precision_iou50", result.hits, found),
        ("precision_iou50_audited", result.hits + result.extra_real, found),
    ):
        scores.append(_score(result.source, metric, good / max(n, 1), n, wilson(good, n) or (0.0, 1.0)))
    if result.red_ratio:
        scores.append(mean_score(result.source, "red_cell_px_over_labelled", result.red_ratio))
    if result.dice:
        scores.append(mean_score(result.source, "dice_cell", result.dice))
    return scores


def mean_score(source: str, metric: str, values: list[float]) -> Score:
    """A mean with limits from 2000 bootstrap draws of the images."""
    rng = np.random.default_rng(0)
    data = np.array(values)
    draws = data[rng.integers(0, len(data), (2000, len(data)))].mean(axis=1)
    low, high = np.percentile(draws, [2.5, 97.5])
    return _score(source, metric, float(data.mean()), len(data), (float(low), float(high)))


def _score(source: str, metric: str, value: float, n: int, limits: tuple[float, float]) -> Score:
    low, high = (round(v, 4) for v in limits)
    return Score(
        source=source, metric=metric, value=round(value, 4), n=n, low95=low, high95=high, command=COMMAND
    )


def measure(data: Path, run: Run) -> list[Score]:
    """All figures, each on held-out images."""
    scores: list[Score] = []
    for source in FIELDS:
        result = evaluate_fields(data, source, run)
        scores += field_scores(result)
        print(f"{source}: {1000 * float(np.median(result.seconds)):.0f} ms a field (median)", flush=True)
    for part, values in evaluate_zheng(data, run).items():
        scores.append(mean_score("zheng1", f"dice_{part}", values))
    pbc = evaluate_pbc(data, run, most=300)
    for key, metric in (
        ("read as a cell", "read_as_cell_image"),
        ("one sure cell in the middle", "one_central_cell"),
    ):
        limits = wilson(pbc[key], pbc["images"]) or (0.0, 1.0)
        scores.append(_score("pbc", metric, pbc[key] / pbc["images"], pbc["images"], limits))
    return scores


def table(scores: list[Score]) -> str:
    """The figures as a Markdown table."""
    head = ("| source (held out) | figure | value | 95 % limits | n |", "|---|---|---|---|---|")
    rows = (
        f"| {s.source} | {s.metric} | {s.value:.3f} | {s.low95:.3f} to {s.high95:.3f} | {s.n} |"
        for s in scores
    )
    return "\n".join((*head, *rows))


def put_between(path: Path, text: str) -> None:
    """Replace what stands between the two marks of a page."""
    page = path.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{START}\n{text}\n{END}{after}", encoding="utf-8")


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--finder", type=Path, default=Path("resources/models/finder"))
    parser.add_argument("--page", type=Path, default=Path("docs/results/finder.md"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="update the manifest and the pages")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    network = load_finder(args.finder)
    scores = measure(args.data, torch_run(network))
    print(table(scores))
    if args.write:
        export(network, args.finder, tuple(scores))
        for page in (args.page, args.finder / "MODEL_CARD.md"):
            put_between(page, table(scores))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
