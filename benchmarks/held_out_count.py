"""The held-out cells read by the program itself: found by its finder, answered by its classifier.

``python benchmarks/held_out_count.py resnet18`` prints a table for ``docs/results/models.md``. What is
measured elsewhere on crops is measured here as ``wbc-desktop count`` does it, from the image file on. The
images of a source are one sample, whose cells, labelled or not, are weighed with each other, as those of a
folder that is counted.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.product.sources import SOURCES, LabelledCell, data_folder, labelled_cells
from wbc_desktop.core.cell import Cell, FoundCell, Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.open import open_source
from wbc_desktop.inference.counter import Counter, load_counter
from wbc_desktop.inference.own_cells import Measures, OwnCells, measured, weighed_cells, weighs


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


@dataclass(frozen=True, slots=True)
class Image:
    """A counted image, and for each of its labelled cells the label and the place among those found."""

    cells: tuple[Cell, ...]
    measures: tuple[Measures, ...]
    labelled: tuple[tuple[str, int | None], ...]


def tally(counter: Counter, cells: Sequence[LabelledCell]) -> tuple[Tally, Tally]:
    """Count the images of labelled cells and compare.

    Args:
        counter: The program's.
        cells: Of one source.

    Returns:
        By the answers as they are given at first, and by those weighed with each other.
    """
    images = [*counted(counter, cells)]
    sample = OwnCells(counter.manifest)
    for image in images:
        sample.add(image.cells, image.measures)
    groups = sample.groups() if weighs(counter) else None
    first, weighed = Tally(), Tally()
    for image in images:
        answers = weighed_cells(groups, image.cells, image.measures, counter.manifest)
        for label, place in image.labelled:
            first.take(label, None if place is None else image.cells[place].prediction)
            weighed.take(label, None if place is None else answers[place])
    return first, weighed


def counted(counter: Counter, cells: Sequence[LabelledCell]) -> Iterator[Image]:
    """Find and classify the cells of the images of labelled cells, one image after the other."""
    by_file: dict[Path, list[LabelledCell]] = {}
    for cell in cells:
        by_file.setdefault(cell.path, []).append(cell)
    for path, labelled in by_file.items():
        with open_source(path) as source:
            rgb = source.read()
        found = counter.find(rgb).cells
        answers = counter.classify([(rgb, cell) for cell in found])
        measures = measured(rgb, found) if weighs(counter) else ()
        whole = Box(0.0, 0.0, float(rgb.shape[1]), float(rgb.shape[0]))
        yield Image(
            tuple(
                Cell(path.name, number, cell.box, None, answer, score=cell.score)
                for number, (cell, answer) in enumerate(zip(found, answers, strict=True), start=1)
            ),
            measures,
            tuple((cell.label, at_place(found, cell.box or whole)) for cell in labelled),
        )


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
        "| source | cells | found | best class right | counted | right of these "
        "| weighed: best class right | counted | right of these |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    )
    for source in SOURCES:
        wanted = [c for c in labelled_cells(source, data) if c.held_out and c.label in FIVE_IDS]
        first, weighed = tally(counter, wanted)
        print(
            f"| {source} | {first.cells} | {first.found} | {_shares(first)} | {_shares(weighed)} |",
            flush=True,
        )
    return 0


def _shares(t: Tally) -> str:
    return (
        f"{t.right} ({t.right / t.cells:.1%}) | {t.counted} "
        f"| {t.counted_right} ({t.counted_right / max(t.counted, 1):.1%})"
    )


if __name__ == "__main__":
    raise SystemExit(main())
