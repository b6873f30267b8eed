"""How long to search: by a count of work that is the same on every machine, or by CPU seconds when asked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.protection.problem import Problem
from reporter.disclosure.protection.search import Search
from reporter.disclosure.protection.trail import RetracedSearch, go_ahead

WORK = 70_000_000
"""Pivots times relations at most, when no seconds are given; about 4 CPU seconds."""
WORK_OF_A_CELL = 40_000
"""Pivots times relations for every cell of the table, when no seconds are given."""
SHARE = 0.9
"""Share of the seconds given that is spent on searching; the rest is for whole numbers."""
STEPS = 5
"""Steps of one search in its turn."""
TURNS = 8
"""Turns after which patterns are made whole, so that the search goes on from what can be kept."""
PATIENCE = 25
"""Steps without a fall in cost after which a search waits a turn longer."""


class Effort:
    """A limit on the search for one problem.

    Args:
        problem: the problem; its size sets the work.
        seconds: CPU seconds from now on instead.
        jobs: how many searches go on at once; what they find does not depend on it, unless seconds are given.
    """

    def __init__(self, problem: Problem, seconds: float | None, jobs: int = 1) -> None:
        self._jobs = jobs if seconds is None else 1
        self._deadline = None if seconds is None else time.process_time() + SHARE * seconds
        self._work = min(WORK, WORK_OF_A_CELL * problem.cells.size)

    def start(self, searches: Sequence[RetracedSearch]) -> list[NDArray[np.bool_]]:
        """Find a first pattern for each; gives the required cells of each that no move changes."""
        with self._threads() as threads:
            go_ahead(threads, searches, Search.start)
            return [search.start() for search in searches]

    def spend(self, searches: Sequence[RetracedSearch], goal: float = 0.0) -> None:
        """Improve the searches in turn until the limit; those that find nothing new wait longer each time.

        Args:
            searches: one a block.
            goal: stop as soon as the costs add up to this or less.
        """
        with self._threads() as threads:
            begun = work = _work(searches)
            turn = 0
            while sum(search.cost for search in searches) > goal:
                last, work = work, _work(searches)
                # What is gone through ahead and not asked for in the end was done for nothing.
                if not self._over(work - begun + 2 * (work - last)):
                    go_ahead(threads, [one for one in searches if _due(one, turn)], Search.improve, STEPS)
                for search in searches:
                    if _due(search, turn):
                        search.improve(STEPS)
                    if self._over(_work(searches) - begun):
                        break
                else:
                    turn += 1
                    if turn % TURNS == 0:
                        _make_whole(searches, threads)
                    continue
                break
            _make_whole(searches, threads)

    def _threads(self) -> AbstractContextManager[Executor | None]:
        return ThreadPoolExecutor(self._jobs) if self._jobs > 1 else nullcontext()

    def _over(self, work: int) -> bool:
        if self._deadline is None:
            return work >= self._work
        return time.process_time() >= self._deadline


def _work(searches: Sequence[RetracedSearch]) -> int:
    return sum(search.work for search in searches)


def _due(search: RetracedSearch, turn: int) -> bool:
    return turn % (1 + search.idle // PATIENCE) == 0


def _make_whole(searches: Sequence[RetracedSearch], threads: Executor | None) -> None:
    go_ahead(threads, searches, Search.make_whole)
    for search in searches:
        search.make_whole()
