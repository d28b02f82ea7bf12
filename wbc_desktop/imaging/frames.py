"""Messages between the program and its reading process: a JSON head, then pixels as they are.

Nothing is unpickled: what a hostile file makes of the reading process cannot run code in the program.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

_LENGTHS = struct.Struct("<IQ")
MAX_HEAD = 1 << 20
"""Bytes of a head; a longer one is no message of ours."""


class Ended(Exception):
    """The other side is gone, or what it sends is no message."""


def send(stream: BinaryIO, head: dict[str, Any], pixels: npt.NDArray[np.uint8] | None = None) -> None:
    """Write one message.

    Args:
        stream: Unbuffered.
        head: What JSON can hold.
        pixels: Any shape; given to the receiver as bytes.

    Raises:
        Ended: Nobody reads.
    """
    text = json.dumps(head, separators=(",", ":")).encode("ascii")
    size = 0 if pixels is None else pixels.nbytes
    try:
        _write(stream, _LENGTHS.pack(len(text), size) + text)
        if pixels is not None and size:
            _write(stream, np.ascontiguousarray(pixels).data.cast("B"))
    except (OSError, ValueError) as error:
        raise Ended(str(error)) from error


def receive(stream: BinaryIO) -> tuple[dict[str, Any], npt.NDArray[np.uint8]]:
    """Read one message: its head, and its pixels as a flat array.

    Raises:
        Ended: The stream is at its end, or holds no message.
    """
    try:
        lengths, size = _LENGTHS.unpack(_read(stream, _LENGTHS.size).data)
        if lengths > MAX_HEAD:
            raise Ended("no message")
        head = json.loads(_read(stream, lengths).tobytes())
        pixels = _read(stream, size)
    except (OSError, ValueError, MemoryError, RecursionError) as error:
        raise Ended(str(error)) from error
    if not isinstance(head, dict):
        raise Ended("no message")
    return head, pixels


def _write(stream: BinaryIO, data: bytes | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(stream.fileno(), left[: 1 << 20]) :]


def _read(stream: BinaryIO, size: int) -> npt.NDArray[np.uint8]:
    data = np.empty(size, np.uint8)
    left = data.data
    while left:
        got = stream.readinto(left)  # type: ignore[attr-defined]
        if not got:
            raise Ended("end of stream")
        left = left[got:]
    return data
