"""Solutions kept within a process, so that a change of a few counts repeats only the work it affects.

A solution is looked up by a hash of the exact problem, so it equals the one that would be worked out anew.
Nothing is written to disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from reporter.machine.cache import LruCache

T = TypeVar("T")

MOST_CELLS = 60_000
"""Greatest total size of the solutions kept, in cells."""


def content_of(*parts: np.ndarray[Any, Any] | str | int | bool) -> bytes:
    """SHA-256 hash of arrays, with their types and shapes, and of words and numbers, in this order."""
    whole = hashlib.sha256()
    for part in parts:
        array = part if isinstance(part, np.ndarray) else None
        said = repr(part) if array is None else f"{array.dtype.str} {array.shape}"
        whole.update(f"{len(said)} {said}".encode())
        if array is not None:
            whole.update(array.tobytes())
    return whole.digest()


class SolutionCache:
    """Solutions by question and problem; not safe for several threads.

    Args:
        most: greatest total size of the solutions kept, in cells; the least recently used go first.
    """

    def __init__(self, most: int = MOST_CELLS) -> None:
        self._answers: LruCache[tuple[str, bytes], Any] = LruCache(most)

    def get(self, what: str, content: bytes, cells: int, answer: Callable[[], T]) -> T:
        """The kept solution of a problem, or a new one, which is then kept; an exception is not kept.

        Args:
            what: name of the question.
            content: hash of everything that the solution depends on.
            cells: size of the solution in cells.
            answer: works the solution out.
        """
        key = what, content
        if key in self._answers:
            kept: T = self._answers[key]
            return kept
        found = answer()
        self._answers.keep(key, found, cells)
        return found
