"""A window that counts a folder and then decides on one cell after the other, until it is killed.

``python reviewing.py FOLDER``: prints ``counted N`` and after each stored decision its number.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))


def main() -> int:
    """Count, then decide for ever."""
    from made_fields import ColourCounter
    from PySide6.QtCore import QTimer

    from wbc_desktop.app import bootstrap
    from wbc_desktop.app.session import Session
    from wbc_desktop.app.views.main_window import MainWindow
    from wbc_desktop.core.classes import FIVE_IDS
    from wbc_desktop.inference import counter
    from wbc_desktop.storage.paths import find_paths

    counter.load_counter = lambda *a, **k: ColourCounter()  # type: ignore[assignment]
    app = bootstrap.make_application()
    session = Session(find_paths().make())
    window = MainWindow(session)
    window.show()
    window.begin()
    done = 0
    timer = QTimer(interval=5)

    def decide() -> None:
        nonlocal done
        cells = session.case.cells()
        cell = cells[done % len(cells)]
        session.case.reclassify([cell.key], FIVE_IDS[done % 5])
        done += 1
        print(done, flush=True)

    def begin(_row: int) -> None:
        print(f"counted {len(session.case.cells())}", flush=True)
        timer.start()

    timer.timeout.connect(decide)
    session.queue.sample_ended.connect(begin)
    session.open_paths([Path(sys.argv[1])])
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
