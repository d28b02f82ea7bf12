"""Work for the counting process of the tests: it counts steps, waits, fails, ends its process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

from made_fields import ColourCounter

from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.progress import CancelToken


def steps(token: CancelToken, number: int, pause: float = 0.0) -> Iterator[int]:
    for step in range(number):
        token.raise_if_cancelled()
        time.sleep(pause)
        yield step
    return os.getpid()  # type: ignore[return-value]


def load(_token: CancelToken, pause: float = 0.0) -> Iterator[object]:
    yield "loading"
    return ColourCounter(pause)


def look(_token: CancelToken, counter: Any) -> Iterator[object]:
    """The counter has arrived as itself, with its present manifest."""
    yield type(counter).__name__
    return counter.manifest.id  # type: ignore[return-value]


def fall_back(_token: CancelToken, counter: Any) -> Iterator[object]:
    counter.device_name = "CPU after all"
    yield 1


def fail(_token: CancelToken, told: bool) -> Iterator[object]:
    yield 1
    if told:
        raise CaseFault("It is locked.", "Unlock it.", file="/a/b", detail="x")
    raise ZeroDivisionError("nought")


def end_the_process(_token: CancelToken) -> Iterator[object]:
    yield 1
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(10)


def hostile(_token: CancelToken) -> Iterator[object]:
    """What a taken-over process would send: a call of a function, in the place of data."""

    class Call:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (os.environ["WBC_TEST_HOSTILE"],)

    yield Call()


def marked(_token: CancelToken, folder: str, number: int) -> Iterator[int]:
    """Each step leaves a file, so that one sees how far the work is."""
    for step in range(number):
        with open(os.path.join(folder, str(step)), "w"):  # noqa: PTH118, PTH123
            pass
        yield step
