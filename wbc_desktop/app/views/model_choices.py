"""The models and processors that a person can choose."""

from __future__ import annotations

from pathlib import Path

from wbc_desktop.app.translations import tr
from wbc_desktop.core.errors import WbcError


def model_choices(own: Path) -> list[tuple[str, object]]:
    """(text, id or folder) of every classifier: the bundled ones and those in ``own``."""
    from wbc_desktop.models.registry import bundled_models_folder, list_models

    options: list[tuple[str, object]] = [(tr("automatic: the best validated one"), "")]
    try:
        bundled = list_models(bundled_models_folder())
    except WbcError:
        bundled = []
    for folders, by_id in ((bundled, True), (list_models(own) if own.is_dir() else [], False)):
        for folder in folders:
            manifest = folder.manifest
            if manifest.kind == "classifier":
                value = manifest.id if by_id else str(folder.folder)
                note = "" if by_id else f" ({tr('own')})"
                options.append((f"{manifest.id} {manifest.version}{note}", value))
    return options


def device_choices() -> list[tuple[str, object]]:
    """(text, device): what can compute."""
    return [
        (tr("automatic"), "auto"),
        (tr("processor (CPU)"), "cpu"),
        (tr("NVIDIA graphics (CUDA)"), "cuda"),
        (tr("Apple graphics (MPS)"), "mps"),
    ]
