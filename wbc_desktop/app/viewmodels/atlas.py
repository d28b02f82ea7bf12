"""Confirmed cells to compare with: those that the laboratory has signed, else drawn ones."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from wbc_desktop.app.resources import resource
from wbc_desktop.app.viewmodels.own_atlas import OwnAtlas
from wbc_desktop.app.viewmodels.pixels import to_image
from wbc_desktop.app.viewmodels.reads import Reads
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import FIVE_IDS

DRAWN, DRAWN_PX = 5, 176
"""Drawn examples per class, side by side in a file (``tests/golden/renew_examples.py``), and their side."""

Nearest = Callable[[str, Cell | None], list[QImage]]
"""(class id, cell to compare with) -> crops, the most alike first; empty where there are none."""


class Atlas(QObject):
    """Crops by class: the laboratory's own where there are some, else drawn examples.

    Args:
        own: Gives the laboratory's confirmed cells of a class.

    Signals:
        changed: Crops came in: ask again.
    """

    changed = Signal()

    def __init__(self, own: Nearest | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._own = own
        self._own_atlas: OwnAtlas | None = None
        self._drawn: dict[str, list[QImage]] = {}
        self._asked = False
        self._reads = Reads(threads=1, name="atlas", parent=self)
        self._reads.arrived.connect(self._arrived)

    @property
    def is_own(self) -> bool:
        """Whether the laboratory has confirmed cells of its own."""
        return self._own is not None and any(self._own(label, None) for label in FIVE_IDS)

    def follow(self, own: OwnAtlas) -> None:
        """Use the laboratory's atlas, and tell when it changes."""
        self._own_atlas = own
        own.changed.connect(self.changed)
        self.set_own(own)

    def set_own(self, own: Nearest | None) -> None:
        """Use the laboratory's confirmed cells."""
        self._own = own
        self.changed.emit()

    def __call__(self, label: str, cell: Cell | None = None) -> list[QImage]:
        """Crops of a class, the most alike to ``cell`` first; drawn ones come a little later."""
        if self._own is not None:
            own = self._own(label, cell)
            if own:
                return own
        if cell is not None and not self._asked:
            self._asked = True
            for each in reversed(FIVE_IDS):
                self._reads.ask(each, _reader(each))
        return self._drawn.get(label, [])

    def _arrived(self, label: str, images: list[QImage]) -> None:
        self._drawn[label] = images
        self.changed.emit()

    def close(self) -> None:
        """Stop drawing and reading; the threads are ended when this returns."""
        self._reads.close()
        if self._own_atlas is not None:
            self._own_atlas.close()


def _reader(label: str) -> Callable[[], list[QImage]]:
    def read() -> list[QImage]:
        from wbc_desktop.imaging.open import open_source

        with open_source(resource("examples", f"{label}.jpg")) as source:
            return [
                to_image(source.read_region((i * DRAWN_PX, 0), 0, (DRAWN_PX, DRAWN_PX))) for i in range(DRAWN)
            ]

    return read
