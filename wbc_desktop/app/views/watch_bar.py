"""The line over the pages while a folder is watched: how far the sample is, and the way to end it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from wbc_desktop.app.actions import Actions
from wbc_desktop.app.plain import plain_label
from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.watching import Watching
from wbc_desktop.app.views.action_button import ActionButton
from wbc_desktop.app.views.quiet_bar import QuietBar


class WatchBar(QFrame):
    """Hidden while no folder is watched."""

    def __init__(self, watching: Watching, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watching = watching
        self.setObjectName("card")
        self.setAccessibleName(tr("Watched folder"))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE + 4, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(2 * SPACE)
        self.text = plain_label()
        self.bar = QuietBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(220)
        self.bar.setAccessibleName(tr("Cells counted towards the target"))
        row.addWidget(self.text, 1)
        row.addWidget(self.bar)
        row.addWidget(ActionButton(actions["watch"], tr("End watching")))
        watching.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        watching = self._watching
        self.setVisible(watching.running)
        if watching.folder is None:
            return
        counted, target = watching.numbers()
        if counted == 0:
            said = tr("waiting for photographs")
        elif counted >= target:
            said = tr("{n} counted; the target of {target} is reached", n=counted, target=target)
        else:
            said = tr(
                "{n} of {target} counted, {left} to go", n=counted, target=target, left=target - counted
            )
        self.text.setText(tr("Watching {folder}", folder=watching.folder.name) + f":  {said}")
        self.bar.show_value(min(counted, target), max(target, 1))
