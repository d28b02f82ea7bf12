"""Who gets the processor first on Linux: the window before what it has computed behind it.

A nice value says who gets how much, not who gets it when: a window that wakes has to wait until the one
that computes has had its turn, 3 to 4 ms, and it wakes a hundred times while it shows the next field.
Since Linux 6.12 a thread can ask for shorter turns (``sched_setattr``, ``sched_runtime``): it gets no more
of the processor, but it gets it at once. Elsewhere nothing happens; Windows lifts the window in front anyway.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from contextlib import suppress
from pathlib import Path

SHORT_MS = 0.3
"""A turn of the window's threads."""
LONG_MS = 3.0
"""A turn of what computes behind it: as long as Linux gives by itself on eight cores."""

_CALLS = {"x86_64": 314, "aarch64": 274}
"""``sched_setattr`` by machine; the C library has no function for it."""
_FIELDS = struct.Struct("=IIQiIQQQ")
"""``struct sched_attr``: size, policy, flags, nice, priority, runtime, deadline, period."""
_AUTOGROUP = Path("/proc/self/autogroup")


def take_turns(milliseconds: float) -> bool:
    """Ask for turns of this length for the calling thread, and for those that it starts from now on.

    Args:
        milliseconds: 0.1 to 100.

    Returns:
        Whether the system took it.
    """
    number = _CALLS.get(platform.machine())
    if sys.platform != "linux" or number is None:
        return False
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    wish = _FIELDS.pack(_FIELDS.size, os.SCHED_OTHER, 0, nice, 0, round(1e6 * milliseconds), 0, 0)
    try:
        answer: int = ctypes.CDLL(None).syscall(number, 0, wish, 0)
    except (OSError, AttributeError):
        return False
    return answer == 0


def stand_back(nice: int) -> None:
    """Let this process stand behind the one that started it.

    Where Linux groups processes by session, as most desktops have it, a nice value counts within the
    session alone; the session's own is then set as well.

    Args:
        nice: So much is added to its nice value.
    """
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(nice)
    if sys.platform == "linux":
        with suppress(OSError, ValueError):
            if os.getsid(0) == os.getpid():  # a session of its own: nobody else is moved
                _AUTOGROUP.write_text(str(os.getpriority(os.PRIO_PROCESS, 0)), encoding="ascii")
        take_turns(LONG_MS)
