"""The laboratory's atlas: crops of the cells that its users have signed, the most alike first."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.crops import common_side, crop_frame, read_crop
from wbc_desktop.app.viewmodels.pixels import to_array
from wbc_desktop.app.viewmodels.reads import Reads
from wbc_desktop.app.viewmodels.sources import Sources
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WbcError

SIDE = 128
PER_CASE = 40
"""Cells of a class taken from one case at most: no single smear may fill the atlas."""

PER_CLASS = 400
SHOWN = 8

SAME = 0.2
"""Crops of one sample that differ by less than this (sum over all measures, in spreads) show one cell."""

BREATH_S = 0.002
"""Between two crops that are read at the start, so that the window gets its turn: there may be 2,000."""

Features = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AtlasCell:
    """One signed cell: its file ``<label>/<case id>_<n>.png``, picture and measures."""

    label: str
    path: Path
    image: QImage
    features: Features


class OwnAtlas(QObject):
    """Takes the cells of a case in when it is signed, and out when it is opened again.

    Args:
        folder: Where the crops lie; crops alone, no name of a sample or an image.
        case: The open case.
        sources: Opens its images.

    Signals:
        changed: There are other cells, or the current cell has been measured.
    """

    changed = Signal()

    def __init__(
        self, folder: Path, case: CaseViewModel, sources: Sources, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder, self._case, self._sources = folder, case, sources
        self._cells: dict[str, list[AtlasCell]] = defaultdict(list)
        self._measures: dict[str, Features] = {}
        """One row a cell, as ``_cells`` has them; empty until it is asked for again."""
        self._spread = np.zeros(0)
        self._looked: tuple[Key | None, Features] = (None, np.zeros(0))
        self._side = common_side(case.cells())
        self._reads = Reads(threads=1, name="atlas", parent=self)
        self._reads.arrived.connect(self._arrived)
        case.state_changed.connect(self._state_changed)
        case.case_opened.connect(self._case_opened)
        case.current_changed.connect(self._look_at)
        self._reads.ask(("load", ""), lambda: load(folder))

    def __call__(self, label: str, cell: Cell | None = None) -> list[QImage]:
        """Signed cells of a class, those most like ``cell`` first, once it has been measured."""
        cells = self._cells.get(label, [])
        if not cells or cell is None or cell.key != self._looked[0]:
            return [c.image for c in cells[:SHOWN]]
        if not self._measures:
            self._measures = {each: np.array([c.features for c in of]) for each, of in self._cells.items()}
            self._spread = np.concatenate(list(self._measures.values())).std(axis=0) + 1e-6
        far = np.abs((self._measures[label] - self._looked[1]) / self._spread).sum(axis=1)
        # A signed sample's cells are in the atlas themselves: none is to be compared with itself.
        case = self._case.case
        own = "" if case is None else case.id
        order = (i for i in np.argsort(far) if far[i] > SAME or _case_of(cells[i].path) != own)
        return [cells[i].image for i in islice(order, SHOWN)]

    def _case_opened(self) -> None:
        self._side = common_side(self._case.cells())

    def _state_changed(self) -> None:
        case = self._case.case
        if case is None or self._case.counting:
            return
        stored = any(_case_of(c.path) == case.id for cells in self._cells.values() for c in cells)
        if self._case.signed and not stored:
            self._reads.ask(("store", case.id), self._storer(case.id))
        elif stored and not self._case.signed:
            self._remove(case.id)

    def _storer(self, case_id: str) -> Callable[[], list[AtlasCell]]:
        chosen: dict[str, list[tuple[Path, Cell]]] = defaultdict(list)
        for cell in self._case.cells():
            if cell.label in FIVE_IDS and len(chosen[cell.label]) < PER_CASE:
                chosen[cell.label].append((self._case.image_path(cell.image), cell))
        side = common_side(self._case.cells())

        def store() -> list[AtlasCell]:
            new = []
            for label, cells in chosen.items():
                for number, (path, cell) in enumerate(cells):
                    try:
                        with self._sources.borrow(path) as source:
                            image = read_crop(source, crop_frame(cell, side), SIDE)
                    except WbcError:
                        continue  # an image that has gone since the count gives no example
                    target = self._folder / label / f"{case_id}_{number:03d}.png"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    if image.save(str(target)):
                        new.append(AtlasCell(label, target, image, measured(image)))
            return new

        return store

    def _look_at(self, key: Key | None) -> None:
        cell = self._case.cell(key)
        if cell is None or not self._cells:
            return
        path, frame = self._case.image_path(cell.image), crop_frame(cell, self._side)

        def look() -> Features:
            with self._sources.borrow(path) as source:
                return measured(read_crop(source, frame, SIDE))

        self._reads.ask(("look", cell.key), look)

    def _arrived(self, key: tuple[str, object], result: object) -> None:
        if key[0] == "look":
            assert isinstance(result, np.ndarray)
            if key[1] == self._case.current:
                self._looked = (self._case.current, result)
                self.changed.emit()
            return
        assert isinstance(result, list)
        for cell in result:
            self._cells[cell.label].append(cell)
        self._trim()
        self._measures = {}
        self._look_at(self._case.current)
        self.changed.emit()

    def _trim(self) -> None:
        for cells in self._cells.values():
            while len(cells) > PER_CLASS:
                cells.pop(0).path.unlink(missing_ok=True)

    def _remove(self, case_id: str) -> None:
        for label, cells in list(self._cells.items()):
            for cell in [c for c in cells if _case_of(c.path) == case_id]:
                cell.path.unlink(missing_ok=True)
                cells.remove(cell)
            if not cells:
                del self._cells[label]
        self._measures = {}
        self.changed.emit()

    def close(self) -> None:
        """Stop reading; the thread is ended when this returns."""
        self._reads.close()


def load(folder: Path) -> list[AtlasCell]:
    """All cells of an atlas folder, oldest first; damaged files are left out."""
    found = []
    for label in FIVE_IDS:
        pictures = (p for p in (folder / label).glob("*.png") if p.is_file())  # no link to nothing
        paths = sorted(pictures, key=lambda p: p.stat().st_mtime)
        for path in paths[-PER_CLASS:]:
            image = QImage(str(path))
            if not image.isNull():
                found.append(AtlasCell(label, path, image, measured(image)))
            time.sleep(BREATH_S)
    return found


def measured(image: QImage) -> Features:
    """Simple measures of a cell's crop, to find cells that look alike.

    Mean and spread of each colour in the central disc, of its darkest third (the
    nucleus, roughly), how much darker that is than the whole, and how widely it lies.
    Not a trained embedding: it orders examples, it decides nothing.
    """
    rgb = to_array(image.scaled(64, 64)).astype(np.float64)
    rows, columns = np.mgrid[:64, :64]
    far = np.hypot(rows - 31.5, columns - 31.5)
    inside = far < 22
    pixels, distance = rgb[inside], far[inside]
    green = pixels[:, 1]
    dark = green <= np.quantile(green, 1 / 3)
    parts = [pixels.mean(0), pixels.std(0), pixels[dark].mean(0), pixels[dark].std(0)]
    shape = [green.mean() - green[dark].mean(), 4 * distance[dark].mean(), 4 * distance[dark].std()]
    return np.concatenate([*parts, shape])


def _case_of(path: Path) -> str:
    return path.stem.rpartition("_")[0]
