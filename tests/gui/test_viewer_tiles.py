"""Tiles of images of any size: which, from which level, how many are kept, and off the main thread."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from wbc_desktop.app.viewmodels.byte_cache import ByteCache
from wbc_desktop.app.viewmodels.pixels import Light, to_array, to_image
from wbc_desktop.app.viewmodels.reads import Reads
from wbc_desktop.app.viewmodels.slide import TILE, OpenedImage, SlideTiles, TileGrid, parent, read_tile
from wbc_desktop.app.viewmodels.sources import Sources
from wbc_desktop.core.errors import UnreadableImage


class GradientSource:
    """A slide of any size whose red and green say where a pixel lies; keeps nothing in memory."""

    is_slide = True
    mpp: float | None = 0.25

    def __init__(self, path: Path, width: int, height: int, downs: tuple[float, ...] = (1.0,)) -> None:
        self.path = path
        self.dimensions = (width, height)
        self.level_downsamples = downs
        self.level_dimensions = tuple((int(width / d), int(height / d)) for d in downs)
        self.threads: set[str] = set()
        self.largest = 0
        self.closed = False
        self.gate = threading.Event()
        self.gate.set()

    def read_region(self, location: tuple[int, int], level: int, size: tuple[int, int]) -> np.ndarray:
        self.gate.wait(60)
        self.threads.add(threading.current_thread().name)
        self.largest = max(self.largest, size[0] * size[1])
        down = self.level_downsamples[level]
        x = location[0] + np.arange(size[0]) * down
        y = location[1] + np.arange(size[1]) * down
        out = np.zeros((size[1], size[0], 3), np.uint8)
        out[..., 0] = (255 * x / self.dimensions[0]).clip(0, 255)[None, :]
        out[..., 1] = (255 * y / self.dimensions[1]).clip(0, 255)[:, None]
        return out

    def close(self) -> None:
        self.closed = True


def test_grid_covers_the_image_once() -> None:
    grid = TileGrid(1300, 700)
    assert grid.top == 2
    for step in range(grid.top + 1):
        tiles = grid.covering(QRectF(0, 0, 1300, 700), step)
        area = sum(grid.rect(t).width() * grid.rect(t).height() for t in tiles)
        assert area == 1300 * 700
        assert len(set(tiles)) == len(tiles)


def test_coarsest_step_is_one_tile_and_step_follows_scale() -> None:
    grid = TileGrid(100_000, 80_000)
    assert len(grid.covering(QRectF(0, 0, 1e5, 8e4), grid.top)) == 1
    assert grid.step_for(1.0) == 0
    assert grid.step_for(8.0) == 0
    assert grid.step_for(0.5) == 1
    assert grid.step_for(1e-9) == grid.top
    assert TileGrid(10, 10).top == 0


def test_middle_tiles_come_first_and_parents_hold_their_children() -> None:
    grid = TileGrid(5120, 5120)
    tiles = grid.covering(QRectF(0, 0, 5120, 5120), 0)
    assert tiles[0] in {(0, 4, 4), (0, 4, 5), (0, 5, 4), (0, 5, 5)}
    assert all(grid.rect(parent(t)).contains(grid.rect(t)) for t in tiles)


@pytest.mark.parametrize("downs", [(1.0,), (1.0, 4.0, 16.0), (1.0, 3.99, 16.03)])
def test_tile_shows_the_right_place_from_any_pyramid(downs: tuple[float, ...]) -> None:
    source = GradientSource(Path("g"), 9000, 6000, downs)
    grid = TileGrid(9000, 6000)
    for tile in [(0, 3, 2), (2, 1, 1), (4, 0, 0), (grid.top, 0, 0)]:
        rgb = read_tile(source, grid, tile)  # type: ignore[arg-type]
        rect = grid.rect(tile)
        assert max(rgb.shape) <= TILE
        middle = rgb[rgb.shape[0] // 2, rgb.shape[1] // 2]
        assert abs(int(middle[0]) - 255 * rect.center().x() / 9000) <= 2
        assert abs(int(middle[1]) - 255 * rect.center().y() / 6000) <= 2


def test_a_big_file_without_levels_is_read_in_pieces() -> None:
    source = GradientSource(Path("g"), 9000, 7000)
    grid = TileGrid(9000, 7000)
    rgb = read_tile(source, grid, (grid.top, 0, 0))  # type: ignore[arg-type]
    assert max(rgb.shape) <= TILE
    assert source.largest <= 2100 * 2100


def test_a_big_file_without_levels_is_open_before_its_overview(qtbot: QtBot, nothing_left: None) -> None:
    source = GradientSource(Path("g"), 9000, 7000)
    tiles = SlideTiles(Sources(lambda _path: source))
    with qtbot.waitSignals([tiles.opened, tiles.overview_ready], order="strict"):
        tiles.show(Path("g"))
    assert not tiles.current.overview.isNull()  # type: ignore[union-attr]
    tiles.close()


def test_opening_reads_off_the_main_thread_and_within_bytes(qtbot: QtBot, nothing_left: None) -> None:
    source = GradientSource(Path("g"), 20_000, 20_000, (1.0, 4.0, 16.0))
    tiles = SlideTiles(Sources(lambda _path: source), cache_bytes=4 << 20)
    with qtbot.waitSignal(tiles.opened) as opened:
        tiles.show(Path("g"))
    assert isinstance(opened.args[0], OpenedImage)
    assert opened.args[0].mpp == 0.25
    assert tiles.image((tiles.current.grid.top, 0, 0)) is not None  # type: ignore[union-attr]
    wanted = tiles.current.grid.covering(QRectF(0, 0, 4096, 4096), 0)  # type: ignore[union-attr]
    tiles.want(wanted)
    qtbot.waitUntil(lambda: tiles.busy == 0 and tiles.cached_bytes > 0)
    qtbot.wait(20)
    assert tiles.cached_bytes <= 4 << 20
    assert threading.main_thread().name not in source.threads
    tiles.close()


def test_wishes_that_left_the_view_are_not_read(qtbot: QtBot, nothing_left: None) -> None:
    source = GradientSource(Path("g"), 20_000, 20_000, (1.0, 8.0, 32.0))
    tiles = SlideTiles(Sources(lambda _path: source))
    with qtbot.waitSignal(tiles.opened):
        tiles.show(Path("g"))
    source.gate.clear()
    came: list[object] = []
    tiles.tile_ready.connect(came.append)
    grid = tiles.current.grid  # type: ignore[union-attr]
    tiles.want(grid.covering(QRectF(0, 0, 5000, 5000), 0))
    last = grid.covering(QRectF(15_000, 15_000, 600, 600), 0)
    tiles.want(last)
    source.gate.set()
    qtbot.waitUntil(lambda: set(last) <= set(came))
    assert len(came) <= len(last) + 2
    tiles.close()


def test_a_file_that_cannot_be_opened_is_told(qtbot: QtBot, nothing_left: None) -> None:
    def broken(path: Path) -> GradientSource:
        raise UnreadableImage("The image is damaged.", "Copy it again.", file=path)

    tiles = SlideTiles(Sources(broken))
    with qtbot.waitSignal(tiles.failed) as failed:
        tiles.show(Path("x.png"))
    assert "damaged" in str(failed.args[1])
    assert tiles.current is None
    tiles.close()


def test_reads_newest_first_and_close_ends_threads(qtbot: QtBot, nothing_left: None) -> None:
    reads = Reads(threads=1, name="reads")
    gate = threading.Event()
    order: list[int] = []
    reads.ask("first", gate.wait)
    qtbot.waitUntil(lambda: reads.busy == 1)
    for i in range(4):
        reads.ask(i, lambda i=i: order.append(i))
    reads.keep_only({0, 1, 3})
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == [3, 1, 0]
    reads.close()


def test_a_failing_read_is_told_and_the_thread_goes_on(qtbot: QtBot, nothing_left: None) -> None:
    reads = Reads(threads=1, name="reads")

    def fail() -> None:
        raise ValueError("damaged tile")

    with qtbot.waitSignal(reads.failed) as failed:
        reads.ask("bad", fail)
    assert "damaged tile" in str(failed.args[1])
    with qtbot.waitSignal(reads.arrived) as arrived:
        reads.ask("good", lambda: 7)
    assert arrived.args == ["good", 7]
    reads.close()


def test_sources_keep_few_open_and_close_the_rest() -> None:
    made: dict[Path, GradientSource] = {}

    def opener(path: Path) -> GradientSource:
        made[path] = GradientSource(path, 100, 100)
        return made[path]

    sources = Sources(opener, keep=2)  # type: ignore[arg-type]
    for name in "abcd":
        with sources.borrow(Path(name)) as source:
            assert source.path == Path(name)
    assert [made[Path(n)].closed for n in "abcd"] == [True, True, False, False]
    sources.forget()
    assert made[Path("d")].closed


def test_a_file_that_comes_back_is_opened_again() -> None:
    there = False

    def opener(path: Path) -> GradientSource:
        if not there:
            raise UnreadableImage("The file is no longer there.", file=path)
        return GradientSource(path, 100, 100)

    sources = Sources(opener)  # type: ignore[arg-type]
    with pytest.raises(UnreadableImage), sources.borrow(Path("a")):
        pass
    there = True
    with pytest.raises(UnreadableImage), sources.borrow(Path("a")):
        pass
    sources.forget_faults()
    with sources.borrow(Path("a")) as source:
        assert source.path == Path("a")


def test_photographs_in_memory_are_bounded_by_bytes() -> None:
    made: dict[Path, GradientSource] = {}

    def opener(path: Path) -> GradientSource:
        made[path] = GradientSource(path, 4000, 3000)
        made[path].is_slide = False
        return made[path]

    sources = Sources(opener, keep_bytes=100 << 20)  # type: ignore[arg-type]
    for name in "abc":
        with sources.borrow(Path(name)):
            pass
    assert [made[Path(n)].closed for n in "abc"] == [True, True, False]


def test_byte_cache_drops_the_least_used() -> None:
    cache: ByteCache[str, bytes] = ByteCache(10, len)
    cache.put("a", b"12345")
    cache.put("b", b"1234")
    assert cache.get("a") == b"12345"
    cache.put("c", b"123")
    assert "b" not in cache
    assert "a" in cache
    assert cache.bytes == 8
    cache.put("huge", b"x" * 50)
    assert cache.get("huge") is not None
    assert len(cache) == 1


def test_light_changes_the_copy_alone(qtbot: QtBot) -> None:
    rgb = np.full((4, 6, 3), 100, np.uint8)
    image = to_image(rgb)
    brighter = Light(brightness=0.3).apply(image)
    assert to_array(brighter).mean() > 130
    assert (to_array(image) == 100).all()
    assert Light().apply(image) is image
    curve = Light(contrast=0.5).curve()
    assert (np.diff(curve.astype(int)) >= 0).all()
    assert curve[64] < 64
    assert curve[192] > 192
