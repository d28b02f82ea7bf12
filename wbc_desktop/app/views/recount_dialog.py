"""Counting the open sample's images again, with other choices."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from wbc_desktop.app.session import Session
from wbc_desktop.app.translations import tr
from wbc_desktop.app.views.count_choices import content_choices
from wbc_desktop.app.views.dialogs import PlainDialog, text_label
from wbc_desktop.app.views.form import add_row, choice, choices_form
from wbc_desktop.app.views.model_choices import device_choices, model_choices
from wbc_desktop.storage.settings import Settings


class RecountDialog(PlainDialog):
    """Asks for content, model and device; the old record and its review stay stored."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Count again"), tr("Count"), parent)
        self._session = session
        self.body.addWidget(
            text_label(
                tr(
                    "The images are counted anew, as a new record. The present record with its review "
                    "stays stored and is found on the first page."
                )
            )
        )
        form = choices_form()
        self.body.addLayout(form)
        settings = session.settings.settings.count
        self.content = choice(content_choices(), session.counter.content, tr("Images"))
        self.model = choice(model_choices(session.paths.models), settings.model, tr("Model"))
        self.device = choice(device_choices(), settings.device, tr("Processor"))
        add_row(form, tr("&Images"), self.content)
        add_row(form, tr("&Model"), self.model)
        add_row(form, tr("&Processor"), self.device)
        self.setMinimumWidth(460)

    def carry_out(self) -> None:
        """Take over the choices and count."""
        session, case = self._session, self._session.case
        session.counter.set_content(self.content.currentData())
        model, device = self.model.currentData(), self.device.currentData()
        count = session.settings.settings.count
        if (model, device) != (count.model, count.device):

            def edit(settings: Settings) -> None:
                settings.count.model, settings.count.device = model, device

            session.settings.change(edit)
        root = case.root
        if root is not None:
            images = [image.name for image in case.images()] + [name for name, _why in case.faults()]
            session.count_images(case.name, Path(root), images)
