"""The table of the differential, with a bar under each class: share, interval, reference interval."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTableView

from wbc_desktop.app.theme import class_colour, colours
from wbc_desktop.app.viewmodels.differential import Summary
from wbc_desktop.app.viewmodels.differential_table import CLASS, CLASS_ROLE, SUMMARY_ROLE
from wbc_desktop.core.classes import FIVE_IDS

MARGIN = 10
BAR_HEIGHT = 15
TICKS = (1, 5, 20, 50)


class DifferentialTableView(QTableView):
    """Numbers in columns, and under them a bar as wide as the table.

    The axis is a square root from 0 to 100 %, so that 1 % can be seen beside 60 %. Grey band: the
    reference interval. Coloured bar: the 95 % interval. Line: the share. Open circle: the model's
    own share, where it differs.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers, then the bars."""
        super().paintEvent(event)
        model = self.model()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in range(model.rowCount()):
            index = model.index(row, CLASS)
            class_id, summary = index.data(CLASS_ROLE), index.data(SUMMARY_ROLE)
            if class_id in FIVE_IDS and isinstance(summary, Summary):
                bottom = self.rowViewportPosition(row) + self.rowHeight(row) - 5
                field = QRectF(MARGIN, bottom - BAR_HEIGHT, self.viewport().width() - 2 * MARGIN, BAR_HEIGHT)
                draw_bar(painter, field, class_id, summary)
        painter.end()


def draw_bar(painter: QPainter, field: QRectF, class_id: str, summary: Summary) -> None:
    """Draw the bar of one class into ``field``."""
    _axis(painter, field)
    if class_id in summary.bands:
        _band(painter, field, *summary.bands[class_id])
    row, called = summary.reviewed[class_id], summary.model[class_id]
    if row.low95 is None or row.high95 is None or row.share is None:
        return
    _interval(painter, field, class_colour(class_id), row.low95, row.high95)
    _share(painter, field, 100 * row.share, bool(summary.kind(class_id)))
    if called.share is not None and abs(called.share - row.share) > 0.0005:
        _model(painter, field, 100 * called.share)


def _axis(painter: QPainter, field: QRectF) -> None:
    middle = field.center().y()
    painter.setPen(QPen(QColor(colours().line), 1))
    painter.drawLine(QPointF(field.left(), middle), QPointF(field.right(), middle))
    for tick in TICKS:
        x = _x(field, tick)
        painter.drawLine(QPointF(x, middle - 3), QPointF(x, middle + 3))


def _band(painter: QPainter, field: QRectF, low: float, high: float) -> None:
    band = QRectF(QPointF(_x(field, low), field.top()), QPointF(_x(field, high), field.bottom()))
    shade = QColor(colours().muted)
    shade.setAlpha(52)
    painter.fillRect(band, shade)


def _interval(painter: QPainter, field: QRectF, colour: QColor, low: float, high: float) -> None:
    middle, left = field.center().y(), _x(field, low)
    bar = QRectF(QPointF(left, middle - 3.5), QPointF(max(_x(field, high), left + 2), middle + 3.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(bar, 2, 2)


def _share(painter: QPainter, field: QRectF, percent: float, flagged: bool) -> None:
    x = _x(field, percent)
    painter.setPen(QPen(QColor(colours().bad if flagged else colours().text), 2))
    painter.drawLine(QPointF(x, field.top() + 1), QPointF(x, field.bottom() - 1))


def _model(painter: QPainter, field: QRectF, percent: float) -> None:
    painter.setPen(QPen(QColor(colours().text), 1.2))
    painter.setBrush(QColor(colours().panel))
    painter.drawEllipse(QPointF(_x(field, percent), field.center().y()), 3.2, 3.2)


def _x(field: QRectF, percent: float) -> float:
    return field.left() + field.width() * math.sqrt(max(0.0, min(percent, 100.0)) / 100)
