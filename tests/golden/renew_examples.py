"""Draws the example cells anew that stand beside a cell until a laboratory has signed its own.

    python tests/golden/renew_examples.py

They are kept as files, five of a class side by side: drawing them took 1.4 s of computing in the window, just
when a person chooses the first cell.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from wbc_desktop.app.resources import resource
from wbc_desktop.app.viewmodels.atlas import DRAWN, DRAWN_PX
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.synthetic.field import draw_cell

SEED = 11


def strip(label: str) -> RGB:
    """The examples of one class, side by side."""
    return np.hstack([draw_cell(label, side=DRAWN_PX, seed=SEED + i).rgb for i in range(DRAWN)])


def main() -> None:
    """Write a file for each class."""
    folder = resource("icons").parent / "examples"
    folder.mkdir(exist_ok=True)
    for label in FIVE_IDS:
        Image.fromarray(strip(label)).save(folder / f"{label}.jpg", quality=90, optimize=True)


if __name__ == "__main__":
    main()
