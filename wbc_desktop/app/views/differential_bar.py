"""Draws a class's share: interval, reference interval and the share itself, on one axis."""

from __future__ import annotations

import math

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from wbc_desktop.app.theme import class_colour, colours
from wbc_desktop.app.viewmodels.differential import Summary
from wbc_desktop.app.viewmodels.differential_table import CLASS_ROLE, SUMMARY_ROLE
from wbc_desktop.core.classes import FIVE_IDS

MARGIN = 8
TICKS = (1, 5, 20, 50)


class DifferentialBar(QStyledItemDelegate):
    """A bar per class on a square-root axis from 0 to 100 %, so that 1 % can be seen beside 60 %.

    Grey band: the reference interval. Coloured bar: the 95 % interval. Line: the share.
    Open circle: the model's own share, where it differs.
    """

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row's bar; rows outside the denominator show their text."""
        class_id, summary = index.data(CLASS_ROLE), index.data(SUMMARY_ROLE)
        if class_id not in FIVE_IDS or not isinstance(summary, Summary):
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(option.rect).adjusted(MARGIN, 4, -MARGIN, -4)
        self._axis(painter, field)
        if class_id in summary.bands:
            self._band(painter, field, *summary.bands[class_id])
        row, called = summary.reviewed[class_id], summary.model[class_id]
        if row.low95 is not None and row.high95 is not None and row.share is not None:
            flagged = bool(summary.kind(class_id))
            self._interval(painter, field, class_colour(class_id), row.low95, row.high95)
            self._share(painter, field, 100 * row.share, flagged)
        if called.share is not None and row.share is not None and abs(called.share - row.share) > 0.0005:
            self._model(painter, field, 100 * called.share)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Wide enough to read."""
        return QSize(120, super().sizeHint(option, index).height())

    def _axis(self, painter: QPainter, field: QRectF) -> None:
        painter.setPen(QPen(QColor(colours().line), 1))
        painter.drawLine(
            QPointF(field.left(), field.center().y()), QPointF(field.right(), field.center().y())
        )
        for tick in TICKS:
            x = _x(field, tick)
            painter.drawLine(QPointF(x, field.center().y() - 2), QPointF(x, field.center().y() + 2))

    def _band(self, painter: QPainter, field: QRectF, low: float, high: float) -> None:
        band = QRectF(QPointF(_x(field, low), field.top()), QPointF(_x(field, high), field.bottom()))
        shade = QColor(colours().muted)
        shade.setAlpha(48)
        painter.fillRect(band, shade)

    def _interval(self, painter: QPainter, field: QRectF, colour: QColor, low: float, high: float) -> None:
        middle = field.center().y()
        bar = QRectF(
            QPointF(_x(field, low), middle - 4), QPointF(max(_x(field, high), _x(field, low) + 2), middle + 4)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(bar, 2, 2)

    def _share(self, painter: QPainter, field: QRectF, percent: float, flagged: bool) -> None:
        x = _x(field, percent)
        painter.setPen(QPen(QColor(colours().bad if flagged else colours().text), 2))
        painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))

    def _model(self, painter: QPainter, field: QRectF, percent: float) -> None:
        painter.setPen(QPen(QColor(colours().text), 1.2))
        painter.setBrush(QColor(colours().panel))
        painter.drawEllipse(QPointF(_x(field, percent), field.center().y()), 3, 3)


def _x(field: QRectF, percent: float) -> float:
    return field.left() + field.width() * math.sqrt(max(0.0, min(percent, 100.0)) / 100)
