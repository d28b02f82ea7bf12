"""Widths of a table's columns, which grow with the text."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTableView

from wbc_desktop.app.theme import theme


class ColumnWidths(QObject):
    """Sets the widths, and again when the text size changes; a person's own widths last until then.

    Args:
        table: The table, which becomes the parent.
        widths: Column to width in pixels at the system's text size.
    """

    def __init__(self, table: QTableView, widths: Mapping[int, int]) -> None:
        super().__init__(table)
        self._table, self._widths = table, dict(widths)
        self._scale = 0.0
        theme().changed.connect(self._apply)
        self._apply()

    def _apply(self) -> None:
        scale = theme().text_scale
        if scale == self._scale:
            return
        self._scale = scale
        for section, width in self._widths.items():
            self._table.setColumnWidth(section, round(width * scale))
