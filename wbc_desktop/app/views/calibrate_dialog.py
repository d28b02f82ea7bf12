"""Adapting the model to one's own microscope: choose cells, see what it would bring, use it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QWidget,
)

from wbc_desktop.app.jobs import Job
from wbc_desktop.app.session import Session
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import class_name, number_text, tr
from wbc_desktop.app.viewmodels.calibration import CalibrationOrder, Outcome, calibration, write_model
from wbc_desktop.app.views.dialogs import PlainDialog, text_label
from wbc_desktop.app.views.form import add_row, choices_form
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.progress import Progress


class CalibrateDialog(PlainDialog):
    """The work runs in a worker; "Use this model" is there only where it would be no worse."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Adapt the model to this microscope"), tr("Use this model"), parent)
        self._session = session
        self._job: Job | None = None
        self._outcome: Outcome | None = None
        self._source: Path | None = None
        self.body.addWidget(
            text_label(
                tr(
                    "The model learns from 50 to 100 cells of your own whose class a person has decided. "
                    "Accuracy is read on cells that it has not learnt from; nothing leaves this computer."
                )
            )
        )
        self._choose_source()
        self.bar = QProgressBar()
        self.bar.setFormat("%v / %m")
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.hide()
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.bar, 1)
        row.addStretch(0)
        self.body.addLayout(row)
        self.told = text_label("")
        self.told.setAccessibleName(tr("Result"))
        self.body.addWidget(self.told)
        self.body.addStretch(1)
        self._choose_name()
        self.accept_button.setEnabled(False)
        self.setMinimumSize(640, 400)

    def _choose_source(self) -> None:
        self.own = QRadioButton(tr("The &reviewed cells of this computer's samples"))
        self.own.setChecked(True)
        self.body.addWidget(self.own)
        self.folders = QRadioButton(tr("&Cell images in one folder per class"))
        self.table = QRadioButton(tr("A &table of labels (CSV: file, label; for fields x, y, width, height)"))
        self.browse_folder, self.browse_table = QPushButton(tr("Choose…")), QPushButton(tr("Choose…"))
        self.browse_folder.setAccessibleName(tr("Choose the folder"))
        self.browse_table.setAccessibleName(tr("Choose the table"))
        self.browse_folder.clicked.connect(self._browse_folder)
        self.browse_table.clicked.connect(self._browse_table)
        for choice, browse in ((self.folders, self.browse_folder), (self.table, self.browse_table)):
            row = QHBoxLayout()
            row.addWidget(choice, 1)
            row.addWidget(browse)
            self.body.addLayout(row)
        self.source_text = text_label("")
        self.source_text.setObjectName("muted")
        self.source_text.hide()
        self.body.addWidget(self.source_text)
        for choice in (self.own, self.folders, self.table):
            choice.toggled.connect(self._show_source)
        self.go = QPushButton(tr("&Try it"))
        self.go.clicked.connect(self._go)

    def _choose_name(self) -> None:
        form = choices_form()
        self.name = QLineEdit(tr("our microscope {day}", day=date.today().isoformat()))
        add_row(form, tr("&Name of the new model"), self.name)
        self.body.addLayout(form)

    def _browse_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder with one folder of cells per class"))
        if folder:
            self.set_source(Path(folder))

    def _browse_table(self) -> None:
        table, _kind = QFileDialog.getOpenFileName(
            self, tr("Table of labelled cells"), "", f"{tr('Tables')} (*.csv)"
        )
        if table:
            self.set_source(Path(table))

    def set_source(self, source: Path) -> None:
        """Take class folders or a table instead of the reviewed cells."""
        self._source = source
        (self.folders if source.is_dir() else self.table).setChecked(True)
        self._show_source()

    def _chosen_source(self) -> Path | None:
        """What was chosen, if it is of the kind that is marked."""
        if self._source is None or self.own.isChecked():
            return None
        return self._source if self._source.is_dir() == self.folders.isChecked() else None

    def _show_source(self) -> None:
        source = self._chosen_source()
        self.source_text.setText("" if source is None else str(source))
        self.source_text.setVisible(source is not None)

    def _go(self) -> None:
        """Begin, or stop what runs."""
        if self._job is not None:
            self._job.cancel()
            return
        source = self._chosen_source()
        if source is None and not self.own.isChecked():
            # Never other cells than those that are marked: ask for them.
            (self.browse_folder if self.folders.isChecked() else self.browse_table).click()
            return
        settings, paths = self._session.settings.settings.count, self._session.paths
        order = CalibrationOrder(
            source,
            paths.database,
            paths.data / "demo smear",
            settings.model,
            settings.device,
            (paths.models,),
        )
        self._outcome = None
        self.accept_button.setEnabled(False)
        self.told.clear()
        self._job = self._session.jobs.run(
            tr("Adapting the model"), self._session.jobs.apart(calibration, order)
        )
        self._job.progressed.connect(self._on_progress)
        self._job.returned.connect(self._on_result)
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(self._on_ended)
        self._show_running()

    def _show_running(self) -> None:
        running = self._job is not None
        self.bar.setRange(0, 0)
        self.bar.setVisible(running)
        self.go.setText(tr("Stop") if running else tr("&Try it"))
        for widget in (self.own, self.folders, self.table, self.browse_folder, self.browse_table, self.name):
            widget.setEnabled(not running)

    def _on_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)

    def _on_result(self, outcome: Outcome) -> None:
        report = outcome.result.report
        classes = ", ".join(f"{n} {class_name(c)}" for c, n in report.per_class.items())
        lines = [
            tr("{n} cells: {classes}.", n=report.cells, classes=classes),
            tr(
                "Right before: {before} %. Right after, on cells not learnt from: {after} %.",
                before=number_text(100 * report.before, 1),
                after=number_text(100 * report.after, 1),
            ),
        ]
        if report.missed:
            lines.append(tr("{n} cells were not found in their images and were left out.", n=report.missed))
        if report.unread:
            name, _colon, why = report.fault.partition(": ")
            lines.append(
                tr(
                    "{n} cells lie in files that could not be read, and were left out. {file}: {why}",
                    n=report.unread,
                    file=name,
                    why=told(why),
                )
            )
        if report.helps:
            self._outcome = outcome
            self.accept_button.setEnabled(True)
        else:
            lines.append(
                tr("It would be no better and is not kept. Review more cells, above all of rare classes.")
            )
        self.told.setText("\n".join(lines))

    def _on_failed(self, error: WbcError) -> None:
        self.told.setText(f"{told(error.message)}\n{told(error.advice)}".strip())

    def _on_ended(self, _state: str) -> None:
        self._job = None
        self._show_running()

    def accept(self) -> None:
        """Write the model and count with it from now on."""
        outcome = self._outcome
        if outcome is None or self._job is not None:
            return
        folder = self._session.paths.models / folder_name(self.name.text())
        self._job = self._session.jobs.run(
            tr("Writing the model"), self._session.jobs.apart(write_model, outcome, folder)
        )
        self._job.returned.connect(self._on_written)
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(self._on_ended)
        self._show_running()

    def _on_written(self, folder: Path) -> None:
        self._session.settings.change(lambda s: setattr(s.count, "model", str(folder)))
        super().accept()

    def reject(self) -> None:
        """Stop what runs, and close."""
        if self._job is not None:
            self._job.cancel()
        super().reject()


def folder_name(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^\w.-]+", "_", name.strip()).strip("._") or "own_model"
