"""The status bar's right end: what runs, how far it is, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from wbc_desktop.app.jobs import Job, Jobs
from wbc_desktop.app.plain import plain_label
from wbc_desktop.app.resources import icon
from wbc_desktop.app.theme import SPACE, colours, theme
from wbc_desktop.app.told import told
from wbc_desktop.app.translations import tr
from wbc_desktop.app.views.quiet_bar import QuietBar
from wbc_desktop.core.progress import Progress


class JobStrip(QWidget):
    """Shows the job that was started last; hidden while nothing runs."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._shown: Job | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self.label = plain_label()
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar = QuietBar()
        self.bar.setFixedWidth(160)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop = QToolButton()
        self.stop.setAutoRaise(True)
        self.stop.setToolTip(tr("Stop"))
        self.stop.setAccessibleName(tr("Stop"))
        self.stop.clicked.connect(self._stop)
        for widget in (self.label, self.bar, self.stop):
            row.addWidget(widget)
        jobs.changed.connect(self._choose)
        theme().changed.connect(self._colour)
        self._colour()
        self._choose()

    def _choose(self) -> None:
        running = self._jobs.running
        job = running[-1] if running else None
        self.setVisible(job is not None)
        if job is self._shown:
            return
        if self._shown is not None and self._shown in running:
            self._shown.progressed.disconnect(self._on_progress)
        self._shown = job
        if job is not None:
            job.progressed.connect(self._on_progress)
            self._on_progress(job.progress)

    def _on_progress(self, progress: Progress) -> None:
        if self._shown is None:
            return
        text = told(progress.text) or self._shown.name
        if progress.total:
            text = f"{text}  {progress.done} / {progress.total}"
        self.label.setText(text)
        self.bar.show_value(progress.done, progress.total)

    def _stop(self) -> None:
        if self._shown is not None:
            self._shown.cancel()

    def _colour(self) -> None:
        self.stop.setIcon(icon("stop", colours().text, colours().line))
        self.stop.setIconSize(QSize(16, 16))
