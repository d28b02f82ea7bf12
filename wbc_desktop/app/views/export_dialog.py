"""Where to and in which formats results are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from wbc_desktop.app.session import Session
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.export import FORMATS, USUAL, ExportOrder
from wbc_desktop.app.views.dialogs import PlainDialog, text_label


class ExportDialog(PlainDialog):
    """Asks for folder and formats, and starts the export in the background."""

    def __init__(self, session: Session, cases: Sequence[str], parent: QWidget | None = None) -> None:
        one = len(cases) == 1
        title = tr("Export this sample") if one else tr("Export {n} samples", n=len(cases))
        super().__init__(title, tr("Export"), parent)
        self._session, self._cases = session, list(cases)
        if one and not session.case.signed:
            self.body.addWidget(text_label(tr("This sample is not signed; the report says so."), "muted"))
        chosen = session.settings.more("export_formats", list(USUAL))
        self.formats: dict[str, QCheckBox] = {}
        for name, text in FORMATS.items():
            box = QCheckBox(tr(text))
            box.setChecked(name in chosen)
            box.toggled.connect(self._check)
            self.formats[name] = box
            self.body.addWidget(box)
        self.body.addWidget(self._folder_row())
        self.setMinimumWidth(520)
        self._check()

    def _folder_row(self) -> QWidget:
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 8, 0, 0)
        label = QLabel(tr("&Folder"))
        self.folder = QLineEdit(self._session.settings.more("export_folder", "") or str(self._usual_folder()))
        self.folder.textChanged.connect(self._check)
        label.setBuddy(self.folder)
        choose = QPushButton(tr("&Choose…"))
        choose.clicked.connect(self._choose)
        row.addWidget(label)
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        return frame

    def _usual_folder(self) -> Path:
        return Path.home() / "wbc-desktop results"

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for the results"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def chosen(self) -> list[str]:
        """The formats that are ticked."""
        return [name for name, box in self.formats.items() if box.isChecked()]

    def _check(self) -> None:
        if hasattr(self, "folder"):
            self.accept_button.setEnabled(bool(self.chosen()) and bool(self.folder.text().strip()))

    def accept(self) -> None:
        """Remember the choices and start."""
        session = self._session
        formats, folder = self.chosen(), Path(self.folder.text().strip()).expanduser()
        session.settings.set_more("export_formats", formats)
        session.settings.set_more("export_folder", str(folder))
        order = ExportOrder(
            tuple(self._cases),
            tuple(formats),
            folder,
            session.paths.database,
            session.settings.settings.model_copy(deep=True),
        )
        session.export(order)
        super().accept()
