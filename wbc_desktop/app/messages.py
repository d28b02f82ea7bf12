"""Telling a person what went wrong: in words first, the technical text on request."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

import wbc_desktop
from wbc_desktop.app.resources import icon
from wbc_desktop.app.theme import SPACE, colours
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import tr
from wbc_desktop.core.errors import WbcError

LEAST_WIDTH, MOST_WIDTH = 320, 600
"""Of the sentence in a box, pixels; a longer one takes two lines."""

log = logging.getLogger(__name__)


def show_error(parent: QWidget | None, error: WbcError) -> QMessageBox:
    """Show a fault without stopping the window; returns the open box."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)  # a screen reader says so
    box.setIconPixmap(_sign("warning", colours().warn))
    box.setWindowTitle(QGuiApplication.applicationDisplayName())
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(told(error.message))
    lines = [line for line in (told(error.advice), error.file) if line]
    box.setInformativeText("\n\n".join(lines))
    copy = box.addButton(tr("&Copy details"), QMessageBox.ButtonRole.ActionRole)
    box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Ok))
    _copy_without_closing(copy, details(error))
    _widen(box)
    box.open()
    return box


def details(error: WbcError) -> str:
    """The text that "copy details" puts on the clipboard, in English; no file name and no sample name."""
    return "\n".join(
        (
            f"wbc_desktop {wbc_desktop.__version__}, Python {platform.python_version()}",
            platform.platform(),
            f"{type(error).__name__}: {error.message}",
            error.advice,
            error.detail,
        )
    )


def confirm(parent: QWidget | None, question: str, detail: str, yes: str) -> bool:
    """Ask before something that cannot be taken back; the safe answer is the default."""
    box = QMessageBox(
        QMessageBox.Icon.Question, QGuiApplication.applicationDisplayName(), question, parent=parent
    )
    box.setIconPixmap(_sign("help", colours().accent))
    box.setInformativeText(detail)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    _widen(box)
    box.exec()
    agreed = box.clickedButton() is accept
    box.deleteLater()
    return agreed


def install_excepthook(parent: QWidget) -> None:
    """Show what nobody caught; the window stays open, and the case is already saved."""
    tell = _Unexpected(parent)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.critical("unexpected fault\n%s", text)
        tell.later(kind, error, text)

    sys.excepthook = hook


class _Unexpected(QObject):
    """Shows one box at a time: a fault in a paint event must not pile up boxes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._open = False

    def later(self, kind: type[BaseException], error: BaseException, text: str) -> None:
        if self._open:
            return
        self._open = True
        fault = (
            error
            if isinstance(error, WbcError)
            else WbcError(
                tr("Something went wrong that should not have."),
                tr(
                    "Your review is saved up to the last decision. You can go on; "
                    "if it happens again, copy the details into a report."
                ),
                detail=text or kind.__name__,
            )
        )
        QTimer.singleShot(0, self, lambda: self._show(fault))

    def _show(self, fault: WbcError) -> None:
        box = show_error(self._parent, fault)
        box.finished.connect(self._closed)

    def _closed(self, _result: int) -> None:
        self._open = False


def _sign(name: str, colour: str) -> QPixmap:
    """The program's own drawing in place of the style's."""
    return icon(name, colour, colour).pixmap(QSize(32, 32))


def _widen(box: QMessageBox) -> None:
    """Make room for the bold sentence: Qt measures it as if it were not bold, and cuts its end off."""
    label = box.findChild(QLabel, "qt_msgbox_label")
    if isinstance(label, QLabel):
        label.ensurePolished()
        width = label.fontMetrics().horizontalAdvance(label.text())
        label.setMinimumWidth(min(max(width + SPACE, LEAST_WIDTH), MOST_WIDTH))


def _copy_without_closing(button: QPushButton, text: str) -> None:
    button.clicked.disconnect()
    button.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    button.clicked.connect(lambda: button.setText(tr("Copied")))
