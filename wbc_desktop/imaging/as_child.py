"""What a process apart does first: it leaves Ctrl-C to its parent, no core dump, and keeps its two pipes."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def child_command(module: str, flag: str) -> list[str]:
    """What starts a process that serves.

    Args:
        module: Its module, with a function ``serve``.
        flag: What the frozen program is started with to become such a process.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, flag]
    here = str(Path(__file__).resolve().parents[2])
    code = f"import sys; sys.path.insert(0, sys.argv[1]); import {module} as child; child.serve()"
    return [sys.executable, "-P", "-c", code, here]


def leave_ctrl_c_to_the_parent() -> None:
    """Ctrl-C is the parent's affair."""
    for name in ("SIGINT", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def leave_no_core() -> None:
    """A crash is expected here; a dump of the memory would hold the image."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def own_streams() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, out of the reach of a library that prints."""
    reading, writing = _descriptor(0, os.O_RDONLY), _descriptor(1, os.O_WRONLY)
    with suppress(OSError):
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
    return open(reading, "rb", buffering=0), open(writing, "wb", buffering=0)  # noqa: PTH123


def _descriptor(number: int, flags: int) -> int:
    try:
        return os.dup(number)
    except OSError:
        if sys.platform == "win32":
            # A program without a console has no descriptors there, but it has the handles.
            import _winapi
            import msvcrt

            kinds = (_winapi.STD_INPUT_HANDLE, _winapi.STD_OUTPUT_HANDLE)
            return msvcrt.open_osfhandle(_winapi.GetStdHandle(kinds[number]), flags | os.O_BINARY)
        raise
