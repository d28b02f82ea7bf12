"""The held-out cells read by the program itself: found by its finder, answered by its classifier.

``python benchmarks/held_out_count.py resnet18`` prints a table for ``docs/results/models.md``. What is
measured elsewhere on crops is measured here as ``wbc-desktop count`` does it, from the image file on.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.product.sources import SOURCES, LabelledCell, data_folder, labelled_cells
from wbc_desktop.core.cell import FoundCell, Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.open import open_source
from wbc_desktop.inference.counter import Counter, load_counter


@dataclass(slots=True)
class Tally:
    """What the program made of a source's held-out cells.

    Attributes:
        cells: Labelled cells.
        found: Those at whose place a cell was found.
        right: Those whose best class is the label's.
        counted: Those counted as one of the five classes.
        counted_right: Those of them counted as the label's class.
    """

    cells: int = 0
    found: int = 0
    right: int = 0
    counted: int = 0
    counted_right: int = 0

    def take(self, label: str, answer: Prediction | None) -> None:
        """Add one labelled cell and its answer; None where nothing was found at its place."""
        self.cells += 1
        if answer is None:
            return
        self.found += 1
        self.right += answer.best_class == label
        if answer.label in FIVE_IDS:
            self.counted += 1
            self.counted_right += answer.label == label


def at_place(cells: Sequence[FoundCell], wanted: Box) -> int | None:
    """Index of the found cell whose centre is nearest to a labelled box's, if it lies within the box."""
    x, y = wanted.centre
    near = [(abs(c.box.centre[0] - x), abs(c.box.centre[1] - y), i) for i, c in enumerate(cells)]
    inside = [
        (dx * dx + dy * dy, i) for dx, dy, i in near if dx < wanted.width / 2 and dy < wanted.height / 2
    ]
    return min(inside)[1] if inside else None


def tally(counter: Counter, cells: Sequence[LabelledCell]) -> Tally:
    """Count the images of labelled cells and compare.

    Args:
        counter: The program's.
        cells: Of one source.
    """
    result = Tally()
    by_file: dict[Path, list[LabelledCell]] = {}
    for cell in cells:
        by_file.setdefault(cell.path, []).append(cell)
    for path, labelled in by_file.items():
        with open_source(path) as source:
            rgb = source.read()
        found = counter.find(rgb).cells
        answers = counter.classify([(rgb, cell) for cell in found])
        whole = Box(0.0, 0.0, float(rgb.shape[1]), float(rgb.shape[0]))
        for cell in labelled:
            place = at_place(found, cell.box or whole)
            result.take(cell.label, None if place is None else answers[place])
    return result


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", help="id of a bundled model, or a model folder")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    data = args.data or data_folder()
    counter = load_counter(args.model, args.device)
    print(f"{counter.manifest.id} {counter.manifest.version}\n")
    print(
        "| source | cells | found | best class right | counted | right of these |\n|---|--:|--:|--:|--:|--:|"
    )
    for source in SOURCES:
        wanted = [c for c in labelled_cells(source, data) if c.held_out and c.label in FIVE_IDS]
        t = tally(counter, wanted)
        print(
            f"| {source} | {t.cells} | {t.found} | {t.right} ({t.right / t.cells:.1%}) | {t.counted} "
            f"| {t.counted_right} ({t.counted_right / max(t.counted, 1):.1%}) |",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
