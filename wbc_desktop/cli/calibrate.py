"""``wbc-desktop calibrate``: adapt a model to one microscope with its own labelled cells."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wbc_desktop.inference.calibrate import Calibrated, CalibrationReport
    from wbc_desktop.models.registry import ModelFolder

_EPILOG = """\
examples:
  wbc-desktop calibrate my_labelled_cells --output models/our_microscope
  wbc-desktop calibrate tables/cells.csv --images smears --output models/our_microscope

The second takes the cells of smears that were reviewed in the window and written by "export --format csv";
of such a table the reviewed cells alone count.

exit codes: 0 written; 1 not written, because it would be no better; 2 wrong use
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = "Adapt a model to one microscope with its own labelled cells."
    parser.epilog = _EPILOG
    parser.add_argument(
        "labelled",
        type=Path,
        metavar="LABELLED",
        help="a folder with one folder of cell images per class, or a CSV (file, label, and x, y, width, "
        "height for cells of a field), or a reviewed cells.csv",
    )
    parser.add_argument(
        "--images", type=Path, metavar="DIR", help="where the files of a CSV lie (default: its own folder)"
    )
    parser.add_argument("--output", "-o", type=Path, required=True, metavar="MODEL", help="new model folder")
    parser.add_argument("--model", metavar="ID|FOLDER", help="model to start from")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")


def run(args: argparse.Namespace) -> int:
    """Run the command: 0 written; 1 refused, because it would not help."""
    from wbc_desktop.core.errors import OutputFault
    from wbc_desktop.core.progress import Progress
    from wbc_desktop.imaging.labelled import read_labelled
    from wbc_desktop.inference.calibrate import calibrate
    from wbc_desktop.inference.counter import load_counter
    from wbc_desktop.models.registry import default_classifier, find_model
    from wbc_desktop.storage.paths import find_paths

    if args.output.exists() and not args.output.is_dir():
        raise OutputFault("The output is a file, not a folder.", "Name a new folder.", file=args.output)
    if args.output.exists() and any(args.output.iterdir()):
        raise OutputFault("The output folder is not empty.", "Name a new folder.", file=args.output)
    base = find_model(args.model, find_paths().models) if args.model else default_classifier()
    cells = read_labelled(args.labelled, args.images)
    counter = load_counter(base.folder, args.device)
    for step in calibrate(cells, counter):
        if isinstance(step, Progress):
            _show(step)
        else:
            return _finish(step, base, args.output)
    return 1


def _show(step: object) -> None:
    from wbc_desktop.core.progress import Progress

    if isinstance(step, Progress) and sys.stderr.isatty():
        print(f"\r{step.done}/{step.total} {step.unit} {step.text:<40.40}", end="", file=sys.stderr)


def _finish(result: Calibrated, base: ModelFolder, output: Path) -> int:
    from wbc_desktop.inference.calibrated_model import save_calibrated

    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(_told(result.report))
    if not result.report.helps:
        print("Nothing was written: on these cells the calibrated model would be no better.")
        print("Label more cells, above all of the classes that it confuses, and try again.")
        return 1
    save_calibrated(result, base, output)
    print(f"Written: {output}. Count with it: wbc-desktop count FOLDER --model {output} --output out")
    return 0


def _told(report: CalibrationReport) -> str:
    classes = ", ".join(f"{count} {name}" for name, count in report.per_class.items())
    lines = [
        f"{report.cells} labelled cells: {classes}.",
        f"Right before: {report.before:.1%}. Right after (each cell answered by a model that had not seen "
        f"it): {report.after:.1%}.",
        f"Then {report.accepted:.1%} are identified, {report.accepted_wrong:.1%} of these wrong.",
    ]
    if report.missed:
        lines.insert(1, f"{report.missed} cells were left out: no cell was found where they lie.")
    if report.unread:
        why = f"their files could not be read ({report.fault})"
        lines.insert(1, f"{report.unread} cells were left out: {why}.")
    return "\n".join(lines)
