"""``wbc-desktop bench``: how fast this machine counts, beside what else there is."""

from __future__ import annotations

import argparse
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wbc_desktop.inference.bench import Report, Timing

_EPILOG = """\
examples:
  wbc-desktop bench                       on a drawn smear
  wbc-desktop bench smears                on your own images of fields
  wbc-desktop bench smears --images 200 --rounds 5 --json

Everything is measured in one run, in turns; trust the ratios more than the rates.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "Measure how fast this machine counts."
    parser.epilog = _EPILOG
    parser.add_argument(
        "folder", nargs="?", metavar="FOLDER", help="images of fields (default: a drawn smear)"
    )
    parser.add_argument("--images", type=int, default=64, metavar="N", help="at most so many (default: 64)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often (default: 3)")
    parser.add_argument("--model", metavar="ID|FOLDER", help="classifier (default: the best validated one)")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "mps"))
    parser.add_argument("--precision", default=None, choices=("auto", "fp32", "bf16"))
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print.

    Raises:
        WbcError: There are no images, or a model fails a check.
    """
    from wbc_desktop.core.errors import WrongUse
    from wbc_desktop.inference import counter as counters
    from wbc_desktop.inference.bench import measure
    from wbc_desktop.models.registry import default_classifier, default_finder, find_model
    from wbc_desktop.storage.paths import find_paths

    if arguments.images < 1 or arguments.rounds < 1:
        raise WrongUse("Numbers of images and of rounds must be positive.")
    with ExitStack() as stack:
        folder = Path(arguments.folder) if arguments.folder else _drawn(stack, arguments.images)
        paths = _images(folder, arguments.images)
        name, own = arguments.model, find_paths().models
        classifier = default_classifier() if name is None else find_model(name, own)
        counter = counters.load_counter(classifier.folder, arguments.device, precision=arguments.precision)
        report = measure(paths, counter, (default_finder(), classifier), arguments.rounds)
    print(json.dumps(_as_data(report), indent=1) if arguments.json else _as_text(report))
    return 0


def _drawn(stack: ExitStack, images: int) -> Path:
    from wbc_desktop.imaging.synthetic.smear import write_smear

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    list(write_smear(folder, fields=min(images, 16)))
    return folder


def _images(folder: Path, most: int) -> list[Path]:
    """Photographs that every contestant can read: what cannot be read is left out, as slides are.

    Raises:
        WbcError: There is none: why the first cannot be read.
    """
    from wbc_desktop.core.errors import WbcError, WrongUse
    from wbc_desktop.imaging.folder import collect_samples
    from wbc_desktop.imaging.open import open_source

    samples = collect_samples([folder])
    paths = [s.path(i) for s in samples for i in s.images]
    if not paths:
        raise WrongUse(f"There are no images in “{folder}”.")
    chosen: list[Path] = []
    fault: WbcError | None = None
    for path in paths[:: max(1, len(paths) // most)][:most]:
        try:
            with open_source(path) as source:
                if not source.is_slide:
                    source.read()
                    chosen.append(path)
        except WbcError as error:
            fault = fault or error
    if not chosen:
        raise fault or WrongUse("Slides are not measured.", "Name a folder of photographs.")
    return chosen


def _as_text(report: Report) -> str:
    lines = [report.machine, "", f"Counting {report.images} images, {report.cells} cells:"]
    lines += _table(report.counting, "images")
    own, decoding, plain = report.counting
    lines += [
        f"  {own.cpu_ms / decoding.cpu_ms:.1f} times the processor time of decoding alone; "
        f"{plain.cpu_ms / own.cpu_ms:.1f} times less than the plain script's "
        f"({own.rate / plain.rate:.1f} times its rate)",
        f"  {own.rate * report.cells / report.images:.1f} cells/s; {report.slides_per_hour:.0f} slides/h "
        "of 200 cells (computed from these fields)",
        "",
        "Classifying cells, one thread:",
    ]
    lines += _table(report.classifying, "cells")
    lines += [f"  not measured: {what}" for what in report.missing]
    lines += [
        "",
        f"wbc-desktop --help: {report.start_s:.2f} s; models loaded in {report.load_s:.1f} s; "
        f"most memory {report.memory_mb:.0f} MB (all contestants together)",
    ]
    return "\n".join(lines)


def _table(timings: list[Timing], unit: str) -> list[str]:
    first = timings[0]
    width = max(len(t.name) for t in timings)
    return [
        f"  {t.name.ljust(width)}  {t.rate:8.1f} {unit}/s  {t.cpu_ms:8.1f} ms CPU each  "
        f"{t.cpu_ms / first.cpu_ms:5.2f} x the first's CPU time"
        for t in timings
    ]


def _as_data(report: Report) -> dict[str, object]:
    def rows(timings: list[Timing]) -> list[dict[str, object]]:
        return [
            {"name": t.name, "per_second": t.rate, "cpu_ms": t.cpu_ms, "seconds": t.seconds} for t in timings
        ]

    return {
        "machine": report.machine,
        "images": report.images,
        "cells": report.cells,
        "counting": rows(report.counting),
        "classifying": rows(report.classifying),
        "slides_per_hour": report.slides_per_hour,
        "start_s": report.start_s,
        "load_s": report.load_s,
        "memory_mb": report.memory_mb,
        "not_measured": report.missing,
    }
