"""Effort: a limit on the search, as a count of work that is the same on every machine, or as CPU seconds."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.search import Search
from reporter.disclosure.protection.search_log import LoggedSearch, go_ahead

WORK = 70_000_000
"""Greatest work, in pivots times relations, where no seconds are given; about 4 CPU seconds."""
WORK_OF_A_CELL = 40_000
"""Greatest work for each cell of the table, in pivots times relations, where no seconds are given."""
SHARE = 0.9
"""Share of the given seconds that is spent on searching; the rest is for whole numbers."""
STEPS = 5
"""Steps of one search in its turn."""
TURNS = 8
"""Number of turns between two attempts to make the patterns whole, so that searches go on from whole ones."""
PATIENCE = 25
"""Number of steps without a fall in cost after which a search waits one turn longer."""


class Effort:
    """A limit on the search for one problem, and the turns of its searches.

    Args:
        problem: the problem; its number of cells sets the limit on work.
        seconds: CPU seconds from now on, in place of the limit on work.
        jobs: searches that run at once; results do not depend on it. With `seconds` it is 1.
    """

    def __init__(self, problem: SuppressionProblem, seconds: float | None, jobs: int = 1) -> None:
        self._jobs = jobs if seconds is None else 1
        self._deadline = None if seconds is None else time.process_time() + SHARE * seconds
        self._work = min(WORK, WORK_OF_A_CELL * problem.cells.size)

    def start(self, searches: Sequence[LoggedSearch]) -> list[NDArray[np.bool_]]:
        """Start every search; returns, for each, the mask of the required cells that no move changes."""
        with self._threads() as threads:
            go_ahead(threads, searches, Search.start)
            return [search.start() for search in searches]

    def spend(self, searches: Sequence[LoggedSearch], goal: float = 0.0) -> None:
        """Improve the searches in turn until the limit; a search that finds nothing waits longer each time.

        Args:
            searches: one a block.
            goal: stop as soon as the sum of costs is this or less.
        """
        with self._threads() as threads:
            begun = work = _work(searches)
            turn = 0
            while math.fsum(search.cost for search in searches) > goal:
                last, work = work, _work(searches)
                due = [one for one in searches if one.cost > 0 and _due(one, turn)]
                # Near the limit, steps worked out ahead might never be asked for, so none are.
                if not self._over(work - begun + 2 * (work - last)):
                    go_ahead(threads, due, Search.improve, STEPS)
                spent = work - begun
                for search in due:
                    before = search.work
                    search.improve(STEPS)
                    spent += search.work - before
                    if self._over(spent):
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


def _work(searches: Sequence[LoggedSearch]) -> int:
    return sum(search.work for search in searches)


def _due(search: LoggedSearch, turn: int) -> bool:
    return turn % (1 + search.idle // PATIENCE) == 0


def _make_whole(searches: Sequence[LoggedSearch], threads: Executor | None) -> None:
    go_ahead(threads, searches, Search.make_whole)
    for search in searches:
        search.make_whole()
