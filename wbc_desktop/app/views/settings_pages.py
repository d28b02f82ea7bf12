"""Pages of the settings that are plain forms."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from wbc_desktop.app.session import Session
from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.translations import LANGUAGES, tr
from wbc_desktop.app.viewmodels.settings import TEXT_SCALES, SettingsViewModel
from wbc_desktop.app.views.dialogs import text_label
from wbc_desktop.app.views.form import add_row, choice, choices_form
from wbc_desktop.app.views.model_choices import device_choices, model_choices
from wbc_desktop.core.differential import COUNT_TARGETS
from wbc_desktop.storage.settings import Settings


class _Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, 2 * SPACE, SPACE, SPACE)
        self.form = choices_form()
        column.addLayout(self.form)
        self.notes = QVBoxLayout()
        column.addSpacing(SPACE)
        column.addLayout(self.notes)
        column.addStretch(1)


class CountSettingsPage(_Page):
    """Model, device, threshold, target, decimals, interval."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        settings, count = session.settings, session.settings.settings.count
        self.model = choice(model_choices(session.paths.models), count.model, tr("Model"))
        if count.model and self.model.currentData() != count.model:
            self.model.addItem(count.model, count.model)
            self.model.setCurrentIndex(self.model.count() - 1)
        add_row(self.form, tr("&Model"), self.model, tr("The classifier of the next count"))
        self.device = choice(device_choices(), count.device, tr("Processor"))
        add_row(self.form, tr("&Processor"), self.device)
        self.threshold = QDoubleSpinBox()
        self.threshold.setRange(0.0, 99.0)
        self.threshold.setDecimals(0)
        self.threshold.setSuffix(" %")
        self.threshold.setSpecialValueText(tr("the model's own"))
        self.threshold.setValue(100 * (settings.threshold or 0.0))
        tip = tr("A cell of which the model is less certain is unidentified; the next count uses it")
        add_row(self.form, tr("&Certainty needed"), self.threshold, tip)
        self.target = choice([(str(t), t) for t in COUNT_TARGETS], count.target, tr("Cells to count"))
        if self.target.currentData() != count.target:
            self.target.addItem(str(count.target), count.target)
            self.target.setCurrentIndex(self.target.count() - 1)
        add_row(self.form, tr("Cells to &count"), self.target, tr("The target of a new sample"))
        self.decimals = QSpinBox()
        self.decimals.setRange(0, 2)
        self.decimals.setValue(count.decimals)
        add_row(self.form, tr("&Decimals of percentages"), self.decimals)
        methods = (("Wilson", "wilson"), (tr("exact (Clopper-Pearson)"), "exact"))
        self.interval = choice(methods, count.interval, tr("95 % interval"))
        add_row(self.form, tr("95 % &interval"), self.interval)

    def write(self, settings: Settings) -> None:
        """Take the choices over."""
        count = settings.count
        count.model, count.device = self.model.currentData(), self.device.currentData()
        count.target, count.decimals = self.target.currentData(), self.decimals.value()
        count.interval = self.interval.currentData()
        threshold = self.threshold.value() / 100
        settings.window.more = {**settings.window.more, "threshold": threshold or None}


class LaboratoryPage(_Page):
    """Who works, what is asked for, what signing requires."""

    def __init__(self, model: SettingsViewModel) -> None:
        super().__init__()
        lab = model.settings.laboratory
        self.user = QLineEdit(lab.user)
        self.user.setPlaceholderText(model.user)
        add_row(self.form, tr("Your &name"), self.user, tr("Stands beside each of your decisions"))
        self.name = QLineEdit(lab.name)
        add_row(self.form, tr("&Laboratory"), self.name, tr("Printed on reports"))
        self.every = QCheckBox(tr("Signing needs every cell to be &reviewed"))
        self.every.setChecked(lab.every_cell_reviewed)
        self.patient = QCheckBox(tr("Ask for &patient fields, and print them"))
        self.patient.setChecked(lab.patient_fields)
        self.form.addRow(self.every)
        self.form.addRow(self.patient)
        self.limit = QDoubleSpinBox()
        self.limit.setRange(0, 1000)
        self.limit.setDecimals(0)
        self.limit.setValue(model.settings.count.nrbc_limit)
        self.limit.setSuffix(tr(" per 100 white cells"))
        tip = tr("From so many nucleated red cells on, the entered white cell count is corrected")
        add_row(self.form, tr("&Correct for nucleated red cells from"), self.limit, tip)
        self.notes.addWidget(text_label(tr("Everything stays on this computer."), "muted"))

    def write(self, settings: Settings) -> None:
        """Take the choices over."""
        lab = settings.laboratory
        lab.user, lab.name = self.user.text().strip(), self.name.text().strip()
        lab.every_cell_reviewed, lab.patient_fields = self.every.isChecked(), self.patient.isChecked()
        settings.count.nrbc_limit = self.limit.value()


class LookPage(_Page):
    """Language, theme, text size."""

    def __init__(self, model: SettingsViewModel) -> None:
        super().__init__()
        window = model.settings.window
        languages = [(tr("the computer's"), ""), *((name, code) for code, name in LANGUAGES.items())]
        self.language = choice(languages, window.language, tr("Language"))
        add_row(self.form, tr("&Language"), self.language)
        themes = ((tr("the computer's"), "system"), (tr("light"), "light"), (tr("dark"), "dark"))
        self.theme = choice(themes, window.theme, tr("Theme"))
        add_row(self.form, tr("&Theme"), self.theme)
        sizes = [(f"{100 * scale:.0f} %", scale) for scale in TEXT_SCALES]
        self.text = choice(sizes, model.text_scale, tr("Text size"))
        add_row(self.form, tr("Text &size"), self.text)
        self.notes.addWidget(
            text_label(tr("Another language is shown when the program is started again."), "muted")
        )

    def write(self, settings: Settings) -> None:
        """Take the choices over."""
        settings.window.language = self.language.currentData()
        settings.window.theme = self.theme.currentData()
        settings.window.more = {**settings.window.more, "text_scale": self.text.currentData()}
