"""What each action of the window does, and when it can be done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from wbc_desktop.app.messages import confirm, show_error
from wbc_desktop.app.translations import tr
from wbc_desktop.app.views.laboratory import LaboratoryCommands
from wbc_desktop.core.errors import WbcError

if TYPE_CHECKING:
    from wbc_desktop.app.views.main_window import MainWindow


class WindowCommands(QObject):
    """Connects the actions; made once by the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._case = window.session.case
        self._actions = window.actions_
        self._laboratory = LaboratoryCommands(window)
        self._connect()
        case, queue = self._case, self._session.queue
        for signal in (
            case.case_opened,
            case.state_changed,
            case.history_changed,
            case.selection_changed,
            case.current_changed,
            queue.state_changed,
            self._session.counter.changed,
        ):
            signal.connect(self.update_states)
        self.update_states()

    def _connect(self) -> None:
        window, session, flow = self._window, self._session, self._window.review.flow
        for action_id, do in {
            "open_files": self.open_files,
            "open_folder": self.open_folder,
            "demo": session.open_demo,
            "watch": self.watch,
            "close_case": self.close_case,
            "export": self.export,
            "copy_table": self.copy_table,
            "settings": self.settings,
            "quit": window.close,
            "undo": self._case.undo,
            "redo": self._case.redo,
            "select_all": self.select_all,
            "select_class": self.select_class,
            "accept": flow.accept,
            "accept_rest": self.accept_rest,
            "next_uncertain": self.next_uncertain,
            "remove": flow.remove,
            "next_image": window.review.field.next_image,
            "previous_image": window.review.field.previous_image,
            "page_review": window.show_review,
            "page_batch": window.show_batch,
            "page_history": window.show_history,
            "recount": self.recount,
            "stop": session.queue.stop,
            "sample_data": self.sample_data,
            "sign": self.sign,
            "reopen": self.reopen,
            "manual": self.manual,
            "shortcuts": self.shortcuts,
            "diagnostics": self.diagnostics,
            "about": self.about,
        }.items():
            self._actions[action_id].triggered.connect(lambda _checked=False, do=do: do())
        self._actions["full_screen"].toggled.connect(self._full_screen)
        for action in self._actions.class_actions():
            action.triggered.connect(self._assign)

    def _assign(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._window.review.flow.assign(action.data())

    def update_states(self) -> None:
        """Enable what can be done now."""
        case = self._case
        editable = case.is_open and not case.read_only
        chosen = editable and bool(case.selection or case.current)
        self._actions.enable(
            close_case=case.is_open,
            export=case.is_open,
            copy_table=case.is_open,
            undo=case.can_undo,
            redo=case.can_redo,
            select_all=case.is_open,
            select_class=case.current is not None,
            accept=chosen,
            accept_rest=editable and not case.counting,
            next_uncertain=case.is_open,
            remove=chosen,
            next_image=case.is_open,
            previous_image=case.is_open,
            page_review=case.is_open,
            page_history=case.is_open,
            recount=case.is_open and not case.counting,
            stop=self._session.queue.running,
            sample_data=case.is_open and not case.signed,
            sign=editable and not case.counting,
            reopen=case.signed,
        )
        self._laboratory.update_states()
        for action in self._actions.class_actions():
            action.setEnabled(chosen)

    # opening -------------------------------------------------------------------

    def open_files(self) -> None:
        """Ask for images or slides."""
        kinds, everything = tr("Images and slides"), tr("All files")
        files, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Open image or slide"),
            self._last_folder(),
            f"{kinds} ({image_patterns()});;{everything} (*)",
        )
        self._session.open_paths([Path(f) for f in files])

    def open_folder(self) -> None:
        """Ask for a folder."""
        folder = QFileDialog.getExistingDirectory(self._window, tr("Open folder"), self._last_folder())
        if folder:
            self._session.open_paths([Path(folder)])

    def watch(self) -> None:
        """Ask for the folder that the camera program saves to and watch it; end a watch that runs."""
        watching = self._session.watching
        if watching.running:
            watching.stop()
            return
        title = tr("Folder that the camera program saves to")
        folder = QFileDialog.getExistingDirectory(self._window, title, self._last_folder())
        if folder:
            watching.start(Path(folder))

    def close_case(self) -> None:
        """Go back to the first screen; a running batch goes on."""
        self._session.close_case()
        if self._session.queue.running:
            self._window.show_batch()
        else:
            self._window.show_welcome()

    def recount(self) -> None:
        """Count the open sample's images again, as a new record."""
        from wbc_desktop.app.views.recount_dialog import RecountDialog

        dialog = RecountDialog(self._session, self._window)
        if dialog.exec():
            dialog.carry_out()
        dialog.deleteLater()

    def _last_folder(self) -> str:
        recent = [Path(p) for p in self._session.settings.settings.window.recent]
        folders = [p if p.is_dir() else p.parent for p in recent]
        return next((str(p) for p in folders if p.is_dir()), str(Path.home()))

    # review ----------------------------------------------------------------------

    def select_all(self) -> None:
        """Select every cell."""
        self._case.select([c.key for c in self._case.cells()])

    def select_class(self) -> None:
        """Select all cells of the current cell's class."""
        cell = self._case.cell(self._case.current)
        if cell is not None:
            label = self._case.label_of(cell)
            self._case.select([c.key for c in self._case.cells() if self._case.label_of(c) == label])

    def next_uncertain(self) -> None:
        """Go to the cell that needs the eye most; say so where there is none."""
        if self._case.next_uncertain() is None:
            self._window.statusBar().showMessage(tr("Every cell is reviewed."), 4000)
        else:
            self._window.review.flow.next_uncertain()

    def accept_rest(self) -> None:
        """Confirm all unreviewed cells that have a class; asked first."""
        keys = [c.key for c in self._case.unreviewed() if c.label != "unidentified"]
        if not keys:
            self._window.statusBar().showMessage(tr("There is no further cell to confirm."), 4000)
            return
        question = tr("Confirm {n} cells as they are shown?", n=len(keys))
        detail = tr(
            "They count as reviewed by {user}. Unidentified cells are left for you to decide. "
            "You can undo this.",
            user=self._case.user,
        )
        if confirm(self._window, question, detail, tr("Confirm {n} cells", n=len(keys))):
            self._case.accept(keys)

    # results -----------------------------------------------------------------------

    def export(self) -> None:
        """Write the open sample's results."""
        from wbc_desktop.app.views.export_dialog import ExportDialog

        case = self._case.case
        if case is not None:
            dialog = ExportDialog(self._session, [case.id], self._window)
            dialog.exec()
            dialog.deleteLater()

    def export_all(self) -> None:
        """Write the results of all counted samples of the batch."""
        from wbc_desktop.app.views.export_dialog import ExportDialog

        rows = self._session.queue.rows
        ids = [row.case_id for row in rows if row.case_id and row.state in ("done", "stopped")]
        dialog = ExportDialog(self._session, ids, self._window)
        dialog.exec()
        dialog.deleteLater()

    def copy_table(self) -> None:
        """Copy the differential, tab separated."""
        from wbc_desktop.app.viewmodels.differential_text import table_text

        self._window.differential.refresh()
        summary = self._window.differential.summary
        if summary is not None:
            QGuiApplication.clipboard().setText(table_text(self._case.name, summary))
            self._window.statusBar().showMessage(tr("The differential is on the clipboard."), 4000)

    def sample_data(self) -> None:
        """Ask for the white cell count and the sample's data."""
        from wbc_desktop.app.views.sample_dialog import SampleDialog

        dialog = SampleDialog(self._session, self._window)
        if dialog.exec():
            self._case.set_data(dialog.data())
        dialog.deleteLater()

    def sign(self) -> None:
        """Check, then sign."""
        from wbc_desktop.app.views.sign_dialog import SignDialog

        dialog = SignDialog(self._session, self._window)
        if dialog.exec():
            self._case.sign(dialog.comment(), self._session.settings.sign_policy)
        dialog.deleteLater()

    def reopen(self) -> None:
        """Ask for the reason and re-open."""
        from wbc_desktop.app.views.sign_dialog import ReopenDialog

        dialog = ReopenDialog(self._window)
        if dialog.exec():
            self._case.reopen(dialog.reason())
        dialog.deleteLater()

    # the program -------------------------------------------------------------------

    def settings(self) -> None:
        """Show the settings."""
        from wbc_desktop.app.views.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._session, self._window)
        dialog.exec()
        dialog.deleteLater()

    def manual(self) -> None:
        """Show the manual."""
        from wbc_desktop.app.views.about import ManualDialog

        dialog = ManualDialog(self._window)
        dialog.exec()
        dialog.deleteLater()

    def shortcuts(self) -> None:
        """Show all keys."""
        from wbc_desktop.app.views.about import ShortcutsDialog

        dialog = ShortcutsDialog([*self._actions, *self._window.view_actions.all()], self._window)
        dialog.exec()
        dialog.deleteLater()

    def diagnostics(self) -> None:
        """Save what helps to find a fault, and show the folder, so that it can be read before it is sent."""
        from wbc_desktop.models.registry import model_stamps
        from wbc_desktop.storage.diagnostics import write_diagnostics

        name = str(Path(self._last_folder()) / "wbc-diagnostics.zip")
        chosen, _ = QFileDialog.getSaveFileName(self._window, tr("Save diagnostics"), name, "*.zip")
        if not chosen:
            return
        paths = self._session.paths
        try:
            target = write_diagnostics(Path(chosen), paths, model_stamps(paths.models))
        except WbcError as error:
            show_error(self._window, error)
            return
        open_in_files(target.parent)

    def about(self) -> None:
        """Show version, models and licences."""
        from wbc_desktop.app.views.about import AboutDialog

        dialog = AboutDialog(self._session, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _full_screen(self, on: bool) -> None:
        if on:
            self._window.showFullScreen()
        else:
            self._window.showNormal()


def image_patterns() -> str:
    """File patterns of everything that can be opened, both cases of letters."""
    from wbc_desktop.imaging.open import PHOTO_SUFFIXES, SLIDE_SUFFIXES

    suffixes = sorted(PHOTO_SUFFIXES | SLIDE_SUFFIXES)
    return " ".join(f"*{s} *{s.upper()}" for s in suffixes)


def open_in_files(folder: Path) -> None:
    """Show a folder in the computer's own file window."""
    from PySide6.QtCore import QUrl

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
