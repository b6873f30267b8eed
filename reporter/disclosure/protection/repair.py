"""Repair of a pattern: further cells withheld until every withheld cell has its width in whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.programme import MoveProgramme
from reporter.disclosure.protection.solution_cache import SolutionCache
from reporter.disclosure.protection.twins import WholeMove, cheapest_whole, spread


def withhold_until_wide_enough(
    problem: SuppressionProblem,
    pattern: NDArray[np.bool_],
    blocks: list[NDArray[np.int64]],
    known: list[WholeMove],
    names: tuple[str, ...],
    cache: SolutionCache,
) -> tuple[NDArray[np.bool_], list[WholeMove]]:
    """The pattern with the further cells that give each of its cells the needed width in whole numbers.

    With it come the whole moves that show it.

    The search works with fractions and one direction, so a cell may fall short in whole numbers where bounds
    are tight or widths above 1 are needed. The cheapest moves that give such a cell its width are then added.

    Args:
        problem: the cells.
        pattern: cells withheld so far.
        blocks: places of each block; moves are looked for in the cell's own block first.
        known: whole moves found before.
        names: names of all cells of the table, for the error.
        cache: solutions of earlier calls.

    Raises:
        CannotBeProtected: a cell falls short even with all cells withheld that may be.
    """
    pattern = pattern.copy()
    while True:
        asked = np.where(pattern & ((problem.weights > 0) | problem.required), problem.needed, 0)
        found = spread(problem, pattern, asked, known, stop=True, cache=cache)
        known = found.moves
        hopeless = []
        for cell in found.short:
            if found.width[cell] >= asked[cell]:
                continue
            moves = _cheapest_anywhere(problem, pattern, blocks, int(cell))
            if moves is None:
                hopeless.append(names[problem.cells[cell]])
            for move in moves or []:
                found.add(move)
                pattern |= move != 0
        if hopeless:
            raise CannotBeProtected(hopeless)
        if not found.short:
            return pattern, found.moves


def _cheapest_anywhere(
    problem: SuppressionProblem, pattern: NDArray[np.bool_], blocks: list[NDArray[np.int64]], cell: int
) -> list[WholeMove] | None:
    """Cheapest moves that give a cell its width: in its own block, then among all cells; None where none do.

    In each, linear programmes come first, then integer programmes.
    """
    own = next(cells for cells in blocks if cell in cells)
    everywhere = np.arange(pattern.size)
    for places, exact in ((own, False), (own, True), (everywhere, False), (everywhere, True)):
        part = problem.part(places)
        moves = _cheapest_width(part, pattern[places], int(np.searchsorted(places, cell)), exact)
        if moves is not None:
            spread_out = np.zeros((len(moves), pattern.size), dtype=np.int64)
            spread_out[:, places] = moves
            return list(spread_out)
    return None


def _cheapest_width(
    part: SuppressionProblem, pattern: NDArray[np.bool_], cell: int, exact: bool
) -> list[WholeMove] | None:
    """A rise and a fall of a cell that together make its width, at least added cost; None if none is found.

    Unless `exact`, fractional solutions are not pursued, and None may also mean that such moves exist.
    """
    programme = MoveProgramme(part.relations, part.room_up > 0, part.room_down > 0)
    width = int(part.needed[cell])
    best, best_cost = None, np.inf
    for rise in range(width + 1):
        if rise > part.room_up[cell] or width - rise > part.room_down[cell]:
            continue
        moves: list[WholeMove] = []
        price = np.where(pattern, 0.0, part.weights)
        changes = [change for change in (rise, rise - width) if change != 0]
        for change in changes:
            move = cheapest_whole(part, programme, price, cell, change, afresh=True, exact=exact)
            if move is None:
                break
            moves.append(move)
            price = np.where(move != 0, 0.0, price)
        cost = float(part.weights[~pattern & (price == 0)].sum())
        if len(moves) == len(changes) and cost < best_cost:
            best, best_cost = moves, cost
    return best
