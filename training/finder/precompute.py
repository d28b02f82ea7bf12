"""Masks and boxes of all cells of the sources, computed once for the classifiers' training.

``python -m training.finder.precompute --data ../shared/data --out masks`` writes, per source,
``SOURCE.npz`` with one uint8 label image per cell (0 background, 1 cytoplasm, 2 nucleus) and
``SOURCE.csv``: file, label, key (name in the npz), found, score, x, y, width, height of the cell's box
and of its mask array in pixels of the file (mask arrays may have another resolution than their box),
on_border, red_cell_px.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.finder.engine import load_finder, torch_run
from training.finder.samples import read_rgb
from training.finder.sources import SOURCES, read_boxes
from wbc_desktop.core.cell import FoundCell
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.source import RGB
from wbc_desktop.models.finding import Finding, Run, find_cells

COLUMNS = (
    "file",
    "label",
    "key",
    "found",
    "score",
    "x",
    "y",
    "width",
    "height",
    "on_border",
    "red_cell_px",
)

LEAST_IOU = 0.3


def masks_for_cell_image(rgb: RGB, run: Run) -> tuple[FoundCell, float | None]:
    """The central cell of a cell image, and the red cells' diameter in its pixels."""
    finding = find_cells(rgb, run, content="cell")
    return finding.cells[0], finding.red_cell_px


def masks_for_boxes(rgb: RGB, boxes: list[Box], run: Run) -> tuple[list[FoundCell | None], Finding]:
    """The found cell for each labelled box of a field; None where none fits."""
    finding = find_cells(rgb, run, content="field")
    chosen: list[FoundCell | None] = []
    for box in boxes:
        best = max(finding.cells, key=lambda c: box.iou(c.box), default=None)
        chosen.append(best if best is not None and box.iou(best.box) >= LEAST_IOU else None)
    return chosen, finding


class _Writer:
    def __init__(self, out: Path, source: str) -> None:
        self.out, self.source = out, source
        self.rows: list[dict[str, object]] = []
        self.masks: dict[str, npt.NDArray[np.uint8]] = {}

    def add(self, file: str, label: str, cell: FoundCell | None, box: Box, red: float | None) -> None:
        key = f"{len(self.rows):05d}"
        if cell is not None:
            box = cell.box
            if cell.mask is not None:
                self.masks[key] = cell.mask.labels
        values = (
            file,
            label,
            key if key in self.masks else "",
            int(cell is not None),
            round(cell.score, 4) if cell else 0,
            *(round(v, 2) for v in (box.x, box.y, box.width, box.height)),
            int(cell.on_border) if cell else 0,
            round(red, 2) if red else "",
        )
        self.rows.append(dict(zip(COLUMNS, values, strict=True)))

    def write(self) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(self.out / f"{self.source}.npz", **self.masks)  # type: ignore[arg-type]
        with (self.out / f"{self.source}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            writer.writerows(self.rows)
        print(f"{self.source}: {len(self.rows)} cells, {len(self.masks)} masks", flush=True)


def _lone_cells(data: Path, source: str) -> Iterator[tuple[str, str]]:
    folder = data / source / "images" if source == "zheng1" else data / source
    with (data / source / "labels.csv").open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            yield str((folder / row["file"]).relative_to(data / source)), row["label"]


def precompute(data: Path, source: str, run: Run, out: Path) -> None:
    """Write the masks of one source."""
    writer = _Writer(out, source)
    if source in ("pbc", "zheng1"):
        for file, label in _lone_cells(data, source):
            rgb = read_rgb(data / source / file)
            cell, red = masks_for_cell_image(rgb, run)
            writer.add(file, label, cell, cell.box, red)
    else:
        labels = _box_labels(data, source)
        for file, boxes in read_boxes(data, source).items():
            white = [Box(*b) for kind, b in boxes if kind == "WBC"]
            chosen, finding = masks_for_boxes(read_rgb(data / source / file), white, run)
            for box, match in zip(white, chosen, strict=True):
                label = labels.get((file, box.x, box.y), "")
                writer.add(file, label, match, box, finding.red_cell_px)
    writer.write()


def _box_labels(data: Path, source: str) -> dict[tuple[str, float, float], str]:
    with (data / source / "boxes.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {
        (r["file"], float(r["x"]), float(r["y"])): r.get("label") or r.get("wbc_types_in_field") or ""
        for r in rows
    }


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--finder", type=Path, default=Path("resources/models/finder"))
    parser.add_argument("--sources", nargs="+", default=list(SOURCES))
    args = parser.parse_args()
    run = torch_run(load_finder(args.finder))
    for source in args.sources:
        precompute(args.data, source, run, args.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
