"""How the next count is made: content, model, device; automatic, and to be overruled."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from wbc_desktop.app.resources import icon
from wbc_desktop.app.session import Session
from wbc_desktop.app.theme import SPACE, colours, theme
from wbc_desktop.app.translations import tr


class CountChoices(QWidget):
    """Shows what the program has chosen; the content of the next count can be set here."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, SPACE, 0)
        row.setSpacing(SPACE)
        self.content = QComboBox()
        self.content.setAccessibleName(tr("What the images show"))
        self.content.setToolTip(tr("What the images show; automatic looks at each one"))
        for text, value in content_choices():
            self.content.addItem(text, value)
        self.content.activated.connect(self._choose)
        self.sign = QLabel()
        self.model = QLabel()
        self.model.setObjectName("muted")
        for widget in (QLabel(tr("Images:")), self.content, self.sign, self.model):
            row.addWidget(widget)
        session.counter.changed.connect(self._show)
        session.case.case_opened.connect(self._show)
        theme().changed.connect(self._show)
        self._show()

    def _choose(self, _index: int) -> None:
        self._session.counter.set_content(self.content.currentData())

    def _show(self) -> None:
        counter = self._session.counter
        self.content.setCurrentIndex(max(0, self.content.findData(counter.content)))
        device = f" · {counter.device_name}" if counter.device_name else ""
        self.model.setText(f"{counter.model_name}{device}")
        c = colours()
        if counter.error is not None:
            self.sign.setPixmap(icon("warning", c.bad, c.bad).pixmap(QSize(16, 16)))
            self.model.setToolTip(str(counter.error))
        else:
            self.sign.clear()
            self.model.setToolTip(tr("Model and processor of the next count; change them in the settings"))
        self.sign.setVisible(counter.error is not None)


def content_choices() -> tuple[tuple[str, str], ...]:
    """The kinds of content, as a person reads them."""
    return (
        (tr("automatic"), "auto"),
        (tr("fields"), "field"),
        (tr("single cells"), "cell"),
        (tr("whole slide"), "slide"),
    )
