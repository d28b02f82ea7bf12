"""Local calibration: a bundled model's head, temperature and threshold fitted to a laboratory's own cells.

Everything stays on this machine. Accuracy before and after is read by cross-validation:
each cell is answered by a head that has not seen it. A calibration that does not help is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import FoundCell
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WbcError, WrongUse
from wbc_desktop.core.progress import CancelToken, Progress
from wbc_desktop.imaging.labelled import LabelledImage
from wbc_desktop.imaging.open import open_source
from wbc_desktop.models.calibration import accepted_errors, best_temperature, best_threshold
from wbc_desktop.models.head import Adapted, Head, adapt_head
from wbc_desktop.models.manifest import SizeEvidence
from wbc_desktop.models.preprocess import cell_input
from wbc_desktop.models.size_evidence import at_home, log_size, size_logits

if TYPE_CHECKING:
    from wbc_desktop.inference.counter import Counter

FEWEST = 20
LEAST_OVERLAP = 0.3

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What a calibration reached, all by cross-validation on the laboratory's own cells.

    Attributes:
        cells: Cells used, of the five classes and others.
        missed: Cells that the finder did not find; left out.
        per_class: Cells used per class.
        before: Share of five-class cells that the bundled model has right.
        after: The same for adapted heads that had not seen the cell.
        accepted: Share of cells not "unidentified" after calibration.
        accepted_wrong: Share wrong among those.
        helps: Whether the calibration is better and may be written.
    """

    cells: int
    missed: int
    per_class: dict[str, int]
    before: float
    after: float
    accepted: float
    accepted_wrong: float
    helps: bool


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The result: the report and, ready to be written, the adapted head and its settings."""

    report: CalibrationReport
    adapted: Adapted
    temperature: float
    threshold: float
    sources: tuple[str, ...]
    made_at: str
    size: SizeEvidence | None = None


def calibrate(
    cells: Sequence[LabelledImage], counter: Counter, head: Head, cancel: CancelToken | None = None
) -> Iterator[Progress | Calibrated]:
    """Fit the head to labelled cells.

    Args:
        cells: The laboratory's own cells.
        counter: The finder and the model to start from.
        head: The model's head as it is.
        cancel: Stops between two cells.

    Yields:
        Progress, and at last the result.

    Raises:
        WrongUse: Too few cells, or fewer than two classes.
    """
    classes = counter.manifest.classes
    usable = [c for c in cells if c.label in classes]
    _enough(usable)
    views: list[Array] = []
    labels: list[int] = []
    sizes: list[float] = []
    missed = 0
    for number, (cell, found) in enumerate(_found(usable, counter), 1):
        if cancel is not None:
            cancel.raise_if_cancelled()
        yield Progress(number, len(usable), "cells", f"reading {cell.path.name}")
        if found is None:
            missed += 1
            continue
        views.append(_views(found[0], found[1], counter))
        labels.append(classes.index(cell.label))
        sizes.append(log_size(found[1]))
    _enough(views)
    yield Progress(len(usable), len(usable), "cells", "fitting")
    truth = np.array(labels, np.intp)
    size = at_home(counter.manifest.size, np.array(sizes), truth)
    offsets = size_logits(np.array(sizes), size, len(classes))
    adapted = adapt_head(np.stack(views), truth, head, offsets=offsets)
    bundled = size_logits(np.array(sizes), counter.manifest.size, len(classes))
    adapted = replace(adapted, before=adapted.before - offsets + bundled)
    yield _result(adapted, truth, missed, usable, classes, size)


def _enough(cells: Sequence[object]) -> None:
    if len(cells) < FEWEST:
        raise WrongUse(
            f"{len(cells)} labelled cells are too few to calibrate with.",
            f"Label at least {FEWEST}, better 50 to 100, with some of every class.",
        )


def _found(
    cells: Sequence[LabelledImage], counter: Counter
) -> Iterator[tuple[LabelledImage, tuple[npt.NDArray[np.uint8], FoundCell] | None]]:
    by_path: dict[Path, list[LabelledImage]] = {}
    for cell in cells:
        by_path.setdefault(cell.path, []).append(cell)
    for path, group in by_path.items():
        try:
            with open_source(path) as source:
                rgb, mpp = source.read(), source.mpp
        except WbcError:
            yield from ((cell, None) for cell in group)
            continue
        whole = all(c.box is None for c in group)
        seen = counter.find(rgb, content="cell" if whole else "field", mpp=mpp).cells
        for cell in group:
            best = seen[0] if seen and cell.box is None else _nearest(cell, seen)
            yield cell, None if best is None else (rgb, best)


def _nearest(cell: LabelledImage, seen: Sequence[FoundCell]) -> FoundCell | None:
    box = cell.box
    if box is None:
        return None
    best = max(seen, key=lambda f: f.box.iou(box), default=None)
    return best if best is not None and best.box.iou(box) >= LEAST_OVERLAP else None


def _views(rgb: npt.NDArray[np.uint8], cell: FoundCell, counter: Counter) -> Array:
    """Features of a cell as it is and turned and mirrored: (8, features)."""
    plain = cell_input(rgb, cell, counter.manifest)
    turned = [np.rot90(plain, k, axes=(1, 2)) for k in range(4)]
    batch = np.ascontiguousarray(np.stack([*turned, *(t[:, :, ::-1] for t in turned)]), np.float32)
    return counter.outputs(batch)[1].astype(np.float64)


def _result(
    adapted: Adapted,
    truth: npt.NDArray[np.intp],
    missed: int,
    cells: Sequence[LabelledImage],
    classes: Sequence[str],
    size: SizeEvidence | None,
) -> Calibrated:
    five = truth < len(FIVE_IDS)
    before = float((adapted.before[five, :5].argmax(1) == truth[five]).mean()) if five.any() else 0.0
    after = float((adapted.after[five, :5].argmax(1) == truth[five]).mean()) if five.any() else 0.0
    temperature = best_temperature(adapted.after, truth)
    threshold = best_threshold(adapted.after, truth, temperature)
    accepted, wrong = accepted_errors(adapted.after, truth, temperature, threshold)
    per_class = {c: int((truth == k).sum()) for k, c in enumerate(classes) if (truth == k).any()}
    helps = bool(np.isfinite(adapted.pull)) and after >= before
    report = CalibrationReport(len(truth), missed, per_class, before, after, accepted, wrong, helps)
    sources = tuple(sorted({c.path.parent.name for c in cells}))[:20]
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Calibrated(report, adapted, temperature, threshold, sources, made, size)
