"""Small builders for dialogs full of choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from wbc_desktop.app.theme import SPACE


def choice(options: Sequence[tuple[str, object]], value: object, name: str) -> QComboBox:
    """A combo box of (text, value), set to ``value``; ``name`` is read out by screen readers."""
    box = QComboBox()
    for text, data in options:
        box.addItem(text, data)
    box.setCurrentIndex(max(0, box.findData(value)))
    box.setAccessibleName(name)
    return box


def choices_form() -> QFormLayout:
    """A form whose labels stand in the middle beside their fields, however high these are."""
    form = QFormLayout()
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setHorizontalSpacing(2 * SPACE)
    form.setVerticalSpacing(SPACE)
    return form


def add_row(form: QFormLayout, text: str, field: QWidget, tip: str = "") -> None:
    """A labelled row; the label's mnemonic and the tooltip belong to the field."""
    form.addRow(text, field)
    if not field.accessibleName():
        field.setAccessibleName(text.replace("&", ""))
    if tip:
        field.setToolTip(tip)
        label = form.labelForField(field)
        if label is not None:
            label.setToolTip(tip)
