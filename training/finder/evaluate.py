"""Measures a finder on held-out images: cells found, masks, red-cell diameter, time."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.finder.samples import read_rgb
from training.finder.sources import given_cells, read_boxes
from training.splits import held_out
from wbc_desktop.core.cell import FoundCell
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.source import RGB
from wbc_desktop.models.finding import Finding, Run, find_cells

FIELDS = ("bccd_fields", "chula_fields", "raabin_untyped")


@dataclass(slots=True)
class FieldResult:
    """Counts over the fields of one source; a hit is a pair of boxes with IoU of at least 0.5.

    Attributes:
        extra: Found cells that no label fits.
        extra_real: Those of them that ``unlabelled.csv`` lists: looked at one by one and
            seen to be white cells that the source's labels lack.
    """

    source: str
    images: int = 0
    labelled: int = 0
    hits: int = 0
    extra: int = 0
    extra_real: int = 0
    seconds: list[float] = field(default_factory=list)
    red_ratio: list[float] = field(default_factory=list)
    dice: list[float] = field(default_factory=list)
    faults: list[tuple[str, list[Box], list[FoundCell]]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the labelled cells that were found."""
        return self.hits / max(self.labelled, 1)

    @property
    def audited_precision(self) -> float:
        """Share of the found cells that are labelled or were seen to be white cells."""
        return (self.hits + self.extra_real) / max(self.hits + self.extra, 1)

    @property
    def precision(self) -> float:
        """Share of the found cells that are labelled."""
        return self.hits / max(self.hits + self.extra, 1)


def evaluate_fields(
    data: Path, source: str, run: Run, *, train: bool = False, content: str = "field"
) -> FieldResult:
    """Run the finder over a source's fields and match its boxes with the labelled ones."""
    result = FieldResult(source)
    boxes = read_boxes(data, source)
    for name in sorted(p.name for p in (data / source).glob("*.jpg")):
        if held_out(source, name) == train:
            continue
        rgb = read_rgb(data / source / name)
        started = time.perf_counter()
        finding = find_cells(rgb, run, content=content)
        result.seconds.append(time.perf_counter() - started)
        labelled = [Box(*b) for kind, b in boxes.get(name, []) if kind == "WBC"]
        red = [float(np.sqrt(b[2] * b[3])) for kind, b in boxes.get(name, []) if kind == "RBC"]
        if len(red) >= 4 and finding.red_cell_px:
            result.red_ratio.append(finding.red_cell_px / float(np.median(red)))
        truth = given_cells(data, source, name, rgb.shape)
        if truth is not None:
            result.dice.append(dice(painted(finding.cells, rgb.shape[:2]) > 0, truth))
        count_matches(result, name, labelled, finding)
    return result


def count_matches(
    result: FieldResult, name: str, labelled: list[Box], finding: Finding, factor: float = 1.0
) -> None:
    """Match a field's found cells with its labels and add the counts to ``result``.

    Args:
        result: The counts of the field's source.
        name: File name of the field.
        labelled: Boxes of its labelled white cells.
        finding: What the finder gave.
        factor: Size of the image looked at over that of the file.
    """
    left = list(labelled)
    extra: list[FoundCell] = []
    for cell in sorted(finding.cells, key=lambda c: -c.score):
        best = max(left, key=cell.box.iou, default=None)
        if best is not None and cell.box.iou(best) >= 0.5:
            left.remove(best)
        else:
            extra.append(cell)
    result.images += 1
    result.labelled += len(labelled)
    result.hits += len(labelled) - len(left)
    result.extra += len(extra)
    known = unlabelled().get((result.source, name), [])
    real = [Box(*(factor * v for v in (b.x, b.y, b.width, b.height))) for b in known]
    result.extra_real += sum(any(c.box.iou(b) >= 0.4 for b in real) for c in extra)
    if left or extra:
        result.faults.append((name, left, extra))


@cache
def unlabelled() -> dict[tuple[str, str], list[Box]]:
    """White cells that the labels of held-out images lack, by (source, file)."""
    cells: dict[tuple[str, str], list[Box]] = {}
    with Path(__file__).with_name("unlabelled.csv").open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            box = Box(*(float(row[k]) for k in ("x", "y", "width", "height")))
            cells.setdefault((row["source"], row["file"]), []).append(box)
    return cells


def painted(cells: tuple[FoundCell, ...], shape: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """All masks in one label image of ``shape`` (rows, columns)."""
    canvas = np.zeros(shape, np.uint8)
    for cell in cells:
        if cell.mask is None:
            continue
        box, labels = cell.mask.box, cell.mask.labels
        sx, sy = box.width / labels.shape[1], box.height / labels.shape[0]
        matrix = np.array([[sx, 0, box.x + 0.5 * sx - 0.5], [0, sy, box.y + 0.5 * sy - 0.5]])
        parts = [
            cv2.warpAffine((labels >= level).astype(np.float32), matrix, shape[::-1]) > 0.5
            for level in (1, 2)
        ]
        canvas[parts[0]] = 1
        canvas[parts[0] & parts[1]] = 2
    return canvas


def dice(a: npt.NDArray[np.bool_], b: npt.NDArray[np.bool_]) -> float:
    """Dice's coefficient; 1 where both are empty."""
    total = int(a.sum()) + int(b.sum())
    return 2.0 * int((a & b).sum()) / total if total else 1.0


def evaluate_zheng(data: Path, run: Run, *, everything: bool = False) -> dict[str, list[float]]:
    """Dice of the nucleus and of the whole cell on ``zheng1``, image by image."""
    scores: dict[str, list[float]] = {"nucleus": [], "cell": []}
    for rgb, mask in zheng_images(data, everything=everything):
        cells = find_cells(rgb, run, content="cell").cells
        labels = painted(cells, mask.shape)
        scores["cell"].append(dice(labels > 0, mask > 63))
        scores["nucleus"].append(dice(labels == 2, mask > 191))
    return scores


def zheng_images(data: Path, *, everything: bool) -> Iterator[tuple[RGB, RGB]]:
    """The held-out (or all) images of ``zheng1`` with their masks."""
    for path in sorted((data / "zheng1" / "images").iterdir()):
        if everything or held_out("zheng1", path.name):
            mask = cv2.imread(str(data / "zheng1" / "masks" / f"{path.stem}.png"), cv2.IMREAD_GRAYSCALE)
            yield read_rgb(path), np.asarray(mask, dtype=np.uint8)


def evaluate_pbc(data: Path, run: Run, *, most: int = 300) -> dict[str, int]:
    """Cell images of ``pbc``'s test split read with content ``auto``: one central cell each?"""
    with (data / "pbc" / "labels.csv").open(newline="", encoding="utf-8") as stream:
        rows = [r for r in csv.DictReader(stream) if r["split"] == "test" and r["label"] != "platelet"]
    picked = [rows[i]["file"] for i in np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(int)]
    counts = {"images": 0, "read as a cell": 0, "one sure cell in the middle": 0}
    for name in picked:
        rgb = read_rgb(data / "pbc" / name)
        finding = find_cells(rgb, run, content="auto")
        counts["images"] += 1
        counts["read as a cell"] += finding.content == "cell"
        x, y = finding.cells[0].box.centre if finding.cells else (0.0, 0.0)
        near = abs(x - rgb.shape[1] / 2) < 45 and abs(y - rgb.shape[0] / 2) < 45
        good = len(finding.cells) == 1 and near and finding.cells[0].score >= 0.5
        counts["one sure cell in the middle"] += good
    return counts
