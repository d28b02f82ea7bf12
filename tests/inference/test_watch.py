"""The watch: what a camera saves is counted, half-written files are waited for."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from made_fields import ColourCounter, field, save
from PIL import Image

from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.events import ImageCounted, ImageFailed, SampleFinished
from wbc_desktop.core.progress import CancelToken, Progress
from wbc_desktop.inference.watch import WatchTimes, watch_folder

FAST = WatchTimes(poll=0.05, settled=0.1, give_up=0.6)
PATIENT = WatchTimes(poll=0.05, settled=0.1, give_up=120)
LONGEST_S = 120


def _watch(folder: Path, until, times=FAST, **options) -> list:
    """Events until ``until(events)`` is true; on a machine where it never is, two minutes."""
    cancel = CancelToken()
    timer = threading.Timer(LONGEST_S, cancel.cancel)
    timer.daemon = True
    timer.start()
    events = []
    for event in watch_folder(folder, ColourCounter(), cancel=cancel, times=times, **options):
        events.append(event)
        if until(events):
            cancel.cancel()
    timer.cancel()
    return events


def _counted(events) -> list[ImageCounted]:
    return [e for e in events if isinstance(e, ImageCounted)]


def test_images_there_and_images_that_come_are_counted(tmp_path):
    save(tmp_path / "img1.png", field([0, 1]))
    later = tmp_path / "later" / "img10.png"

    def two_are_counted(events) -> bool:
        if len(_counted(events)) == 1 and not later.exists():
            save(later, field([2, 3, 4]))
        return len(_counted(events)) == 2

    events = _watch(tmp_path, two_are_counted, target=7)
    one, two = _counted(events)
    assert (one.sample, one.image, len(one.cells)) == (tmp_path.name, "img1.png", 2)
    assert (two.sample, two.image, len(two.cells)) == ("later", "later/img10.png", 3)
    told = [e.text for e in events if isinstance(e, Progress)]
    assert any(text.startswith("2 of 7, 5 to go") for text in told)
    assert {e.sample for e in events if isinstance(e, SampleFinished)} == {tmp_path.name, "later"}


def test_a_half_written_file_is_waited_for(tmp_path):
    buffer = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 20, (300, 400, 3))
    noisy = np.clip(field([0, 1, 2], 400, 300) - noise, 0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(buffer, "PNG")
    whole = buffer.getvalue()

    def write_slowly() -> None:
        with (tmp_path / "slow.png").open("wb") as stream:
            for n in range(4):
                stream.write(whole[n * len(whole) // 4 : (n + 1) * len(whole) // 4])
                stream.flush()
                time.sleep(0.3)  # longer than a file must stand still, so that it is tried too early

    threading.Thread(target=write_slowly).start()
    events = _watch(
        tmp_path, lambda es: len(_counted(es)) == 1 or any(isinstance(e, ImageFailed) for e in es), PATIENT
    )
    assert not [e for e in events if isinstance(e, ImageFailed)]
    assert len(_counted(events)[0].cells) == 3


def test_a_damaged_file_is_told_once_and_the_watch_goes_on(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 no image")
    save(tmp_path / "b.png", field([0]))
    told = []

    def some_time_after_it_was_told(events) -> bool:
        if not told and _counted(events) and any(isinstance(e, ImageFailed) for e in events):
            told.append(time.monotonic())
        return bool(told) and time.monotonic() > told[0] + 2

    events = _watch(tmp_path, some_time_after_it_was_told)
    assert [e.image for e in events if isinstance(e, ImageFailed)] == ["a.jpg"]
    assert len(_counted(events)) == 1


def test_it_stops_at_the_target_when_asked(tmp_path):
    for n in range(4):
        save(tmp_path / f"{n}.png", field([0, 1, 2]))
    events = _watch(tmp_path, lambda es: False, target=5, stop_at_target=True)
    assert len(_counted(events)) == 2


def test_no_folder_is_wrong_use(tmp_path):
    with pytest.raises(WrongUse):
        next(watch_folder(tmp_path / "none", ColourCounter()))


def test_a_cell_in_two_photographs_is_counted_once(tmp_path):
    rng = np.random.default_rng(0)
    scene = np.full((700, 1000, 3), 240, np.uint8)
    for _ in range(300):
        y, x, s = rng.integers(0, 680), rng.integers(0, 980), rng.integers(8, 20)
        scene[y : y + s, x : x + s] = rng.integers(150, 200)
    for x, y, colour in ((300, 300, 0), (460, 200, 1), (120, 420, 2)):
        scene[y : y + 24, x : x + 24] = field([colour])[10, 10]
    save(tmp_path / "1.png", scene[50:650, 20:720])
    save(tmp_path / "2.png", scene[90:690, 250:950])
    everything = _watch(tmp_path, lambda es: len(_counted(es)) == 2)
    assert [len(e.cells) for e in _counted(everything)] == [3, 2]
    events = _watch(tmp_path, lambda es: len(_counted(es)) == 2, once=True, target=5, stop_at_target=True)
    once = _counted(events)
    assert [len(e.cells) for e in once] == [3, 0]
    assert "1.png" in once[1].warnings[-1]
    told = [e.text for e in events if isinstance(e, Progress)]
    assert told[-1] == "3 of 5, 2 to go", "a cell that is not counted brings the target no nearer"


def test_what_was_counted_before_counts_towards_the_target(tmp_path):
    for n in range(3):
        save(tmp_path / f"{n}.png", field([0, 1, 2]))
    before = {"0.png": 137}
    events = _watch(tmp_path, lambda es: len(_counted(es)) == 2, known=lambda _, image: before.get(image))
    assert [e.image for e in _counted(events)] == ["1.png", "2.png"]
    told = [e.text for e in events if isinstance(e, Progress)]
    assert told[0].startswith("137 of 200, 63 to go")
    assert told[-1] == "143 of 200, 57 to go"


def test_command_writes_tables_and_goes_on(tmp_path):
    folder, output = tmp_path / "camera", tmp_path / "out"
    save(folder / "1.png", field([0, 1]))
    command = [sys.executable, str(Path(__file__).parents[1] / "made_fields.py"), "0", "watch", str(folder)]
    command += ["--output", str(output), "--target", "2", "--stop-at-target"]
    first = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert first.returncode == 0, first.stderr
    assert "2 of 2, 0 to go" in first.stderr
    assert (output / "cells.csv").read_text(encoding="utf-8").count("\n") == 3
    save(folder / "2.png", field([2, 3, 4]))
    again = subprocess.run([*command, "--resume"], capture_output=True, text=True, timeout=600, check=False)
    assert again.returncode == 0, again.stderr
    assert (output / "cells.csv").read_text(encoding="utf-8").count("\n") == 6
    assert "5 of 2, 0 to go" in again.stderr
