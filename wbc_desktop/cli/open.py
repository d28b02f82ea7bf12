"""``wbc-desktop open``, and ``wbc-desktop`` alone: the window."""

from __future__ import annotations

import argparse
from pathlib import Path

from wbc_desktop.cli.main import EXIT_NOTHING, say
from wbc_desktop.core.errors import WbcError

_EPILOG = """\
examples:
  wbc-desktop open
  wbc-desktop open smears/S-2026-014
  wbc-desktop open slide.svs
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "Open the window, on images, folders of images, or a slide."
    parser.epilog = _EPILOG
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="images, slides, or folders")


def run(arguments: argparse.Namespace) -> int:
    """Show the window until it is closed; returns the exit code."""
    from wbc_desktop.app import bootstrap

    if not bootstrap.has_display():
        say(
            "There is no display to open the window on; "
            "count on the command line with: wbc-desktop count PATH --output DIR"
        )
        return EXIT_NOTHING
    try:
        return bootstrap.run(arguments.paths)
    except WbcError as error:
        bootstrap.show_fault(error)  # who started it from an icon has no terminal
        raise
