"""The laboratory's own atlas: cells of signed samples, to lay beside the cell in question."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from wbc_desktop.app.jobs import Job, Jobs
from wbc_desktop.app.translations import tr
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.progress import CancelToken, Progress

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case

SAMPLES = 20
"""The last signed samples that are looked through."""
PER_CLASS = 12
"""Cells of a class taken from one sample."""
SHOWN = 5
CROP_PX = 176


@dataclass(frozen=True, slots=True)
class AtlasCell:
    """One confirmed cell: what the model saw in it, and its picture."""

    label: str
    probabilities: tuple[float, ...]
    image: QImage


class OwnAtlas(QObject):
    """Cells that the laboratory's users have confirmed in samples they signed.

    Signals:
        changed: Other cells are in it.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs, database: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._database = jobs, database
        self._job: Job | None = None
        self._cells: dict[str, list[AtlasCell]] = {}

    def read(self) -> None:
        """Read the signed samples in the background."""
        if self._job is None and self._database.is_file():
            database = self._database
            self._job = self._jobs.run(tr("Reading the atlas"), lambda token: read_atlas(token, database))
            self._job.returned.connect(self._take)
            self._job.ended.connect(self._ended)

    def nearest(self, label: str, cell: Cell | None) -> list[QImage]:
        """Pictures of confirmed cells of a class, those most alike to ``cell`` in the model's eyes first."""
        cells = self._cells.get(label, [])
        if cell is not None and cell.prediction is not None:
            wanted = cell.prediction.probabilities
            cells = sorted(cells, key=lambda c: math.dist(c.probabilities, wanted))
        return [c.image for c in cells[:SHOWN]]

    def _take(self, cells: list[AtlasCell]) -> None:
        self._cells = {label: [c for c in cells if c.label == label] for label in FIVE_IDS}
        if cells:
            self.changed.emit()

    def _ended(self, _state: str) -> None:
        self._job = None


def read_atlas(token: CancelToken, database: Path) -> Generator[Progress, None, list[AtlasCell]]:
    """Job: the confirmed cells of the last signed samples whose images are still there.

    Returns:
        The cells, of all classes.
    """
    from wbc_desktop.storage.case_store import CaseStore

    found: list[AtlasCell] = []
    with CaseStore(database) as store:
        signed = [c for c in store.list() if c.status != "preliminary"][:SAMPLES]
        for number, summary in enumerate(signed):
            token.raise_if_cancelled()
            yield Progress(number, len(signed), "samples")
            found += _cells_of(store.load(summary.id), token)
    return found


def _cells_of(case: Case, token: CancelToken) -> list[AtlasCell]:
    from wbc_desktop.app.viewmodels.crops import common_side, crop_frame, read_crop
    from wbc_desktop.imaging.open import open_source

    side = common_side(case.cells)
    chosen: dict[str, list[Cell]] = {}
    left = dict.fromkeys(FIVE_IDS, PER_CLASS)
    for cell in case.cells:
        label = cell.review.label if cell.review is not None else ""
        if cell.prediction is not None and left.get(label, 0) > 0:
            left[label] -= 1
            chosen.setdefault(cell.image, []).append(cell)
    found = []
    for image, cells in chosen.items():
        token.raise_if_cancelled()
        try:
            with open_source(Path(case.root) / image) as source:
                for cell in cells:
                    assert cell.prediction is not None
                    picture = read_crop(source, crop_frame(cell, side), CROP_PX)
                    found.append(AtlasCell(cell.label, cell.prediction.probabilities, picture))
        except WbcError:
            continue
    return found
