"""The laboratory's reference intervals: which set is in force, and sets of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.app.viewmodels.settings import SettingsViewModel
from wbc_desktop.app.views.dialogs import PlainDialog, text_label
from wbc_desktop.app.views.form import add_row, choice, choices_form
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.reference import PERCENT, ReferenceSet, known_sets, read_set
from wbc_desktop.storage.settings import Settings


class ReferenceSettings(QWidget):
    """Chooses the set for new samples; own sets can be made and removed."""

    def __init__(self, model: SettingsViewModel) -> None:
        super().__init__()
        self._own: list[dict[str, Any]] = [dict(raw) for raw in model.settings.reference_sets]
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, 2 * SPACE, SPACE, SPACE)
        column.setSpacing(SPACE)
        form = choices_form()
        self.chosen = choice((), "", tr("Reference intervals of a new sample"))
        add_row(form, tr("For new &samples"), self.chosen)
        column.addLayout(form)
        self.text = text_label("", "muted")
        column.addWidget(self.text)
        row = QHBoxLayout()
        self.new = QPushButton(tr("&New set of our own…"))
        self.new.clicked.connect(self._make)
        self.remove = QPushButton(tr("&Remove this set"))
        self.remove.clicked.connect(self._remove)
        row.addWidget(self.new)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        column.addWidget(
            text_label(
                tr(
                    "Laboratories disagree on these limits, so none is in force until you choose one. "
                    "The set's name is printed with the result, and the set is stored with each sample."
                ),
                "muted",
            )
        )
        self.chosen.currentIndexChanged.connect(self._show)
        self._fill(model.settings.laboratory.reference_set)

    def _sets(self) -> dict[str, ReferenceSet]:
        try:
            return known_sets(self._own)
        except WrongUse:
            return known_sets()

    def _fill(self, name: str) -> None:
        self.chosen.blockSignals(True)
        self.chosen.clear()
        self.chosen.addItem(tr("none: no flags"), "")
        for one in self._sets().values():
            self.chosen.addItem(one.name, one.name)
        self.chosen.setCurrentIndex(max(0, self.chosen.findData(name)))
        self.chosen.blockSignals(False)
        self._show()

    def _show(self) -> None:
        name = self.chosen.currentData()
        one = self._sets().get(name)
        self.text.setText("" if one is None else set_text(one))
        self.remove.setEnabled(any(raw.get("name") == name for raw in self._own))

    def _make(self) -> None:
        dialog = ReferenceSetDialog(self)
        if dialog.exec():
            new = dialog.result_set()
            self._own = [raw for raw in self._own if raw.get("name") != new.name] + [new.to_dict()]
            self._fill(new.name)
        dialog.deleteLater()

    def _remove(self) -> None:
        name = self.chosen.currentData()
        self._own = [raw for raw in self._own if raw.get("name") != name]
        self._fill("")

    def write(self, settings: Settings) -> None:
        """Take the choices over."""
        settings.laboratory.reference_set = self.chosen.currentData() or ""
        settings.reference_sets = self._own


class ReferenceSetDialog(PlainDialog):
    """A set of the laboratory's own, in percent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("New set of reference intervals"), tr("Take over"), parent)
        form = choices_form()
        self.body.addLayout(form)
        self.name, self.source = QLineEdit(), QLineEdit()
        self.population = QLineEdit(tr("adults"))
        self.valid_from = QLineEdit(datetime.now(UTC).date().isoformat())
        add_row(form, tr("&Name"), self.name)
        add_row(form, tr("&Source"), self.source, tr("Who approved or published the limits"))
        add_row(form, tr("&Population"), self.population)
        add_row(form, tr("&Valid from"), self.valid_from, "YYYY-MM-DD")
        self.limits: dict[str, tuple[QDoubleSpinBox, QDoubleSpinBox]] = {}
        grid = QGridLayout()
        for row, class_id in enumerate(FIVE_IDS):
            low, high = _percent(0.0), _percent(100.0)
            low.setAccessibleName(tr("Lower limit of {name}", name=class_name(class_id)))
            high.setAccessibleName(tr("Upper limit of {name}", name=class_name(class_id)))
            self.limits[class_id] = (low, high)
            grid.addWidget(QLabel(class_name(class_id)), row, 0)
            grid.addWidget(low, row, 1)
            grid.addWidget(QLabel("–"), row, 2)
            grid.addWidget(high, row, 3)
            low.valueChanged.connect(self._check)
            high.valueChanged.connect(self._check)
        grid.setColumnStretch(4, 1)
        self.body.addLayout(grid)
        self.fault = text_label("", "muted")
        self.body.addWidget(self.fault)
        for edit in (self.name, self.source, self.valid_from):
            edit.textChanged.connect(self._check)
        self._check()

    def result_set(self) -> ReferenceSet:
        """The set as entered.

        Raises:
            WrongUse: Something is missing or makes no sense.
        """
        name = self.name.text().strip()
        return read_set(
            {
                "name": name,
                "laboratory": name,
                "population": self.population.text().strip(),
                "source": self.source.text().strip(),
                "valid_from": self.valid_from.text().strip(),
                "intervals": [
                    {"item": class_id, "unit": PERCENT, "low": low.value(), "high": high.value()}
                    for class_id, (low, high) in self.limits.items()
                ],
            }
        )

    def _check(self) -> None:
        try:
            self.result_set()
        except WrongUse as error:
            self.fault.setText(told(error.message))
            self.accept_button.setEnabled(False)
        else:
            self.fault.clear()
            self.accept_button.setEnabled(True)


def _percent(value: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0, 100)
    box.setDecimals(1)
    box.setSuffix(" %")
    box.setValue(value)
    return box


def set_text(one: ReferenceSet) -> str:
    """A set in words: limits, population, source."""
    parts = []
    for interval in one.intervals:
        name = class_name(interval.item) if interval.item in FIVE_IDS else interval.item.upper()
        low = "…" if interval.low is None else QLocale().toString(interval.low)
        high = "…" if interval.high is None else QLocale().toString(interval.high)
        parts.append(f"{name} {low}–{high} {interval.unit}")
    return f"{'; '.join(parts)}.\n{told(one.population)}; {one.source} ({one.valid_from})"
