"""How long to search: by a count of work that is the same on every machine, or by CPU seconds when asked."""

from __future__ import annotations

import time
from collections.abc import Sequence

from reporter.disclosure.protection.problem import Problem
from reporter.disclosure.protection.trail import RetracedSearch

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
    """

    def __init__(self, problem: Problem, seconds: float | None) -> None:
        self._deadline = None if seconds is None else time.process_time() + SHARE * seconds
        self._work = min(WORK, WORK_OF_A_CELL * problem.cells.size)

    def spend(self, searches: Sequence[RetracedSearch], goal: float = 0.0) -> None:
        """Improve the searches in turn until the limit; those that find nothing new wait longer each time.

        Args:
            searches: one a block.
            goal: stop as soon as the costs add up to this or less.
        """
        begun = sum(search.work for search in searches)
        turn = 0
        while sum(search.cost for search in searches) > goal:
            for search in searches:
                if turn % (1 + search.idle // PATIENCE) == 0:
                    search.improve(STEPS)
                if self._over(sum(other.work for other in searches) - begun):
                    break
            else:
                turn += 1
                if turn % TURNS == 0:
                    _make_whole(searches)
                continue
            break
        _make_whole(searches)

    def _over(self, work: int) -> bool:
        if self._deadline is None:
            return work >= self._work
        return time.process_time() >= self._deadline


def _make_whole(searches: Sequence[RetracedSearch]) -> None:
    for search in searches:
        search.make_whole()
