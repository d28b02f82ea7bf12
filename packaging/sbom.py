"""Writes the list of parts of a build as CycloneDX 1.6 JSON."""

from __future__ import annotations

import hashlib
import json
import platform
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from components import PROGRAM, closure, licence_of
from system_parts import SystemPart


def write_sbom(
    path: Path,
    *,
    without: frozenset[str],
    models: Path,
    carried: Path,
    system: Sequence[SystemPart] = (),
) -> None:
    """Write the bill of materials.

    Args:
        path: File to write.
        without: Distributions that this build does not carry.
        models: Folder of the bundled models, listed as machine-learning models.
        carried: The frozen folder; its shared libraries are listed with their hashes.
        system: Debian packages of which it carries libraries.
    """
    version = metadata.version(PROGRAM)
    parts = [_python(), *(_library(d) for d in closure(without)), *(_debian(p) for p in system)]
    parts += [_model(m) for m in sorted(models.glob("*/manifest.json"))]
    parts += [_file(f, carried) for f in sorted(carried.rglob("*")) if _is_library(f)]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "name": PROGRAM,
                "version": version,
                "bom-ref": f"pkg:pypi/{PROGRAM}@{version}",
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": parts,
    }
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def _library(distribution: metadata.Distribution) -> dict[str, Any]:
    name, version = distribution.metadata["Name"], distribution.version
    plain = version.split("+")[0]
    return {
        "type": "library",
        "name": name,
        "version": version,
        "bom-ref": f"pkg:pypi/{name.lower()}@{plain}",
        "purl": f"pkg:pypi/{name.lower()}@{plain}",
        "licenses": [{"license": {"name": licence_of(distribution)}}],
    }


def _python() -> dict[str, Any]:
    version = platform.python_version()
    return {
        "type": "library",
        "name": "CPython",
        "version": version,
        "bom-ref": f"pkg:generic/python@{version}",
        "purl": f"pkg:generic/python@{version}",
        "licenses": [{"license": {"id": "PSF-2.0"}}],
    }


def _debian(part: SystemPart) -> dict[str, Any]:
    reference = f"pkg:deb/debian/{part.package}@{quote(part.version)}"
    text = f"see resources/licences/system-{part.package}.txt"
    return {
        "type": "library",
        "name": part.package,
        "version": part.version,
        "bom-ref": reference,
        "purl": reference,
        "licenses": [{"license": {"name": text}}],
    }


def _model(manifest: Path) -> dict[str, Any]:
    data = json.loads(manifest.read_text(encoding="utf-8"))
    return {
        "type": "machine-learning-model",
        "name": data["id"],
        "version": data["version"],
        "bom-ref": f"model:{data['id']}",
        "hashes": [{"alg": "SHA-256", "content": data["sha256"]}],
    }


def _is_library(file: Path) -> bool:
    return (
        file.is_file()
        and not file.is_symlink()
        and (file.suffix in (".so", ".dll", ".dylib") or ".so." in file.name)
    )


def _file(file: Path, root: Path) -> dict[str, Any]:
    relative = file.relative_to(root).as_posix()
    return {
        "type": "file",
        "name": relative,
        "bom-ref": f"file:{relative}",
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
    }
