"""What a person can send with a report of a fault: one zip of texts that can be read before."""

from __future__ import annotations

import io
import json
import os
import platform
import sys
import zipfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from wbc_desktop import __version__
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.files import write_whole
from wbc_desktop.core.nameless import without_names
from wbc_desktop.storage.glance import glance
from wbc_desktop.storage.paths import Paths
from wbc_desktop.storage.settings import load_settings

PARTS = (
    *("numpy", "scipy", "pillow", "tifffile", "imagecodecs", "openslide-python", "openslide-bin", "pydicom"),
    *("torch", "torchvision", "onnxruntime", "safetensors", "pydantic", "PySide6-Essentials"),
)
LOG_BYTES = 1 << 20
"""At most so much of the end of each log."""

README = """\
What is in this archive, for you to read before you send it:

versions.json   the program, Python, the system, the libraries, and the models with their hashes
settings.json   how counts are made and how the window looks; no names, no patient data, no folders
database.json   how large the case database is and whether it is sound; nothing of its cases
logs/           the program's messages; names of files, folders and samples are taken out

No image, no case and no patient's data is in it. Nothing was sent: only you can do that.
"""


def diagnostics(paths: Paths, models: Mapping[str, str]) -> dict[str, str]:
    """The texts of the archive by their names.

    Args:
        paths: The program's folders.
        models: Version and hash of each model, by id.
    """
    texts = {"README.txt": README}
    texts["versions.json"] = _json({**_versions(), "models": dict(models)})
    texts["settings.json"] = _json(_settings(paths.settings))
    texts["database.json"] = _json(glance(paths.database))
    for log in _logs(paths.logs):
        texts[f"logs/{log.name}"] = without_names(_end_of(log))
    return texts


def write_diagnostics(target: Path, paths: Paths, models: Mapping[str, str]) -> Path:
    """Write the archive.

    Returns:
        The file.

    Raises:
        OutputFault: It cannot be written.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in diagnostics(paths, models).items():
            archive.writestr(name, text)
    write_whole(target, buffer.getvalue())
    return target


def _versions() -> dict[str, Any]:
    found = {}
    for part in PARTS:
        try:
            found[part] = metadata.version(part)
        except metadata.PackageNotFoundError:
            continue
    return {
        "program": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "libraries": found,
    }


def _settings(path: Path) -> dict[str, Any]:
    """The choices that carry no name: the laboratory, its users, cameras, sets and folders stay away."""
    try:
        settings, warning = load_settings(path)
    except CaseFault as error:
        return {"fault": error.message}
    count = settings.count.model_dump(exclude={"mpp", "model"})
    own = "/" in settings.count.model or "\\" in settings.count.model
    return {
        "count": {
            **count,
            "model": "<folder>" if own else settings.count.model,
            "cameras": len(settings.count.mpp),
        },
        "laboratory": settings.laboratory.model_dump(include={"patient_fields", "every_cell_reviewed"}),
        "window": settings.window.model_dump(include={"theme", "language", "sounds"}),
        "damaged": bool(warning),
    }


def _logs(folder: Path) -> list[Path]:
    """The log files; none in a folder that may not be read."""
    try:
        return sorted(folder.glob("*.log*")) if folder.is_dir() else []
    except OSError:
        return []


def _end_of(log: Path) -> str:
    try:
        with log.open("rb") as stream:
            stream.seek(max(log.stat().st_size - LOG_BYTES, 0))
            return stream.read().decode("utf-8", "replace")
    except OSError as error:
        return f"(this log cannot be read: {error.strerror})"


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
