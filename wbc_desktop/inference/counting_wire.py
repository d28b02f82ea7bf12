"""How the program and its counting process write down what they tell each other.

Both sides pickle. A counter stays where its networks are: the counting process sends its number and
its facts, the program gets a ``CounterApart`` for it, and what the program sends back becomes the counter
again. The program takes plain data alone from the other side (``_PlainUnpickler``): photographs are decoded
there, and whatever a hostile one makes of that process, it cannot name code to run here.
"""

from __future__ import annotations

import builtins
import importlib
import io
import pickle
import pickletools
import sys
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

Body = npt.NDArray[np.uint8]

_OURS = ("core", "models", "imaging", "inference", "app.viewmodels")
"""Packages whose dataclasses, enumerations, exceptions and pydantic models may come from the other side."""
_PLAIN = frozenset(
    {
        *(("pathlib", name) for name in ("PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath")),
        *(("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")),
        *(("builtins", name) for name in ("set", "frozenset", "complex")),
        ("types", "SimpleNamespace"),
        ("collections", "Counter"),
        (__name__, "_array"),
    }
)
"""What else may be named. No class that calls, opens or starts anything when it is made, as
``types.FunctionType`` or our own ``_Child`` would."""
_NUMBERS = frozenset("biuf")
_NUMBERED = frozenset({"PUT", "BINPUT", "LONG_BINPUT"})


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
    pickler = _Pickler(buffer, protocol=5)
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
        pickle.UnpicklingError: It names something that is no plain data, or is none of ours at all.
    """
    data = body.tobytes()
    unpickler = _PlainUnpickler(io.BytesIO(data))
    unpickler.persistent_load = counter_of  # type: ignore[method-assign]
    try:
        _look_through(data)
        return unpickler.load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:  # a damaged stream raises whatever its pieces do
        raise pickle.UnpicklingError(f"{type(error).__name__}: {error}") from error


def _look_through(data: bytes) -> None:
    """Refuse lengths beyond the stream, and places in the memo by number.

    Protocol 5 never names a place; the reader would make room for every place up to it, 34 GB at most.

    Raises:
        pickle.UnpicklingError: A place is named.
        ValueError: A piece is longer than the stream, or none at all.
    """
    for opcode, _argument, _position in pickletools.genops(data):
        if opcode.name in _NUMBERED:
            raise pickle.UnpicklingError(f"{opcode.name} in an answer")


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        """Arrays as bytes (numpy's own way names functions that could be misused), exceptions plainly."""
        if isinstance(obj, np.ndarray | np.generic) and obj.dtype.kind in _NUMBERS:
            return _array, (obj.dtype.str, obj.shape, obj.tobytes(), isinstance(obj, np.generic))
        if isinstance(obj, BaseException):  # dask's tblib registers a function of its own for exceptions
            return obj.__reduce_ex__(5)
        return NotImplemented


def _array(kind: str, shape: tuple[int, ...], data: bytes, scalar: bool) -> Any:
    """An array of numbers, or one number of numpy's."""
    dtype = np.dtype(str(kind))
    if dtype.kind not in _NUMBERS:
        raise pickle.UnpicklingError(f"no numbers: {dtype}")
    made = np.frombuffer(data, dtype).reshape(shape)
    return made[()] if scalar else made.copy()


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Classes that hold data, and no more; nothing else."""
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        found = None
        if module == "builtins":
            found = getattr(builtins, name, None)
        elif module.startswith(tuple(f"wbc_desktop.{ours}." for ours in _OURS)):
            found = getattr(importlib.import_module(module), name, None)
        if isinstance(found, type) and found.__module__ == module and _holds_data(found):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no plain data")


def _holds_data(found: type) -> bool:
    if issubclass(found, BaseException):
        return True
    if found.__module__ == "builtins":
        return False
    named_tuple = issubclass(found, tuple) and hasattr(found, "_fields")
    return is_dataclass(found) or issubclass(found, Enum) or named_tuple or _is_model(found)


def _is_model(found: type) -> bool:
    pydantic = sys.modules.get("pydantic")
    return pydantic is not None and issubclass(found, pydantic.BaseModel)
