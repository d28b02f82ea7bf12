"""The cell-location test of the open sample, beside those recorded before."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wbc_desktop.app.session import Session
from wbc_desktop.app.theme import colours
from wbc_desktop.app.translations import number_text, tr
from wbc_desktop.app.views.dialogs import PlainDialog, text_label
from wbc_desktop.core.case import Case
from wbc_desktop.core.quality import TrendPoint, location_test, trend
from wbc_desktop.storage.quality_store import list_tests, record_test


class LocationDialog(PlainDialog):
    """Shows what the test gives; "Record" keeps it."""

    def __init__(self, session: Session, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(tr("Cell-location test"), tr("Record"), parent)
        self._session = session
        limit = session.settings.settings.count.location_pass_percent
        self.test = location_test(case, operator=session.case.user, at=datetime.now(UTC))
        self.points = trend(list_tests(session.store()))
        self.body.addWidget(
            text_label(
                tr("Add every white cell that was missed, and remove what is no cell; then record the test.")
            )
        )
        self.body.addWidget(text_label(self._numbers(), "heading"))
        self.body.addWidget(text_label(_verdict(self.test.verdict(limit))))
        chart = TrendChart(self.points, limit)
        self.body.addWidget(chart, 1)
        self.setMinimumWidth(560)

    def record(self) -> None:
        """Keep the test, in the table of tests and in the history."""
        record_test(self._session.store(), self.test)

    def _numbers(self) -> str:
        test = self.test
        counts = tr(
            "{located} located, {missed} missed, {false_found} falsely found",
            located=test.located,
            missed=test.missed,
            false_found=test.false_found,
        )
        if test.percent is None or test.limits is None:
            return counts
        low, high = test.limits
        share = f"{number_text(test.percent, 1)} % ({number_text(low, 1)}–{number_text(high, 1)} %)"
        return f"{counts}\n{share}"


def _verdict(verdict: str) -> str:
    return {
        "pass": tr("The test is passed."),
        "fail": tr("The test is NOT passed."),
        "invalid": tr("Not valid: fewer than 100 nucleated cells."),
        "no limit": tr("No pass limit is set in the settings."),
    }[verdict]


class TrendChart(QWidget):
    """Percent located by day and stain batch, with its interval; the pass limit as a line."""

    def __init__(self, points: list[TrendPoint], limit: float | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points, self._limit = points[-30:], limit
        self.setAccessibleName(tr("Trend of the cell-location test"))
        self.setToolTip(
            "\n".join(f"{p.day}  {number_text(p.percent, 1)} %  {p.stain_batch}" for p in self._points)
        )

    def sizeHint(self) -> QSize:
        """Room for a month of tests."""
        return QSize(520, 180)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the points."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = colours()
        area = QRectF(self.rect()).adjusted(44, 12, -12, -24)
        ink, faint = QColor(c.text), QColor(c.muted)
        if not self._points:
            painter.setPen(faint)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("No valid test is recorded yet."))
            return
        limits = [] if self._limit is None else [self._limit]
        least = min([95.0, *limits, *(p.low95 for p in self._points)]) - 1
        self._scale(painter, area, least, faint)
        step = area.width() / max(1, len(self._points))
        for number, point in enumerate(self._points):
            x = area.left() + (number + 0.5) * step
            top, bottom, middle = (
                _height(area, v, least) for v in (point.high95, point.low95, point.percent)
            )
            painter.setPen(QPen(faint, 1))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            below = self._limit is not None and point.percent < self._limit
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.bad) if below else ink)
            painter.drawEllipse(QPointF(x, middle), 3.5, 3.5)
        painter.setPen(faint)
        ends = f"{self._points[0].day} – {self._points[-1].day}"
        painter.drawText(area.adjusted(0, 4, 0, 22), int(Qt.AlignmentFlag.AlignBottom), ends)

    def _scale(self, painter: QPainter, area: QRectF, least: float, faint: QColor) -> None:
        painter.setPen(faint)
        for value in (100.0, (100 + least) / 2, least):
            y = _height(area, value, least)
            painter.drawText(QPointF(2, y + 4), f"{value:.0f} %")
            painter.drawLine(QPointF(area.left() - 4, y), QPointF(area.left(), y))
        if self._limit is not None:
            y = _height(area, self._limit, least)
            painter.setPen(QPen(QColor(colours().warn), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def _height(area: QRectF, value: float, least: float) -> float:
    return area.bottom() - area.height() * (value - least) / (100 - least)
