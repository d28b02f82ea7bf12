"""A bot that waits long for what must come: on a busy machine it comes late, and is right all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

LONGEST_MS = 120_000
"""Nothing is measured by it: what comes is waited for no longer than it takes."""
REST_MS = 500


class PatientBot(QtBot):
    """Waits two minutes where pytest-qt would wait five seconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = LONGEST_MS) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitExposed(self, widget: Any, *, timeout: int = LONGEST_MS) -> Any:  # noqa: N802
        return super().waitExposed(widget, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = LONGEST_MS, **options: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(self, signals: Any, *, timeout: int = LONGEST_MS, **options: Any) -> Any:  # noqa: N802
        return super().waitSignals(signals, timeout=timeout, **options)


def at_rest(qtbot: QtBot, value: Callable[[], Any]) -> Any:
    """The value once it has stayed the same for half a second."""
    last = value()
    while True:
        qtbot.wait(REST_MS)
        if (now := value()) == last:
            return now
        last = now
