"""A button for each class, with its number of cells or its key; cells can be dropped on it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from wbc_desktop.app.class_mark import letters, on_colour
from wbc_desktop.app.theme import SPACE, class_colour, colours, theme
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.app.viewmodels.cell_table import MIME, SECTIONS, Section

DEFAULT_KEYS = {
    "neutrophil": "1",
    "eosinophil": "2",
    "basophil": "3",
    "lymphocyte": "4",
    "monocyte": "5",
    "not_counted": "0",
    "unidentified": "U",
}


class ClassButton(QAbstractButton):
    """One class: letters on its colour, and the number of its cells or else its key.

    Signals:
        cells_dropped(str): Cells were dropped on this class.
    """

    cells_dropped = Signal(str)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self.number: int | None = None
        self.key = DEFAULT_KEYS.get(label, "")
        self._lit = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for letters, and for a number below them or a key beside them."""
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance("NEU 0")
        return QSize(width + 24, metrics.height() * (2 if self.number is not None else 1) + 16)

    def minimumSizeHint(self) -> QSize:
        """Letters alone."""
        return QSize(QFontMetrics(self.font()).horizontalAdvance("NEU") + 14, self.sizeHint().height())

    def show_number(self, number: int | None) -> None:
        """Show how many cells the class has."""
        taller = (number is None) != (self.number is None)
        self.number = number
        if taller:
            self.updateGeometry()
        self.setAccessibleName(
            class_name(self.label) if number is None else f"{class_name(self.label)}: {number}"
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button."""
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        colour = class_colour(self.label)
        hot = self._lit or self.isDown()
        painter.setBrush(colour if hot else QColor(c.raised if self.underMouse() else c.panel))
        ring = QColor(c.accent) if self.hasFocus() or self._lit else QColor(c.line)
        painter.setPen(QPen(ring, 2 if self.hasFocus() or self._lit else 1))
        painter.drawRoundedRect(place, 5, 5)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        self._draw_text(painter, place, on_colour(colour) if hot else QColor(c.text))
        painter.end()

    @staticmethod
    def _widest(bold: QFont) -> float:
        """Width of the widest letters of any class."""
        return max(QFontMetrics(bold).horizontalAdvance(letters(label)) for label in SECTIONS) + 8.0

    def _draw_text(self, painter: QPainter, place: QRectF, ink: QColor) -> None:
        bold = QFont(self.font())
        bold.setBold(True)
        bold.setPointSizeF(self.font().pointSizeF() * 0.88)
        text = letters(self.label)
        height = QFontMetrics(bold).height() + 3.0
        width = max(QFontMetrics(bold).horizontalAdvance(text) + 8.0, height)
        if self.number is None:
            # Where the widest does not fit, no button of the bar shows its key; the tooltips have them.
            fits = place.width() >= self._widest(bold) + QFontMetrics(self.font()).horizontalAdvance("U") + 13
            left = 4.0 if fits else (place.width() - width) / 2
            mark = QRectF(place.left() + left, place.center().y() - height / 2, width, height)
            rest = place.adjusted(width + 6, 0, -6, 0)
            shown = self.key if fits else ""
            where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            pen = ink if self._lit or self.isDown() else QColor(colours().muted)
        else:
            mark = QRectF(place.center().x() - width / 2, place.top() + 5, width, height)
            rest = QRectF(place.left(), mark.bottom(), place.width(), place.bottom() - mark.bottom())
            shown, where, pen = str(self.number), Qt.AlignmentFlag.AlignCenter, ink
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(class_colour(self.label))
        painter.drawRoundedRect(mark, 4, 4)
        painter.setFont(bold)
        painter.setPen(on_colour(class_colour(self.label)))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(self.font())
        if QFontMetrics(self.font()).horizontalAdvance(shown) <= rest.width():
            painter.setPen(pen)
            painter.drawText(rest, where, shown)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self.update()
        super().enterEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cells."""
        if event.mimeData().hasFormat(MIME):
            self._light(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """No longer lit up."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Give the dragged cells this class."""
        self._light(False)
        event.acceptProposedAction()
        self.cells_dropped.emit(self.label)

    def _light(self, on: bool) -> None:
        self._lit = on
        self.update()


class ClassBar(QWidget):
    """All classes, in rows of ``columns`` buttons; ``tip`` is a text with ``{name}``.

    Signals:
        class_clicked(str): A class was clicked.
        cells_dropped(str): Cells were dropped on a class.
    """

    class_clicked = Signal(str)
    cells_dropped = Signal(str)

    def __init__(self, tip: str, columns: int = 7, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tip = tip
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE // 2)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self._grid, self._columns = grid, columns
        self.buttons: dict[str, ClassButton] = {}
        for place, label in enumerate((*SECTIONS[1:], SECTIONS[0])):
            button = ClassButton(label)
            button.clicked.connect(lambda _checked=False, which=label: self.class_clicked.emit(which))
            button.cells_dropped.connect(self.cells_dropped)
            button.show_number(None)
            grid.addWidget(button, place // columns, place % columns)
            self.buttons[label] = button
        self.set_keys(DEFAULT_KEYS)

    def add_button(self, button: QAbstractButton) -> None:
        """Put a further button behind the classes."""
        place = len(self.buttons)
        self._grid.addWidget(button, place // self._columns, place % self._columns)

    def set_keys(self, keys: dict[str, str]) -> None:
        """Show other keys (``{class id: key}``)."""
        for label, button in self.buttons.items():
            button.key = keys.get(label, "")
            shown = f"  ({button.key})" if button.key else ""
            button.setToolTip(tr(self._tip, name=class_name(label)) + shown)
            button.update()

    def show_sections(self, sections: list[Section]) -> None:
        """Show the number of cells of each class."""
        for section in sections:
            self.buttons[section.label].show_number(section.count)
