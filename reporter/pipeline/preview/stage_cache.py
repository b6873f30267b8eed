"""Cache of a stage's results, keyed by a hash of the stage's input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from reporter.machine.cache import LruCache

T = TypeVar("T")


class StageCache(Generic[T]):
    """The latest results of one stage; failures are not cached.

    Args:
        most: greatest number of results kept; the least recently used is dropped first.
    """

    def __init__(self, most: int) -> None:
        self._results: LruCache[str, T] = LruCache(most)

    def get(self, key: Callable[[], str], make: Callable[[], T]) -> tuple[str, T]:
        """The key and its result, cached or made now.

        Args:
            key: returns the hash of the stage's input. It is called again after `make`: a result made while
                a file changed may mix two states of it, so it is discarded and made again.
            make: makes the result.
        """
        while True:
            wanted = key()
            if wanted in self._results:
                return wanted, self._results[wanted]
            made = make()
            if key() == wanted:
                self._results.keep(wanted, made)
                return wanted, made
