"""The keys and colours of the classes."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wbc_desktop.app.action_table import SPECS
from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.app.viewmodels.settings import KEYS, SettingsViewModel
from wbc_desktop.app.views.dialogs import text_label
from wbc_desktop.app.views.view_actions import SPECS as VIEW_SPECS
from wbc_desktop.core.classes import CLASSES
from wbc_desktop.storage.settings import Settings


class ColourButton(QPushButton):
    """Shows a colour; a click asks for another."""

    def __init__(self, colour: str, name: str) -> None:
        super().__init__()
        self.colour = colour
        self.setFixedWidth(56)
        self.setAccessibleName(tr("Colour of {name}", name=name))
        self.setToolTip(tr("Choose another colour"))
        self.clicked.connect(self._choose)
        self.show_colour(colour)

    def show_colour(self, colour: str) -> None:
        """Take over a colour."""
        self.colour = colour
        self.setStyleSheet(f"background: {colour}; border: 1px solid palette(mid); border-radius: 4px;")

    def _choose(self) -> None:
        chosen = QColorDialog.getColor(QColor(self.colour), self, self.accessibleName())
        if chosen.isValid():
            self.show_colour(chosen.name())


class ClassSettings(QWidget):
    """One row a class: key and colour.

    Signals:
        clash_changed(bool): Whether a key is used twice.
    """

    clash_changed = Signal(bool)

    def __init__(self, model: SettingsViewModel) -> None:
        super().__init__()
        self.keys: dict[str, QLineEdit] = {}
        self.colours: dict[str, ColourButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, 2 * SPACE, SPACE, SPACE)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        for place, title in enumerate((tr("Class"), tr("Key"), tr("Colour"))):
            label = QLabel(title)
            label.setObjectName("muted")
            grid.addWidget(label, 0, place)
        for row, cell_class in enumerate(CLASSES.values(), start=1):
            self._add_row(grid, row, cell_class.id, model)
        grid.setColumnStretch(3, 1)
        column.addLayout(grid)
        self.clash = text_label("")
        column.addWidget(self.clash)
        column.addStretch(1)
        preset = QPushButton(tr("Keys and colours as delivered"))
        preset.clicked.connect(self._preset)
        column.addWidget(preset, 0, Qt.AlignmentFlag.AlignLeft)
        self._check()

    def _add_row(self, grid: QGridLayout, row: int, class_id: str, model: SettingsViewModel) -> None:
        name = class_name(class_id)
        key = QLineEdit(model.keys.get(class_id, ""))
        key.setMaxLength(1)
        key.setFixedWidth(44)
        key.setAccessibleName(tr("Key of {name}", name=name))
        key.textChanged.connect(self._check)
        colour = ColourButton(model.class_colours.get(class_id, CLASSES[class_id].colour), name)
        self.keys[class_id], self.colours[class_id] = key, colour
        grid.addWidget(QLabel(name), row, 0)
        grid.addWidget(key, row, 1)
        grid.addWidget(colour, row, 2)

    def _preset(self) -> None:
        for class_id, key in self.keys.items():
            key.setText(KEYS.get(class_id, ""))
            self.colours[class_id].show_colour(CLASSES[class_id].colour)

    def _check(self) -> None:
        used = Counter(edit.text().upper() for edit in self.keys.values() if edit.text().strip())
        taken = taken_keys()
        twice = sorted(key for key, n in used.items() if n > 1 or key in taken)
        self.clash.setText(
            tr("These keys are used twice or belong to another action: {keys}", keys=", ".join(twice))
            if twice
            else ""
        )
        self.clash_changed.emit(bool(twice))

    def write(self, settings: Settings) -> None:
        """Take the choices over."""
        keys = {class_id: edit.text().strip().upper() for class_id, edit in self.keys.items()}
        settings.window.keys = {c: key for c, key in keys.items() if key != KEYS.get(c, "")}
        colours = {
            c: button.colour for c, button in self.colours.items() if button.colour != CLASSES[c].colour
        }
        settings.window.more = {**settings.window.more, "class_colours": colours}


def taken_keys() -> set[str]:
    """Single keys that belong to other actions."""
    texts = [spec.keys for spec in SPECS] + [spec.keys for spec in VIEW_SPECS]
    keys = [key for text in texts for key in text.split(" | ")]
    return {key.upper() for key in keys if len(key) == 1}
