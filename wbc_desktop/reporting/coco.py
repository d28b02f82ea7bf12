"""Cells as COCO instances (https://cocodataset.org/#format-data): one file a case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.contour import Ring, box_ring, mask_ring
from wbc_desktop.core.differential import class_of
from wbc_desktop.core.files import write_whole
from wbc_desktop.reporting.report import RESEARCH_USE, Report


def coco_document(report: Report) -> dict[str, Any]:
    """The document as plain data; boxes and polygons in level-0 pixels of each image."""
    images = {image.name: n for n, image in enumerate(report.case.images, 1)}
    categories = {class_id: n for n, class_id in enumerate(CLASSES, 1)}
    return {
        "info": {
            "description": f"Cells of one smear. {RESEARCH_USE}",
            "version": report.software,
            "date_created": report.made_at.isoformat(),
        },
        "licenses": [],
        "images": [
            {"id": images[i.name], "file_name": i.name, "width": i.width, "height": i.height}
            for i in report.case.images
        ],
        "categories": [
            {"id": n, "name": class_id, "supercategory": "cell"} for class_id, n in categories.items()
        ],
        "annotations": [
            _annotation(n, cell, images[cell.image], categories[class_of(cell)])
            for n, cell in enumerate(report.case.cells, 1)
            if cell.image in images
        ],
    }


def write_coco(report: Report, path: Path) -> None:
    """Write the document.

    Raises:
        OutputFault: The file cannot be written.
    """
    text = json.dumps(coco_document(report), ensure_ascii=False, allow_nan=False)
    write_whole(path, text.encode())


def _annotation(number: int, cell: Cell, image: int, category: int) -> dict[str, Any]:
    ring = (mask_ring(cell.mask) if cell.mask is not None else None) or box_ring(cell.box)
    box = cell.box
    annotation: dict[str, Any] = {
        "id": number,
        "image_id": image,
        "category_id": category,
        "bbox": [round(v, 2) for v in (box.x, box.y, box.width, box.height)],
        "segmentation": [[round(v, 2) for point in ring[:-1] for v in point]],
        "area": round(_area(ring), 2),
        "iscrowd": 0,
        "reviewed": cell.review is not None,
    }
    if cell.prediction is not None and cell.review is None:
        annotation["score"] = round(cell.prediction.confidence, 4)
    return annotation


def _area(ring: Ring) -> float:
    points = np.asarray(ring)
    x, y = points[:, 0], points[:, 1]
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)
