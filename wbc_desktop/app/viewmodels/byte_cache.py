"""A cache bounded by bytes, least recently used out first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class ByteCache(Generic[K, V]):
    """Values by key, as many as fit into ``limit`` bytes.

    One value larger than the limit is kept alone, so that what is on the screen
    can always be drawn.

    Args:
        limit: Bytes in all.
        size: Bytes of one value.
    """

    def __init__(self, limit: int, size: Callable[[V], int]) -> None:
        self.limit = limit
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """Bytes held now."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, key: K) -> bool:
        return key in self._values

    def get(self, key: K) -> V | None:
        """The value, now the most recently used one; None where there is none."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        """Keep a value; older ones go until all fit."""
        self.drop(key)
        self._values[key] = value
        self._bytes += self._size(value)
        while self._bytes > self.limit and len(self._values) > 1:
            _, old = self._values.popitem(last=False)
            self._bytes -= self._size(old)

    def drop(self, key: K) -> None:
        """Forget one value, if it is there."""
        old = self._values.pop(key, None)
        if old is not None:
            self._bytes -= self._size(old)

    def clear(self) -> None:
        """Forget all."""
        self._values.clear()
        self._bytes = 0
