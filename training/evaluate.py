"""``wbc-train evaluate``: scores the product's models on cells they have not seen, source by source."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.command import add_profile, profile_of
from training.config import Evaluate
from training.product.cache import CellCache
from training.product.calibrated import Calibrated, after_calibration, laboratory
from training.product.command import load_caches
from training.product.measure import Unseen, cells_of, labels_of, load_run, run_without, unseen
from training.product.network import build
from training.product.own_cells import measures_of
from training.product.recipe import Recipe
from training.product.release import IMAGENET, LEFT_OUT, interval_text, others_kept_out
from training.product.scoring import Figures, figures, outputs
from training.product.sources import SOURCES, data_folder
from training.product.weighed import References, weigh, weighed_unseen, wrong_of_surest
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.models.calibration import accepted_errors, calibration_error, shares
from wbc_desktop.models.manifest import Calibration, Manifest
from wbc_desktop.models.registry import bundled_models_folder, find_model

EXAMPLE = """examples:
  wbc-train evaluate --work runs/product --output docs/results/models_figures.md
  wbc-train product --profile smoke --leave-out zheng1
  wbc-train evaluate --profile smoke     after it: under a minute, on a few cells"""
ARCHITECTURES = ("resnet18", "combinednet")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--data", type=Path, help="folder of real images (default: $WBC_DATA)")
    add_profile(parser)
    parser.add_argument("--work", type=Path, help="crops and runs (full: runs/product)")
    parser.add_argument("--output", type=Path, help="Markdown file to write (default: to the terminal)")
    parser.add_argument("--limit", type=int, help="most cells per source and class (full: all)")
    parser.add_argument("--draws", type=int, help="draws of labelled cells for calibration (full: 5)")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    data = args.data or data_folder()
    settings = profile_of(args, "evaluate", Evaluate)
    caches = load_caches(data, settings.work, settings.limit)
    lines = [
        "# Figures of the bundled models",
        "",
        f"Written by `wbc-train evaluate` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, "
        f"{platform.machine()}, torch {torch.__version__}. Every cell scored here was unseen by its model.",
        "",
    ]
    if settings.limit:
        lines += [
            f"**At most {settings.limit} of each kind of cell was read: these figures mean nothing.**",
            "",
        ]
    lines += _leave_one_out(data, caches, settings)
    for name in ARCHITECTURES:
        lines += _shipped(name, caches, data)
    text = "\n".join(lines) + "\n"
    if args.output is None:
        print(text)
    else:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        args.output.write_text(text, "utf-8")
        print(f"wrote {args.output}")
    return 0


def _leave_one_out(data: Path, caches: Sequence[CellCache], settings: Evaluate) -> list[str]:
    lines = [
        "## A microscope that the model has never seen (sources left out)",
        "",
        "Macro recall over the classes with at least five cells; calibrated: the mean of "
        f"{settings.draws} draws of {settings.labelled} labelled cells of that source, tested on the rest. "
        "Weighed with each other: the cells taken as one sample, as the program does when all are known; "
        "calibrated and weighed: the tested rest taken so.",
        "",
        "| model | tested on | left out of training | cells | right | macro recall | without the size "
        "| per class | weighed with each other: macro recall (share right) | calibrated: macro | right "
        "| calibrated and weighed: macro |",
        "|---|---|---|--:|--:|--:|--:|---|--:|--:|--:|--:|",
    ]
    found = False
    references = References(caches)
    for architecture in ARCHITECTURES:
        rule = _shipped_rule(architecture)
        for source in LEFT_OUT:
            run_folder = run_without(settings.work, architecture, source)
            if run_folder is None:
                continue
            found = True
            network, recipe = load_run(run_folder, data / IMAGENET)
            result = unseen(network, recipe, caches, source)
            reference = references.of(result)
            weighed = weighed_unseen(result, caches, reference, rule)
            place = laboratory(network, recipe, caches, source)
            calibrated = after_calibration(place, reference, rule, settings.labelled, settings.draws)
            lines.append(_unseen_row(architecture, result, weighed, calibrated))
    if not found:
        raise WrongUse(
            "No leave-one-source-out run is there.",
            "Make one: wbc-train product --leave-out chula (zheng1, pbc), with this --work and --profile.",
            file=settings.work,
        )
    return [*lines, ""]


def _shipped_rule(name: str) -> Calibration:
    """The calibration of a bundled model; the default where it is not there."""
    there = (bundled_models_folder() / name).is_dir()
    return find_model(name).manifest.calibration if there else Calibration()


def _unseen_row(model: str, result: Unseen, weighed: Figures, calibrated: Sequence[Calibrated]) -> str:
    f = result.figures
    macro = np.mean([c.figures.macro for c in calibrated])
    right = np.mean([c.figures.right for c in calibrated])
    both = np.mean([c.weighed.macro for c in calibrated])
    return (
        f"| {model} | {f.source} | {', '.join(result.recipe.left_out)} | {f.n} "
        f"| {interval_text(f.right, f.n)} | {f.macro:.1%} | {result.shape_alone.macro:.1%} | {_recalls(f)} "
        f"| {weighed.macro:.1%} ({weighed.right:.1%}) | {macro:.1%} | {right:.1%} | {both:.1%} |"
    )


def _recalls(f: Figures) -> str:
    totals = f.confusion.sum(axis=1)
    return ", ".join(
        f"{c[:3]} {f.recall[c]:.0%} of {totals[k]}" for k, c in enumerate(FIVE_IDS) if c in f.recall
    )


def _shipped(name: str, caches: Sequence[CellCache], data: Path) -> list[str]:
    if not (bundled_models_folder() / name).is_dir():
        return []
    model = find_model(name)
    manifest = model.manifest
    from safetensors.torch import load_file

    recipe = Recipe(
        architecture="combinednet" if manifest.architecture == "combinednet" else "resnet18",
        input_size=manifest.input_size,
        crop=manifest.crop,
        classes=manifest.classes,
    )
    network = build(recipe, data / IMAGENET)
    network.load_state_dict({k: v.float() for k, v in load_file(model.weights).items()})
    network.eval()
    lines = [
        f"## {manifest.title} {manifest.version} as shipped, on held-out cells",
        "",
        f"Temperature {manifest.calibration.temperature:.2f}; unidentified under "
        f"{manifest.calibration.threshold:.2f}; not counted from {manifest.calibration.other_threshold:.2f}.",
        "",
        "| source | cells | right | macro recall | per class | accepted | wrong of them | at 90 % accepted |",
        "|---|--:|--:|--:|---|--:|--:|--:|",
    ]
    rows = [_held_out_rows(network, recipe, caches, source, manifest) for source in SOURCES]
    lines += [plain for plain, _ in rows]
    if manifest.own_cells is not None:
        lines += [
            "",
            "The same cells weighed with each other, those of a source taken as one sample.",
            "",
            "| source | cells | right | macro recall | per class | accepted | wrong of them "
            "| at 90 % accepted |",
            "|---|--:|--:|--:|---|--:|--:|--:|",
        ]
        lines += [weighed for _, weighed in rows]
    lines += ["", "Objects that are none of the five (PBC test): share not counted as one of the five.", ""]
    lines += ["| kind | kept out | of |", "|---|--:|--:|"]
    kept = others_kept_out(network, recipe, caches, manifest.calibration, manifest.size)
    lines += [f"| {kind} | {a} | {b} |" for kind, (a, b) in sorted(kept.items())]
    return [*lines, ""]


def _held_out_rows(
    network: nn.Module, recipe: Recipe, caches: Sequence[CellCache], source: str, manifest: Manifest
) -> tuple[str, str]:
    """A source's row, and that of its cells weighed with each other (empty where the model weighs none)."""
    chosen = cells_of(caches, source, held_out=True)
    rule = manifest.calibration
    logits = outputs(network, caches, chosen, recipe.crop, recipe.input_size, manifest.size, rule)
    labels = labels_of(caches, chosen)
    f = figures(source, logits, labels)
    truth = np.array([FIVE_IDS.index(x) for x in labels], np.intp)
    probability = shares(logits, rule.temperature)[:, :5]
    surest = wrong_of_surest(probability.max(axis=1), probability.argmax(axis=1) != truth, 0.9)
    error = calibration_error(logits, truth, rule.temperature)
    plain = _figures_row(f, accepted_errors(logits, truth, rule.temperature, rule.threshold), surest)
    plain += f", ECE {error:.3f} |"
    if manifest.own_cells is None:
        return plain, ""
    weighed = weigh(logits, measures_of(caches, chosen), manifest.own_cells, rule)
    row = _figures_row(
        weighed.figures(source, truth),
        weighed.accepted_errors(truth, rule.threshold),
        weighed.wrong_of_surest(truth, 0.9),
    )
    return plain, f"{row} |"


def _figures_row(f: Figures, accepted: tuple[float, float], surest: float) -> str:
    return (
        f"| {f.source} | {f.n} | {interval_text(f.right, f.n)} | {f.macro:.1%} | {_recalls(f)} "
        f"| {accepted[0]:.1%} | {accepted[1]:.1%} | {surest:.1%} wrong"
    )
