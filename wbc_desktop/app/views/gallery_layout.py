"""Where the gallery's headers and tiles lie: arithmetic alone, the same cost for ten cells or a million."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from wbc_desktop.app.viewmodels.cell_table import Section

GAP = 8


@dataclass(frozen=True, slots=True)
class Placed:
    """A section with its place: ``top`` of the header, ``rows`` of tiles below, ``bottom``."""

    section: Section
    top: int
    lines: int
    bottom: int


class GalleryLayout:
    """Sections of tiles, wrapped to a width; coordinates are those of the whole content.

    Args:
        sections: What there is to lay out.
        width: Width to fill, pixels.
        tile: Side of a tile at least.
        line: Height of a line of text: headers and captions follow the text size.
    """

    def __init__(self, sections: Sequence[Section], width: int, tile: int, line: int = 16) -> None:
        self.caption = line + 6
        self.header_height = line + 22
        self.empty_height = line + 18
        self.left = GAP
        self.columns = max(1, (width - GAP) // (tile + GAP))
        # Tiles grow a little to fill the width: both edges are even, and no line jumps.
        room = (width - GAP) // self.columns - GAP
        self.tile = max(tile, min(room, round(1.5 * tile)))
        self.step_x = self.tile + GAP
        self.step_y = self.tile + self.caption + GAP
        self.width = width
        self.placed: list[Placed] = []
        top = 0
        for section in sections:
            lines = math.ceil(section.count / self.columns)
            body = lines * self.step_y if lines else self.empty_height
            self.placed.append(Placed(section, top, lines, top + self.header_height + body))
            top = self.placed[-1].bottom
        self.height = top + GAP

    def section_of_row(self, row: int) -> Placed | None:
        """The section that holds a row of the table."""
        for placed in self.placed:
            if placed.section.first <= row < placed.section.first + placed.section.count:
                return placed
        return None

    def section_at(self, y: int) -> Placed | None:
        """The section at a height."""
        for placed in self.placed:
            if placed.top <= y < placed.bottom:
                return placed
        return None

    def section_named(self, label: str) -> Placed | None:
        """The section of a class."""
        return next((p for p in self.placed if p.section.label == label), None)

    def header(self, placed: Placed) -> QRect:
        """A section's header."""
        return QRect(0, placed.top, self.width, self.header_height)

    def rect(self, row: int) -> QRect:
        """A tile with its caption."""
        placed = self.section_of_row(row)
        if placed is None:
            return QRect()
        line, column = divmod(row - placed.section.first, self.columns)
        return QRect(
            self.left + column * self.step_x,
            placed.top + self.header_height + line * self.step_y,
            self.tile,
            self.tile + self.caption,
        )

    def row_at(self, point: QPoint) -> int | None:
        """The tile at a point."""
        placed = self.section_at(point.y())
        if placed is None or point.y() < placed.top + self.header_height or point.x() < self.left:
            return None
        line = (point.y() - placed.top - self.header_height) // self.step_y
        column = (point.x() - self.left) // self.step_x
        place = line * self.columns + column
        if column >= self.columns or place >= placed.section.count:
            return None
        row = placed.section.first + place
        return row if self.rect(row).contains(point) else None

    def rows_between(self, top: int, bottom: int) -> list[range]:
        """Rows whose tiles touch the heights ``top`` to ``bottom``, section by section."""
        found = []
        for placed in self.placed:
            body = placed.top + self.header_height
            if placed.section.count == 0 or placed.bottom <= top or body >= bottom:
                continue
            first = max(0, (top - body) // self.step_y)
            last = min(placed.lines, math.ceil((bottom - body) / self.step_y))
            start = placed.section.first
            end = start + placed.section.count
            span = range(start + first * self.columns, min(start + last * self.columns, end))
            if span:
                found.append(span)
        return found

    def tiles_between(self, top: int, bottom: int) -> list[tuple[int, int, int]]:
        """(row, x, y) of every tile that touches the heights ``top`` to ``bottom``."""
        tiles = []
        for span in self.rows_between(top, bottom):
            placed = self.section_of_row(span.start)
            assert placed is not None
            first, body = placed.section.first, placed.top + self.header_height
            for row in span:
                line, column = divmod(row - first, self.columns)
                tiles.append((row, self.left + column * self.step_x, body + line * self.step_y))
        return tiles

    def rows_in(self, rect: QRect) -> list[int]:
        """Rows whose tiles touch a rectangle."""
        spans = self.rows_between(rect.top(), rect.bottom() + 1)
        return [row for span in spans for row in span if self.rect(row).intersects(rect)]

    def beside(self, row: int, lines: int) -> int:
        """The row that lies ``lines`` lines below (negative: above), across sections."""
        step = 1 if lines > 0 else -1
        for _ in range(abs(lines)):
            there = self._next_line(row, step)
            if there is None:
                break
            row = there
        return row

    def _next_line(self, row: int, step: int) -> int | None:
        filled = [p for p in self.placed if p.section.count]
        here = next((i for i, p in enumerate(filled) if row < p.section.first + p.section.count), None)
        if here is None:
            return None
        section = filled[here].section
        line, column = divmod(row - section.first, self.columns)
        line += step
        if not 0 <= line < filled[here].lines:
            here += step
            if not 0 <= here < len(filled):
                return None
            section = filled[here].section
            line = 0 if step > 0 else filled[here].lines - 1
        return section.first + min(line * self.columns + column, section.count - 1)
