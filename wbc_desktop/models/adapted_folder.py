"""A model folder of the laboratory's own: a bundled network, unchanged, with a local calibration."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from wbc_desktop.core.errors import OutputFault
from wbc_desktop.models.adaptation import ADAPTATION_NAME, Adaptation, save_adaptation
from wbc_desktop.models.manifest import (
    MANIFEST_NAME,
    Calibration,
    LocalRule,
    Manifest,
    Score,
    SizeEvidence,
    TrainingSource,
)
from wbc_desktop.models.registry import ModelFolder, verify_weights


@dataclass(frozen=True, slots=True)
class LocalModel:
    """All that a calibration adds to a model.

    Attributes:
        adaptation: What is added to the network's logits.
        calibration: Temperature and thresholds.
        size: What a cell's size says in this laboratory.
        sources: What it has learnt from, added to the base's.
        scores: Cross-validated figures on the laboratory's own cells.
        card: Text of ``MODEL_CARD.md``.
    """

    adaptation: Adaptation
    calibration: Calibration
    size: SizeEvidence | None
    sources: tuple[TrainingSource, ...]
    scores: tuple[Score, ...]
    card: str


def write_adapted(base: ModelFolder, folder: Path, local: LocalModel) -> ModelFolder:
    """Write a calibrated model: all at once, or nothing.

    The network is copied, with its exported form where there is one (the installed program cannot export):
    a later version of the program, whose bundled networks are others, still runs the model.

    Args:
        base: The model that the calibration started from.
        folder: The new folder; must not hold anything yet.
        local: What is added.

    Raises:
        OutputFault: The folder exists and is not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputFault("The output folder is not empty.", "Name a new folder.", file=folder)
    verify_weights(base)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".calibrating-", dir=folder.parent))
    except OSError as error:
        raise OutputFault("The folder cannot be made.", "Choose another place.", file=folder) from error
    try:
        for file in (base.weights, *base.folder.glob(f"{base.manifest.sha256}-*.onnx")):
            shutil.copyfile(file, building / file.name)
        digest = save_adaptation(local.adaptation, building / ADAPTATION_NAME)
        manifest = _manifest(base.manifest, folder.name, LocalRule(sha256=digest, size=local.size), local)
        (building / MANIFEST_NAME).write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")
        (building / "MODEL_CARD.md").write_text(local.card, "utf-8")
        if folder.exists():
            folder.rmdir()
        building.replace(folder)
    except OSError as error:
        raise OutputFault("The model cannot be written.", "Is the disk full?", file=folder) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return ModelFolder(folder, manifest)


def _manifest(base: Manifest, name: str, rule: LocalRule, local: LocalModel) -> Manifest:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else "-" for c in name.lower())
    trained = base.derived_from.split(" ")[0] or base.id
    fields = json.loads(base.model_dump_json())
    fields |= {
        "id": f"{trained}-{plain.strip('-._') or 'local'}"[:64],
        "title": f"{_trained_title(base)}, calibrated ({name})",
        "calibration": local.calibration.model_dump(),
        "adaptation": rule.model_dump(),
        "training": [*_trained_on(base), *(s.model_dump() for s in local.sources)],
        "scores": [s.model_dump() for s in local.scores],
        "derived_from": base.derived_from or f"{base.id} {base.version} {base.sha256[:12]}",
    }
    return Manifest.model_validate(fields)


def _trained_title(base: Manifest) -> str:
    title = base.title or base.id
    return title if base.adaptation is None else title.split(", calibrated (")[0]


def _trained_on(base: Manifest) -> list[dict[str, object]]:
    """The network's own sources: a calibration starts from the network, never from another calibration."""
    own = base.training if base.adaptation is None else base.training[:-1]
    return [source.model_dump() for source in own]
