"""A class's letters and name, as every view shows them: colour is never the only sign."""

from __future__ import annotations

from PySide6.QtGui import QColor

from wbc_desktop.app.translations import class_name, number_text, tr
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import CLASSES

NO_BREAK = "\u00a0"
"""Between a number and its sign: no line ends there."""


def letters(label: str) -> str:
    """Two or three letters of a class."""
    return CLASSES[label].short if label in CLASSES else "?"


def on_colour(colour: QColor) -> QColor:
    """Black or white, whichever reads better on ``colour`` (WCAG relative luminance)."""

    def linear(v: float) -> float:
        return v / 12.92 if v <= 0.04045 else float(((v + 0.055) / 1.055) ** 2.4)

    light = (
        0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())
    )
    return QColor("#ffffff") if (1.05 / (light + 0.05)) > ((light + 0.05) / 0.05) else QColor("#14161a")


def percent(share: float) -> str:
    """A probability for a person: never 100 % unless it is."""
    value = 100 * share
    if 99.5 <= value < 100:
        return f"{number_text(min(int(value * 10) / 10, 99.9), 1)}{NO_BREAK}%"
    return f"{value:.0f}{NO_BREAK}%"


def spoken(cell: Cell) -> str:
    """One cell in a sentence, for screen readers and tooltips."""
    parts = [class_name(cell.label)]
    if cell.review is not None:
        parts.append(tr("reviewed"))
    elif cell.prediction is not None:
        parts.append(percent(cell.prediction.confidence))
        parts.append(tr("not reviewed"))
    parts.append(f"{cell.image} #{cell.number}")
    return ", ".join(parts)
