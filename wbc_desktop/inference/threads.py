"""How many cores there are for this process, and how many each operation of torch uses."""

from __future__ import annotations

import os
import sys


def worker_count() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def threads_per_call(threads: int) -> int:
    """Set torch's threads per operation, if torch is there at all; returns what it was."""
    torch = sys.modules.get("torch")
    if torch is None or threads < 1:
        return 0
    before: int = torch.get_num_threads()
    torch.set_num_threads(threads)
    return before
