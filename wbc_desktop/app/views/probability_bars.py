"""The five probabilities of a cell as bars."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wbc_desktop.app.class_mark import percent
from wbc_desktop.app.theme import class_colour, colours, theme
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.core.cell import Prediction
from wbc_desktop.core.classes import FIVE_IDS

SHORTEST_BAR = 30
"""Pixels that long names leave to a bar."""


class ProbabilityBars(QWidget):
    """One bar per class, and one for "none of the five" where the model says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, str, float]] = []
        self._best = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Probabilities"))
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Six lines."""
        return QSize(220, self._line() * 6)

    def _line(self) -> int:
        return QFontMetrics(self.font()).height() + 3

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Show the model's probabilities; None: nothing."""
        self._rows, self._best = [], ""
        if prediction is not None:
            self._best = prediction.best_class
            # Of all that it may be, as the confidence is: the six lines add to 100 %.
            five = 1.0 - prediction.other
            pairs = zip(FIVE_IDS, prediction.probabilities, strict=True)
            self._rows = [(label, class_name(label), five * share) for label, share in pairs]
            self._rows.append(("not_counted", tr("None of the five"), prediction.other))
        self.setAccessibleDescription(", ".join(f"{name} {percent(share)}" for _, name, share in self._rows))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, bars and percentages."""
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(self.font())
        heavy = QFont(self.font())
        heavy.setBold(True)  # as the best class is written
        height = self._line()
        names = (
            max((QFontMetrics(heavy).horizontalAdvance(name) for _, name, _ in self._rows), default=0) + 14
        )
        numbers = metrics.horizontalAdvance("99.9 %") + 6
        names = min(names, max(self.width() - numbers - SHORTEST_BAR, self.width() // 3))
        for line, (label, name, share) in enumerate(self._rows):
            y = line * height
            bold = QFont(self.font())
            bold.setBold(label == self._best)
            painter.setFont(bold)
            painter.setPen(QColor(c.text if label == self._best else c.muted))
            text = QFontMetrics(bold).elidedText(name, Qt.TextElideMode.ElideRight, names - 6)
            painter.drawText(QRect(0, y, names, height), Qt.AlignmentFlag.AlignVCenter, text)
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRect(0, y, self.width(), height), right, percent(share))
            bar = QRectF(names, y + 6, max(self.width() - names - numbers, 10), height - 12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.raised))
            painter.drawRoundedRect(bar, 3, 3)
            bar.setWidth(bar.width() * min(max(share, 0.0), 1.0))
            if bar.width() >= 1:
                painter.setBrush(class_colour(label))
                painter.drawRoundedRect(bar, min(3, bar.width() / 2), 3)
        painter.end()
