"""The finder on images unlike those it learnt from: held-out fields made smaller, and drawn smears.

``python -m training.finder.other_looks --data ../shared/data FINDER`` prints labelled cells, cells found and
cells too many. Smaller fields are what a 60x or a 40x lens gives the same camera; drawn fields are seen
plainly, through a vignette with a colour cast, and pale, yellowish and out of focus.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch

from training.finder.engine import load_finder, torch_run
from training.finder.evaluate import FieldResult, count_matches
from training.finder.samples import read_rgb
from training.finder.sources import read_boxes
from training.splits import held_out
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.synthetic.field import draw_field
from wbc_desktop.imaging.synthetic.look import Camera, Look, Stain
from wbc_desktop.models.finding import Run, find_cells

LOOKS = {
    "drawn, plain": Look(),
    "drawn, vignette and cast": Look(8.0, camera=Camera(vignetting=0.35, cast=(0.05, 0.0, -0.08), noise=3.0)),
    "drawn, pale, yellow, blurred": Look(
        6.0, Stain(azure=0.7, eosin=0.8), Camera(white=(245.0, 230.0, 165.0), blur_um=0.25)
    ),
}
LABELS = ("neutrophil", "lymphocyte", "monocyte", "eosinophil", "neutrophil")


def smaller(data: Path, source: str, factor: float, run: Run, every: int = 4) -> FieldResult:
    """Every ``every``-th held-out field of a source, resized by ``factor``."""
    result = FieldResult(source)
    boxes = read_boxes(data, source)
    names = [p.name for p in sorted((data / source).glob("*.jpg")) if held_out(source, p.name)]
    for name in names[::every]:
        rgb = cv2.resize(
            read_rgb(data / source / name), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA
        )
        labelled = [Box(*(v * factor for v in b)) for kind, b in boxes.get(name, []) if kind == "WBC"]
        finding = find_cells(np.asarray(rgb, np.uint8), run, content="field")
        count_matches(result, name, labelled, finding, factor)
    return result


def drawn(look: Look, fields: int = 2) -> Iterator[tuple[RGB, list[Box]]]:
    """Drawn fields with five white cells each, and their boxes."""
    for seed in range(fields):
        image = draw_field(LABELS, look=look, seed=seed)
        yield image.rgb, [cell.box for cell in image.cells]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("finder", type=Path, help="model folder")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    args = parser.parse_args()
    torch.set_num_threads(1)
    run = torch_run(load_finder(args.finder))
    print("| images | fields | cells | found | too many, audited |")
    print("|---|---|---|---|---|")
    for source in ("chula_fields", "bccd_fields"):
        for factor in (0.6, 0.4):
            _print(f"{source} at {factor} of their size", smaller(args.data, source, factor, run))
    for name, look in LOOKS.items():
        result = FieldResult("drawn")
        for number, (rgb, boxes) in enumerate(drawn(look)):
            count_matches(result, str(number), boxes, find_cells(rgb, run, content="field"))
        _print(name, result)
    return 0


def _print(name: str, result: FieldResult) -> None:
    extra = result.extra - result.extra_real
    print(f"| {name} | {result.images} | {result.labelled} | {result.hits} | {extra} |", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
