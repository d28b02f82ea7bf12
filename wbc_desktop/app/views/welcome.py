"""The first screen: what to do, in three lines, and where to begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wbc_desktop.app.actions import Actions
from wbc_desktop.app.theme import SPACE, theme
from wbc_desktop.app.translations import tr
from wbc_desktop.app.views.action_button import ActionButton

CASE_ROLE = Qt.ItemDataRole.UserRole
COLUMN_PX = 680
"""Width of the middle column at the system's text size."""


@dataclass(frozen=True, slots=True)
class RecentCase:
    """One line of the list of recent samples."""

    id: str
    name: str
    detail: str


class Welcome(QWidget):
    """Shown while no sample is open.

    Signals:
        case_chosen(str): The id of a recent case to open.
    """

    case_chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAccessibleName(tr("Start"))
        column = QVBoxLayout()
        column.setSpacing(2 * SPACE)
        column.addWidget(_label(tr("Count white blood cells"), "title"))
        column.addWidget(self._steps())
        column.addLayout(self._buttons(actions))
        column.addSpacing(SPACE)
        column.addWidget(self._recent(), 1)
        column.addWidget(_label(tr("For research use only. Not for use in diagnostic procedures."), "muted"))
        middle = self._middle = QWidget()
        middle.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, 5 * SPACE, 4 * SPACE, 2 * SPACE)
        row.addStretch(1)
        row.addWidget(middle, 8)
        row.addStretch(1)
        theme().changed.connect(self._fit_text)
        self._fit_text()
        self.set_recent(())

    def _fit_text(self) -> None:
        """Large text needs a wider column, or the buttons' texts would be cut."""
        self._middle.setMaximumWidth(round(COLUMN_PX * theme().text_scale))

    def set_recent(self, cases: Sequence[RecentCase]) -> None:
        """Show the recent samples, newest first."""
        self.recent.clear()
        for case in cases:
            item = QListWidgetItem(f"{case.name}\n{case.detail}")
            item.setData(CASE_ROLE, case.id)
            self.recent.addItem(item)
        self._recent_title.setVisible(bool(cases))
        self.recent.setVisible(bool(cases))
        self._drop.setVisible(not cases)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen recent sample."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.recent.currentItem():
            self._choose(self.recent.currentItem())
            return
        super().keyPressEvent(event)

    def _steps(self) -> QWidget:
        frame = QWidget()
        rows = QGridLayout(frame)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE // 2)
        rows.setColumnStretch(1, 1)
        for number, text in enumerate(
            (
                tr("Open the photographs of a smear, or a whole slide. Counting starts at once."),
                tr("Look through the cells, and put those that are wrong into the right class."),
                tr("Sign the differential and export it."),
            ),
            start=1,
        ):
            rows.addWidget(QLabel(f"{number}."), number, 0, Qt.AlignmentFlag.AlignTop)
            rows.addWidget(_label(text), number, 1)
        return frame

    def _buttons(self, actions: Actions) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for action_id, main in (("open_folder", True), ("open_files", False), ("demo", False)):
            action = actions[action_id]
            button = ActionButton(action, main=main, icon=True)
            button.setIconSize(QSize(18, 18))
            button.setMinimumHeight(38)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _recent(self) -> QWidget:
        frame = QWidget()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE // 2)
        self._recent_title = _label(tr("Recent samples"), "heading")
        self.recent = QListWidget()
        self.recent.setAccessibleName(tr("Recent samples"))
        self.recent.setSpacing(2)
        self.recent.setWordWrap(True)
        self.recent.setResizeMode(QListView.ResizeMode.Adjust)
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recent.itemActivated.connect(self._choose)
        self.recent.itemClicked.connect(self._choose)
        self._drop = QFrame()
        self._drop.setObjectName("card")
        inside = QVBoxLayout(self._drop)
        hint = _label(tr("You can also drop images, a folder or a slide anywhere in this window."), "muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(hint)
        self._drop.setMinimumHeight(110)
        rows.addWidget(self._recent_title)
        rows.addWidget(self.recent, 1)
        rows.addWidget(self._drop)
        rows.addStretch(0)
        return frame

    def _choose(self, item: QListWidgetItem) -> None:
        self.case_chosen.emit(item.data(CASE_ROLE))


def _label(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
