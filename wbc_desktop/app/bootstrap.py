"""Starting the window: the order of imports, logging, the first paint, then the model."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from wbc_desktop.app.session import Session
    from wbc_desktop.app.views.main_window import MainWindow
    from wbc_desktop.core.errors import WbcError

APPLICATION = "WBC Desktop"
STARTUP_FILE_VARIABLE = "WBC_STARTUP_FILE"
"""Measurements: the time of the first paint is written into this file, and the window closes."""

WINDOW_LOG = "window.log"

_started = time.monotonic()


def has_display() -> bool:
    """Whether a window can be shown: on Linux a display server, or an explicit Qt platform."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def run(paths: Sequence[Path] = (), *, data_dir: Path | None = None) -> int:
    """Show the window until it is closed.

    Args:
        paths: Images, folders or slides to open at once.
        data_dir: Where cases and settings are kept; None: the platform's folders.

    Returns:
        The exit code.
    """
    if sys.platform == "win32":
        # torch's DLLs do not load after Qt has loaded its own runtime (pytorch issue 166628 and others).
        with suppress(ImportError):  # the installers compute without torch
            import torch  # noqa: F401
    from wbc_desktop.core.right_of_way import SHORT_MS, take_turns
    from wbc_desktop.storage.paths import find_paths

    folders = find_paths(data_dir).make()
    start_log(folders.logs)
    # The window must get a turn while a worker computes in Python: the preset is 5 ms a turn.
    sys.setswitchinterval(0.0002)
    take_turns(SHORT_MS)
    app = make_application()
    from wbc_desktop.app.session import Session

    session = Session(folders, apart=True)
    limit_images(session.settings.settings.count.max_megapixels)
    from wbc_desktop.app.translations import set_language

    set_language(session.settings.settings.window.language or "system")
    session.settings.apply_theme()
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: session.settings.apply_theme())
    window = make_window(session, folders.config / "window.ini")
    window.show()
    _after_first_paint(window, paths)
    collect_quietly(session)
    code = app.exec()
    logging.shutdown()
    return code


def show_fault(error: WbcError) -> None:
    """Show why the window cannot be opened, until the box is closed."""
    make_application()
    from PySide6.QtCore import QEventLoop

    from wbc_desktop.app.messages import show_error
    from wbc_desktop.app.translations import set_language

    set_language("system")
    box, until_closed = show_error(None, error), QEventLoop()
    box.finished.connect(until_closed.quit)
    until_closed.exec()


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The Qt application, styled; the one there is, if there is one."""
    os.environ.setdefault("QT_API", "pyside6")
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from wbc_desktop.app.resources import resource

    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication([sys.argv[0], *arguments])
    app.setApplicationName("wbc-desktop")
    app.setApplicationDisplayName(APPLICATION)
    app.setDesktopFileName("wbc-desktop")
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    return app


def collect_quietly(session: Session) -> None:
    """Look for garbage between two events; what the start and the model left is set aside."""
    from wbc_desktop.app.collecting import Collecting

    collecting = Collecting(session)
    collecting.start()
    session.counter.ready.connect(collecting.set_aside)


def make_window(session: Session, geometry: Path | None) -> MainWindow:
    """The window of a session, with the hook for unexpected faults."""
    from PySide6.QtCore import QSettings

    from wbc_desktop.app.messages import install_excepthook
    from wbc_desktop.app.views.main_window import MainWindow

    stored = QSettings(str(geometry), QSettings.Format.IniFormat) if geometry is not None else None
    window = MainWindow(session, stored)
    install_excepthook(window)
    return window


def limit_images(megapixels: float | None) -> None:
    """Set how large an image may be, for this process and those that it starts to read and count."""
    from wbc_desktop.imaging.limits import ENVIRONMENT

    if megapixels is not None:
        os.environ.setdefault(ENVIRONMENT, f"{megapixels:g}")


def start_log(folder: Path) -> None:
    """Write the window's lines into a file of the program's folder instead of the command line's."""
    from wbc_desktop.core.log import log_to

    log_to(folder / WINDOW_LOG, logging.INFO)


def _after_first_paint(window: MainWindow, paths: Sequence[Path]) -> None:
    """Do what takes time only once the window is on the screen."""
    from PySide6.QtCore import QTimer

    def begin() -> None:
        seconds = time.monotonic() - _started
        logging.getLogger(__name__).info("window shown after %.2f s", seconds)
        report = os.environ.get(STARTUP_FILE_VARIABLE)
        if report:
            Path(report).write_text(f"{seconds:.3f}\n", encoding="utf-8")
            window.close()
            return
        window.begin()
        if paths:
            window.session.open_paths(list(paths))

    QTimer.singleShot(0, window, begin)
