"""Runs a frozen program as a user's machine would: no Python, empty home, no network, read-only, odd paths.

Standard library alone. Examples:

    python packaging/smoke_test.py dist/wbc-desktop/wbc-desktop --source .venv/bin/wbc-desktop
    sudo python packaging/smoke_test.py /usr/bin/wbc-desktop --root /srv/clean-debian
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from smoke.adaptation import calibrated_model, watched_folder
from smoke.checks import (
    case_and_reports,
    damaged_file,
    demo,
    each_model,
    help_of_each_command,
    same_answers,
    version_and_help,
)
from smoke.formats import picture_formats, whole_slides
from smoke.trial import Failed, Trial
from smoke.window import first_window, window_on_an_image

CHECKS: tuple[Callable[[Trial], str], ...] = (
    first_window,
    version_and_help,
    help_of_each_command,
    demo,
    same_answers,
    each_model,
    damaged_file,
    window_on_an_image,
    picture_formats,
    whole_slides,
    calibrated_model,
    watched_folder,
    case_and_reports,
)
FAULTS = (Failed, OSError, subprocess.SubprocessError, LookupError, ValueError)


def main() -> int:
    """Run all checks; 0 where all of them passed."""
    options = arguments()
    root = options.root.resolve() if options.root else None
    program = options.program if root else str(Path(options.program).resolve())
    failed = 0
    with tempfile.TemporaryDirectory(prefix="wbc smoke é ", dir=root / "tmp" if root else None) as work:
        trial = Trial(program, Path(work), root, options.source, platform=options.platform, cold=options.cold)
        if options.samples:
            trial.samples = Path(shutil.copytree(options.samples, Path(work) / "samples"))
        checks = [c for c in CHECKS if options.only in ("", c.__name__)]
        for check in checks:
            name = check.__name__.replace("_", " ")
            try:
                print(f"ok      {name}: {check(trial)}", flush=True)
            except FAULTS as error:
                failed += 1
                print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
    if options.figures:
        options.figures.write_text(json.dumps(trial.figures, indent=1))
    print(f"{len(checks) - failed} of {len(checks)} checks passed")
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    """The command line's options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("program", help="the frozen program; inside --root where that is given")
    parser.add_argument("--root", type=Path, help="a clean system to run it in by chroot (needs root)")
    parser.add_argument("--source", help="the same program from source, to compare answers with")
    parser.add_argument("--samples", type=Path, help="pictures and slides written by samples.py")
    parser.add_argument(
        "--platform", default="offscreen", help="Qt's platform: offscreen, or xcb with DISPLAY"
    )
    parser.add_argument("--cold", action="store_true", help="time the window with files read from the disk")
    parser.add_argument("--only", default="", choices=[c.__name__ for c in CHECKS], help="this check alone")
    parser.add_argument("--figures", type=Path, help="write what was measured as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
