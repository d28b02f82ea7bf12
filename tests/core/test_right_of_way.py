"""Turns on the processor, and standing back behind the window."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading

import pytest

from wbc_desktop.core import right_of_way
from wbc_desktop.core.right_of_way import LONG_MS, SHORT_MS, stand_back, take_turns

ON_LINUX = sys.platform == "linux" and platform.machine() in right_of_way._CALLS


def slice_ms() -> float:
    """The calling thread's turn, as the system says."""
    import ctypes

    answer = ctypes.create_string_buffer(48)
    number = {"x86_64": 315, "aarch64": 275}[platform.machine()]
    assert ctypes.CDLL(None).syscall(number, 0, answer, 48, 0) == 0
    return float(right_of_way._FIELDS.unpack(answer.raw)[5] / 1e6)


@pytest.mark.skipif(not ON_LINUX, reason="Linux alone has turns that can be asked for")
def test_a_thread_gets_the_turns_that_it_asks_for_and_hands_them_on() -> None:
    seen: list[float] = []

    def ask() -> None:
        if not take_turns(SHORT_MS):
            return
        seen.append(slice_ms())
        heir = threading.Thread(target=lambda: seen.append(slice_ms()))
        heir.start()
        heir.join()

    before = slice_ms()
    thread = threading.Thread(target=ask)  # the tests' own thread keeps its turns
    thread.start()
    thread.join()
    if not seen or seen[0] == before == 0.0:
        pytest.skip("this kernel is older than 6.12")
    assert seen == pytest.approx([SHORT_MS, SHORT_MS])
    assert slice_ms() == before


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert not take_turns(LONG_MS)


@pytest.mark.skipif(not hasattr(os, "nice"), reason="Windows has no nice values")
def test_a_process_of_its_own_session_stands_back() -> None:
    code = (
        "import os; from wbc_desktop.core.right_of_way import stand_back; "
        "before = os.nice(0); stand_back(3); print(os.nice(0) - before); "
        "from pathlib import Path; g = Path('/proc/self/autogroup'); "
        "print(int(g.read_text().split()[-1]) - os.nice(0) if g.exists() else 0)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code], start_new_session=True, check=True, capture_output=True, text=True
    )
    assert asked.stdout.split() == ["3", "0"]


def test_standing_back_leaves_a_shared_session_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    class Group:
        def write_text(self, text: str, encoding: str) -> None:
            written.append(text)

    monkeypatch.setattr(right_of_way, "_AUTOGROUP", Group())
    monkeypatch.setattr(right_of_way, "take_turns", lambda _ms: True)
    monkeypatch.setattr(os, "getsid", lambda _pid: os.getpid() + 1, raising=False)
    stand_back(0)
    assert written == []
