"""Twins and whole moves: the tables that prove a pattern safe.

A whole move that stays within the attacker's bounds and changes withheld cells only gives a twin: the true
table plus the move agrees with everything published. Most solutions of the linear programmes are whole by
themselves; a fractional one is scaled up where bounds allow, or else an integer programme is solved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.programme import Move, MoveProgramme, farthest_change
from reporter.disclosure.protection.solution_cache import SolutionCache, content_of

SEED = 1721
ATTEMPTS = 3
"""Linear programmes with disturbed prices solved before an integer programme."""
IDLE_PRICE = 0.02
"""Added to prices, so that cells that cost nothing do not move without need."""

FEW_LACKING = 20
"""Up to this many cells that lack width are moved one by one, more of them together as well."""
SERVED = 2
"""Fewest cells that two moves of all together are to give their width; one by one, as many take as long."""
PATIENCE = 2
"""Number of times in succession that fewer are served, after which cells are moved one by one."""

WholeMove = NDArray[np.signedinteger]


@dataclass(eq=False)
class Spread:
    """Least and greatest change of each cell over a set of whole moves.

    Attributes:
        least: least change of each cell, at most 0.
        most: greatest change of each cell, at least 0.
        moves: the whole moves.
        short: cells found to fall short of the wanted width.
    """

    least: WholeMove
    most: WholeMove
    moves: list[WholeMove]
    short: list[int]

    @classmethod
    def none(cls, cells: int) -> Spread:
        """The spread of no moves."""
        return cls(np.zeros(cells, dtype=np.int64), np.zeros(cells, dtype=np.int64), [], [])

    @property
    def width(self) -> NDArray[np.int64]:
        """`most - least`: the distance between the least and the greatest value of each cell."""
        return self.most - self.least

    def add(self, move: WholeMove) -> None:
        """Add a whole move."""
        self.moves.append(move)
        np.minimum(self.least, move, out=self.least)
        np.maximum(self.most, move, out=self.most)


def spread(
    problem: SuppressionProblem,
    pattern: NDArray[np.bool_],
    wanted: NDArray[np.int64],
    known: list[WholeMove],
    stop: bool = False,
    cache: SolutionCache | None = None,
) -> Spread:
    """Whole moves within a pattern that give every cell its wanted width, as far as they are found.

    Linear programmes only: a cell counts as falling short where they find no whole move for it.

    Args:
        problem: the cells.
        pattern: the cells that may change.
        wanted: wanted width of each cell; 0 requires nothing.
        known: whole moves found before; those within the pattern are kept.
        stop: in each independent part of the pattern, stop at the first cell that falls short: the cells
            withheld for it mostly help its neighbours too.
        cache: solutions of earlier calls.
    """
    cache = cache or SolutionCache()
    result = Spread.none(wanted.size)
    for move in known:
        if not move[~pattern].any():
            result.add(move)
    rest = np.where(result.width < wanted, wanted, 0)
    members = [cells for cells in _independent(problem, np.flatnonzero(pattern)) if rest[cells].any()]
    parts = [_spread_of_part(problem.part(cells), rest[cells], stop, cache) for cells in members]
    # Moves of independent parts are combined, so that a handful of moves covers them all.
    for number in range(max((len(part.moves) for part in parts), default=0)):
        move = np.zeros(wanted.size, dtype=np.int64)
        for cells, part in zip(members, parts, strict=True):
            if number < len(part.moves):
                move[cells] = part.moves[number]
        result.add(compact(move))
    result.short = [int(cells[i]) for cells, part in zip(members, parts, strict=True) for i in part.short]
    return result


def compact(move: WholeMove) -> WholeMove:
    """The same move in 16 bits a cell, if it fits: large tables have hundreds of moves."""
    fits = np.abs(move).max(initial=0) <= np.iinfo(np.int16).max
    return move.astype(np.int16) if fits else move


def _independent(problem: SuppressionProblem, cells: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Places of the cells of each independent part: no relation ties cells of two parts."""
    ties = problem.relations[:, cells].tocoo()
    both = ties.shape[0] + ties.shape[1]
    graph = sparse.csr_array((np.ones(ties.nnz), (ties.col, ties.shape[1] + ties.row)), shape=(both, both))
    label = csgraph.connected_components(graph, directed=False)[1][: cells.size]
    order = np.argsort(label, kind="stable")
    return np.split(cells[order], np.flatnonzero(np.diff(label[order])) + 1)


def _spread_of_part(
    part: SuppressionProblem, wanted: NDArray[np.int64], stop: bool, cache: SolutionCache
) -> Spread:
    content = content_of(part.content.hex(), wanted, stop)
    return cache.get("spread", content, wanted.size, lambda: _solved(part, wanted, stop))


def _solved(part: SuppressionProblem, wanted: NDArray[np.int64], stop: bool) -> Spread:
    result = Spread.none(wanted.size)
    programme = MoveProgramme(part.relations, part.room_up > 0, part.room_down > 0)
    random = np.random.default_rng(SEED)
    _go_far_together(part, programme, wanted, result)
    for cell in np.flatnonzero(wanted).tolist():
        reach = 0.0
        for attempt in range(ATTEMPTS):
            # A fractional corner is often one of many solutions; small random gains lead to others.
            gain = random.uniform(-0.02, 0.02, wanted.size) * (attempt > 0)
            for direction in (1, -1):
                if result.width[cell] < wanted[cell] and _has_room(part, cell, direction):
                    reach = max(reach, _go_far(part, programme, cell, direction, gain, wanted[cell], result))
            if reach < 1 - 1e-6:
                break
        for direction in (1, -1):
            if result.width[cell] < wanted[cell] and reach > 1 - 1e-6:
                change = direction * int(wanted[cell])
                move = cheapest_whole(part, programme, np.ones(wanted.size), cell, change, exact=False)
                if move is not None:
                    result.add(move)
        if result.width[cell] < wanted[cell]:
            result.short.append(cell)
            if stop:
                break
    return result


def _go_far_together(
    part: SuppressionProblem, programme: MoveProgramme, wanted: NDArray[np.int64], result: Spread
) -> None:
    """Add farthest moves of all cells that lack width, in random directions, while they serve many."""
    random = np.random.default_rng(SEED)
    # Within half the room, a move of halves can be doubled to be whole.
    up, down = (np.floor(room / 2) for room in _limits(part, 1))
    lacking, in_vain = result.width < wanted, 0
    while np.count_nonzero(lacking) > FEW_LACKING and in_vain < PATIENCE:
        gain = np.where(
            lacking, random.uniform(0.5, 1.0, wanted.size) * random.choice((-1, 1), wanted.size), 0.0
        )
        before = np.count_nonzero(lacking)
        for towards in (gain, -gain):
            move = whole(programme.farthest(towards, up, down, onward=True), part)
            if move is not None:
                result.add(move)
        lacking = result.width < wanted
        in_vain = in_vain + 1 if before - np.count_nonzero(lacking) < SERVED else 0


def _go_far(
    part: SuppressionProblem,
    programme: MoveProgramme,
    cell: int,
    direction: int,
    gain: NDArray[np.float64],
    wanted: float,
    result: Spread,
) -> float:
    """Distance that the farthest move of a cell reaches, `wanted` at most; it is added where it is whole."""
    gain = gain.copy()
    gain[cell] = direction
    limits = _limits(part, 1)
    own = limits[0] if direction > 0 else limits[1]
    own[cell] = min(own[cell], wanted)
    far = programme.farthest(gain, *limits, onward=True)
    move = whole(far, part)
    if move is not None and move[cell]:
        result.add(move)
    return float(abs(far[cell]))


def _has_room(part: SuppressionProblem, cell: int, direction: int) -> bool:
    return bool((part.room_up if direction > 0 else part.room_down)[cell] >= 1)


def whole(move: Move, problem: SuppressionProblem) -> WholeMove | None:
    """The move in whole numbers, scaled up if need be; None where that leaves the attacker's bounds."""
    for factor in (1, 2, 3, 4, 6):
        scaled = move * factor
        result: WholeMove = np.rint(scaled).astype(np.int64)
        if (
            np.abs(result - scaled).max(initial=0.0) < 1e-6
            and ((result <= problem.room_up) & (-result <= problem.room_down)).all()
            and not (problem.relations @ result).any()
        ):
            return result
    return None


def cheapest_whole(
    problem: SuppressionProblem,
    programme: MoveProgramme,
    price: NDArray[np.float64],
    cell: int,
    change: float,
    afresh: bool = False,
    exact: bool = True,
) -> WholeMove | None:
    """The whole move of least price in which a cell changes by at least `change`; None where none is found.

    Unless `exact`, fractional solutions are not pursued, and None may also mean that such a move exists.
    """
    demand = np.zeros(problem.cells.size)
    demand[cell] = change
    up, down = _limits(problem, change)
    random = np.random.default_rng(SEED)
    for attempt in range(ATTEMPTS + exact):
        move = programme.cheapest(price, demand, up, down, attempt == ATTEMPTS, afresh)
        if move is None:
            return None
        found = whole(move, problem)
        if found is not None:
            return found
        # A fractional solution is one of many that are as good, or nearly; other prices give another one.
        price = (price + IDLE_PRICE) * random.uniform(0.7, 1.3, price.size)
    return None


def _limits(problem: SuppressionProblem, change: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    reach = farthest_change(change)
    return np.minimum(problem.room_up, reach), np.minimum(problem.room_down, reach)
