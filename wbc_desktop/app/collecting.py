"""Python's search for circular garbage, on the window's thread alone and in small portions.

Left to itself it runs in whatever thread happens to allocate, with the interpreter lock held: up to
50 ms were measured in a reading thread while the window waited. Here the objects of the start are set aside
once (``gc.freeze``), and the rest is looked through by a timer, between two events.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 100
YOUNG, MIDDLE, OLD = 2000, 10, 20
"""Allocations after which the youngest are looked through; and how often the next older ones are then."""


class Collecting(QObject):
    """Takes garbage collection over, until ``stop``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Set aside what there is, and look through what comes."""
        gc.disable()
        self.set_aside()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def set_aside(self) -> None:
        """What there is now stays for good (modules, the window): it is not looked through again."""
        gc.freeze()

    def look(self) -> None:
        """Look through as much as is due."""
        young, middle, old = gc.get_count()
        if young < YOUNG:
            return
        if middle < MIDDLE:
            gc.collect(0)
        else:
            gc.collect(1 if old < OLD else 2)
