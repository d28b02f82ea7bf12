"""The window: welcome, review, batch, history; menus, toolbar, status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from wbc_desktop.app.actions import Actions
from wbc_desktop.app.messages import show_error
from wbc_desktop.app.session import Session
from wbc_desktop.app.told import fault_text, told
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.differential import DifferentialViewModel
from wbc_desktop.app.viewmodels.history_text import time_text
from wbc_desktop.app.views.banner import Banner
from wbc_desktop.app.views.batch_page import BatchPage
from wbc_desktop.app.views.count_choices import CountChoices
from wbc_desktop.app.views.history_page import HistoryPage
from wbc_desktop.app.views.job_strip import JobStrip
from wbc_desktop.app.views.menus import fill_menu_bar, fill_tool_bar
from wbc_desktop.app.views.review_page import ReviewPage
from wbc_desktop.app.views.tool_bar import ToolBar
from wbc_desktop.app.views.view_actions import ViewActions
from wbc_desktop.app.views.watch_bar import WatchBar
from wbc_desktop.app.views.welcome import RecentCase, Welcome
from wbc_desktop.app.views.window_commands import WindowCommands, open_in_files
from wbc_desktop.core.errors import WbcError

if TYPE_CHECKING:
    from wbc_desktop.imaging.folder import Sample
    from wbc_desktop.inference.check import Verdict
    from wbc_desktop.storage.case_store import CaseSummary

REVIEW, BATCH, HISTORY = range(3)
RECENT = 30
GOOD_NEWS_MS = 8000


class MainWindow(QMainWindow):
    """The program's one window."""

    def __init__(self, session: Session, geometry: QSettings | None = None) -> None:
        super().__init__()
        self.session = session
        self._geometry = geometry
        self._said = ""
        self.setAcceptDrops(True)
        self.actions_ = Actions(self)
        self.actions_.set_class_keys(session.settings.keys)
        self.view_actions = ViewActions(self)
        self.differential = DifferentialViewModel(session.case, session.settings, self)
        self._make_pages()
        self._make_bars()
        self.commands = WindowCommands(self)
        self._connect()
        self._restore()
        self.show_welcome()
        self._show_title()

    def _make_pages(self) -> None:
        session = self.session
        self.banner = Banner()
        self.welcome = Welcome(self.actions_)
        self.review = ReviewPage(session, self.differential, self.actions_, self.view_actions)
        self.batch = BatchPage(session.queue, self.actions_)
        self.history = HistoryPage(session.case)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for page, action_id in (
            (self.review, "page_review"),
            (self.batch, "page_batch"),
            (self.history, "page_history"),
        ):
            self.tabs.addTab(page, self.actions_[action_id].text().replace("&", ""))
            self.tabs.setTabToolTip(self.tabs.count() - 1, self.actions_[action_id].toolTip())
        self.tabs.tabBar().setAccessibleName(tr("Pages"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.welcome)
        self.stack.addWidget(self.tabs)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(WatchBar(session.watching, self.actions_))
        column.addWidget(self.stack, 1)
        self.setCentralWidget(middle)

    def _make_bars(self) -> None:
        fill_menu_bar(self.menuBar(), self.actions_, self.view_actions)
        self.tool_bar = ToolBar(tr("Tools"))
        self.addToolBar(self.tool_bar)
        self.tool_bar.setObjectName("tools")
        self.tool_bar.setMovable(False)
        self.tool_bar.setIconSize(QSize(20, 20))
        self.choices = CountChoices(self.session)
        fill_tool_bar(self.tool_bar, self.actions_, self.choices)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        research = QLabel(tr("For research use only"))
        research.setObjectName("muted")
        research.setToolTip(tr("Not for use in diagnostic procedures."))
        bar.addPermanentWidget(JobStrip(self.session.jobs))
        self.user = QLabel()
        self.user.setObjectName("muted")
        bar.addPermanentWidget(self.user)
        bar.addPermanentWidget(research)

    def _connect(self) -> None:
        session = self.session
        session.failed.connect(self.tell)
        session.one_failed.connect(lambda error: self.banner.tell("bad", fault_text(error)))
        session.batch_opened.connect(self.show_batch)
        session.sample_opened.connect(self.show_review)
        session.microscope.judged.connect(self._on_judged)
        session.case.case_opened.connect(self.banner.hide)
        session.exported.connect(self._on_exported)
        session.queue.sample_ended.connect(self._on_sample_ended)
        session.restored.connect(self._on_restored)
        session.incomplete.connect(self._on_incomplete)
        session.resumed.connect(self._on_resumed)
        session.batch_restored.connect(self._on_batch_restored)
        session.recent_changed.connect(self._on_recent)
        session.counter.changed.connect(self._on_counter)
        session.settings.changed.connect(self._on_settings)
        session.case.case_opened.connect(self._show_title)
        session.case.state_changed.connect(self._show_title)
        session.case.weighed.connect(self._on_weighed)
        self.batch.row_opened.connect(session.open_row)
        self.history.cells_wanted.connect(self.review.show_cells)
        self.history.cells_wanted.connect(lambda _keys: self.show_review())
        self.batch.export_wanted.connect(self.commands.export_all)
        self.welcome.case_chosen.connect(session.open_recent)

    # pages -------------------------------------------------------------------

    def show_welcome(self) -> None:
        """Show the first screen."""
        if self.isVisible():  # at the start ``begin`` fills the list, after the first paint
            self.show_recent()
        self.stack.setCurrentWidget(self.welcome)
        self.tool_bar.setVisible(False)

    def show_review(self) -> None:
        """Show the open sample's cells."""
        self._show_tab(REVIEW)
        self.review.setFocus()

    def show_batch(self) -> None:
        """Show the batch table."""
        self._show_tab(BATCH)

    def show_history(self) -> None:
        """Show the open sample's history."""
        self._show_tab(HISTORY)

    def _show_tab(self, page: int) -> None:
        self.stack.setCurrentWidget(self.tabs)
        self.tool_bar.setVisible(True)
        self.tabs.setCurrentIndex(page)

    def begin(self) -> None:
        """Load the model and the list of recent samples; called once the window is on the screen."""
        self.session.load_counter()
        self.show_recent()
        if self.session.settings.notice:
            self.banner.tell("warn", told(self.session.settings.notice))

    def _on_recent(self) -> None:
        if self.stack.currentWidget() is self.welcome:  # else it is filled when it is shown
            self.show_recent()

    def show_recent(self) -> None:
        """Fill the list of recent samples."""
        try:
            stored = [c for c in self.session.store().list() if c.images][:RECENT]
        except WbcError as error:
            self.banner.tell("bad", fault_text(error))
            return
        self.welcome.set_recent([recent_case(c) for c in stored])

    # messages ------------------------------------------------------------------

    def tell(self, error: WbcError) -> None:
        """Tell a fault in words."""
        show_error(self, error)

    def _on_exported(self, folder: Path, files: int) -> None:
        text = tr("{n} files were written into {folder}.", n=files, folder=str(folder))
        self.banner.tell("good", text, tr("Show"), lambda: open_in_files(folder))

    def _on_counter(self) -> None:
        error = self.session.counter.error
        if error is not None:
            self.banner.tell("bad", fault_text(error), tr("Settings…"), self.commands.settings)

    def _on_judged(self, verdict: Verdict) -> None:
        level = {"green": "good", "amber": "warn", "red": "bad"}[str(verdict.level)]
        if level == "good":
            # No banner: it would push the cells down, and up again, under the hand that reviews them.
            text = tr("Microscope check: the images are in the range that the model knows.")
            self._say(text)
        else:
            causes = " ".join(told(cause.text) for cause in verdict.causes)
            text = tr("Microscope check: {causes}", causes=causes)
            self.banner.tell(level, text, tr("Adapt the model…"), self.actions_["calibrate"].trigger)

    def _say(self, text: str) -> None:
        """Good news at the bottom; other good news that is still there is not taken from under one's eyes."""
        before = self.statusBar().currentMessage()
        self._said = f"{before}  {text}" if before and before == self._said else text
        self.statusBar().showMessage(self._said, GOOD_NEWS_MS)

    def _on_weighed(self, changed: int, cells: int) -> None:
        if changed == 1:
            text = tr("1 of {cells} answers changed once all cells of the sample were known.", cells=cells)
        else:
            text = tr(
                "{n} of {cells} answers changed once all cells of the sample were known.",
                n=changed,
                cells=cells,
            )
        self._say(text)

    def _on_sample_ended(self, number: int) -> None:
        row, case = self.session.queue.rows[number], self.session.case
        if case.case is None or case.case.id != row.case_id or row.fault is None or row.state == "failed":
            return
        name, why = case.faults()[-1]
        n = len(case.faults())
        self.banner.tell("warn", tr("{n} not counted, such as {name}: {why}", n=n, name=name, why=told(why)))

    def _on_incomplete(self, rest: Sample) -> None:
        n = len(rest.images)
        if n == 1:
            text = tr("This is the saved review; 1 image of its folder is not counted.")
        else:
            text = tr("This is the saved review; {n} images of its folder are not counted.", n=n)
        self.banner.tell("warn", text, tr("Count them"), lambda: self.session.count_rest(rest))

    def _on_resumed(self, rest: Sample) -> None:
        n, known = len(rest.images), {image.name for image in self.session.case.images()}
        if known.issuperset(rest.images):
            text = tr("The stopped count of this slide goes on.")
        elif n == 1:
            text = tr("The stopped count of this sample goes on: 1 image is left.")
        else:
            text = tr("The stopped count of this sample goes on: {n} images are left.", n=n)
        self.banner.tell("info", text, tr("Stop"), self.session.queue.stop)

    def _on_batch_restored(self, rows: list[int]) -> None:
        n = len(rows)
        if n == 1:
            text = tr("1 of these samples was counted before: its saved review is kept.")
        else:
            text = tr("{n} of these samples were counted before: their saved reviews are kept.", n=n)
        self.banner.tell("info", text, tr("Count them again"), lambda: self.session.queue.count_anew(rows))

    def _on_restored(self, text: str) -> None:
        self.banner.tell("info", text, tr("Count again…"), self.commands.recount)

    def _show_title(self) -> None:
        case = self.session.case
        state = f" ({tr('signed')})" if case.signed else ""
        self.setWindowTitle(f"{case.name}{state} — WBC Desktop" if case.is_open else "WBC Desktop")
        self.user.setText(tr("User: {name}", name=self.session.settings.user))

    def _on_settings(self) -> None:
        self.session.settings.apply_theme()
        self.actions_.set_class_keys(self.session.settings.keys)
        self._show_title()

    # drag and drop ---------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.session.open_paths(paths)

    # geometry and closing ----------------------------------------------------------

    def _restore(self) -> None:
        self.resize(1440, 900)
        screen = self.screen()
        if screen is not None:
            self.resize(self.size().boundedTo(screen.availableSize()))
        if self._geometry is not None:
            stored = self._geometry.value("window")
            if isinstance(stored, QByteArray):
                self.restoreGeometry(stored)
            self.review.restore(self._geometry.value("review"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs; every decision is stored already."""
        if self._geometry is not None:
            self._geometry.setValue("window", self.saveGeometry())
            self._geometry.setValue("review", self.review.state())
        self.review.close_readers()
        self.session.close()
        event.accept()


def recent_case(case: CaseSummary) -> RecentCase:
    """A stored case as a line of the first screen."""
    state = {
        "final": tr("signed"),
        "amended": tr("signed again"),
    }.get(case.status) or (
        tr("{n} of {total} cells to review", n=case.unreviewed, total=case.cells)
        if case.unreviewed
        else tr("reviewed, not signed")
    )
    cells = tr("{n} cells counted in {images} images", n=case.counted, images=case.images)
    return RecentCase(
        case.id, case.sample, "  ·  ".join((time_text(case.changed_at, seconds=False), cells, state))
    )
