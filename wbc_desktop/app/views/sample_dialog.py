"""What a person enters of a sample: white cell count, order, target, reference intervals."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from wbc_desktop.app.session import Session
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import tr
from wbc_desktop.app.views.dialogs import PlainDialog, text_label
from wbc_desktop.app.views.form import add_row, choice, choices_form
from wbc_desktop.core.differential import COUNT_TARGETS
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.reference import ReferenceSet, known_sets
from wbc_desktop.core.sample import SampleData

SEXES = ("", "female", "male", "other")


class SampleDialog(PlainDialog):
    """A form over ``SampleData``; patient fields only where the laboratory switched them on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sample data"), tr("Save"), parent)
        case = session.case.case
        self._data = case.data if case is not None else SampleData()
        self._sets = _sets(session)
        form = choices_form()
        self.body.addLayout(form)
        self.order = QLineEdit(self._data.order_id)
        add_row(form, tr("&Order number"), self.order)
        self.target = QSpinBox()
        self.target.setRange(1, 100_000)
        self.target.setValue(self._data.target)
        self.target.setToolTip(", ".join(str(t) for t in COUNT_TARGETS))
        add_row(form, tr("Cells to &count"), self.target)
        self._white_count(form)
        self._reference(form)
        self.comment = QLineEdit(self._data.comment)
        add_row(form, tr("Co&mment"), self.comment, tr("Printed on the report"))
        self._patient(form, session.settings.settings.laboratory.patient_fields)
        self.setMinimumWidth(480)

    def data(self) -> SampleData:
        """What was entered."""
        chosen: ReferenceSet | None = self._sets.get(self.reference.currentData() or "")
        wbc = self.wbc.value() if self.wbc.value() > 0 else None
        new = replace(
            self._data,
            order_id=self.order.text().strip(),
            target=self.target.value(),
            wbc=wbc,
            wbc_corrected=self.corrected.currentData() if wbc is not None else None,
            comment=self.comment.text().strip(),
        )
        if (self.reference.currentData() or "") != self._data.reference_set:
            name = chosen.name if chosen is not None else ""
            new = replace(new, reference_set=name, reference_json=chosen.to_json() if chosen else "")
        if self._patient_fields:
            new = replace(
                new,
                patient_id=self.patient_id.text().strip(),
                patient_name=self.patient_name.text().strip(),
                patient_birth_date=self.birth.text().strip(),
                patient_sex=self.sex.currentData(),
            )
        return new

    def _white_count(self, form: QFormLayout) -> None:
        self.wbc = QDoubleSpinBox()
        self.wbc.setRange(0, 1000)
        self.wbc.setDecimals(2)
        self.wbc.setSuffix("  × 10⁹/L")
        self.wbc.setSpecialValueText(tr("not entered"))
        self.wbc.setValue(self._data.wbc or 0)
        add_row(form, tr("&White cell count"), self.wbc, tr("From the analyser; gives absolute counts"))
        self.corrected: QComboBox = choice(
            ((tr("not said"), None), (tr("already corrected"), True), (tr("not corrected"), False)),
            self._data.wbc_corrected,
            tr("Correction for nucleated red cells"),
        )
        self.corrected.setEnabled(self.wbc.value() > 0)
        self.wbc.valueChanged.connect(lambda value: self.corrected.setEnabled(value > 0))
        tip = tr("Many analysers have taken nucleated red cells out of the count already")
        add_row(form, tr("&Nucleated red cells"), self.corrected, tip)

    def _reference(self, form: QFormLayout) -> None:
        options: list[tuple[str, object]] = [(tr("none: no flags"), "")]
        options += [(f"{s.name} ({told(s.population)})", s.name) for s in self._sets.values()]
        if self._data.reference_set and self._data.reference_set not in self._sets:
            options.append((self._data.reference_set, self._data.reference_set))
        self.reference = choice(options, self._data.reference_set, tr("Reference intervals"))
        add_row(form, tr("&Reference intervals"), self.reference, tr("Printed with the result"))

    def _patient(self, form: QFormLayout, shown: bool) -> None:
        self._patient_fields = shown
        if not shown:
            self.body.addWidget(
                text_label(tr("Patient fields are switched off in the settings of the laboratory."), "muted")
            )
            return
        self.patient_id = QLineEdit(self._data.patient_id)
        self.patient_name = QLineEdit(self._data.patient_name)
        self.birth = QLineEdit(self._data.patient_birth_date)
        self.birth.setPlaceholderText("YYYY-MM-DD")
        sexes = zip((tr("not said"), tr("female"), tr("male"), tr("other")), SEXES, strict=True)
        self.sex = choice(list(sexes), self._data.patient_sex, tr("Sex"))
        add_row(form, tr("Patient n&umber"), self.patient_id)
        add_row(form, tr("Patient n&ame"), self.patient_name)
        add_row(form, tr("&Birth date"), self.birth)
        add_row(form, tr("Se&x"), self.sex)


def _sets(session: Session) -> dict[str, ReferenceSet]:
    """The sets to choose from; where the laboratory's own are damaged, the published ones."""
    try:
        return known_sets(session.settings.settings.reference_sets)
    except WrongUse as error:
        session.failed.emit(error)
        return known_sets()
