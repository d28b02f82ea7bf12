"""What the counting process may send: data. Whatever would run code in the program is refused."""

from __future__ import annotations

import copyreg
import io
import pickle
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from made_cases import make_cell

from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.core.events import CellsWeighed
from wbc_desktop.core.intervals import IntervalMethod
from wbc_desktop.inference.counting_wire import read_answer, written
from wbc_desktop.models.registry import find_model


def there_and_back(thing: object) -> object:
    return read_answer(written(thing, lambda _thing: None), lambda _number: None)


class Call:
    """Pickled as a call of ``function``."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.made = (function, arguments)

    def __reduce__(self) -> object:
        return self.made


def hostile(module: str, name: str, *, protocol: int = 4) -> np.ndarray:
    """A stream that names something and calls it without arguments."""
    stream = io.BytesIO()
    stream.write(pickle.PROTO + bytes([protocol]))
    for text in (module, name):
        data = text.encode()
        stream.write(pickle.SHORT_BINUNICODE + bytes([len(data)]) + data)
    stream.write(pickle.STACK_GLOBAL + pickle.EMPTY_TUPLE + pickle.REDUCE + pickle.STOP)
    return np.frombuffer(stream.getvalue(), np.uint8)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("builtins", "eval"),
        ("builtins", "type"),
        ("types", "FunctionType"),
        ("types", "CodeType"),
        ("pathlib", "Path.unlink"),
        ("pathlib", "os.system"),
        ("datetime", "sys.exit"),
        ("wbc_desktop.imaging.reading_room", "_Child"),
        ("wbc_desktop.imaging.reading_room", "ReadingRoom"),
        ("wbc_desktop.imaging.reading_room", "subprocess.Popen"),
        ("wbc_desktop.inference.counting_room", "_Child"),
        ("wbc_desktop.inference.journal", "Journal"),
        ("wbc_desktop.inference.lock", "FolderLock"),
        ("wbc_desktop.core.files", "write_whole"),
        ("wbc_desktop.core.log", "log_to"),
        ("wbc_desktop.storage.database", "Database"),
        ("wbc_desktop.cli.main", "main"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy", "dtype"),
        ("numpy", "load"),
        ("copyreg", "__newobj__"),
    ],
)
def test_what_is_no_data_is_refused(module: str, name: str) -> None:
    with pytest.raises(pickle.UnpicklingError, match="no plain data"):
        read_answer(hostile(module, name), lambda _number: None)


def test_a_reading_process_cannot_be_made_to_start_a_program(tmp_path: Path) -> None:
    from wbc_desktop.imaging.reading_room import _Child

    trap = tmp_path / "trap"
    body = written(Call(_Child, ["touch", str(trap)]), lambda _thing: None)
    with pytest.raises(pickle.UnpicklingError):
        read_answer(body, lambda _number: None)
    assert not trap.exists()


def test_answers_weighed_anew_come_through() -> None:
    answer = make_cell(label="monocyte").prediction
    assert answer is not None
    event = CellsWeighed("S-1", ((("a.png", 1), answer),))
    assert there_and_back(event) == event


def test_data_comes_through() -> None:
    cell = make_cell()
    error = UnreadableImage("It is damaged.", "Copy it.", file="a.png", detail="x")
    model = find_model("resnet18").manifest
    things = [1.5, None, {"a": {1, 2}}, IntervalMethod.EXACT, datetime.now(UTC), Path("a/b"), model]
    assert there_and_back(things) == things
    back = there_and_back((cell, error, ValueError("no")))
    assert back[0].key == cell.key
    assert np.array_equal(back[0].mask.labels, cell.mask.labels)
    assert (str(back[1]), back[1].detail, type(back[1])) == (str(error), "x", UnreadableImage)
    assert (type(back[2]), back[2].args) == (ValueError, ("no",))


@pytest.mark.parametrize("dtype", ["uint8", "bool", "float32", "float64", "int64", ">i2"])
def test_arrays_and_their_numbers_come_through(dtype: str) -> None:
    made = (np.arange(24).reshape(2, 3, 4) % 2).astype(dtype)
    back = there_and_back(made[:, ::2])
    assert back.dtype == made.dtype
    assert np.array_equal(back, made[:, ::2])
    assert back.flags.writeable
    back[0, 0, 0] = 1
    one = there_and_back(made[0, 0, 1])
    assert (one, type(one)) == (made[0, 0, 1], type(made[0, 0, 1]))
    assert there_and_back(made[:0]).shape == (0, 3, 4)


def test_a_stream_that_is_damaged_is_refused() -> None:
    whole = written((make_cell(), {"a": [1.5, "x"]}), lambda _thing: None).tobytes()
    pick = np.random.default_rng(5)
    for _ in range(300):
        damaged = bytearray(whole)
        for place in pick.integers(0, len(whole), 3):
            damaged[place] = pick.integers(0, 256)
        with suppress(pickle.UnpicklingError):  # or it is read: a number may be another
            read_answer(np.frombuffer(bytes(damaged), np.uint8), lambda _number: None)


def test_a_stream_cannot_make_the_program_take_all_memory() -> None:
    numbered = b"\x80\x05Nr" + (2**32 - 1).to_bytes(4, "little") + b"."
    long = b"\x80\x05\x8e" + (2**36).to_bytes(8, "little") + b"x."
    for body in (numbered, long, b"\x80\x05Np99999999999\n."):
        with pytest.raises(pickle.UnpicklingError):
            read_answer(np.frombuffer(body, np.uint8), lambda _number: None)


def test_an_array_of_objects_is_refused() -> None:
    with pytest.raises(pickle.UnpicklingError):
        there_and_back(np.array([None, "x"], object))


def test_an_exception_comes_through_where_another_library_pickles_exceptions_its_own_way(monkeypatch) -> None:
    def made(text: str) -> ValueError:
        return ValueError(text)

    monkeypatch.setitem(copyreg.dispatch_table, ValueError, lambda error: (made, (str(error),)))
    fault = there_and_back(ValueError("What happened."))
    assert isinstance(fault, ValueError)
    assert str(fault) == "What happened."
