"""A scripted walk through the window, as a technician would go, with a picture at each station.

    xvfb-run -s "-screen 0 1440x900x24" python tests/gui/walk.py FOLDER --output DIR [--images N]
    xvfb-run -s "-screen 0 1440x900x24" python tests/gui/walk.py --demo --output docs/manual/pictures

Opens the folder, counts, toggles masks, corrects five cells (three by key, two by drag), undoes
two, adds a missed one, confirms, signs, exports. Each station is checked; the walk ends with an
error where the program did not do what was asked, or, with ``--language de``, where a text is
English. Needs ``xdotool`` for the drags. Pictures of real images stay out of the repository; those
of the manual are made with ``--demo``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from spoken import english_texts

from wbc_desktop.app import bootstrap
from wbc_desktop.app.session import Session
from wbc_desktop.app.translations import LANGUAGES, set_language
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.core.errors import WbcError
from wbc_desktop.storage.paths import find_paths


class Walk:
    """The window, its pictures, and small steps."""

    def __init__(self, home: Path, output: Path, small: bool, language: str = "en") -> None:
        os.environ["WBC_HOME"] = str(home)
        self.app: QApplication = bootstrap.make_application()
        self.session = Session(find_paths().make(), apart=True)
        self.language = set_language(language)
        self.session.settings.change(lambda s: setattr(s.laboratory, "user", "Ana Ruiz"))
        self.session.settings.change(lambda s: setattr(s.laboratory, "reference_set", REFERENCE))
        self.session.settings.apply_theme()
        self.faults: list[WbcError] = []
        self.session.failed.connect(self.faults.append)
        self.window: MainWindow = bootstrap.make_window(self.session, None)
        self.output, self.small, self.number = output, small, 0
        output.mkdir(parents=True, exist_ok=True)
        self.window.resize(1440, 900)
        self.window.move(0, 0)
        self.window.show()
        self.spin(0.5)
        # There is no window manager that would give the keyboard to the window.
        subprocess.run(["xdotool", "windowfocus", str(int(self.window.winId()))], check=True)
        self.window.begin()

    @property
    def case(self) -> CaseViewModel:
        """The open case's view model."""
        return self.session.case

    def spin(self, seconds: float = 0.4) -> None:
        """Let the window work."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def until(self, condition: Callable[[], bool], what: str, seconds: float = 600) -> None:
        """Wait for something."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise SystemExit(f"walk: waited in vain until {what}")
            self.spin(0.05)

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture of the window or of a dialog."""
        self.spin()
        self.number += 1
        path = self.output / f"{self.number:02d}-{name}.{'jpg' if self.small else 'png'}"
        picture = (widget or self.window).grab()
        if self.small and picture.width() > WIDTH:
            picture = picture.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
        picture.save(str(path), quality=72 if self.small else -1)
        if self.language != "en":
            english = english_texts(widget or self.window)
            check(not english, f"on {name} there is English: {english}")
        print(path)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.app.focusWidget() or self.window, key, modifier)
        self.spin(0.2)

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Drag with the mouse, by a program outside of this one."""
        steps = ["mousemove", str(start.x()), str(start.y()), "sleep", "0.3", "mousedown", "1"]
        for part in range(1, 6):
            x = start.x() + (end.x() - start.x()) * part // 5
            y = start.y() + (end.y() - start.y()) * part // 5
            steps += ["sleep", "0.2", "mousemove", str(x), str(y)]
        steps += ["sleep", "0.4", "mouseup", "1"]
        with subprocess.Popen(["xdotool", *steps]) as mouse:
            self.until(lambda: mouse.poll() is not None, "the mouse came to rest", 60)
        self.spin(0.5)

    def dialog(self, kind: type[QWidget], do: Callable[[QWidget], None], action: str) -> None:
        """Trigger an action that opens a dialog, and do something with the dialog."""
        from PySide6.QtCore import QTimer

        def handle() -> None:
            found = [w for w in self.app.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
            if not found:
                QTimer.singleShot(100, handle)
                return
            do(found[0])

        QTimer.singleShot(200, handle)
        self.window.actions_[action].trigger()
        self.spin()


REFERENCE = "Relative, exercisereports 2007"
WIDTH = 1000
"""Of the pictures of the manual."""


def check(condition: object, what: str) -> None:
    """End the walk where something is not as asked."""
    if not condition:
        raise SystemExit(f"walk: {what}")


def walk(steps: Walk, paths: list[Path], results: Path) -> None:
    """The whole way."""
    steps.spin(1)
    steps.picture("start")
    open_and_count(steps, paths)
    look(steps)
    correct(steps)
    add_missed(steps)
    finish(steps, results)
    pages(steps)


def open_and_count(steps: Walk, paths: list[Path]) -> None:
    """Open, and watch the count."""
    session, case = steps.session, steps.case
    steps.until(lambda: session.counter.counter is not None or session.counter.error is not None, "models")
    check(session.counter.error is None, f"the model does not load: {session.counter.error}")
    if paths:
        session.open_paths(paths)
    else:
        session.open_demo()
    steps.until(lambda: len(case.images()) >= 3, "three images are counted")
    steps.picture("counting")
    steps.until(lambda: not session.queue.running and not session.jobs.running, "all is counted")
    check(len(case.cells()) > 10, "hardly any cell was found")
    steps.spin(2)
    steps.picture("counted")


def look(steps: Walk) -> None:
    """Next uncertain cell, masks on and off."""
    steps.window.review.setFocus()
    steps.key(Qt.Key.Key_N)
    check(steps.case.current is not None, "N chose no cell")
    steps.spin(1)
    steps.picture("uncertain-cell")
    options = steps.window.review.field.options
    before = options.get("nucleus")
    steps.key(Qt.Key.Key_M)
    check(options.get("nucleus") != before, "M did not toggle the nucleus masks")
    steps.key(Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    steps.picture("masks")
    steps.key(Qt.Key.Key_M)
    steps.key(Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)


def correct(steps: Walk) -> None:
    """Five cells get another class, three by key and two by drag; two are undone."""
    case, review = steps.case, steps.window.review
    made = len(case.history())
    review.setFocus()
    for key, label in (
        (Qt.Key.Key_4, "lymphocyte"),
        (Qt.Key.Key_5, "monocyte"),
        (Qt.Key.Key_2, "eosinophil"),
    ):
        steps.key(Qt.Key.Key_N)
        cell = case.current
        steps.key(key)
        check(case.cell(cell).label == label, f"the key for {label} did nothing")
    gallery = review.gallery.gallery
    for target in ("basophil", "monocyte"):
        key = next(c.key for c in review.table.cells if c.label not in (target, "unidentified"))
        case.choose(key)
        for attempt in range(3):
            steps.spin(1.0 + attempt)
            index = review.table.index(review.table.row_of(key), 0)
            start = gallery.viewport().mapToGlobal(gallery.visualRect(index).center())
            button = review.gallery.class_bar.buttons[target]
            steps.drag(start, button.mapToGlobal(button.rect().center()))
            if case.cell(key).label == target:
                break
            print(f"drag to {target}: attempt {attempt + 1} was too quick for this machine")
        check(case.cell(key).label == target, f"the drag to {target} did nothing")
    check(len(case.history()) == made + 5, "not five corrections")
    steps.picture("corrected")
    steps.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    steps.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    check(case.can_redo, "undo did nothing")
    check(case.cell(key).review is None, "the last drag was not undone")


def add_missed(steps: Walk) -> None:
    """Take a cell out and add it again by a click in the field."""
    case, review = steps.case, steps.window.review
    cell = next(c for c in case.cells() if c.review is None and c.mask is not None)
    case.choose(cell.key)
    steps.spin(1)
    steps.key(Qt.Key.Key_Delete)
    check(case.cell(cell.key) is None, "Delete did nothing")
    case.show_image(cell.image)
    steps.spin(1)
    steps.key(Qt.Key.Key_A)
    view = review.field.view
    check(view.add_mode, "A did not switch to adding")
    place = view.mapFromScene(*cell.box.centre)
    number = len(case.cells())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    steps.until(lambda: len(case.cells()) == number + 1, "the cell is added", 60)
    added = case.cell(case.current)
    check(added.added and added.prediction is not None, "the added cell has no answer of the model")
    print(f"added again with IoU {added.box.iou(cell.box):.2f}, {added.prediction.label}")
    steps.key(Qt.Key.Key_A)
    check(not view.add_mode, "A did not end adding")
    steps.spin(1)
    steps.picture("added")


def finish(steps: Walk, results: Path) -> None:
    """Decide on what is unidentified, confirm the rest, sign, export."""
    from wbc_desktop.app.views.export_dialog import ExportDialog
    from wbc_desktop.app.views.sign_dialog import SignDialog

    case = steps.case
    unknown = [c.key for c in case.cells() if c.label == "unidentified"]
    if unknown:
        case.reclassify(unknown, "not_counted")

    def confirm(box: QWidget) -> None:
        assert isinstance(box, QMessageBox)
        steps.picture("confirm-others", box)
        next(b for b in box.buttons() if box.buttonRole(b) is QMessageBox.ButtonRole.AcceptRole).click()

    steps.dialog(QMessageBox, confirm, "accept_rest")
    check(not case.unreviewed(), "some cells are not reviewed")

    def sign(dialog: QWidget) -> None:
        assert isinstance(dialog, SignDialog)
        german = steps.language == "de"
        dialog._comment.setPlainText(
            "Alle Felder eines Ausstrichs." if german else "All fields of one smear."
        )
        steps.picture("sign", dialog)
        dialog.accept_button.click()

    steps.dialog(SignDialog, sign, "sign")
    check(case.signed, "it was not signed")
    steps.picture("signed")

    def export(dialog: QWidget) -> None:
        assert isinstance(dialog, ExportDialog)
        dialog.folder.setText(str(results))
        steps.picture("export", dialog)
        dialog.accept_button.click()

    steps.dialog(ExportDialog, export, "export")
    steps.until(lambda: not steps.session.jobs.running, "the export is done", 120)
    check((results / "differential.csv").is_file(), "there is no differential.csv")
    check((results / "cells.csv").is_file(), "there is no cells.csv")
    steps.picture("exported")


def pages(steps: Walk) -> None:
    """History, batch, settings, dark."""
    from wbc_desktop.app.views.settings_dialog import SettingsDialog

    steps.window.actions_["page_history"].trigger()
    steps.picture("history")
    steps.window.actions_["page_batch"].trigger()
    steps.picture("batch")

    def settings(dialog: QWidget) -> None:
        assert isinstance(dialog, SettingsDialog)
        dialog.tabs.setCurrentIndex(1)
        steps.picture("settings", dialog)
        dialog.reject()

    steps.dialog(SettingsDialog, settings, "settings")
    steps.window.actions_["page_review"].trigger()
    steps.session.settings.change(lambda s: setattr(s.window, "theme", "dark"))
    steps.picture("dark")
    steps.session.settings.change(lambda s: setattr(s.window, "theme", "light"))
    check(not steps.faults, f"a fault was told on the way: {steps.faults}")


def main() -> int:
    """Read the arguments and go."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--demo", action="store_true", help="the drawn smear instead of a folder")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--language", choices=sorted(LANGUAGES), default="en")
    parser.add_argument("--images", type=int, default=40, help="how many images of the folder")
    args = parser.parse_args()
    if not args.demo and args.folder is None:
        parser.error("name a folder, or --demo")
    with tempfile.TemporaryDirectory() as scratch:
        paths = []
        if not args.demo:
            chosen = Path(scratch) / f"{args.folder.name}"
            chosen.mkdir()
            images = sorted(p for p in args.folder.iterdir() if p.suffix.lower() in (".jpg", ".png", ".tif"))
            for image in images[:: max(1, len(images) // args.images)][: args.images]:
                shutil.copy(image, chosen / image.name)
            paths = [chosen]
        steps = Walk(Path(scratch) / "home", args.output, args.demo, args.language)
        walk(steps, paths, Path(scratch) / "results")
        steps.window.close()
        steps.spin(0.5)
    print("walk: done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
