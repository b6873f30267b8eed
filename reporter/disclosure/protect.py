"""Secondary suppression: further cells to withhold so that no withheld cell can be worked out.

Cell suppression after Fischetti and Salazar ("Solving the cell suppression problem on tabular data with
linear constraints", Management Science 47, 2001): the cheapest set of further cells under which every
withheld cell keeps a minimum width, all relations together. The pattern is searched for block by block with
moves (`protection/search.py`). Cells that a block cannot protect alone are protected across blocks. Every
withheld cell is then given its width in whole numbers, and a lower bound tells how near the cost is to the
least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.bound import lower_bound
from reporter.disclosure.protection.across import protect_across
from reporter.disclosure.protection.blocks import blocks
from reporter.disclosure.protection.effort import Effort
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.repair import withhold_until_wide_enough
from reporter.disclosure.protection.search_log import LoggedSearch, SearchLog
from reporter.disclosure.protection.solution_cache import SolutionCache
from reporter.disclosure.protection.twins import WholeMove, compact, spread
from reporter.disclosure.relations import LinkedTable

__all__ = ["CannotBeProtected", "Protection", "protect", "twin_tables"]

NEAR = 0.95
"""A pattern is searched for once more if its lower bound is at least this share of its cost."""


@dataclass(frozen=True, eq=False)
class Protection:
    """A safe suppression pattern, its cost and a lower bound on the cost.

    Attributes:
        withheld: primary and secondary cells, shape (cells,).
        secondary: number of secondary cells.
        cost: sum of the weights of the secondary cells.
        lower_bound: no safe pattern costs less.
        proved_optimal: True when cost and lower bound meet.
        twins: other vectors of values that agree with everything published, shape (cells,) each; together
            they give every withheld cell its minimum width.
    """

    withheld: NDArray[np.bool_]
    secondary: int
    cost: float
    lower_bound: float
    proved_optimal: bool
    twins: Iterable[NDArray[np.int64]] = ()

    @property
    def gap(self) -> float:
        """`(cost - lower_bound) / cost`; 0 where no secondary cell costs anything."""
        return (self.cost - self.lower_bound) / self.cost if self.cost else 0.0


def protect(
    table: LinkedTable,
    primary: NDArray[np.bool_],
    *,
    minimum_width: int | NDArray[np.int64] = 1,
    seconds: float | None = None,
    prove: bool = True,
    cache: SolutionCache | None = None,
    jobs: int = 1,
) -> Protection:
    """A safe suppression pattern: secondary cells under which every withheld cell keeps its minimum width.

    The pattern depends on the table alone, neither on the order of its cells nor on the machine, unless
    `seconds` is given.

    Args:
        table: the cells and relations.
        primary: cells that are withheld anyway, shape (cells,): by the rule, or because they are not
            published.
        minimum_width: least distance between the least and the greatest feasible value of a withheld cell,
            one for all or one a cell; 0 for cells that need no protection.
        seconds: CPU seconds to search for; by default a limit on work that depends on the size of the table
            alone.
        prove: try to prove the pattern the cheapest; without it only a quick lower bound is given.
        cache: solutions of earlier calls; the result is the same without it.
        jobs: threads; the result is the same for any number.

    Raises:
        CannotBeProtected: a primary cell cannot be made safe whatever else is withheld.
    """
    needed = np.broadcast_to(np.asarray(minimum_width, dtype=np.int64), primary.shape)
    problem = _problem(table, primary, needed)
    if not problem.required.any():
        return Protection(primary.copy(), 0, 0.0, 0.0, True)
    members = blocks(problem)
    cache = cache or SolutionCache()
    searches = [_search(problem.part(cells), cache) for cells in members]
    stuck = np.zeros(problem.cells.size, dtype=np.bool_)
    effort = Effort(problem, seconds, jobs)
    for cells, still in zip(members, effort.start(searches), strict=True):
        stuck[cells[still]] = True
    effort.spend(searches)
    pattern, moves = _pattern(problem, members, searches, stuck, table.ids, cache)
    cost = float(problem.weights[pattern].sum())
    bound = lower_bound(problem, members, cost, prove, cache)
    if len(members) == 1 and bound < cost <= bound / NEAR and not stuck.any():
        effort.spend(searches, bound)
        pattern, moves = _pattern(problem, members, searches, stuck, table.ids, cache)
        cost = float(problem.weights[pattern].sum())
    withheld = primary.copy()
    withheld[problem.cells[pattern]] = True
    secondary = int((withheld & ~primary).sum())
    return Protection(withheld, secondary, cost, bound, bound >= cost, Twins(table, problem, moves))


class Twins:
    """Twins of a table, made one at a time as they are asked for: a large table has room for few at once.

    Args:
        table: the table.
        problem: its cells that can change.
        moves: moves of these cells.
    """

    def __init__(self, table: LinkedTable, problem: SuppressionProblem, moves: list[WholeMove]) -> None:
        self._table, self._problem, self._moves = table, problem, moves

    def __iter__(self) -> Iterator[NDArray[np.int64]]:
        for move in self._moves:
            yield self._table.values + self._problem.changes(move)


def _problem(table: LinkedTable, primary: NDArray[np.bool_], needed: NDArray[np.int64]) -> SuppressionProblem:
    problem = SuppressionProblem.of(table, primary, needed)
    movable = np.zeros(primary.shape, dtype=np.bool_)
    movable[problem.cells] = True
    hopeless = primary & (needed > 0) & ~movable
    if hopeless.any():
        raise CannotBeProtected(table.ids[i] for i in np.flatnonzero(hopeless))
    return problem


def _search(problem: SuppressionProblem, cache: SolutionCache) -> LoggedSearch:
    log = cache.get("search", problem.content, problem.cells.size, lambda: SearchLog(problem))
    return LoggedSearch(log)


def _of_all_blocks(
    number: int, cells: int, members: list[NDArray[np.int64]], searches: list[LoggedSearch]
) -> WholeMove:
    """The moves with one number of all blocks, as one move of all cells."""
    move = np.zeros(cells, dtype=np.int64)
    for places, search in zip(members, searches, strict=True):
        if number < len(search.whole_moves):
            move[places] = search.whole_moves[number]
    return compact(move)


def _pattern(
    problem: SuppressionProblem,
    members: list[NDArray[np.int64]],
    searches: list[LoggedSearch],
    stuck: NDArray[np.bool_],
    names: tuple[str, ...],
    cache: SolutionCache,
) -> tuple[NDArray[np.bool_], list[WholeMove]]:
    """The patterns of all blocks together, cells stuck in their block protected as well, and its moves."""
    pattern = problem.weights == 0
    most = max((len(search.whole_moves) for search in searches), default=0)
    for cells, search in zip(members, searches, strict=True):
        pattern[cells] |= search.move != 0
    known = [_of_all_blocks(number, problem.cells.size, members, searches) for number in range(most)]
    across = protect_across(problem, members, pattern, stuck) if stuck.any() else []
    for move in across:
        pattern |= move != 0
    return withhold_until_wide_enough(problem, pattern, members, [*known, *across], names, cache)


def twin_tables(table: LinkedTable, withheld: NDArray[np.bool_], limit: int = 12) -> list[NDArray[np.int64]]:
    """Twins of a table: other vectors of values that agree with it on everything published.

    Together they differ from the true values in as many withheld cells as possible: each is chosen for the
    withheld cells that no earlier twin changes.

    Args:
        table: the cells and relations.
        withheld: cells that are not published, shape (cells,).
        limit: greatest number of twins.

    Returns:
        Vectors of shape (cells,), each satisfying every relation and within the attacker's bounds.
    """
    problem = SuppressionProblem.of(table, withheld, withheld.astype(np.int64))
    pattern = withheld[problem.cells]
    moves = spread(problem, pattern, pattern.astype(np.int64), []).moves
    changed = np.zeros(pattern.size, dtype=np.bool_)
    twins: list[NDArray[np.int64]] = []
    while moves and len(twins) < limit:
        best = max(moves, key=lambda move: int(((move != 0) & ~changed).sum()))
        if not ((best != 0) & ~changed).any():
            break
        changed |= best != 0
        twin = table.values.copy()
        twin[problem.cells] += best
        twins.append(twin)
    return twins
