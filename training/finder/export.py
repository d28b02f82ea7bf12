"""Writes the finder's model folder: weights in float16, manifest, model card."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from safetensors.torch import save_file

from wbc_desktop.models.finder_layout import PIXEL_CLASSES
from wbc_desktop.models.manifest import MANIFEST_NAME, Manifest, Score, TrainingSource
from wbc_desktop.models.networks.finder import FULL, CellFinder

VERSION = "1.1.0"
"""Of the next finder that is exported; 1.0.0 ships."""

TRAINED_ON = (
    TrainingSource(
        name="zheng1",
        licence="GPL-3.0 repository",
        cells=218,
        note="Zheng 2018, Jiangxi Tecom; hand-made masks of nucleus and cell",
    ),
    TrainingSource(
        name="bccd_fields",
        licence="MIT",
        cells=153,
        note="Shenggan/BCCD_Dataset boxes; cell masks by ParthaPratimBanik",
    ),
    TrainingSource(name="raabin_untyped", licence="MIT", cells=180, note="lugan113/TXL-PBC_Dataset boxes"),
    TrainingSource(
        name="chula_fields",
        licence="MIT",
        cells=172,
        note="Chulalongkorn University boxes; held-out slides left out",
    ),
    TrainingSource(
        name="pbc", licence="CC BY 4.0", cells=900, note="Acevedo et al. 2020; no masks, training split"
    ),
    TrainingSource(
        name="ImageNet ResNet-18 (torchvision)",
        licence="BSD-3-Clause",
        note="first blocks of the encoder start from these weights",
    ),
)


def export(network: CellFinder, folder: Path, scores: tuple[Score, ...] = ()) -> Manifest:
    """Write ``weights.safetensors`` (float16) and ``manifest.json`` into ``folder``.

    Args:
        network: A trained ``CellFinder``.
        folder: The model folder; made where missing. Its model card is left alone.
        scores: Figures measured on held-out images; those of the folder's manifest stay
            where none are given and the weights are the same.

    Returns:
        The manifest written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / "weights.safetensors"
    state = {k: v.detach().half().contiguous() for k, v in network.state_dict().items()}
    save_file(state, weights)
    weights.chmod(0o644)
    manifest = Manifest(
        id="finder",
        version=VERSION,
        kind="finder",
        architecture="cellfinder" if network.widths == FULL else "cellfinder-slim",
        title="Cell finder: white cells with nucleus and cytoplasm, red-cell diameter",
        classes=PIXEL_CLASSES,
        input_size=128,
        sha256=hashlib.sha256(weights.read_bytes()).hexdigest(),
        training=TRAINED_ON,
        scores=scores,
    )
    text = json.dumps(manifest.model_dump(mode="json"), indent=2, ensure_ascii=False)
    (folder / MANIFEST_NAME).write_text(text + "\n", encoding="utf-8")
    return manifest
