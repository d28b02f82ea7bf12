"""The settings: count, classes, reference intervals, laboratory, look."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from wbc_desktop.app.session import Session
from wbc_desktop.app.theme import theme
from wbc_desktop.app.translations import tr
from wbc_desktop.app.views.class_settings import ClassSettings
from wbc_desktop.app.views.dialogs import PlainDialog
from wbc_desktop.app.views.reference_settings import ReferenceSettings
from wbc_desktop.app.views.settings_pages import CountSettingsPage, LaboratoryPage, LookPage
from wbc_desktop.storage.settings import Settings


class SettingsDialog(PlainDialog):
    """Pages of choices; nothing is changed before "Save"."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Settings"), tr("Save"), parent)
        self._session = session
        self.count = CountSettingsPage(session)
        self.classes = ClassSettings(session.settings)
        self.reference = ReferenceSettings(session.settings)
        self.laboratory = LaboratoryPage(session.settings)
        self.look = LookPage(session.settings)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName(tr("Settings"))
        for page, title in (
            (self.count, tr("Count")),
            (self.classes, tr("Classes")),
            (self.reference, tr("Reference intervals")),
            (self.laboratory, tr("Laboratory")),
            (self.look, tr("Language and look")),
        ):
            self.tabs.addTab(page, title)
        self.body.addWidget(self.tabs)
        self.classes.clash_changed.connect(lambda clash: self.accept_button.setEnabled(not clash))
        self.setMinimumSize(round(680 * min(theme().text_scale, 1.4)), 520)

    def accept(self) -> None:
        """Save all pages at once."""

        def edit(settings: Settings) -> None:
            for page in (self.count, self.classes, self.reference, self.laboratory, self.look):
                page.write(settings)

        self._session.settings.change(edit)
        super().accept()
