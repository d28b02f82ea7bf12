"""``python -m training COMMAND`` (also ``wbc-train``): the study and the training of the product's models."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from training.processes import one_voice
from wbc_desktop.core.errors import WbcError, WrongUse

COMMANDS: dict[str, tuple[str, str]] = {
    "resnet-wbc": ("training.resnet_wbc", "the study's ResNet-18 on WBC at 100, 50, 10 and 1 %"),
    "cam16": ("training.cam16", "the study's tumour classifier on CAM16 patches"),
    "prcc-cluster": ("training.prcc_cluster", "features, PCA and k-means of the pRCC images"),
    "prcc-classifier": ("training.prcc_classifier", "ResNet-18 on the pRCC clusters"),
    "prcc-autoencoder": ("training.prcc_autoencoder", "the pRCC autoencoder, convolutional or transformer"),
    "combined": ("training.combined", "CombinedNet and the study's rejected variant on WBC"),
    "reproduce": ("training.reproduce", "the whole study in order; goes on where it was stopped"),
    "report": ("training.report", "tables, curves and matrices of finished runs as one HTML page"),
    "segmenter": ("training.segmenter", "the finder of white cells"),
    "product": ("training.product.command", "the classifiers that the program ships"),
    "evaluate": ("training.evaluate", "score models, per source, on cells that they have not seen"),
}
"""Command: (module, what it does). A module has ``add_arguments(parser)`` and ``run(args) -> int``."""


def usage() -> str:
    """The help text that lists all commands."""
    lines = [f"  {name:<17} {text}" for name, (_, text) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: wbc-train COMMAND [options]   (or: python -m training COMMAND)",
            "",
            "Reproduces the study and trains the models of wbc-desktop.",
            "",
            "commands:",
            *lines,
            "",
            "Options and an example of a command: wbc-train COMMAND --help",
            "Try the whole study on a few images:  wbc-train reproduce --profile smoke",
        ]
    )


def load_command(name: str) -> ModuleType:
    """Import the module of a command.

    Raises:
        WrongUse: There is no such command, or a package that it needs is not installed.
    """
    if name not in COMMANDS:
        raise WrongUse(f"There is no command “{name}”.", f"Commands: {', '.join(COMMANDS)}.")
    try:
        return importlib.import_module(COMMANDS[name][0])
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing.split(".")[0] in ("training", "wbc_desktop"):
            raise WrongUse(f"The command “{name}” is not part of this installation.") from error
        raise WrongUse(
            f"The command “{name}” needs the package “{missing}”, which is not installed.",
            "Install the training extra: pip install 'wbc-desktop[training]'.",
        ) from error


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: Arguments without the program's name; default: those of the process.

    Returns:
        0 done; 1 it failed (told on stderr in words); 2 wrong use; 130 stopped by the person.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help"):
        print(usage())
        return 0 if arguments else 2
    try:
        module = load_command(arguments[0])
        parser = argparse.ArgumentParser(
            prog=f"wbc-train {arguments[0]}",
            description=(module.__doc__ or "").strip(),
            epilog=getattr(module, "EXAMPLE", ""),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(parser)
        options = parser.parse_args(arguments[1:])
        with one_voice():
            return int(module.run(options))
    except WbcError as error:
        print(f"wbc-train: {error}", file=sys.stderr)
        return 2 if isinstance(error, WrongUse) else 1
    except OSError as error:
        if error.errno is None:
            raise
        return _told_of_a_file(error)
    except KeyboardInterrupt:
        print("\nwbc-train: stopped; the same command goes on from the last checkpoint.", file=sys.stderr)
        return 130


def _told_of_a_file(error: OSError) -> int:
    """A file that is missing, shut or on a full disk, in words; 2 where another path helps, else 1."""
    where = f"{error.filename}: " if error.filename else ""
    missing = isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError)
    advice = " Check --data (or WBC_DATA) and the other paths." if missing else ""
    print(f"wbc-train: {where}{os.strerror(error.errno or 0)}.{advice}", file=sys.stderr)
    return 2 if missing else 1


if __name__ == "__main__":
    sys.exit(main())
