"""The outlines of the golden set: each mask as a short text, and how far two of them lie apart."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np

from wbc_desktop.core.cell import CellMask

LEAST_IOU = 0.98
"""Another processor moves a pixel of the edge here and there; nucleus and cell must overlap by this."""

PARTS = {"nucleus": 2, "cell": 1}
"""The least label of each part: the cell is cytoplasm and nucleus."""


def as_stored(mask: CellMask | None) -> dict[str, Any] | None:
    """A mask as it is stored: its box, its shape, the pixels of each part, and the labels, packed."""
    if mask is None:
        return None
    box = mask.box
    areas = {part: int((mask.labels >= least).sum()) for part, least in PARTS.items()}
    packed = base64.b64encode(zlib.compress(np.ascontiguousarray(mask.labels).tobytes(), 9)).decode()
    place = [round(v, 2) for v in (box.x, box.y, box.width, box.height)]
    return areas | {"place": place, "shape": list(mask.labels.shape), "labels": packed}


def mask_lines(before: dict[str, Any] | None, now: dict[str, Any] | None) -> list[str]:
    """A sentence for each part whose outline is another one; none where nothing has changed."""
    if before is None or now is None:
        return [] if before is now else [f"{_has(before)} before, {_has(now)} now"]
    lines = []
    for part, least in PARTS.items():
        old, new = (_on_one_plane(mask, least, before, now) for mask in (before, now))
        union = int((old | new).sum())
        overlap = int((old & new).sum()) / union if union else 1.0
        if overlap < LEAST_IOU:
            lines.append(
                f"{part} of {before[part]} pixels overlaps the one now, {now[part]} pixels, by {overlap:.3f}"
            )
    return lines


def _has(mask: dict[str, Any] | None) -> str:
    return "no mask" if mask is None else "a mask"


def _on_one_plane(mask: dict[str, Any], least: int, *both: dict[str, Any]) -> np.ndarray:
    """Where the part lies, in a frame that holds both masks; its pixels are those of the image."""
    left = min(m["place"][0] for m in both)
    top = min(m["place"][1] for m in both)
    right = max(m["place"][0] + m["place"][2] for m in both)
    bottom = max(m["place"][1] + m["place"][3] for m in both)
    x, y, width, height = mask["place"]
    labels = np.frombuffer(zlib.decompress(base64.b64decode(mask["labels"])), np.uint8).reshape(mask["shape"])
    xs = np.arange(np.floor(left), np.ceil(right)) + 0.5
    ys = np.arange(np.floor(top), np.ceil(bottom)) + 0.5
    columns = np.floor((xs - x) * labels.shape[1] / width).astype(int)
    rows = np.floor((ys - y) * labels.shape[0] / height).astype(int)
    there = ((rows >= 0) & (rows < labels.shape[0]))[:, None]
    there = there & (columns >= 0) & (columns < labels.shape[1])
    found = labels[rows.clip(0, labels.shape[0] - 1)][:, columns.clip(0, labels.shape[1] - 1)]
    return np.asarray(there & (found >= least))
