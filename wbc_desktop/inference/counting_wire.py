"""How the program and its counting process write down what they tell each other.

Both sides pickle. A counter stays where its networks are: the counting process sends its number and
its facts, the program gets a ``CounterApart`` for it, and what the program sends back becomes the counter
again. The program takes plain data alone from the other side (``_PLAIN``): photographs are decoded
there, and whatever a hostile one makes of that process, it cannot name code to run here.
"""

from __future__ import annotations

import builtins
import importlib
import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Body = npt.NDArray[np.uint8]

_PLAIN = (
    "wbc_desktop.core.",
    "wbc_desktop.models.",
    "wbc_desktop.imaging.",
    "wbc_desktop.inference.",
    "wbc_desktop.app.viewmodels.",
    "pathlib",
    "datetime",
    "types",
)
"""Modules whose classes may come from the counting process."""
_PLAIN_FUNCTIONS = frozenset(
    {
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "scalar"),
        ("numpy._core.numeric", "_frombuffer"),
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("builtins", "complex"),
        ("collections", "OrderedDict"),
    }
)


@dataclass(frozen=True, slots=True)
class CounterFacts:
    """What the program knows of a counter in the counting process."""

    number: int
    manifest: Any
    finder_manifest: Any
    device_name: str
    warnings: tuple[str, ...]


def written(thing: object, name_of: Callable[[object], object | None]) -> Body:
    """Pickle something.

    Args:
        thing: What.
        name_of: What a counter is sent as; None for all that is no counter.
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.persistent_id = name_of  # type: ignore[method-assign]
    pickler.dump(thing)
    return np.frombuffer(buffer.getbuffer(), np.uint8)


def read_order(body: Body, counter_of: Callable[[Any], object]) -> Any:
    """Read what the program sends: it may name any function."""
    unpickler = pickle.Unpickler(io.BytesIO(body.tobytes()))
    unpickler.persistent_load = counter_of  # type: ignore[method-assign]
    return unpickler.load()


def read_answer(body: Body, counter_of: Callable[[Any], object]) -> Any:
    """Read what the counting process sends.

    Raises:
        pickle.UnpicklingError: It names something that is no plain data.
    """
    unpickler = _PlainUnpickler(io.BytesIO(body.tobytes()))
    unpickler.persistent_load = counter_of  # type: ignore[method-assign]
    return unpickler.load()


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Classes that hold data, and what numpy needs; nothing else."""
        if (module, name) in _PLAIN_FUNCTIONS:
            return super().find_class(module, name)
        if module.startswith(_PLAIN) or module == "builtins":
            found = getattr(builtins if module == "builtins" else importlib.import_module(module), name, None)
            wanted: type = BaseException if module == "builtins" else object
            if isinstance(found, type) and issubclass(found, wanted):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no plain data")
