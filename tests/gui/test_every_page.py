"""Over every page and dialog: German in a German window, and a name for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from every_page import pages
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from wbc_desktop.app.session import Session
from wbc_desktop.app.translations import set_language
from wbc_desktop.app.views.main_window import MainWindow

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|not|with|this|that|from|to|by|for|cells?|images?|slide|counted|reviewed|open"
    r"|file|folder|model's|white|red|none|adults|choose|stop|name)\b"
)
OURS = re.compile(
    r"CSV: file, label|field_\d+\.png|smear [AB]|a\.png|Relative, exercisereports 2007|Qt for Python|\S*/\S*"
)
"""What is no sentence of the program: names of files, of columns, of a published source, of a product."""


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
        for text in _texts(widget):
            seen += 1
            if ENGLISH.search(OURS.sub("", text)):
                found.setdefault(text, name)
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


def _is_part(child: QWidget) -> bool:
    """Whether it is a part of a widget that has the name, or one whose parts have names."""
    parent = child.parentWidget()
    if isinstance(child, (QScrollBar, QTabWidget)) or isinstance(parent, (QComboBox, QAbstractSpinBox)):
        return True
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is child


def _texts(widget: QWidget) -> Iterator[str]:
    for child in (widget, *widget.findChildren(QWidget)):
        if isinstance(child, QTextBrowser) or isinstance(child.parentWidget(), QTextBrowser):
            continue  # the manual
        yield from (child.windowTitle(), child.toolTip(), child.statusTip(), child.accessibleName())
        yield child.accessibleDescription()
        if isinstance(child, (QLabel, QAbstractButton)):
            yield re.sub(r"<[^>]+>", " ", child.text())
        elif isinstance(child, QLineEdit):
            yield from (child.text(), child.placeholderText())
        elif isinstance(child, QComboBox):
            yield from (child.itemText(i) for i in range(child.count()))
        elif isinstance(child, QTabBar):
            yield from (child.tabText(i) + " " + child.tabToolTip(i) for i in range(child.count()))
        elif isinstance(child, QAbstractItemView):
            yield from _table(child)
    for action in widget.findChildren(QAction):
        yield from (action.text().replace("&", ""), action.toolTip(), action.statusTip())


def _table(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
    for column in range(columns):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            for row in range(model.rowCount()):
                yield str(model.data(model.index(row, column), role) or "")
