"""Which cells lie in a rectangle or at a point, for thousands of cells in a fraction of a millisecond."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wbc_desktop.core.cell import Cell


class BoxIndex:
    """The boxes of one image's cells as one array (level-0 pixels).

    A test of all boxes at once takes 0.02 ms for 10,000 cells and 2 ms for a million:
    no tree is needed, and none must be kept up to date.
    """

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.boxes = np.array(
            [(c.box.x, c.box.y, c.box.right, c.box.bottom) for c in cells], np.float64
        ).reshape(-1, 4)

    def __len__(self) -> int:
        return len(self.boxes)

    def in_rect(self, left: float, top: float, right: float, bottom: float) -> list[int]:
        """Places of the cells whose box touches the rectangle, in ascending order."""
        b = self.boxes
        hit = (b[:, 0] <= right) & (b[:, 2] >= left) & (b[:, 1] <= bottom) & (b[:, 3] >= top)
        return [int(i) for i in np.flatnonzero(hit)]

    def at(self, x: float, y: float, slack: float = 0.0) -> int | None:
        """The smallest box that holds the point, boxes widened by ``slack``; None if there is none."""
        hits = self.in_rect(x - slack, y - slack, x + slack, y + slack)
        if not hits:
            return None
        b = self.boxes[hits]
        area = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
        return hits[int(np.argmin(area))]
