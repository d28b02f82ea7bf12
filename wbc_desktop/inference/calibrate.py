"""Local calibration: a bundled model's answers, temperature and threshold fitted to a laboratory's own cells.

Everything stays on this machine. Accuracy before and after is read by cross-validation:
each cell is answered by a model that has not seen it. A calibration that does not help is refused.
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
from wbc_desktop.imaging.measures import measure_cell
from wbc_desktop.imaging.open import open_source
from wbc_desktop.models.adaptation import Adaptation
from wbc_desktop.models.adapting import Samples, fit_best
from wbc_desktop.models.calibration import (
    accepted_errors,
    best_temperature,
    best_threshold,
    cross_entropy,
)
from wbc_desktop.models.classifying import BATCH, steady_outputs
from wbc_desktop.models.manifest import Calibration, Manifest, SizeEvidence
from wbc_desktop.models.preprocess import cell_input
from wbc_desktop.models.second_look import mean_outputs
from wbc_desktop.models.size_evidence import at_home, log_size, size_logits

if TYPE_CHECKING:
    from wbc_desktop.inference.counter import Counter

FEWEST = 20
LEAST_OVERLAP = 0.3
_ADVICE = f"Label at least {FEWEST}, better 50 to 100, with some of every class."

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What a calibration reached, all by cross-validation on the laboratory's own cells.

    Attributes:
        cells: Cells used, of the five classes and others.
        missed: Cells that the finder did not find; left out.
        unread: Cells in files that could not be read; left out.
        per_class: Cells used per class.
        before: Share of five-class cells that the bundled model has right.
        after: The same for adapted models that had not seen the cell.
        accepted: Share of cells not "unidentified" after calibration.
        accepted_wrong: Share wrong among those.
        helps: Whether the calibration is better and may be written.
        fault: Of a file that could not be read, its name and why; empty where all could.
    """

    cells: int
    missed: int
    unread: int
    per_class: dict[str, int]
    before: float
    after: float
    accepted: float
    accepted_wrong: float
    helps: bool
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The result: the report and, ready to be written, the correction and its settings."""

    report: CalibrationReport
    adaptation: Adaptation
    calibration: Calibration
    sources: tuple[str, ...]
    made_at: str
    size: SizeEvidence | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One cell: the answer of the model as it was trained; means over the views; measures and size."""

    trained: Array
    logits: Array
    features: Array
    measures: Array
    size: float


def calibrate(
    cells: Sequence[LabelledImage], counter: Counter, cancel: CancelToken | None = None
) -> Iterator[Progress | Calibrated]:
    """Fit a correction of the model to labelled cells.

    It starts from the network as it was trained, also where the counter's model is calibrated already: cells
    of that calibration may be among these, and would count twice.

    Args:
        cells: The laboratory's own cells.
        counter: The finder and the model to start from.
        cancel: Stops between two cells.

    Yields:
        Progress, and at last the result.

    Raises:
        WrongUse: Too few cells, or fewer than two classes.
    """
    classes = counter.manifest.classes
    usable = [c for c in cells if c.label in classes]
    _enough(usable)
    read: list[_Reading] = []
    labels: list[int] = []
    faults: list[str] = []
    for number, (cell, found) in enumerate(_found(usable, counter), 1):
        if cancel is not None:
            cancel.raise_if_cancelled()
        yield Progress(number, len(usable), "cells", f"reading {cell.path.name}")
        if isinstance(found, WbcError):
            faults.append(f"{cell.path.name}: {found.message}")
        elif found is not None:
            read.append(_read(found[0], found[1], counter))
            labels.append(classes.index(cell.label))
    _enough(read, faults)
    if len(set(labels)) < 2:
        raise WrongUse("All labelled cells are of one class.", _ADVICE)
    yield Progress(len(usable), len(usable), "cells", "fitting")
    yield _calibrated(read, np.array(labels, np.intp), usable, faults, counter.manifest)


def _calibrated(
    read: Sequence[_Reading],
    truth: npt.NDArray[np.intp],
    cells: Sequence[LabelledImage],
    faults: Sequence[str],
    manifest: Manifest,
) -> Calibrated:
    """Fit, and judge by cross-validation."""
    sizes = np.array([r.size for r in read])
    size = at_home(manifest.size, sizes, truth)
    samples = Samples(
        np.stack([r.logits for r in read]) + size_logits(sizes, size, len(manifest.classes)),
        np.stack([r.features for r in read]),
        np.stack([r.measures for r in read]),
        truth,
    )
    fitted = fit_best(samples)
    before = np.stack([r.trained for r in read])
    report, calibration = _judged(before, fitted.after, truth, manifest)
    missed = len(cells) - len(read) - len(faults)
    report = replace(report, missed=missed, unread=len(faults), fault=next(iter(faults), ""))
    sources = tuple(sorted({c.path.parent.name for c in cells}))[:20]
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Calibrated(report, fitted.adaptation, calibration, sources, made, size)


def _enough(cells: Sequence[object], faults: Sequence[str] = ()) -> None:
    if len(cells) >= FEWEST:
        return
    if faults:
        raise WrongUse(
            f"{len(cells)} labelled cells are too few to calibrate with; {len(faults)} more lie in files "
            f"that could not be read ({faults[0]}).",
            "Mend these files or take them from the list, and label more cells.",
        )
    raise WrongUse(f"{len(cells)} labelled cells are too few to calibrate with.", _ADVICE)


def _found(
    cells: Sequence[LabelledImage], counter: Counter
) -> Iterator[tuple[LabelledImage, tuple[npt.NDArray[np.uint8], FoundCell] | WbcError | None]]:
    by_path: dict[Path, list[LabelledImage]] = {}
    for cell in cells:
        by_path.setdefault(cell.path, []).append(cell)
    for path, group in by_path.items():
        try:
            with open_source(path) as source:
                rgb, mpp = source.read(), source.mpp
        except WbcError as error:
            yield from ((cell, error) for cell in group)
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


def _read(rgb: npt.NDArray[np.uint8], cell: FoundCell, counter: Counter) -> _Reading:
    """What the network and the measures say of a cell, turned and mirrored."""
    manifest = counter.manifest
    inputs = cell_input(rgb, cell, manifest)[None]
    size = log_size(cell)
    by_size = size_logits(np.array([size]), manifest.size, len(manifest.classes))
    trained = steady_outputs(inputs, counter.outputs, manifest.calibration, by_size)[0] + by_size
    logits, features = (mean[0] for mean in mean_outputs(inputs, counter.outputs, BATCH)[:2])
    return _Reading(trained[0], logits, features, measure_cell(rgb, cell, size), size)


def _judged(
    before: Array, after: Array, truth: npt.NDArray[np.intp], manifest: Manifest
) -> tuple[CalibrationReport, Calibration]:
    """Accuracy before and after, and the temperature and threshold that cross-validation asks for."""
    classes = manifest.classes
    five = truth < len(FIVE_IDS)
    right_before = float((before[five, :5].argmax(1) == truth[five]).mean()) if five.any() else 0.0
    right_after = float((after[five, :5].argmax(1) == truth[five]).mean()) if five.any() else 0.0
    temperature = best_temperature(after, truth)
    threshold = best_threshold(after, truth, temperature)
    accepted, wrong = accepted_errors(after, truth, temperature, threshold)
    per_class = {c: int((truth == k).sum()) for k, c in enumerate(classes) if (truth == k).any()}
    helps = right_after > right_before or (
        right_after == right_before and cross_entropy(after, truth) < cross_entropy(before, truth)
    )
    report = CalibrationReport(len(truth), 0, 0, per_class, right_before, right_after, accepted, wrong, helps)
    rule = manifest.calibration.model_copy(update={"temperature": temperature, "threshold": threshold})
    return report, rule
