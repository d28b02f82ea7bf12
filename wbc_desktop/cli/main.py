"""The program's entry: which command, its help, and every error as a sentence.

Nothing heavy is imported here; a command is imported when it is chosen.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from wbc_desktop import __version__
from wbc_desktop.core.errors import WbcError, WrongUse

COMMANDS: dict[str, str] = {
    "open": "open the window, on images, folders or a slide",
    "count": "count folders of images or slides and write tables",
    "demo": "draw a small synthetic smear and count it",
    "watch": "count images as a camera program saves them",
    "calibrate": "adapt a model to your microscope with your own labelled cells",
    "check": "tell whether your microscope's images are in a model's range",
    "models": "list the models, their scores, and check them",
    "export": "write a counted case as XLSX, PDF, FHIR, HL7, GeoJSON ...",
    "cases": "list the stored cases, or the history of one",
    "verify": "check that the recorded history was not changed",
    "agreement": "compare two observers, or the model with the technician",
    "quality": "record and trend the cell-location test",
    "diagnostics": "gather logs, versions and settings, without patient data, for a report",
    "bench": "measure how fast this machine counts",
}
"""Each is ``wbc_desktop.cli.<name>`` with ``add_arguments(parser)`` and ``run(args) -> int``."""

EXIT_NOTHING = 1
EXIT_USE = 2
EXIT_INTERRUPTED = 130

_EPILOG = """\
examples:
  wbc-desktop                                     open the window
  wbc-desktop count smears --output results       count a folder of smears
  wbc-desktop COMMAND --help                      more on a command

For research use only. Not for use in diagnostic procedures.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: Arguments without the program's name; those of the process if None.

    Returns:
        The exit code: 0 done; 3 counted, but some files could not be; 2 wrong use;
        1 nothing could be done; 130 stopped by Ctrl-C.
    """
    if argv is None and sys.argv[1:] == ["--read-apart"]:  # the frozen program as a reading process
        from wbc_desktop.imaging.reading_child import serve

        serve()
    if argv is None and sys.argv[1:] == ["--count-apart"]:  # as the window's counting process
        from wbc_desktop.inference.counting_child import serve as count

        count()
    _write_any_name()
    try:
        arguments = _arguments(list(sys.argv[1:] if argv is None else argv))
        return _run(arguments)
    except SystemExit as stop:  # argparse: help, version or wrong use
        return stop.code if isinstance(stop.code, int) else EXIT_USE
    except KeyboardInterrupt:
        say("Stopped.")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return 0
    except WbcError as error:
        say(f"wbc-desktop: {error}")
        return EXIT_USE if isinstance(error, WrongUse) else EXIT_NOTHING
    except Exception as error:
        from wbc_desktop.cli.faults import report_fault, system_fault

        say(system_fault(error) or report_fault(error))
        return EXIT_NOTHING


def say(text: str) -> None:
    """A line on standard error; a closed one is no reason to stop."""
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


def _arguments(argv: list[str]) -> argparse.Namespace:
    chosen = _chosen(argv)
    if chosen is None and not {"-h", "--help", "--version"} & set(argv):
        argv = _with_open(argv)
        chosen = "open"
    parser = argparse.ArgumentParser(
        prog="wbc-desktop",
        description="Finds, classifies and counts white blood cells of stained smears, on this machine.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"wbc-desktop {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help="folder for cases, settings and logs (or WBC_HOME)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, help_text in COMMANDS.items():
        if not _exists(name):
            continue
        command = commands.add_parser(
            name, help=help_text, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
        )
        if name == chosen:
            importlib.import_module(f"wbc_desktop.cli.{name}").add_arguments(command)
    return parser.parse_args(argv)


def _chosen(argv: list[str]) -> str | None:
    """The command among the arguments, if one is named."""
    skip = False
    for argument in argv:
        if skip or argument.startswith("-"):
            skip = argument == "--data-dir" and not skip
            continue
        return argument if argument in COMMANDS else None
    return None


def _with_open(argv: list[str]) -> list[str]:
    """``wbc-desktop`` and ``wbc-desktop PATH`` open the window; any other word is left to argparse."""
    words = [a for a in argv if not a.startswith("-")]
    at = argv.index("--data-dir") + 2 if "--data-dir" in argv else 0
    rest = argv[at:]
    if at > len(argv):  # its folder is missing: argparse says so
        return argv
    if not words or not rest or Path(rest[0]).exists():
        return [*argv[:at], "open", *rest]
    return argv


def _exists(name: str) -> bool:
    return importlib.util.find_spec(f"wbc_desktop.cli.{name}") is not None


def _run(arguments: argparse.Namespace) -> int:
    if arguments.data_dir:
        os.environ["WBC_HOME"] = str(Path(arguments.data_dir).expanduser().absolute())
    from wbc_desktop.cli.faults import log_to_file

    log_to_file()
    module = importlib.import_module(f"wbc_desktop.cli.{arguments.command}")
    code = module.run(arguments)
    with suppress(BrokenPipeError, ValueError):
        sys.stdout.flush()
        return int(code)
    _drop_output()
    return int(code)


def _write_any_name() -> None:
    """A file name that the terminal's encoding lacks is written with escapes, not as an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(ValueError, OSError):
                reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """After the reader of our output is gone: let the interpreter's last flush succeed."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
