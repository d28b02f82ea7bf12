"""Boxes in level-0 pixels: origin top left, x to the right, y down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned rectangle.

    Attributes:
        x: Left edge in level-0 pixels.
        y: Top edge in level-0 pixels.
        width: Width in level-0 pixels.
        height: Height in level-0 pixels.
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """First x beyond the box."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """First y beyond the box."""
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """Centre as (x, y)."""
        return (self.x + self.width / 2, self.y + self.height / 2)

    @property
    def area(self) -> float:
        """Area in square pixels; 0 for an empty box."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    def moved(self, dx: float, dy: float) -> Box:
        """Return the box shifted by (dx, dy)."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def scaled(self, factor: float) -> Box:
        """Return the box in a frame whose unit is ``1 / factor`` of this one."""
        return Box(self.x * factor, self.y * factor, self.width * factor, self.height * factor)

    def intersection(self, other: Box) -> float:
        """Area shared with ``other``."""
        w = min(self.right, other.right) - max(self.x, other.x)
        h = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(w, 0.0) * max(h, 0.0)

    def iou(self, other: Box) -> float:
        """Intersection over union with ``other``, 0 to 1."""
        shared = self.intersection(other)
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0

    def contains(self, x: float, y: float) -> bool:
        """Whether the point (x, y) lies in the box."""
        return self.x <= x < self.right and self.y <= y < self.bottom
