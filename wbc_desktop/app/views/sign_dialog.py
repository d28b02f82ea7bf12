"""Signing a sample, and re-opening a signed one."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QLabel, QPlainTextEdit, QWidget

from wbc_desktop.app.resources import icon
from wbc_desktop.app.session import Session
from wbc_desktop.app.theme import SPACE, colours, theme
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import tr
from wbc_desktop.app.views.dialogs import PlainDialog, text_label
from wbc_desktop.core.signoff import Check, sign_checks

TALLEST_PX = 110
"""Height of a field for some sentences."""


class SignDialog(PlainDialog):
    """Shows every check; signing is possible when no blocking one is left."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sign {name}", name=session.case.name), tr("Sign"), parent)
        self._session = session
        self.body.addWidget(
            text_label(tr("You sign as {user}. The sample is read-only afterwards.", user=session.case.user))
        )
        self._checks = QWidget()
        self._grid = QGridLayout(self._checks)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setColumnStretch(1, 1)
        self.body.addWidget(self._checks)
        label = QLabel(tr("&Comment, or the reason why fewer cells were counted"))
        self._comment = QPlainTextEdit()
        self._comment.setTabChangesFocus(True)
        self._comment.setMinimumHeight(72)
        self._comment.setMaximumHeight(TALLEST_PX)
        self._comment.textChanged.connect(self._show)
        label.setBuddy(self._comment)
        self.body.addWidget(label)
        self.body.addWidget(self._comment, 1)
        self.setMinimumWidth(round(520 * theme().text_scale))
        self._show()

    def comment(self) -> str:
        """What was written."""
        return self._comment.toPlainText().strip()

    def checks(self) -> tuple[Check, ...]:
        """The checks as they stand."""
        case = self._session.case.case
        if case is None:
            return ()
        return sign_checks(case, self._session.case.user, self.comment(), self._session.settings.sign_policy)

    def _show(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it is deleted only when this dialog returns to its event loop
                widget.deleteLater()
        checks = self.checks()
        c = colours()
        for row, check in enumerate(checks):
            if check.passed:
                sign, ink = "good", c.good
            else:
                sign, ink = "warning", c.bad if check.blocking else c.warn
            mark = QLabel()
            mark.setPixmap(icon(sign, ink, ink).pixmap(QSize(18, 18)))
            self._grid.addWidget(mark, row, 0)
            self._grid.addWidget(text_label(check_text(check), "muted" if check.passed else ""), row, 1)
        self.accept_button.setEnabled(all(check.passed or not check.blocking for check in checks))
        self.fit_height()


class ReopenDialog(PlainDialog):
    """Asks why a signed sample is opened again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Re-open a signed sample"), tr("Re-open"), parent)
        self.body.addWidget(
            text_label(
                tr(
                    "The signature stays in the history; "
                    "the result gets a new version when it is signed again."
                )
            )
        )
        label = QLabel(tr("&Reason"))
        self._reason = QPlainTextEdit()
        self._reason.setTabChangesFocus(True)
        self._reason.setMinimumHeight(72)
        self._reason.setMaximumHeight(TALLEST_PX)
        self._reason.textChanged.connect(self._check)
        label.setBuddy(self._reason)
        self.body.addWidget(label)
        self.body.addWidget(self._reason, 1)
        self.setMinimumWidth(460)
        self._check()

    def reason(self) -> str:
        """What was written."""
        return self._reason.toPlainText().strip()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.reason()))


def check_text(check: Check) -> str:
    """A check in the user's language."""
    if not check.passed:
        return _open_text(check)
    return {
        "counted": tr("Leukocytes are counted."),
        "unidentified": tr("No cell is unidentified."),
        "reviewed": tr("Every cell is reviewed."),
        "target": tr("The count target is reached, or a reason is given."),
        "operator": tr("It is known who signs."),
        "wbc": tr("The white cell count is entered completely, or not at all."),
        "model": tr("The model's version is stored."),
        "scale": tr("The scale of the images is known."),
        "reference": tr("Reference intervals are chosen."),
        "faults": tr("Every image could be counted."),
    }.get(check.id) or told(check.text)


def _open_text(check: Check) -> str:
    return {
        "counted": tr("No leukocyte was counted."),
        "unidentified": tr("{n} cells are unidentified; decide on them.", n=check.cells),
        "reviewed": tr("{n} cells are not reviewed.", n=check.cells),
        "target": tr("The count target is not reached: go on, or give a reason below."),
        "operator": tr("Nobody is named as the one who signs; enter your name in the settings."),
        "wbc": tr("Say whether the entered white cell count is already corrected for nucleated red cells."),
        "model": tr("The model's hash is not stored with the sample."),
        "scale": tr("The scale of the images is not known (it is not needed for the differential)."),
        "reference": tr("No reference intervals are chosen, so no flags are given."),
    }.get(check.id) or told(check.text)
