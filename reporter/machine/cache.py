"""The latest of what was made, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Latest(Generic[K, V]):
    """What was kept or asked for latest, by key.

    Args:
        most: how large all that is kept is together; what was asked for longest ago goes first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[K, tuple[int, V]] = {}
        self._size = 0

    def __len__(self) -> int:
        """How much is kept, however large."""
        return len(self._kept)

    def __contains__(self, key: K) -> bool:
        """Whether something of this key is kept."""
        return key in self._kept

    def __getitem__(self, key: K) -> V:
        """What is kept of a key, which counts as the latest from now; KeyError where there is nothing."""
        self._kept[key] = self._kept.pop(key)
        return self._kept[key][1]

    def get(self, key: K) -> V | None:
        """The same; None where there is nothing."""
        return self[key] if key in self._kept else None

    def keep(self, key: K, value: V, size: int = 1) -> None:
        """Keep something, instead of what is kept of its key."""
        before, _ = self._kept.pop(key, (0, None))
        self._kept[key] = size, value
        self._size += size - before
        while self._size > self._most:
            self._size -= self._kept.pop(next(iter(self._kept)))[0]
