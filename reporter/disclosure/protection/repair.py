"""Giving every withheld cell its minimum width in whole numbers, whatever more must be withheld for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.protection.problem import Problem
from reporter.disclosure.protection.programme import MoveProgramme
from reporter.disclosure.protection.twins import cheapest_whole, spread


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
        whole_table = np.arange(pattern.size)
        hopeless = []
        for cell in short:
            own = next(cells for cells in blocks if cell in cells)
            for places, exact in ((own, False), (whole_table, False), (whole_table, True)):
                added = _cheapest_width(problem.part(places), pattern[places], int(np.searchsorted(places, cell)), exact)
                if added is not None:
                    pattern[places] |= added
                    break
            else:
                hopeless.append(names[problem.cells[cell]])
        if hopeless:
            raise CannotBeProtected(hopeless)


def _cheapest_width(
    part: Problem, pattern: NDArray[np.bool_], cell: int, exact: bool
) -> NDArray[np.bool_] | None:
    """Cells of a rise and a fall of a cell that together make its width, of least added cost.

    Unless `exact`, fractions are not looked into further, and None may also mean that there are such moves.
    """
    programme = MoveProgramme(part.relations, part.room_up > 0, part.room_down > 0)
    width = int(part.needed[cell])
    best, best_cost = None, np.inf
    for rise in range(width + 1):
        if rise > part.room_up[cell] or width - rise > part.room_down[cell]:
            continue
        withheld: NDArray[np.bool_] | None = pattern
        for change in (rise, rise - width):
            if withheld is not None and change != 0:
                price = np.where(withheld, 0.0, part.weights)
                move = cheapest_whole(part, programme, price, cell, change, afresh=True, exact=exact)
                withheld = None if move is None else withheld | (move != 0)
        cost = np.inf if withheld is None else float(part.weights[withheld & ~pattern].sum())
        if cost < best_cost:
            best, best_cost = withheld, cost
    return best
