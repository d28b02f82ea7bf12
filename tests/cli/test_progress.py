"""What a person sees while a count runs."""

from __future__ import annotations

import io

import pytest

from wbc_desktop.cli import progress as module
from wbc_desktop.cli.progress import ProgressLine, duration, number, rate
from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.core.events import ImageCounted, ImageFailed
from wbc_desktop.core.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def feed(line: ProgressLine, clock: list[float], images: int, seconds: float) -> None:
    line.show(Progress(0, images))
    for n in range(1, images + 1):
        clock[0] += seconds
        line.show(ImageCounted("s", f"{n}.png", 10, 10, "field", ()))
        line.show(Progress(n, images))


def test_a_terminal_has_one_moving_line_with_rate_and_remaining_time(clock: list[float]) -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    feed(line, clock, 40, 0.5)
    text = stream.getvalue()
    assert "\n" not in text
    shown = text.split("\r\x1b[2K")
    assert "[############............] 20 of 40 images, 0 cells, 2.0 images/s, 10 s left" in shown
    line.close()
    assert stream.getvalue().endswith("Counted 40 images, 0 cells in 20 s (2.0 images/s).\n")


def test_elsewhere_plain_lines_now_and_then(clock: list[float]) -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    feed(line, clock, 40, 0.5)
    line.close()
    lines = stream.getvalue().splitlines()
    assert 2 <= len(lines) <= 5
    assert not any("\r" in text or "\x1b" in text for text in lines)
    assert lines[-1] == "Counted 40 images, 0 cells in 20 s (2.0 images/s)."


def test_a_resumed_run_counts_its_own_speed(clock: list[float]) -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    line.show(Progress(30, 40))
    clock[0] += 5
    line.show(Progress(35, 40))
    assert "35 of 40 images, 0 cells, 1.0 images/s, 5.0 s left" in stream.getvalue()


def test_faults_and_warnings_stay_on_the_screen(clock: list[float]) -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    line.show(Progress(0, 2))
    line.show(ImageFailed("s", "a.jpg", UnreadableImage("The file is empty.")))
    line.show(ImageCounted("s", "b.jpg", 1, 1, "field", (), warnings=("The GPU ran out of memory.",)))
    assert "a.jpg: The file is empty.\n" in stream.getvalue()
    assert "b.jpg: The GPU ran out of memory.\n" in stream.getvalue()


def test_a_warning_of_many_images_is_told_once_and_summed_up(clock: list[float]) -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    line.show(Progress(0, 9))
    for n in range(9):
        line.show(ImageCounted("s", f"{n}.jpg", 1, 1, "field", (), warnings=("The images are dark.",)))
    line.close()
    told = [text for text in stream.getvalue().splitlines() if "dark" in text]
    assert told == ["0.jpg: The images are dark.", "9 images: The images are dark."]


def test_a_slide_shows_its_own_steps(clock: list[float]) -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    line.show(Progress(0, 1))
    clock[0] += 1
    line.show(Progress(50, 200, "cells"))
    assert "(cells 50 of 200)" in stream.getvalue()


def test_a_closed_stream_stops_nothing(clock: list[float]) -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    stream.close()
    feed(line, clock, 3, 20)
    line.close()


def test_words() -> None:
    assert [duration(s) for s in (0.04, 9.4, 40.4, 200, 3599, 7500)] == [
        "0.0 s", "9.4 s", "40 s", "3 min 20 s", "59 min 59 s", "2 h 05 min",
    ]  # fmt: skip
    assert rate(30, 10) == "3.0 images/s"
    assert rate(5, 10) == "30.0 images/min"
    assert [number(n, "cell") for n in (0, 1, 2)] == ["0 cells", "1 cell", "2 cells"]
