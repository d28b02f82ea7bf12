"""A model folder of the laboratory's own: a bundled model with another head and calibration."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np

from wbc_desktop.core.errors import ModelRefused, OutputFault
from wbc_desktop.models.head import Head
from wbc_desktop.models.manifest import (
    MANIFEST_NAME,
    Calibration,
    Manifest,
    Score,
    SizeEvidence,
    TrainingSource,
)
from wbc_desktop.models.registry import ModelFolder, verify_weights

HEADS = {"resnet18": "fc", "combinednet": "head"}
"""Name of the last layer in each architecture's state dict."""

BODY = "body"
"""Folder, in a calibrated model's, of the exported network that its head belongs to."""


def read_head(model: ModelFolder) -> Head:
    """The head of a model folder as stored.

    Raises:
        ModelRefused: The weights fail their check, or hold no head.
    """
    from safetensors import safe_open

    verify_weights(model)
    name = HEADS.get(model.manifest.architecture)
    try:
        with safe_open(model.weights, framework="np") as tensors:
            weight = tensors.get_tensor(f"{name}.weight").astype(np.float64)
            bias = tensors.get_tensor(f"{name}.bias").astype(np.float64)
    except Exception as error:
        raise ModelRefused("This model has no head that could be calibrated.", file=model.weights) from error
    return Head(weight, bias)


def write_adapted(
    base: ModelFolder,
    folder: Path,
    head: Head,
    rules: tuple[Calibration, SizeEvidence | None],
    sources: tuple[TrainingSource, ...],
    scores: tuple[Score, ...],
    card: str,
) -> ModelFolder:
    """Write a calibrated model: all at once, or nothing.

    Args:
        base: The model that the calibration started from.
        folder: The new folder; must not hold anything yet.
        head: The adapted head.
        rules: Temperature and thresholds, and what a cell's size says in this laboratory.
        sources: What the head has learnt from, added to the base's.
        scores: Cross-validated figures on the laboratory's own cells.
        card: Text of ``MODEL_CARD.md``.

    Raises:
        OutputFault: The folder exists and is not empty, or cannot be written.
    """
    from safetensors.numpy import load_file, save_file

    if folder.exists() and any(folder.iterdir()):
        raise OutputFault("The output folder is not empty.", "Name a new folder.", file=folder)
    verify_weights(base)
    tensors = load_file(base.weights)
    name = HEADS[base.manifest.architecture]
    tensors[f"{name}.weight"] = head.weight.astype(np.float32)
    tensors[f"{name}.bias"] = head.bias.astype(np.float32)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".calibrating-", dir=folder.parent))
    except OSError as error:
        raise OutputFault("The folder cannot be made.", "Choose another place.", file=folder) from error
    try:
        weights = building / base.manifest.weights
        save_file(tensors, weights)
        manifest = _manifest(base.manifest, folder.name, weights, rules, sources, scores)
        (building / "manifest.json").write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")
        (building / "MODEL_CARD.md").write_text(card, "utf-8")
        _bring_body(base, building)
        if folder.exists():
            folder.rmdir()
        building.replace(folder)
    except OSError as error:
        raise OutputFault("The model cannot be written.", "Is the disk full?", file=folder) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return ModelFolder(folder, manifest)


def _bring_body(base: ModelFolder, building: Path) -> None:
    """Copy the exported network that the head belongs to, where there is one (the installed program).

    The installed program cannot export: without this, the model would end with the next version, whose
    bundled networks are others.
    """
    exported = list(base.folder.glob(f"{base.manifest.sha256}-*.onnx"))
    if exported:
        (building / BODY).mkdir()
        for file in (*exported, base.weights, base.folder / MANIFEST_NAME):
            shutil.copyfile(file, building / BODY / file.name)
    elif (base.folder / BODY).is_dir():
        shutil.copytree(base.folder / BODY, building / BODY)


def _manifest(
    base: Manifest,
    name: str,
    weights: Path,
    rules: tuple[Calibration, SizeEvidence | None],
    sources: tuple[TrainingSource, ...],
    scores: tuple[Score, ...],
) -> Manifest:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else "-" for c in name.lower())
    identity = f"{base.id}-{plain.strip('-._') or 'local'}"[:64]
    fields = json.loads(base.model_dump_json())
    fields |= {
        "id": identity,
        "title": f"{base.title or base.id}, calibrated ({name})",
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "calibration": rules[0].model_dump(),
        "size": rules[1].model_dump() if rules[1] else None,
        "training": [*fields["training"], *(s.model_dump() for s in sources)],
        "scores": [s.model_dump() for s in scores],
        "derived_from": f"{base.id} {base.version} {base.sha256[:12]}",
    }
    return Manifest.model_validate(fields)
