"""A cache of bounded size that drops the least recently used entries first."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LruCache(Generic[K, V]):
    """Values by key, the most recently used ones.

    Args:
        most: greatest total size of all values; the least recently used are dropped first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[K, tuple[int, V]] = {}
        self._size = 0

    def __len__(self) -> int:
        """The number of values, whatever their size."""
        return len(self._kept)

    def __contains__(self, key: K) -> bool:
        """Whether there is a value for the key."""
        return key in self._kept

    def __getitem__(self, key: K) -> V:
        """The value of a key, which becomes the most recently used; KeyError where there is none."""
        self._kept[key] = self._kept.pop(key)
        return self._kept[key][1]

    def get(self, key: K) -> V | None:
        """The value of a key, or None."""
        return self[key] if key in self._kept else None

    def keep(self, key: K, value: V, size: int = 1) -> None:
        """Store a value, replacing an earlier one of the same key."""
        before, _ = self._kept.pop(key, (0, None))
        self._kept[key] = size, value
        self._size += size - before
        while self._size > self._most:
            self._size -= self._kept.pop(next(iter(self._kept)))[0]
