"""Every page and dialog of the window in turn, around a small case, for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from made_review import made_case
from PySide6.QtWidgets import QDialog, QWidget

from wbc_desktop.app.session import Session
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.core.errors import WbcError
from wbc_desktop.imaging.folder import Sample


def pages(session: Session, window: MainWindow, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """(name, widget) of each state of the window; the widget is shown while it is looked at."""
    window.show()
    yield "start", window
    case = made_case(folder / "smear A", fields=2, per_field=8)
    session.store().create(case)
    window.show_recent()
    yield "recent", window
    session.open_case(case.id)
    model = session.case
    model.choose(model.cells()[7].key)
    yield "review", window
    model.reclassify([model.cells()[0].key], "smudge_cell")
    model.remove([model.cells()[1].key])
    model.undo()
    window.tell(WbcError("The image has no pixels.", "Copy or export it again.", file="a.png"))
    yield "fault", window
    session.queue.rows.clear()
    session.queue.add([Sample("smear B", folder / "smear A", ("field_01.png",))])
    session.queue.stop()
    for page in ("page_batch", "page_history"):
        window.actions_[page].trigger()
        yield page, window
    window.actions_["page_review"].trigger()
    for dialog in _dialogs(session, window):
        dialog.show()
        yield type(dialog).__name__, dialog
        dialog.close()
        dialog.deleteLater()


def _dialogs(session: Session, window: MainWindow) -> Iterator[QDialog]:
    from wbc_desktop.app.views.about import AboutDialog, ManualDialog, ShortcutsDialog
    from wbc_desktop.app.views.calibrate_dialog import CalibrateDialog
    from wbc_desktop.app.views.export_dialog import ExportDialog
    from wbc_desktop.app.views.location_dialog import LocationDialog
    from wbc_desktop.app.views.recount_dialog import RecountDialog
    from wbc_desktop.app.views.reference_settings import ReferenceSetDialog
    from wbc_desktop.app.views.sample_dialog import SampleDialog
    from wbc_desktop.app.views.settings_dialog import SettingsDialog
    from wbc_desktop.app.views.sign_dialog import ReopenDialog, SignDialog

    case = session.case.case
    assert case is not None
    yield SettingsDialog(session, window)
    yield ReferenceSetDialog(window)
    yield SampleDialog(session, window)
    yield SignDialog(session, window)
    yield ReopenDialog(window)
    yield ExportDialog(session, [case.id], window)
    yield RecountDialog(session, window)
    yield LocationDialog(session, case, window)
    yield CalibrateDialog(session, window)
    yield ShortcutsDialog([*window.actions_, *window.view_actions.all()], window)
    yield AboutDialog(session, window)
    yield ManualDialog(window)
