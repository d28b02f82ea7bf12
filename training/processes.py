"""The processes of ``torchrun``, as far as can be told without torch."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path


def first_process() -> bool:
    """Whether this process writes files and speaks: under torchrun the first does, else the only one."""
    return os.environ.get("RANK", "0") == "0"


@contextmanager
def one_voice() -> Iterator[None]:
    """Let the first process alone write to the terminal; errors are told by every process."""
    if first_process():
        yield
        return
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        yield
