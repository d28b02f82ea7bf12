"""The counting process: events, results, faults, cancel, its end; and what it may send."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apart_work
import numpy as np
import pytest
from made_cases import make_case

from wbc_desktop.core.errors import CaseFault, WbcError
from wbc_desktop.core.progress import Cancelled, CancelToken
from wbc_desktop.inference.counting_child import AHEAD
from wbc_desktop.inference.counting_room import CounterApart, CountingRoom
from wbc_desktop.inference.counting_wire import read_answer, written


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountingRoom]:
    monkeypatch.setenv("PYTHONPATH", str(Path(apart_work.__file__).parent))
    made = CountingRoom()
    yield made
    made.close()


def taken(events: Iterator[Any]) -> tuple[list[Any], Any]:
    """All events, and the result."""
    seen = []
    while True:
        try:
            seen.append(next(events))
        except StopIteration as stop:
            return seen, stop.value


def test_events_come_in_order_from_another_process(room: CountingRoom) -> None:
    seen, pid = taken(room.steps(CancelToken(), apart_work.steps, 30))
    assert seen == list(range(30))
    assert pid == room.process.pid != os.getpid()  # type: ignore[union-attr]


def test_the_window_process_loads_no_torch_and_the_work_no_qt() -> None:
    code = (
        "import sys, wbc_desktop.app.viewmodels.counting_work, wbc_desktop.app.viewmodels.add_cell, "
        "wbc_desktop.app.viewmodels.calibration, wbc_desktop.inference.counting_room; "
        "print([m for m in ('PySide6', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_reader_that_pauses_stops_the_work(room: CountingRoom, tmp_path: Path) -> None:
    events = room.steps(CancelToken(), apart_work.marked, str(tmp_path), 100)
    assert next(events) == 0
    time.sleep(1.0)
    assert 1 <= len(list(tmp_path.iterdir())) <= AHEAD + 1
    events.close()


def test_cancel_ends_the_work(room: CountingRoom) -> None:
    token, seen = CancelToken(), []
    with pytest.raises(Cancelled):
        for step in room.steps(token, apart_work.steps, 10_000, 0.01):
            seen.append(step)
            if step == 3:
                token.cancel()
    assert seen == [0, 1, 2, 3]
    assert taken(room.steps(CancelToken(), apart_work.steps, 2))[0] == [0, 1], "the process goes on"


def test_a_closed_room_starts_no_other_process(room: CountingRoom) -> None:
    taken(room.steps(CancelToken(), apart_work.steps, 2))
    room.close()
    with pytest.raises(Cancelled):
        taken(room.steps(CancelToken(), apart_work.steps, 2))
    assert room.process is None


def test_two_works_run_side_by_side(room: CountingRoom) -> None:
    slow = room.steps(CancelToken(), apart_work.steps, 1000, 0.01)
    next(slow)
    assert taken(room.steps(CancelToken(), apart_work.steps, 5))[0] == list(range(5))
    next(slow)
    slow.close()


def test_a_counter_stays_there_and_is_itself_again(room: CountingRoom) -> None:
    _, counter = taken(room.steps(CancelToken(), apart_work.load))
    assert isinstance(counter, CounterApart)
    assert (counter.manifest.id, counter.device_name) == ("colour", "CPU (fp32)")
    assert taken(room.steps(CancelToken(), apart_work.look, counter)) == (["ColourCounter"], "colour")
    changed = type(counter.manifest)(**{**vars(counter.manifest), "id": "with another threshold"})
    counter.manifest = changed
    assert taken(room.steps(CancelToken(), apart_work.look, counter))[1] == "with another threshold"
    taken(room.steps(CancelToken(), apart_work.fall_back, counter))
    assert counter.device_name == "CPU after all"


def test_a_counter_nobody_holds_is_let_go(room: CountingRoom) -> None:
    _, first = taken(room.steps(CancelToken(), apart_work.load))
    number = first.number
    del first
    _, second = taken(room.steps(CancelToken(), apart_work.load))
    assert second.number != number
    assert taken(room.steps(CancelToken(), apart_work.look, second))[1] == "colour"


def test_faults_arrive_in_words(room: CountingRoom) -> None:
    with pytest.raises(CaseFault) as told:
        taken(room.steps(CancelToken(), apart_work.fail, True))
    assert (told.value.message, told.value.advice, told.value.file) == ("It is locked.", "Unlock it.", "/a/b")
    with pytest.raises(WbcError) as unexpected:
        taken(room.steps(CancelToken(), apart_work.fail, False))
    assert "ZeroDivisionError" in unexpected.value.message
    assert "Traceback" in unexpected.value.detail


def test_a_process_that_ends_is_told_and_started_again(room: CountingRoom) -> None:
    losses = []
    room.lost = lambda: losses.append(1)
    with pytest.raises(WbcError) as told:
        taken(room.steps(CancelToken(), apart_work.end_the_process))
    assert "has ended" in told.value.message
    assert "SIGKILL" in told.value.detail
    for _ in range(1200):  # told by the thread that receives, a moment after the fault
        if losses:
            break
        time.sleep(0.05)
    assert losses == [1]
    assert taken(room.steps(CancelToken(), apart_work.steps, 2))[0] == [0, 1]


def test_a_counter_of_a_process_that_ended_is_refused(room: CountingRoom) -> None:
    _, counter = taken(room.steps(CancelToken(), apart_work.load))
    with pytest.raises(WbcError):
        taken(room.steps(CancelToken(), apart_work.end_the_process))
    _, other = taken(room.steps(CancelToken(), apart_work.load))
    assert other.number == counter.number, "else the test shows nothing"
    with pytest.raises(WbcError, match="has ended"):
        taken(room.steps(CancelToken(), apart_work.look, counter))


def test_a_process_that_cannot_start_is_told() -> None:
    for command in (["/no/such/program"], [sys.executable, "-c", "pass"]):
        with pytest.raises(WbcError, match="could not be started"):
            taken(CountingRoom(command).steps(CancelToken(), apart_work.steps, 1))


def test_the_process_ends_with_its_parent(tmp_path: Path) -> None:
    code = (
        "import time, apart_work\n"
        "from wbc_desktop.core.progress import CancelToken\n"
        "from wbc_desktop.inference.counting_room import CountingRoom\n"
        "room = CountingRoom(); next(room.steps(CancelToken(), apart_work.steps, 3))\n"
        "print(room.process.pid, flush=True); time.sleep(600)"
    )
    here = str(Path(apart_work.__file__).parent)
    path = os.pathsep.join([here, str(Path(here).parent)])
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(1200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if sys.platform == "linux" and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the counting process outlived its parent")


def test_a_call_in_the_place_of_data_is_refused(
    room: CountingRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "made by a hostile process"
    monkeypatch.setenv("WBC_TEST_HOSTILE", str(trap))
    with pytest.raises(WbcError):
        taken(room.steps(CancelToken(), apart_work.hostile))
    assert not trap.exists()


@pytest.mark.parametrize(
    ("head", "thing"),
    [
        ({"kind": "event"}, None),
        ({"id": "x", "kind": "event"}, None),
        ({"id": 1}, None),
        ({"id": 0, "kind": "log"}, None),
        ({"id": 0, "kind": "log"}, (1, 2, 3)),
    ],
)
def test_answers_without_sense_end_the_process(head: dict[str, object], thing: object) -> None:
    """Of a counting process that a hostile file has taken over; whoever waits for it is told."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "from wbc_desktop.imaging import frames\n"
        "from wbc_desktop.inference.counting_wire import written\n"
        "def say(head, thing=None): frames.send(sys.stdout.buffer, head, written(thing, lambda _: None))\n"
        "say({'id': 0, 'kind': 'hello'})\n"
        f"frames.receive(sys.stdin.buffer); say({head!r}, {thing!r}); sys.stdin.buffer.read()"
    )
    room = CountingRoom([sys.executable, "-c", code])
    try:
        with pytest.raises(WbcError, match="has ended"):
            taken(room.steps(CancelToken(), apart_work.steps, 1))
    finally:
        room.close()


def test_cells_with_masks_come_through_whole() -> None:
    cells = make_case().cells
    back = read_answer(written(cells, lambda _thing: None), lambda _number: None)
    assert [c.key for c in back] == [c.key for c in cells]
    for old, new in zip(cells, back, strict=True):
        assert (old.box, old.prediction, old.review) == (new.box, new.prediction, new.review)
        if old.mask is not None:
            np.testing.assert_array_equal(old.mask.labels, new.mask.labels)
