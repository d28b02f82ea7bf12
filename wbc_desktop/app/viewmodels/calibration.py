"""Adapting the model to the laboratory's own cells, as jobs of the window."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.core.errors import OutputFault
from wbc_desktop.core.progress import CancelToken, Progress

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case
    from wbc_desktop.imaging.labelled import LabelledImage
    from wbc_desktop.inference.calibrate import Calibrated
    from wbc_desktop.models.registry import ModelFolder

MOST_PER_CLASS = 120
"""Cells of a class that are used at most: more take long and change little."""


@dataclass(frozen=True, slots=True)
class CalibrationOrder:
    """What is to be calibrated with what.

    Attributes:
        source: Class folders or a table; None: the reviewed cells of the case database.
        database: The case database.
        demo: Folder of the drawn smear, whose cells are none of the laboratory's.
        model: Id or folder of the model to start from; empty: the best validated one.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        folders: Where own models lie.
    """

    source: Path | None
    database: Path
    demo: Path
    model: str
    device: str
    folders: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A calibration that is not written yet, and the model that it began with."""

    result: Calibrated
    base: ModelFolder


def reviewed_cells(cases: Iterable[Case], demo: Path) -> list[LabelledImage]:
    """The cells of which a person has decided the class, with their place in their image.

    Second reviews (the same cells again), slides (too large to be read whole) and the drawn
    smear are left out, and images that are no longer there.
    """
    from wbc_desktop.core.classes import FIVE_IDS
    from wbc_desktop.imaging.labelled import LabelledImage

    found: list[LabelledImage] = []
    taken = dict.fromkeys(FIVE_IDS, 0)
    for case in cases:
        if case.review_of or Path(case.root) == demo:
            continue
        for image in case.images:
            path = Path(case.root) / image.name
            if image.content == "slide" or not path.is_file():
                continue
            for cell in case.cells_of(image.name):
                label = cell.review.label if cell.review is not None else ""
                if taken.get(label, MOST_PER_CLASS) < MOST_PER_CLASS:
                    taken[label] += 1
                    box = None if image.content == "cell" else cell.box
                    found.append(LabelledImage(path, label, box))
    return found


def calibration(token: CancelToken, order: CalibrationOrder) -> Generator[Progress, None, Outcome]:
    """Job: fit the model to the cells and read by cross-validation whether that helps.

    Raises:
        WrongUse: Too few cells, or cells of one class alone.
        WbcError: The source, the database or the model cannot be read.
    """
    from wbc_desktop.imaging.labelled import read_labelled
    from wbc_desktop.inference import counter
    from wbc_desktop.inference.calibrate import calibrate
    from wbc_desktop.models.registry import default_classifier, find_model
    from wbc_desktop.storage.case_store import CaseStore

    yield Progress(0, 0, "cells")
    if order.source is not None:
        cells = read_labelled(order.source)
    else:
        with CaseStore(order.database, daily_backup=False) as store:
            cells = reviewed_cells((store.load(line.id) for line in store.list()), order.demo)
    token.raise_if_cancelled()
    base = find_model(order.model, *order.folders) if order.model else default_classifier()
    models = counter.load_counter(base.folder, order.device)
    for step in calibrate(cells, models, token):
        if not isinstance(step, Progress):
            return Outcome(step, base)
        yield step
    raise AssertionError("calibrate ends with its result")


def write_model(_token: CancelToken, outcome: Outcome, folder: Path) -> Generator[Progress, None, Path]:
    """Job: write the calibrated model as a folder of its own.

    Raises:
        OutputFault: There is such a model already, or it cannot be written.
    """
    from wbc_desktop.inference.calibrated_model import save_calibrated

    yield Progress(0, 0)
    if folder.exists():
        raise OutputFault("There is a model of this name already.", "Choose another name.", file=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    save_calibrated(outcome.result, outcome.base, folder)
    return folder
