"""About the program, its keys, its manual."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QImage, QKeySequence, QShowEvent, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QWidget,
)

import wbc_desktop
from wbc_desktop.app.resources import resource
from wbc_desktop.app.session import Session
from wbc_desktop.app.translations import language_in_force, tr
from wbc_desktop.app.views.dialogs import PlainDialog, text_label

PICTURE_WIDTH = 820


class AboutDialog(PlainDialog):
    """Version, model, where data lie, licences."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("About"), parent=parent)
        self.body.addWidget(text_label(f"WBC Desktop {wbc_desktop.__version__}", "title"))
        self.body.addWidget(
            text_label(tr("Finds, classifies and counts white blood cells on your own computer."))
        )
        self.body.addWidget(
            text_label(tr("For research use only. Not for use in diagnostic procedures."), "heading")
        )
        counter = session.counter
        lines = [
            tr("Model: {name}", name=counter.model_name),
            tr("Processor: {name}", name=counter.device_name or "–"),
            tr("Records and settings: {folder}", folder=str(session.paths.data)),
        ]
        label = text_label("\n".join(lines), "muted")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(label)
        self.body.addWidget(
            text_label(
                tr(
                    "This program is licensed under the Apache License 2.0. It uses Qt for Python (LGPL 3), "
                    "PyTorch (BSD), OpenSlide (LGPL 2.1) and others; "
                    "their licences lie in the program's folder."
                ),
                "muted",
            )
        )
        self.body.addStretch(1)
        self.setMinimumWidth(520)


class ShortcutsDialog(PlainDialog):
    """All actions that have a key."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(tr("Keyboard shortcuts"), parent=parent)
        rows = [(a.text().replace("&", ""), _keys(a), a.statusTip()) for a in actions if a.shortcuts()]
        table = QTableWidget(len(rows), 3)
        table.setHorizontalHeaderLabels([tr("Action"), tr("Keys"), tr("What it does")])
        table.setObjectName("roomy")
        table.setAccessibleName(tr("Keyboard shortcuts"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                table.setItem(row, column, QTableWidgetItem(text))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table = table
        self.body.addWidget(table)
        self.resize(900, 640)

    def showEvent(self, event: QShowEvent) -> None:
        """Rows as high as their text in the width that the window gave them."""
        super().showEvent(event)
        self.table.resizeRowsToContents()


class ManualText(QTextBrowser):
    """Shows the manual; its pictures are made as wide as the text."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A resource of the page; pictures are scaled."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        url = self.source().resolved(QUrl(name) if isinstance(name, str) else name)
        picture = QImage(url.toLocalFile())
        if picture.width() > PICTURE_WIDTH:
            return picture.scaledToWidth(PICTURE_WIDTH, Qt.TransformationMode.SmoothTransformation)
        return picture


class ManualDialog(PlainDialog):
    """The manual, with its pictures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Manual"), parent=parent)
        self.setModal(False)
        self.text = ManualText()
        self.text.setOpenExternalLinks(True)
        self.text.setAccessibleName(tr("Manual"))
        page = manual_page()
        if page is not None:
            self.text.setSearchPaths([str(page.parent)])
            self.text.setSource(QUrl.fromLocalFile(str(page)))
        else:
            self.text.setPlainText(tr("The manual is missing from this installation."))
        self.body.addWidget(self.text)
        self.resize(900, 760)


def manual_page() -> Path | None:
    """The manual's file in the user's language (English where it lacks), installed or in the checkout."""
    folders = (resource("manual"), Path(__file__).resolve().parents[3] / "docs/manual")
    names = (f"README.{language_in_force()}.md", "README.md")
    places = (folder / name for name in names for folder in folders)
    return next((place for place in places if place.is_file()), None)


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(sequence.toString(native) for sequence in action.shortcuts())
