"""The counting process: loads the models and runs the work that its parent sends, beside the window.

Started by ``inference.counting_room``; ends with its standard input.
"""

from __future__ import annotations

import itertools
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

from wbc_desktop.core.in_words import in_words
from wbc_desktop.core.progress import Cancelled, CancelToken
from wbc_desktop.core.right_of_way import stand_back
from wbc_desktop.imaging import frames
from wbc_desktop.imaging.as_child import leave_ctrl_c_to_the_parent, leave_no_core, own_streams
from wbc_desktop.inference.counting_wire import CounterFacts, read_order, written

AHEAD = 4
"""Events that a work may be ahead of its reader: a paused one stops soon."""
NICER = 5
"""How much the counting stands back behind the window (nice value)."""


def serve() -> NoReturn:
    """Work until the parent is gone; then the process ends, whatever its threads are at."""
    leave_ctrl_c_to_the_parent()
    leave_no_core()
    stand_back(NICER)
    requests, answers = own_streams()
    office = _Office(answers)
    logging.getLogger().addHandler(_Forward(office))
    office.answer(0, "hello")
    while True:
        try:
            head, body = frames.receive(requests)
        except frames.Ended:
            os._exit(0)
        office.take(head, body)


class _Order:
    """One work that was asked for."""

    def __init__(self) -> None:
        self.token = CancelToken()
        self.room = threading.Semaphore(AHEAD)


class _Office:
    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._writing = threading.Lock()
        self._orders: dict[int, _Order] = {}
        self._counters: dict[int, Any] = {}
        self._told: dict[int, tuple[str, tuple[str, ...]]] = {}
        self._numbers = itertools.count(1)

    def take(self, head: dict[str, Any], body: Any) -> None:
        number, do = int(head["id"]), head["do"]
        if do == "run":
            order = self._orders[number] = _Order()
            threading.Thread(target=self._run, args=(number, order, body), daemon=True).start()
        elif do == "forget":
            self._counters.pop(number, None)
        elif do == "manifest":
            self._counters[number].manifest = read_order(body, self._counters.get)
        elif number in self._orders:
            order = self._orders[number]
            if do == "cancel":
                order.token.cancel()
            order.room.release()

    def answer(self, number: int, kind: str, thing: object = None) -> None:
        body = written(thing, self._name_of)
        with self._writing, suppress(frames.Ended):
            frames.send(self._answers, {"id": number, "kind": kind}, body)

    def _run(self, number: int, order: _Order, body: Any) -> None:
        try:
            self._work(number, order, body)
        except Cancelled:
            self.answer(number, "cancelled")
        except Exception as error:
            self.answer(number, "fault", in_words(error))
        finally:
            self._orders.pop(number, None)

    def _work(self, number: int, order: _Order, body: Any) -> None:
        work: Callable[..., Iterator[object]]
        work, args = read_order(body, self._counters.__getitem__)
        events = iter(work(order.token, *args))
        while True:
            order.room.acquire()
            order.token.raise_if_cancelled()
            try:
                event = next(events)
            except StopIteration as stop:
                self._tell_facts()
                self.answer(number, "result", stop.value)
                return
            self.answer(number, "event", event)

    def _name_of(self, thing: object) -> CounterFacts | None:
        """A counter goes out as a number and its facts."""
        if not (hasattr(thing, "classify") and hasattr(thing, "find") and hasattr(thing, "manifest")):
            return None
        number = next((n for n, known in self._counters.items() if known is thing), 0)
        if not number:
            number = next(self._numbers)
            self._counters[number] = thing
        return self._facts(number)

    def _facts(self, number: int) -> CounterFacts:
        counter = self._counters[number]
        self._told[number] = (counter.device_name, counter.warnings)
        return CounterFacts(number, counter.manifest, counter.finder_manifest, *self._told[number])

    def _tell_facts(self) -> None:
        """A network that fell back to another device has another name from then on."""
        for number, counter in list(self._counters.items()):
            if self._told.get(number) != (counter.device_name, counter.warnings):
                self.answer(number, "facts", self._facts(number))


class _Forward(logging.Handler):
    """What is logged here goes into the program's log."""

    def __init__(self, office: _Office) -> None:
        super().__init__(logging.INFO)
        self._office = office

    def emit(self, record: logging.LogRecord) -> None:
        """Send the line."""
        self._office.answer(0, "log", (record.name, record.levelno, self.format(record)))


if __name__ == "__main__":
    sys.exit("started by the window alone")
