"""What a build carries beside the code: exported models, licence texts, build information, icons."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from components import PROGRAM
from licences import add_starter_licence, collect_licences
from shared_weights import share_weights

ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)


def prepare(root: Path, target: Path, variant: str, without: frozenset[str]) -> None:
    """Fill ``target`` with what becomes ``resources/`` beside the repository's own.

    Args:
        root: The repository.
        target: Empty or missing folder.
        variant: ``onnx`` or ``torch``.
        without: Distributions that this variant does not carry.
    """
    target.mkdir(parents=True, exist_ok=True)
    collect_licences(target / "licences", root, without)
    add_starter_licence(target / "licences")
    (target / "build.json").write_text(
        json.dumps(_build_information(root, variant), indent=1), encoding="utf-8"
    )
    if variant == "onnx":
        export_models(root / "resources" / "models", target / "models")
    draw_icons(root / "resources" / "icons" / "wbc-desktop.svg", target)


def export_models(models: Path, target: Path) -> None:
    """Write each model's ONNX file where the frozen program looks for it: in the model's folder."""
    from wbc_desktop.inference.engine_onnx import export, export_name
    from wbc_desktop.models.registry import list_models

    for model in list_models(models):
        folder = target / model.folder.name
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / export_name(model)
        export(model, path, folded=False)
        shared = share_weights(path, model.weights)
        path.chmod(0o644)
        print(f"exported {model.manifest.id}, {shared} tensors from its weights file", flush=True)


def draw_icons(drawing: Path, target: Path) -> None:
    """Render the icon as ``wbc-desktop.ico``, ``.icns`` and ``.png``."""
    from PIL import Image
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    side = 1024
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    large = target / "icon-1024.png"
    image.save(str(large))
    with Image.open(large) as picture:
        picture.save(target / "wbc-desktop.ico", sizes=[(s, s) for s in ICON_SIZES])
        picture.save(target / "wbc-desktop.icns")
        picture.resize((256, 256), Image.Resampling.LANCZOS).save(target / "wbc-desktop.png")
    large.unlink()


def _build_information(root: Path, variant: str) -> dict[str, str]:
    commit = subprocess.run(
        ["git", "-C", str(root), "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "version": metadata.version(PROGRAM),
        "commit": commit.stdout.strip() or "unknown",
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "variant": variant,
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.machine()}",
    }
