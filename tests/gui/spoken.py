"""Every text that a widget and its children show or say, and which of them are English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QTextBrowser,
    QWidget,
)

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|not|with|this|that|from|to|by|for|cells?|images?|slide|counted|reviewed|open"
    r"|file|folder|model's|white|red|none|adults|choose|stop|name)\b"
)
OURS = re.compile(
    r"CSV: file, label|field_\d+\.png|smear [AB]|a\.png|Relative, exercisereports 2007|Qt for Python|\S*/\S*"
)
"""What is no sentence of the program: names of files, of columns, of a published source, of a product."""


def english_texts(widget: QWidget) -> set[str]:
    """What a widget of a German window shows in English."""
    return {text for text in texts(widget) if ENGLISH.search(OURS.sub("", text))}


def texts(widget: QWidget) -> Iterator[str]:
    """Texts, tooltips, names, entries and cells of tables; the manual is left out."""
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
