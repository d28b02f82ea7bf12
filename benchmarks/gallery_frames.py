"""How fast the gallery opens and scrolls, and how long a frame of the viewer takes.

A case of 10,000 cells on synthetic fields is opened in the real widgets; time is taken from
``open`` to the first frame, and over each frame of a scroll, a pan and a zoom.

    xvfb-run -a -s "-screen 0 1700x1000x24" python benchmarks/gallery_frames.py --cells 10000
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QWidget

from wbc_desktop.app.theme import theme
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.views.review_desk import ReviewDesk
from wbc_desktop.core.case import AddImage, Case, CaseImage
from wbc_desktop.core.cell import Cell, CellMask, Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box

PER_FIELD = 200
SIZE = (2592, 1944)


def synthetic_case(folder: Path, cells: int) -> Case:
    """Fields with 200 cells each, as a five-megapixel camera would give them."""
    rng = np.random.default_rng(5)
    case = Case(Case.new_id(), "benchmark", str(folder))
    texture = rng.integers(150, 230, (SIZE[1] // 4, SIZE[0] // 4, 3), dtype=np.uint8)
    field = Image.fromarray(texture).resize(SIZE, Image.Resampling.BICUBIC)
    rows, columns = np.mgrid[:60, :60]
    far = np.hypot(rows - 29.5, columns - 29.5)
    labels = ((far < 29).astype(np.uint8) + (far < 15).astype(np.uint8)).astype(np.uint8)
    for number in range(cells // PER_FIELD):
        name = f"field_{number:04d}.jpg"
        field.save(folder / name, quality=85)
        found = []
        for i in range(PER_FIELD):
            x, y = 40 + (i % 20) * 125, 40 + (i // 20) * 185
            shares = rng.dirichlet(np.full(5, 0.25))
            best = int(shares.argmax())
            label = FIVE_IDS[best] if shares[best] > 0.6 else "unidentified"
            values = tuple(float(s) for s in shares)
            prediction = Prediction(label, FIVE_IDS[best], float(shares[best]), values)  # type: ignore[arg-type]
            box = Box(x, y, 90, 90)
            found.append(Cell(name, i + 1, box, CellMask(labels.copy(), box), prediction))
        case.apply(AddImage(CaseImage(name, *SIZE, "field"), tuple(found)), user="benchmark")
    return case


def frame_ms(widget: QWidget) -> None:
    """Paint a widget now."""
    widget.repaint()


class Clock:
    """Time of steps: by the wall, and of the main thread alone (the same on a busy machine)."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.main: list[float] = []

    def step(self, work: Callable[[], object]) -> None:
        """Carry one step out and take its time."""
        wall, main = time.perf_counter(), time.thread_time()
        work()
        self.wall.append(1000 * (time.perf_counter() - wall))
        self.main.append(1000 * (time.thread_time() - main))

    def figures(self) -> dict[str, float]:
        """Milliseconds."""
        return {
            "main_thread_median_ms": round(float(np.median(self.main)), 2),
            "main_thread_p95_ms": round(float(np.percentile(self.main, 95)), 2),
            "main_thread_max_ms": round(max(self.main), 2),
            "wall_median_ms": round(float(np.median(self.wall)), 2),
            "wall_p95_ms": round(float(np.percentile(self.wall, 95)), 2),
            "main_thread_share_within_a_frame": round(float(np.mean(np.array(self.main) <= 1000 / 60)), 4),
        }


def frames(widget: QWidget, steps: int, move: Callable[[int], object]) -> dict[str, float]:
    """Frame times while ``move`` is called for each step; a frame is moving, painting and all
    that has arrived meanwhile."""
    clock = Clock()
    for step in range(steps):

        def frame(step: int = step) -> None:
            move(step)
            frame_ms(widget)
            QApplication.processEvents()

        clock.step(frame)
        time.sleep(max(0.0, 1 / 60 - clock.wall[-1] / 1000))
    return clock.figures()


def settle(desk: ReviewDesk, seconds: float = 60) -> None:
    """Let the readers finish."""
    app = QApplication.instance()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        app.processEvents()  # type: ignore[union-attr]
        time.sleep(0.01)
        if not (desk.thumbnails.busy or desk.field.tiles.busy):
            return


def measure(folder: Path, cells: int) -> dict[str, object]:
    """All figures of one run."""
    case = synthetic_case(folder, cells)
    theme().apply(mode="light", text_scale=1.0, class_colours={})
    model = CaseViewModel()
    model.user = "benchmark"
    desk = ReviewDesk(model)
    desk.resize(1600, 960)
    desk.show()
    QApplication.processEvents()
    view = desk.gallery.gallery
    start, main = time.perf_counter(), time.thread_time()
    model.open(case, None)
    frame_ms(desk)
    opened_s, opened_main_s = time.perf_counter() - start, time.thread_time() - main
    start = time.perf_counter()
    while desk.thumbnails.get(desk.table.cells[0].key) is None and time.perf_counter() - start < 30:
        QApplication.processEvents()
        time.sleep(0.002)
    first_s = time.perf_counter() - start
    settle(desk)
    bar = view.verticalScrollBar()
    result: dict[str, object] = {
        "cells": len(desk.table.cells),
        "platform": f"{platform.system()} {platform.machine()}, Qt platform {QApplication.platformName()}",
        "load_average": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "open_to_first_frame_s": round(opened_s, 3),
        "open_to_first_frame_main_thread_s": round(opened_main_s, 3),
        "first_thumbnail_s": round(first_s, 3),
        "scroll_new_cells": frames(view.viewport(), 240, lambda i: bar.setValue(40 * i)),
        "scroll_seen_cells": frames(view.viewport(), 240, lambda i: bar.setValue(40 * (240 - i))),
        "scroll_whole_length": frames(view.viewport(), 120, lambda i: bar.setValue(bar.maximum() * i // 119)),
    }
    settle(desk)
    field = desk.field.view
    desk.field.options.set("nucleus", True)
    desk.field.options.set("boxes", True)
    port = field.viewport()
    for _ in range(60):
        frame_ms(port)
        QApplication.processEvents()
    settle(desk)
    result["viewer_zoom_200_cells"] = frames(port, 60, lambda _i: field.zoom.by(1.04, glide=False))
    result["viewer_pan"] = frames(port, 120, lambda i: field.zoom.pan(-6 if i < 60 else 6, 3))
    field.fit()
    keys = [c.key for c in desk.table.cells[:200]]
    decide = Clock()
    for key in keys:
        model.choose(key)

        def decision() -> None:
            desk.flow.assign("lymphocyte")
            frame_ms(view.viewport())

        decide.step(decision)
        QApplication.processEvents()
    result["decision_to_next_frame"] = decide.figures()
    result["thumbnail_cache_mb"] = round(desk.thumbnails.cached_bytes / 1e6, 1)
    field.zoom.centre(QPointF(0, 0))
    desk.close_readers()
    desk.close()
    return result


def main() -> None:
    """Run and print as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000)
    arguments = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), arguments.cells), indent=2))
    del app


if __name__ == "__main__":
    main()
