"""``wbc-desktop check``: is this microscope in the range of the model? Green, amber or red."""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLE = """\
examples:
  wbc-desktop check smears
  wbc-desktop check smears --model models/our_microscope

exit codes: 0 green or amber; 1 red, or nothing could be read; 2 wrong use
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = "Tell whether images are in the range of a model: green, amber or red, and why."
    parser.epilog = EXAMPLE
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="images or folders of images")
    parser.add_argument("--model", metavar="ID|FOLDER", help="model to check against")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    parser.add_argument("--content", choices=("auto", "cell", "field"), default="auto")


def run(args: argparse.Namespace) -> int:
    """Run the command: 0 green or amber, 1 red."""
    from wbc_desktop.core.errors import WrongUse
    from wbc_desktop.core.progress import Progress
    from wbc_desktop.imaging.folder import collect_samples
    from wbc_desktop.inference.check import Level
    from wbc_desktop.inference.check_run import check_microscope
    from wbc_desktop.inference.counter import load_counter
    from wbc_desktop.storage.paths import find_paths

    paths = [s.path(image) for s in collect_samples(args.paths) for image in s.images]
    if not paths:
        raise WrongUse("There is no image to check.", "Name images or folders of images.")
    counter = load_counter(args.model, args.device, folders=(find_paths().models,))
    for step in check_microscope(paths, counter, content=args.content):
        if not isinstance(step, Progress):
            print(step.text)
            return 1 if step.level is Level.RED else 0
    return 1
