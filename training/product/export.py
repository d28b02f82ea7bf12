"""From trained weights to the model folder that the program loads: fp16 safetensors, manifest, card."""

from __future__ import annotations

import hashlib
from pathlib import Path

from safetensors.torch import save_file
from torch import nn

from wbc_desktop.models.manifest import Manifest, Score
from wbc_desktop.models.registry import ModelFolder, load_network


def export(network: nn.Module, folder: Path, manifest: Manifest, card: str) -> ModelFolder:
    """Write a model folder and load it again as the program would.

    Args:
        network: The trained network, without the wrapper that adds features.
        folder: ``resources/models/<id>`` or elsewhere.
        manifest: All fields but ``sha256``, which is set here.
        card: Text of ``MODEL_CARD.md``.

    Returns:
        The folder, verified.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = {
        key: (value.half() if value.is_floating_point() else value).contiguous().clone()
        for key, value in network.state_dict().items()
    }
    weights = folder / manifest.weights
    save_file(state, weights)
    weights.chmod(0o644)  # safetensors writes for the owner alone; an installed program is read by all
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    manifest = manifest.model_copy(update={"sha256": digest})
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")
    (folder / "MODEL_CARD.md").write_text(card, "utf-8")
    written = ModelFolder(folder, manifest)
    load_network(written)
    return written


def model_card(manifest: Manifest, method: str) -> str:
    """The text of a model card: what it is, what trained it, what it scores, its limits."""
    lines = [f"# {manifest.title or manifest.id} {manifest.version}", "", manifest.intended_use, ""]
    lines += ["## What it is", "", method, "", f"Classes: {', '.join(manifest.classes)}.", ""]
    lines += ["## Trained on", "", "| data | cells | licence | note |", "|---|--:|---|---|"]
    lines += [f"| {t.name} | {t.cells} | {t.licence} | {t.note} |" for t in manifest.training]
    lines += ["", "## Scores on cells it has not seen", ""]
    lines += ["| source | measure | value | 95 % interval | n | command |", "|---|---|--:|---|--:|---|"]
    lines += [_score_row(score) for score in manifest.scores]
    lines += [
        "",
        "`unseen_...` figures are of models trained in the same way without any image of that source:",
        "what to expect on a microscope that the model does not know. The others are held-out images",
        "of sources that it was trained on. The method was chosen while looking at the unseen sources, so",
        "a microscope that nobody has looked at may do worse (`docs/results/models.md`).",
        "`..._weighed`: that source's cells taken as one sample and weighed with each other.",
        "",
        "## Limits",
        "",
        "- Trained on few laboratories; on another microscope expect the unseen figures, and calibrate",
        "  with 50 to 100 of your own cells (`wbc-desktop calibrate`).",
        "- Basophils are few in every source but two; immature granulocytes, nucleated red cells and",
        "  platelets come from one source (PBC).",
        "- Blasts, plasma cells, variant lymphocytes and animal blood were never seen.",
        "- For research use only. Not for use in diagnostic procedures.",
        "",
    ]
    return "\n".join(lines)


def _score_row(score: Score) -> str:
    span = "" if score.low95 is None or score.high95 is None else f"{score.low95:.3f}-{score.high95:.3f}"
    return f"| {score.source} | {score.metric} | {score.value:.3f} | {span} | {score.n} | `{score.command}` |"
