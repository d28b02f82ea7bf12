"""What the shipped finder makes of the labelled images: the same path as a user's image takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from training.device import cpu_autocast
from training.product.sources import LabelledCell
from wbc_desktop.core.cell import CellMask, FoundCell
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.source import RGB
from wbc_desktop.models.finding import find_cells
from wbc_desktop.models.registry import ModelFolder, default_finder, load_network

LEAST_OVERLAP = 0.4
"""From this IoU with the label's box on, a found cell is the labelled one."""

Run = Callable[[npt.NDArray[np.float32]], tuple[npt.NDArray[np.float32], ...]]


def finder_run(model: ModelFolder | None = None) -> Run:
    """The finder as a function of arrays (bf16 where this processor computes it fast)."""
    network = load_network(model or default_finder()).to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    @torch.inference_mode()
    def run(batch: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], ...]:
        images = torch.from_numpy(batch).contiguous(memory_format=torch.channels_last)
        with cpu_autocast():
            outputs = network(images)
        outputs = (outputs,) if isinstance(outputs, torch.Tensor) else outputs
        return tuple(o.float().numpy() for o in outputs)

    return run


def found_cells(
    cells: Sequence[LabelledCell], run: Run, say: Callable[[str], None] = print
) -> list[tuple[LabelledCell, FoundCell]]:
    """Find each labelled cell in its image.

    Args:
        cells: Cells of a source, those of one image side by side.
        run: The finder.
        say: Takes a line of progress.

    Returns:
        Each cell with what the finder made of it; one that it missed is given by its box
        alone, as a technician would add it by hand.
    """
    pairs: list[tuple[LabelledCell, FoundCell]] = []
    path: Path | None = None
    seen: tuple[FoundCell, ...] = ()
    missed = 0
    for number, cell in enumerate(cells, 1):
        if cell.path != path:
            path = cell.path
            rgb: RGB = np.asarray(Image.open(path).convert("RGB"))
            finding = find_cells(rgb, run, content="cell" if cell.box is None else "field")
            seen, ruler = finding.cells, finding.red_cell_px
        match = _match(cell, seen)
        if match is None:
            missed += 1
            match = _by_hand(cell, rgb, ruler)
        pairs.append((cell, match))
        if number % 500 == 0:
            say(f"{cell.source}: {number}/{len(cells)} cells found, {missed} by their box alone")
    say(f"{cells[0].source if cells else ''}: {len(pairs)} cells, {missed} by their box alone")
    return pairs


def _match(cell: LabelledCell, seen: Sequence[FoundCell]) -> FoundCell | None:
    if cell.box is None:
        return seen[0] if seen else None
    best = max(seen, key=lambda f: f.box.iou(cell.box or f.box), default=None)
    if best is None or best.box.iou(cell.box) < LEAST_OVERLAP:
        return None
    return best


def _by_hand(cell: LabelledCell, rgb: RGB, ruler: float | None) -> FoundCell:
    rows, columns = rgb.shape[:2]
    box = cell.box or Box(columns * 0.25, rows * 0.25, columns * 0.5, rows * 0.5)
    side = 64
    y, x = (np.mgrid[0:side, 0:side] + 0.5) / side * 2 - 1
    disc = (x * x + y * y <= 1).astype(np.uint8)
    return FoundCell(box, CellMask(disc, box), 0.0, False, ruler)
