"""``wbc-desktop models``: which models there are, what they scored, and whether they are whole."""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from wbc_desktop.cli.main import EXIT_NOTHING

_EPILOG = """\
examples:
  wbc-desktop models                    all models, with the check of their files
  wbc-desktop models resnet18           one model, with its training data and every score
  wbc-desktop models --json             the same for a program

Every score was measured on data that the model did not see; its card lies in the model's folder.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "List the models, their scores, and check that their files are whole."
    parser.epilog = _EPILOG
    parser.add_argument("model", nargs="?", metavar="ID|FOLDER", help="only this model, in full")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """List the models; returns 1 if one fails its check."""
    entries = _one(arguments.model) if arguments.model else _all()
    if arguments.json:
        print(json.dumps(entries, indent=1))
    else:
        print("\n\n".join(_text(entry, full=bool(arguments.model)) for entry in entries))
    return EXIT_NOTHING if any(entry["fault"] for entry in entries) else 0


def _one(name: str) -> list[dict[str, Any]]:
    from wbc_desktop.models.registry import find_model
    from wbc_desktop.storage.paths import find_paths

    return [_entry(find_model(name, find_paths().models).folder)]


def _all() -> list[dict[str, Any]]:
    """The bundled models and those that the user added, the refused ones with the reason."""
    from wbc_desktop.models.manifest import MANIFEST_NAME
    from wbc_desktop.models.registry import bundled_models_folder
    from wbc_desktop.storage.paths import find_paths

    folders: list[Path] = []
    for root in (bundled_models_folder(), find_paths().models):
        with suppress(OSError):  # a folder that may not be read holds no model for this user
            folders += [manifest.parent for manifest in sorted(root.glob(f"*/{MANIFEST_NAME}"))]
    return [_entry(folder) for folder in folders]


def _entry(folder: Path) -> dict[str, Any]:
    from wbc_desktop.core.errors import ModelRefused
    from wbc_desktop.models.manifest import read_manifest
    from wbc_desktop.models.registry import ModelFolder, default_classifier, verify_weights

    entry: dict[str, Any] = {"folder": str(folder), "id": folder.name, "fault": "", "default": False}
    try:
        manifest = read_manifest(folder)
        entry.update(manifest.model_dump(mode="json", exclude={"drift"}))
        verify_weights(ModelFolder(folder, manifest))
        entry["default"] = manifest.kind == "classifier" and default_classifier().folder == folder
    except ModelRefused as error:
        entry["fault"] = str(error)
    return entry


def _text(entry: dict[str, Any], *, full: bool) -> str:
    if "version" not in entry:
        return f"{entry['id']}\n  REFUSED: {entry['fault']}"
    marks = [entry["kind"], entry["architecture"]]
    marks += ["default"] if entry["default"] else []
    marks += [] if entry["validated"] else ["not validated"]
    lines = [f"{entry['id']} {entry['version']}  ({', '.join(marks)})"]
    if entry["title"]:
        lines.append(f"  {entry['title']}")
    lines.append(f"  REFUSED: {entry['fault']}" if entry["fault"] else "  files: whole (sha256 checked)")
    lines += [f"  {_score(score)}" for score in entry["scores"]] or ["  no score is recorded"]
    if full:
        lines += [f"  trained on: {_source(source)}" for source in entry["training"]]
        lines += [
            f"  licence: {entry['licence']}",
            f"  {entry['intended_use']}",
            f"  folder: {entry['folder']}",
        ]
    return "\n".join(lines)


def _score(score: dict[str, Any]) -> str:
    text = f"{score['source']}: {score['metric'].replace('_', ' ')} {score['value']:.4g}"
    if score["low95"] is not None and score["high95"] is not None:
        text += f" ({score['low95']:.4g} to {score['high95']:.4g})"
    return f"{text}, n = {score['n']}"


def _source(source: dict[str, Any]) -> str:
    cells = f", {source['cells']} cells" if source["cells"] else ""
    note = f" ({source['note']})" if source["note"] else ""
    return f"{source['name']}, {source['licence']}{cells}{note}"
