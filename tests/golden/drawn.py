"""The golden set: images drawn by code with fixed seeds, and what the bundled models answer to them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from golden.outlines import as_stored, mask_lines

from wbc_desktop.core.cell import Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.synthetic.field import draw_cell, draw_field
from wbc_desktop.imaging.synthetic.look import Camera, Look, Stain
from wbc_desktop.inference.counter import Counter, load_counter
from wbc_desktop.models.registry import list_models

STORED = Path(__file__).with_name("answers.json")
PROBABILITY = 2e-3
"""Largest difference of a probability that is no other answer: another processor, another torch."""
LEAST_IOU = 0.98


@dataclass(frozen=True, slots=True)
class Drawn:
    """One image of the set: its name, uint8 pixels (rows, columns, 3), and ``cell`` or ``field``."""

    name: str
    rgb: np.ndarray
    content: str


def drawn_images() -> list[Drawn]:
    """Ten images: each class alone, and five fields under other light, stain, focus and scale."""
    cells = [
        Drawn(f"cell-{label}", draw_cell(label, seed=100 + n).rgb, "cell") for n, label in enumerate(FIVE_IDS)
    ]
    looks = {
        "usual": Look(),
        "pale": Look(stain=Stain(azure=0.7, eosin=0.8)),
        "dark": Look(camera=Camera(white=(190.0, 180.0, 170.0), vignetting=0.2)),
        "blurred": Look(camera=Camera(blur_um=0.3, noise=4.0)),
        "small": Look(px_per_um=8.0),
    }
    fields = [
        Drawn(f"field-{name}", draw_field(FIVE_IDS, look=look, size=(960, 720), seed=200 + n).rgb, "field")
        for n, (name, look) in enumerate(looks.items())
    ]
    return cells + fields


def classifier_ids() -> list[str]:
    """Every bundled classifier."""
    return [m.manifest.id for m in list_models() if m.manifest.kind == "classifier"]


def counters() -> dict[str, Counter]:
    """A counter for each bundled classifier, in fp32 on the CPU, by the classifier's id."""
    return {name: load_counter(name, "cpu", precision="fp32") for name in classifier_ids()}


def answers(images: list[Drawn], using: dict[str, Counter]) -> dict[str, Any]:
    """What the models say, as it is stored.

    Returns:
        By image: ``boxes`` [[x, y, width, height], ...] in pixels, ``masks`` (``outlines.as_stored``), and by
        classifier each cell's ``labels`` and ``probabilities`` (five, in the order of ``FIVE_IDS``, and that
        it is none of them).
    """
    finder = next(iter(using.values()))
    told: dict[str, Any] = {}
    for image in images:
        cells = finder.find(image.rgb, content=image.content).cells
        told[image.name] = {
            "boxes": [_numbers(cell.box) for cell in cells],
            "masks": [as_stored(cell.mask) for cell in cells],
        } | {
            name: _predictions(counter.classify([(image.rgb, cell) for cell in cells]))
            for name, counter in using.items()
        }
    return told


def differences(
    stored: dict[str, Any], now: dict[str, Any], *, probability: float = PROBABILITY, iou: float = LEAST_IOU
) -> list[str]:
    """Every answer that is another one, a sentence each; none where nothing has changed.

    Cells are told apart by place: the one of most overlap is the same cell.

    Args:
        stored: Of ``answers``, before.
        now: The same, now.
        probability: Largest difference that is none.
        iou: A box must overlap its old place by more than this; outlines have a limit of their own.
    """
    lines = [f"{name}: only in one of the two" for name in sorted(stored.keys() ^ now.keys())]
    for name in sorted(stored.keys() & now.keys()):
        lines += [f"{name}: {line}" for line in _of_image(stored[name], now[name], probability, iou)]
    return lines


def read_stored() -> dict[str, Any]:
    """The stored answers; empty before the first."""
    if not STORED.is_file():
        return {}
    stored: dict[str, Any] = json.loads(STORED.read_text("utf-8"))
    return stored


def _of_image(stored: dict[str, Any], now: dict[str, Any], probability: float, iou: float) -> list[str]:
    if len(stored["boxes"]) != len(now["boxes"]):
        return [f"{len(stored['boxes'])} cells before, {len(now['boxes'])} now"]
    lines = [f"{what}: only in one of the two" for what in sorted(stored.keys() ^ now.keys())]
    for old, box in enumerate(stored["boxes"]):
        overlaps = [Box(*box).iou(Box(*other)) for other in now["boxes"]]
        new = int(np.argmax(overlaps))
        if overlaps[new] <= iou:
            lines.append(f"cell {old}: box {box} overlaps the nearest one now by {overlaps[new]:.3f}")
        if "masks" in stored and "masks" in now:
            lines += [f"cell {old}: {line}" for line in mask_lines(stored["masks"][old], now["masks"][new])]
        for model in sorted((stored.keys() & now.keys()) - {"boxes", "masks"}):
            lines += [
                f"cell {old}, {model}: {line}"
                for line in _of_cell(_one(stored[model], old), _one(now[model], new), probability)
            ]
    return lines


def _one(told: dict[str, Any], cell: int) -> tuple[str, list[float]]:
    return told["labels"][cell], told["probabilities"][cell]


def _of_cell(before: tuple[str, list[float]], now: tuple[str, list[float]], probability: float) -> list[str]:
    lines = [] if before[0] == now[0] else [f"{before[0]} before, {now[0]} now"]
    apart = float(np.abs(np.subtract(before[1], now[1])).max())
    if not apart <= probability:
        lines.append(f"a probability differs by {apart:.4f}")
    return lines


def _numbers(box: Box) -> list[float]:
    return [round(v, 2) for v in (box.x, box.y, box.width, box.height)]


def _predictions(found: list[Prediction]) -> dict[str, Any]:
    return {
        "labels": [p.label for p in found],
        "probabilities": [[round(v, 5) for v in (*p.probabilities, p.other)] for p in found],
    }
