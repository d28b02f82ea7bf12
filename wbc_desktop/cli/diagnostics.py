"""``wbc-desktop diagnostics``: logs, versions and settings in one zip, to be read and sent with a report."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

_EPILOG = """\
examples:
  wbc-desktop diagnostics                    write wbc-diagnostics-DATE.zip into this folder
  wbc-desktop diagnostics --output report.zip
  wbc-desktop diagnostics --show             print what would be in it

No image, case or patient's data is in it; names of files are taken out of the logs. Nothing is sent.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "Gather what helps to find a fault: logs, versions, settings; no patient data."
    parser.epilog = _EPILOG
    parser.add_argument("--output", "-o", metavar="FILE", help="the zip file")
    parser.add_argument("--show", action="store_true", help="print the texts, write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Gather; returns the exit code.

    Raises:
        OutputFault: The file cannot be written.
    """
    from wbc_desktop.models.registry import model_stamps
    from wbc_desktop.storage.diagnostics import diagnostics, write_diagnostics
    from wbc_desktop.storage.paths import find_paths

    paths = find_paths()
    models = model_stamps(paths.models)
    if arguments.show:
        for name, text in diagnostics(paths, models).items():
            print(f"== {name}\n{text}")
        return 0
    name = arguments.output or f"wbc-diagnostics-{datetime.now():%Y%m%d-%H%M%S}.zip"
    target = write_diagnostics(Path(name), paths, models)
    print(f"{target}\nOpen it and read it before you send it. Nothing was sent.")
    return 0
