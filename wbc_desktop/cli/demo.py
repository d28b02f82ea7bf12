"""``wbc-desktop demo``: draw a small synthetic smear, count it, and lay the count beside the truth."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.core.errors import OutputFault, WrongUse

if TYPE_CHECKING:
    from wbc_desktop.imaging.synthetic.truth import Comparison

SMEAR = "smear"
TRUTH = "truth.csv"
RESULTS = "results"
LOOKS = ("giemsa", "wright", "phone")
EVEN_COUNT = 20
MOST_FIELDS = 200

_EPILOG = """\
examples:
  wbc-desktop demo                       into ./wbc-demo
  wbc-desktop demo try --look phone      as through a telephone on the eyepiece
  wbc-desktop demo try --even --seed 7   twenty cells of each class

Writes DIR/smear/field_NN.png, DIR/truth.csv (what was drawn where) and DIR/results/ (the count).

The cells are drawn by the program. How well they are read shows that the program works on this
machine; it says nothing about real cells.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "Draw a small synthetic blood smear and count it, to see the whole path."
    parser.epilog = _EPILOG
    parser.add_argument("folder", nargs="?", default="wbc-demo", metavar="DIR", help="default: wbc-demo")
    parser.add_argument("--fields", type=int, default=12, metavar="N", help="fields to draw (default: 12)")
    parser.add_argument("--look", default="giemsa", choices=LOOKS, help="stain and camera (default: giemsa)")
    parser.add_argument("--even", action="store_true", help="as many cells of each class, not a usual blood")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another smear for each number")
    parser.add_argument("--draw-only", action="store_true", help="write the images, count nothing")
    parser.add_argument("--model", metavar="ID|FOLDER", help="classifier (default: the best validated one)")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "mps"))


def run(arguments: argparse.Namespace) -> int:
    """Draw, count, compare; returns the exit code of the count.

    Raises:
        WbcError: The folder cannot be used, or the count failed.
    """
    folder = Path(arguments.folder)
    if not 1 <= arguments.fields <= MOST_FIELDS or arguments.seed < 0:
        raise WrongUse(f"--fields goes from 1 to {MOST_FIELDS}, and --seed is not negative.")
    _check_folder(folder)
    cells = _draw(arguments, folder)
    print(f"{cells} synthetic cells, drawn by this program, are in {folder / SMEAR}.")
    if arguments.draw_only:
        return 0
    code = _count(arguments, folder)
    if (folder / RESULTS / "cells.csv").is_file():
        print()
        print(_told(folder))
    return code


def _check_folder(folder: Path) -> None:
    """Only a new folder, an empty one or an earlier demo's is written to."""
    if folder.exists() and not folder.is_dir():
        raise OutputFault("This is a file, not a folder.", "Name a new folder.", file=folder)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / TRUTH).is_file():
        raise OutputFault(
            "The folder holds other files; the demo leaves it alone.", "Name a new folder.", file=folder
        )


def _draw(arguments: argparse.Namespace, folder: Path) -> int:
    from wbc_desktop.core.classes import FIVE_IDS
    from wbc_desktop.imaging.synthetic.look import LOOKS as DRAWN_LOOKS
    from wbc_desktop.imaging.synthetic.smear import USUAL_COUNTS, write_smear

    for old in (folder / SMEAR).glob("field_*.png"):  # an earlier demo may have had more fields
        old.unlink()
    counts = dict.fromkeys(FIVE_IDS, EVEN_COUNT) if arguments.even else USUAL_COUNTS
    cells = 0
    fields = write_smear(
        folder / SMEAR,
        counts=counts,
        fields=arguments.fields,
        look=DRAWN_LOOKS[arguments.look],
        seed=arguments.seed,
        truth=folder / TRUTH,
    )
    for number, field in enumerate(fields, start=1):
        cells += len(field.cells)
        if sys.stderr.isatty():
            print(f"\r\x1b[2Kdrawing {number} of {arguments.fields}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\x1b[2K", end="", file=sys.stderr)
    return cells


def _count(arguments: argparse.Namespace, folder: Path) -> int:
    """The same command that a user types."""
    from wbc_desktop.cli import count

    parser = argparse.ArgumentParser(prog="wbc-desktop count")
    count.add_arguments(parser)
    words = [str(folder / SMEAR), "--output", str(folder / RESULTS), "--device", arguments.device, "--masks"]
    if arguments.model:
        words += ["--model", arguments.model]
    print(f"wbc-desktop count {folder / SMEAR} --output {folder / RESULTS} --masks")
    print(flush=True)
    return count.run(parser.parse_args(words))


def _told(folder: Path) -> str:
    from wbc_desktop.imaging.synthetic.truth import compare, read_truth

    result = compare(read_truth(folder / TRUTH), read_truth(folder / RESULTS / "cells.csv"))
    return "\n".join(_lines(result))


def _lines(result: Comparison) -> list[str]:
    from wbc_desktop.core.classes import CLASSES, FIVE

    total = sum(result.drawn.values())
    right = sum(result.right.values())
    lines = [f"{'beside the truth':<18}{'drawn':>8}{'counted':>9}{'read right':>12}", "-" * 47]
    for kind in FIVE:
        drawn = result.drawn[kind.id]
        lines.append(f"{kind.name:<18}{drawn:>8}{result.counted[kind.id]:>9}{result.right[kind.id]:>12}")
    others = sum(n for label, n in result.counted.items() if label not in {k.id for k in FIVE})
    lines.append(f"{'Other answers':<18}{0:>8}{others:>9}{'':>12}")
    lines.append("-" * 47)
    lines.append(
        f"{result.found} of {total} drawn cells found, {result.extra} found where none was drawn; "
        f"{right} of {total} ({right / max(total, 1):.0%}) found and read right."
    )
    for (drawn_as, given), number in result.mistaken.most_common():
        lines.append(f"  {number} x {CLASSES[drawn_as].name} read as {CLASSES[given].name.lower()}")
    lines.append(
        "These cells are synthetic: the figures show that the program works, not how it reads real cells."
    )
    return lines
