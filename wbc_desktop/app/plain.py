"""Texts that hold a name from outside (file, sample, user): shown as they are, never as HTML.

Qt takes any text with a tag in it for HTML, in labels and tooltips alike, and HTML may fetch pictures.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def plain_label(text: str = "") -> QLabel:
    """A label that shows its text letter by letter."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def plain_tip(text: str) -> str:
    """A tooltip that shows a text letter by letter."""
    return f"<span>{escape(text)}</span>" if "<" in text else text
