"""Over every page and dialog: German in a German window, and a name for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from every_page import pages
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QPushButton,
    QScrollBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from spoken import english_texts, texts

from wbc_desktop.app.session import Session
from wbc_desktop.app.translations import set_language
from wbc_desktop.app.views.main_window import MainWindow


@pytest.fixture
def german_window(qtbot: QtBot, session: Session, nothing_left: None) -> Iterator[tuple[Session, MainWindow]]:
    qtbot.waitUntil(lambda: not session.jobs.running)  # what began before speaks English
    set_language("de")
    session.settings.set_more("export_folder", "/results")
    window = MainWindow(session)
    window.resize(1280, 720)
    yield session, window
    window.close()
    window.deleteLater()
    set_language("en")


def test_nothing_on_any_page_is_english(
    qtbot: QtBot, german_window: tuple[Session, MainWindow], tmp_path: Path
) -> None:
    session, window = german_window
    found: dict[str, str] = {}
    seen = 0
    for name, widget in pages(session, window, tmp_path):
        qtbot.wait(20)
        seen += sum(1 for _text in texts(widget))
        found |= dict.fromkeys(english_texts(widget), name)
    assert seen > 1000
    assert not found, "\n".join(f"{name}: {text!r}" for text, name in found.items())


def test_every_widget_has_a_name(
    qtbot: QtBot, german_window: tuple[Session, MainWindow], tmp_path: Path
) -> None:
    session, window = german_window
    nameless = set()
    for name, widget in pages(session, window, tmp_path):
        qtbot.wait(20)
        for child in widget.findChildren(QWidget):
            if not child.isVisible() or child.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            if _is_part(child):
                continue
            interface = QAccessible.queryAccessibleInterface(child)
            if interface is not None and not interface.text(QAccessible.Text.Name).strip():
                nameless.add(f"{name}: {type(child).__name__} in {type(child.parentWidget()).__name__}")
    assert not nameless, "\n".join(sorted(nameless))


def test_large_text_does_not_cut_buttons(
    qtbot: QtBot, german_window: tuple[Session, MainWindow], tmp_path: Path
) -> None:
    session, window = german_window
    session.settings.set_more("text_scale", 1.5)
    session.settings.apply_theme()
    cut = set()
    try:
        for name, widget in pages(session, window, tmp_path):
            qtbot.wait(20)
            for button in widget.findChildren(QPushButton):
                if button.isVisible() and button.text() and button.width() < button.sizeHint().width():
                    cut.add(f"{name}: {button.text()}")
    finally:
        session.settings.set_more("text_scale", 1.0)
        session.settings.apply_theme()
    assert not cut, "\n".join(sorted(cut))


def _is_part(child: QWidget) -> bool:
    """Whether it is a part of a widget that has the name, or one whose parts have names."""
    parent = child.parentWidget()
    if isinstance(child, (QScrollBar, QTabWidget)) or isinstance(parent, (QComboBox, QAbstractSpinBox)):
        return True
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is child
