"""A memory of what was asked for last, bounded by its size in bytes.

For arrays that are dear to make and of very different sizes; from any number of threads. Not for
small values of one size, for which ``functools.lru_cache`` is there.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """What can be kept."""

    @property
    def size_bytes(self) -> int:
        """What it takes in memory, roughly."""


Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Sized)


class BoundedCache(Generic[Key, Value]):
    """Keeps the values used last, as many as fit; the newest one always.

    Args:
        capacity: How many bytes fit.

    Attributes:
        size_bytes: What is kept now.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()
        self.size_bytes = 0

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Key]:
        """The keys, the one used longest ago first."""
        with self._lock:
            return iter(list(self._values))

    def get(self, key: Key) -> Value | None:
        """The value of a key, if it is kept."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def keep(self, key: Key, value: Value) -> Value:
        """Keep the value of a key, and return it; of two that were made at once, the later one."""
        with self._lock:
            before = self._values.pop(key, None)
            self._values[key] = value
            self.size_bytes += value.size_bytes - (0 if before is None else before.size_bytes)
            while self.size_bytes > self._capacity and len(self._values) > 1:
                _, dropped = self._values.popitem(last=False)
                self.size_bytes -= dropped.size_bytes
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self.size_bytes = 0
