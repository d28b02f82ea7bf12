"""Cells as GeoJSON that QuPath opens: one FeatureCollection an image, classes in the properties.

Form: QuPath documentation, exporting annotations (https://github.com/qupath/qupath-docs).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wbc_desktop.core.cell import MASK_NUCLEUS, Cell
from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.contour import Ring, box_ring, mask_ring
from wbc_desktop.core.differential import class_of
from wbc_desktop.core.files import write_whole
from wbc_desktop.reporting.report import RESEARCH_USE, Report

_DECIMALS = 2
_NAMESPACE = uuid.UUID("4b0a6f0e-7d52-4f5f-8a55-6d3f6d5b9a10")


def feature_collection(cells: Iterable[Cell], case_id: str = "") -> dict[str, Any]:
    """The cells of one image, in its level-0 pixels.

    A cell with a mask has its outline as geometry and its nucleus beside it; one without has its box.
    """
    features = [_feature(cell, case_id) for cell in cells]
    return {"type": "FeatureCollection", "features": features, "intended_use": RESEARCH_USE}


def write_geojson(report: Report, folder: Path) -> list[Path]:
    """Write one file an image, named after it, below ``folder``.

    Raises:
        OutputFault: A file cannot be written.
    """
    by_image: dict[str, list[Cell]] = {image.name: [] for image in report.case.images}
    for cell in report.case.cells:
        by_image.setdefault(cell.image, []).append(cell)
    written = []
    for image, cells in by_image.items():
        path = folder / f"{_relative(image)}.geojson"
        text = json.dumps(feature_collection(cells, report.case.id), ensure_ascii=False, allow_nan=False)
        write_whole(path, text.encode())
        written.append(path)
    return written


def _relative(image: str) -> str:
    """An image's name as a path that stays below its folder."""
    parts = [part for part in image.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(part.replace(":", "_") for part in parts) or "image"


def _feature(cell: Cell, case_id: str) -> dict[str, Any]:
    label = class_of(cell)
    ring = mask_ring(cell.mask) if cell.mask is not None else None
    nucleus = mask_ring(cell.mask, least=MASK_NUCLEUS) if cell.mask is not None else None
    colour = CLASSES[label].colour
    properties: dict[str, Any] = {
        "objectType": "cell" if nucleus is not None else "detection",
        "name": f"{cell.image} #{cell.number}",
        "classification": {
            "name": CLASSES[label].name,
            "color": [int(colour[i : i + 2], 16) for i in (1, 3, 5)],
        },
        "measurements": _measurements(cell),
        "metadata": {"reviewed": "yes" if cell.review is not None else "no"},
    }
    feature: dict[str, Any] = {
        "type": "Feature",
        "id": str(uuid.uuid5(_NAMESPACE, f"{case_id}/{cell.image}/{cell.number}")),
        "geometry": _polygon(ring or box_ring(cell.box)),
        "properties": properties,
    }
    if nucleus is not None:
        feature["nucleusGeometry"] = _polygon(nucleus)
    return feature


def _polygon(ring: Ring) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in ring]]}


def _measurements(cell: Cell) -> dict[str, float]:
    values = {"Finder score": cell.score}
    if cell.prediction is not None:
        values["Confidence"] = cell.prediction.confidence
    return {name: round(float(value), 4) for name, value in values.items()}
