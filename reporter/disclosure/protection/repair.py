"""Giving every withheld cell its minimum width in whole numbers, whatever more must be withheld for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.protection.problem import Problem
from reporter.disclosure.protection.programme import MoveProgramme
from reporter.disclosure.protection.twins import WholeMove, cheapest_whole, spread


def withhold_until_wide_enough(
    problem: Problem, pattern: NDArray[np.bool_], blocks: list[NDArray[np.int64]], names: tuple[str, ...]
) -> NDArray[np.bool_]:
    """The pattern with whatever more it takes until whole numbers give every cell of it its width.

    The search works with fractions and one direction; where bounds are tight or widths above 1 are asked for, a
    cell may fall short in whole numbers. For each such cell the cheapest moves with the width asked for are added.

    Args:
        problem: the cells.
        pattern: cells withheld so far.
        blocks: places that were protected by themselves.
        names: of all cells of the table, for the error.

    Raises:
        CannotBeProtected: a cell falls short even with every cell withheld that may be.
    """
    pattern = pattern.copy()
    while True:
        asked = np.where(pattern & ((problem.weights > 0) | problem.required), problem.needed, 0)
        short = np.flatnonzero(spread(problem, pattern, asked, blocks).width < asked)
        if not short.size:
            return pattern
        programme = MoveProgramme(problem.relations, problem.room_up > 0, problem.room_down > 0)
        hopeless = []
        for cell in short:
            moves = _cheapest_pair(problem, programme, pattern, int(cell))
            if moves is None:
                hopeless.append(names[problem.cells[cell]])
                continue
            for move in moves:
                pattern |= move != 0
        if hopeless:
            raise CannotBeProtected(hopeless)


def _cheapest_pair(
    problem: Problem, programme: MoveProgramme, pattern: NDArray[np.bool_], cell: int
) -> list[WholeMove] | None:
    """Whole moves, a rise and a fall of the cell that together make its width, of least added cost."""
    width = int(problem.needed[cell])
    best: list[WholeMove] | None = None
    best_cost = np.inf
    for rise in range(width + 1):
        if rise > problem.room_up[cell] or width - rise > problem.room_down[cell]:
            continue
        price = np.where(pattern, 0.0, problem.weights)
        moves = []
        for change in (rise, rise - width):
            if change == 0:
                continue
            move = cheapest_whole(problem, programme, price, cell, change, afresh=True)
            if move is None:
                break
            moves.append(move)
            price = np.where(move != 0, 0.0, price)
        else:
            added = np.any([move != 0 for move in moves], axis=0) & ~pattern
            cost = float(problem.weights[added].sum())
            if cost < best_cost:
                best, best_cost = moves, cost
    return best
