"""A reading process whose native code crashes on files of certain names; started as one, with its root.

``crash``: on opening. ``spot``: where the region at (0, 0) is read. ``hang``: the reading never ends.
"""

from __future__ import annotations

import ctypes
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])

from wbc_desktop.imaging import reading_child

open_here = reading_child.open_here
read_levels = reading_child.read_levels


def crash() -> None:
    ctypes.string_at(0)


def opened(path: Path, limits: object) -> object:
    if "crash" in path.name:
        crash()
    source = open_here(path, limits)
    if "spot" in path.name or "hang" in path.name:
        read_region = source.read_region

        def read(location: tuple[int, int], level: int, size: tuple[int, int]) -> object:
            if "hang" in path.name:
                time.sleep(600)
            if location == (0, 0):
                time.sleep(0.05)  # so that others are at work, too
                crash()
            return read_region(location, level, size)

        source.read_region = read
    return source


def levels(path: Path, limits: object) -> object:
    if "crash" in path.name:
        crash()
    return read_levels(path, limits)


if __name__ == "__main__":
    reading_child.open_here = opened
    reading_child.read_levels = levels
    reading_child.serve()
