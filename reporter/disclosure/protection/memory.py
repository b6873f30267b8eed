"""What was solved before in this process, so that a change of a few counts costs only what depends on them.

An answer is found again by the exact problem, in plain data, that it was worked out from, and is the same as
if it were worked out anew. Nothing is written anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from reporter.machine.cache import Latest

T = TypeVar("T")

MOST_CELLS = 60_000
"""Cells that all answers remembered are about together."""


def content_of(*parts: np.ndarray[Any, Any] | str | int | bool) -> bytes:
    """A hash of arrays, with their types and shapes, and of words and numbers, in this order."""
    whole = hashlib.sha256()
    for part in parts:
        array = part if isinstance(part, np.ndarray) else None
        said = repr(part) if array is None else f"{array.dtype.str} {array.shape}"
        whole.update(f"{len(said)} {said}".encode())
        if array is not None:
            whole.update(array.tobytes())
    return whole.digest()


class Memory:
    """Answers by their problems; for one thread alone.

    Args:
        most: how many cells the answers kept are about together; those asked for longest ago go first.
    """

    def __init__(self, most: int = MOST_CELLS) -> None:
        self._answers: Latest[tuple[str, bytes], Any] = Latest(most)

    def get(self, what: str, content: bytes, cells: int, answer: Callable[[], T]) -> T:
        """The answer, remembered or worked out now; a failure is never remembered.

        Args:
            what: which question is asked of the problem.
            content: hash of everything that decides the answer.
            cells: how many cells the answer is about.
            answer: works it out.
        """
        key = what, content
        if key in self._answers:
            remembered: T = self._answers[key]
            return remembered
        found = answer()
        self._answers.keep(key, found, cells)
        return found
