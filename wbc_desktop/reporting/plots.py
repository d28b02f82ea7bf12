"""Plots for the agreement report, drawn on a page: scatter with a line, differences against means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor

from wbc_desktop.core.agreement import BlandAltman, PassingBablok
from wbc_desktop.reporting.pdf_page import FAINT, INK, RULE, Page

_DOT = HexColor("#0072b2")
_LINE = HexColor("#d55e00")


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot's place on the page (points) and the values at its edges."""

    x: float
    y: float
    width: float
    height: float
    x_values: tuple[float, float]
    y_values: tuple[float, float]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a pair of values lies on the page."""
        (x0, x1), (y0, y1) = self.x_values, self.y_values
        return (
            self.x + self.width * (x - x0) / (x1 - x0),
            self.y + self.height * (y - y0) / (y1 - y0),
        )


def draw_scatter(
    page: Page,
    corner: tuple[float, float],
    side: float,
    pairs: tuple[Sequence[float], Sequence[float]],
    line: PassingBablok | None,
    names: tuple[str, str],
) -> None:
    """Second against first with the line of identity and, where there is one, the regression."""
    first, second = pairs
    top = _nice(max([1.0, *first, *second]) * 1.05)
    frame = Frame(*corner, side, side, (0.0, top), (0.0, top))
    _axes(page, frame, f"{names[0]} (%)", f"{names[1]} (%)")
    _stroke(page, frame, (0.0, top), (0.0, top), dashed=True)
    if line is not None:
        ends = (line.intercept, line.intercept + line.slope * top)
        _stroke(page, frame, (0.0, top), ends)
    _dots(page, frame, first, second)


def draw_bland_altman(
    page: Page, corner: tuple[float, float], side: float, result: BlandAltman, names: tuple[str, str]
) -> None:
    """Differences against means with bias and limits of agreement."""
    highest = _nice(max([1.0, *result.means]) * 1.05)
    reach = _nice(max([1.0, *map(abs, result.differences), abs(result.low), abs(result.high)]) * 1.1)
    frame = Frame(*corner, side, side, (0.0, highest), (-reach, reach))
    _axes(page, frame, "mean (%)", f"{names[1]} - {names[0]}")
    _stroke(page, frame, (0.0, highest), (0.0, 0.0), dashed=True)
    for value in (result.bias, result.low, result.high):
        _stroke(page, frame, (0.0, highest), (value, value))
        x, y = frame.place(highest, value)
        page.text(x + 2, y - 2, f"{value:.1f}", size=6.5, colour=FAINT)
    _dots(page, frame, result.means, result.differences)


def _nice(value: float) -> float:
    """The next round number at or above a value."""
    for step in (1, 2, 5, 10, 20, 30, 40, 50, 60, 80, 100):
        if value <= step:
            return float(step)
    return float(value)


def _axes(page: Page, frame: Frame, x_name: str, y_name: str) -> None:
    canvas = page.canvas
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.rect(frame.x, frame.y, frame.width, frame.height, stroke=1, fill=0)
    for n in range(5):
        share = n / 4
        x_value = frame.x_values[0] + share * (frame.x_values[1] - frame.x_values[0])
        y_value = frame.y_values[0] + share * (frame.y_values[1] - frame.y_values[0])
        x, y = frame.place(x_value, y_value)
        page.text(x, frame.y - 8, f"{x_value:g}", size=6.5, colour=FAINT, align="centre")
        page.text(frame.x - 3, y - 2, f"{y_value:g}", size=6.5, colour=FAINT, align="right")
    page.text(frame.x + frame.width / 2, frame.y - 17, x_name, size=7, colour=INK, align="centre")
    page.text(frame.x, frame.y + frame.height + 4, y_name, size=7, colour=INK, room=frame.width)


def _stroke(
    page: Page,
    frame: Frame,
    x_values: tuple[float, float],
    y_values: tuple[float, float],
    *,
    dashed: bool = False,
) -> None:
    canvas = page.canvas
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(frame.x, frame.y, frame.width, frame.height)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.setStrokeColor(RULE if dashed else _LINE)
    canvas.setLineWidth(0.8)
    if dashed:
        canvas.setDash(3, 2)
    start, end = frame.place(x_values[0], y_values[0]), frame.place(x_values[1], y_values[1])
    canvas.line(*start, *end)
    canvas.restoreState()


def _dots(page: Page, frame: Frame, xs: Sequence[float], ys: Sequence[float]) -> None:
    page.canvas.setFillColor(_DOT)
    for x, y in zip(xs, ys, strict=True):
        page.canvas.circle(*frame.place(x, y), 1.6, stroke=0, fill=1)
