"""Slides, TIFFs and WebPs are read in another process: its crash is a sentence, and nothing else is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import crashing_reader
import numpy as np
import psutil
import pytest
from made_slides import smear_slide
from PIL import Image

from wbc_desktop.core.errors import UnreadableImage, UnsafeImage
from wbc_desktop.imaging import reading_room
from wbc_desktop.imaging.apart import CRASHES, ApartSource
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.open import open_here, open_source

ROOT = str(Path(reading_room.__file__).parents[2])


@pytest.fixture
def room() -> Iterator[reading_room.ReadingRoom]:
    made = reading_room.ReadingRoom([sys.executable, crashing_reader.__file__, ROOT], answer_s=120)
    yield made
    made.close()


def tiff(path: Path, seed: int = 0) -> np.ndarray:
    rgb = np.random.default_rng(seed).integers(0, 255, (60, 90, 3), np.uint8)
    Image.fromarray(rgb).save(path)
    return rgb


def opened(path: Path, room: reading_room.ReadingRoom) -> ApartSource:
    return ApartSource(path, Limits(), room)


def test_it_reads_what_is_read_here(tmp_path: Path) -> None:
    path = tmp_path / "slide.tif"
    smear_slide(path, (3_000, 2_400))
    with open_source(path) as apart, open_here(path, Limits()) as here:
        assert isinstance(apart, ApartSource)
        for name in ("path", "dimensions", "level_dimensions", "level_downsamples", "mpp", "is_slide"):
            assert getattr(apart, name) == getattr(here, name), name
        for location, level, size in (((-9, 70), 0, (300, 200)), ((1000, 800), 0, (64, 90))):
            assert np.array_equal(
                apart.read_region(location, level, size), here.read_region(location, level, size)
            )
        with pytest.raises(ValueError, match="level"):
            apart.read_region((0, 0), 9, (5, 5))
    with pytest.raises(UnreadableImage, match="closed"):
        apart.read_region((0, 0), 0, (5, 5))


@pytest.mark.parametrize("suffix", ["jpg", "png", "bmp"])
def test_ordinary_photographs_start_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(reading_room, "_room", None)
    tiff(tmp_path / f"a.{suffix}")
    with open_source(tmp_path / f"a.{suffix}") as source:
        source.read()
    assert reading_room._room is None


def test_faults_come_back_as_they_were(tmp_path: Path) -> None:
    tiff(tmp_path / "a.tif")
    (tmp_path / "bad.tif").write_bytes((tmp_path / "a.tif").read_bytes()[:99])
    with pytest.raises(UnsafeImage, match="more than the limit") as unsafe:
        open_source(tmp_path / "a.tif", Limits(100))
    assert unsafe.value.file == str(tmp_path / "a.tif")
    with pytest.raises(UnreadableImage) as caught:
        open_source(tmp_path / "bad.tif").read()
    assert caught.value.advice
    assert caught.value.file == str(tmp_path / "bad.tif")


def test_a_crash_while_opening_is_a_sentence(tmp_path: Path, room: reading_room.ReadingRoom) -> None:
    tiff(tmp_path / "crash.tif")
    rgb = tiff(tmp_path / "good.tif")
    with pytest.raises(UnreadableImage, match=r"crashes its reader: it is damaged\.") as caught:
        opened(tmp_path / "crash.tif", room)
    assert caught.value.file == str(tmp_path / "crash.tif")
    if os.name != "nt":
        assert "SIGSEGV" in caught.value.detail
    with opened(tmp_path / "good.tif", room) as source:
        assert np.array_equal(source.read(), rgb)


def test_a_crash_at_one_place_loses_that_place_alone(tmp_path: Path, room: reading_room.ReadingRoom) -> None:
    """The others read at the same time are lost with the process, and asked again."""
    path = tmp_path / "spot.tif"
    smear_slide(path, (3_000, 2_400))
    places = [(0, 0), *((x, y) for x in range(300, 2700, 300) for y in (300, 1800))]
    with open_here(path, Limits()) as here, opened(path, room) as source, ThreadPoolExecutor(6) as pool:

        def read(place: tuple[int, int]) -> np.ndarray | str:
            try:
                return source.read_region(place, 0, (200, 200))
            except UnreadableImage as error:
                return error.message

        first, *others = pool.map(read, places)
        assert first == "The file crashes its reader near x 0, y 0: it is damaged there."
        for place, pixels in zip(places[1:], others, strict=True):
            assert np.array_equal(pixels, here.read_region(place, 0, (200, 200))), place


def test_a_file_that_crashes_often_is_left_alone(tmp_path: Path, room: reading_room.ReadingRoom) -> None:
    path = tmp_path / "spot.tif"
    tiff(path)
    with opened(path, room) as source:
        for _ in range(CRASHES):
            with pytest.raises(UnreadableImage, match="near x 0"):
                source.read_region((0, 0), 0, (5, 5))
        source_process = room.process
        with pytest.raises(UnreadableImage, match="crashes its reader"):
            source.read_region((9, 9), 0, (5, 5))
        assert room.process is source_process


def test_a_reader_that_hangs_is_ended(tmp_path: Path) -> None:
    tiff(tmp_path / "hang.tif")
    rgb = tiff(tmp_path / "good.tif")
    room = reading_room.ReadingRoom([sys.executable, crashing_reader.__file__, ROOT], answer_s=3)
    try:
        with opened(tmp_path / "hang.tif", room) as source:
            with pytest.raises(UnreadableImage) as caught:
                source.read_region((0, 0), 0, (5, 5))
            assert caught.value.detail == "no answer for 3 s"
        with opened(tmp_path / "good.tif", room) as source:
            assert np.array_equal(source.read(), rgb)
    finally:
        room.close()


def test_a_reader_killed_from_outside_is_not_noticed(tmp_path: Path, room: reading_room.ReadingRoom) -> None:
    rgb = tiff(tmp_path / "a.tif")
    with opened(tmp_path / "a.tif", room) as source:
        for _ in range(3):
            assert room.process is not None
            room.process.kill()
            assert np.array_equal(source.read(), rgb)


def test_a_file_that_was_replaced_meanwhile_is_told(tmp_path: Path, room: reading_room.ReadingRoom) -> None:
    tiff(tmp_path / "a.tif")
    with opened(tmp_path / "a.tif", room) as source:
        Image.new("RGB", (7, 7)).save(tmp_path / "a.tif")
        assert room.process is not None
        room.process.kill()
        with pytest.raises(UnreadableImage, match="changed while it was read"):
            source.read()


@pytest.mark.parametrize("command", [["/no/such/program"], [sys.executable, "-c", "pass"]])
def test_a_reader_that_cannot_start_is_told(tmp_path: Path, command: list[str]) -> None:
    tiff(tmp_path / "a.tif")
    with pytest.raises(UnreadableImage, match="could not be started") as caught:
        opened(tmp_path / "a.tif", reading_room.ReadingRoom(command))
    assert caught.value.advice


def test_what_is_no_message_ends_the_reader(tmp_path: Path) -> None:
    """A reading process taken over by a hostile file can say anything; the program must not hang or obey."""
    deep = "b'[' * 5000"
    deep = f"len({deep}).to_bytes(4, 'little') + bytes(8) + {deep}"
    for says in (deep, "b'x' * 99", "b'\\xff' * 99", "(4).to_bytes(4, 'little') + bytes(8) + b'true'"):
        code = f"import sys; sys.stdout.buffer.write({says}); sys.stdout.flush(); sys.stdin.read()"
        tiff(tmp_path / "a.tif")
        with pytest.raises(UnreadableImage, match="could not be started"):
            opened(tmp_path / "a.tif", reading_room.ReadingRoom([sys.executable, "-c", code]))


FACTS = {
    "dimensions": [90, 60],
    "level_dimensions": [[90, 60]],
    "level_downsamples": [1.0],
    "mpp": None,
    "is_slide": False,
    "pictures": 1,
}


@pytest.mark.parametrize(
    ("on_open", "on_read"),
    [
        ({"id": "x"}, {}),
        ({"id": [1]}, {}),
        ({}, {}),
        ({"fault": 3}, {}),
        (FACTS | {"dimensions": 5}, {}),
        (FACTS | {"level_downsamples": ["a"]}, {}),
        (FACTS, {"shape": [60, 90, 3]}),
        (FACTS, {"shape": "x"}),
        (FACTS, {}),
    ],
)
def test_answers_without_sense_are_a_sentence(tmp_path: Path, on_open: dict, on_read: dict) -> None:
    """Of a reading process that a hostile file has taken over, and that speaks the language."""
    code = (
        f"import sys; sys.path.insert(0, {ROOT!r}); from wbc_desktop.imaging import frames\n"
        "frames.send(sys.stdout.buffer, {'id': 0})\n"
        "while True:\n"
        "    head, _ = frames.receive(sys.stdin.buffer)\n"
        f"    said = {on_open!r} if head['do'] == 'open' else {on_read!r}\n"
        "    frames.send(sys.stdout.buffer, {'id': head['id'], **said})"
    )
    tiff(tmp_path / "a.tif")
    room = reading_room.ReadingRoom([sys.executable, "-c", code])
    try:
        with pytest.raises(UnreadableImage, match="crashes its reader"):
            opened(tmp_path / "a.tif", room).read()
    finally:
        room.close()


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_it_ends_with_its_program_however_that_ends(tmp_path: Path) -> None:
    tiff(tmp_path / "a.tif")
    code = (
        "import sys, time; from wbc_desktop.imaging.open import open_source\n"
        "from wbc_desktop.imaging.reading_room import reading_room\n"
        f"source = open_source({str(tmp_path / 'a.tif')!r}); source.read()\n"
        "print(reading_room().process.pid, flush=True); time.sleep(float(sys.argv[1]))"
    )
    for sleep, end in (("0", None), ("600", signal.SIGKILL)):
        with subprocess.Popen(
            [sys.executable, "-c", code, sleep], stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdout is not None
            child = int(program.stdout.readline())
            if end is not None:
                assert psutil.pid_exists(child)
                program.send_signal(end)
        deadline = time.monotonic() + 120
        while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline
            time.sleep(0.02)
