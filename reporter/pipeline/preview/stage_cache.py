"""What a stage made before, by a hash of everything that it was made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from reporter.machine.cache import LruCache

T = TypeVar("T")


class StageCache(Generic[T]):
    """The latest results of one stage; a failure is never remembered.

    Args:
        most: how many results are kept; the one that was asked for longest ago goes first.
    """

    def __init__(self, most: int) -> None:
        self._results: LruCache[str, T] = LruCache(most)

    def get(self, key: Callable[[], str], make: Callable[[], T]) -> tuple[str, T]:
        """The result of this key, remembered or made now, and the key.

        Args:
            key: hashes what the stage reads. It is asked again once the result is made: what was made while a
                file changed may be made of two states of it, so it is thrown away and made anew.
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
