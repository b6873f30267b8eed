"""The certificate that every withheld cell keeps its minimum width: tables that an attacker cannot exclude.

It is cheaper than exact intervals. Tables found elsewhere are checked here and used, so that programmes are
solved only for the cells that they leave open; where they come from does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.audit import parts
from reporter.disclosure.relations import LinkedTable


@dataclass(frozen=True, eq=False)
class Certificate:
    """Whether every withheld cell keeps its minimum width, with the feasible tables that prove it.

    Attributes:
        safe: True when no cell falls short.
        short: names of the cells that fall short, in table order.
        low: least value of each cell among the witnesses, shape (cells,); the true value for published cells.
        high: greatest value likewise, shape (cells,).
        witnesses: vectors of values of shape (cells,), each agreeing with every published number.
    """

    safe: bool
    short: tuple[str, ...]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    witnesses: tuple[NDArray[np.int64], ...]


def certify(
    table: LinkedTable,
    withheld: NDArray[np.bool_],
    minimum_width: int | NDArray[np.int64] = 1,
    twins: Iterable[NDArray[np.int64]] = (),
) -> Certificate:
    """Certificate that every withheld cell has an interval of at least `minimum_width`, or the cells without.

    Args:
        table: the cells and relations.
        withheld: True where the cell is not published, shape (cells,).
        minimum_width: greatest less least feasible value, one for all or one a cell; 0 requires nothing.
        twins: vectors of values said to agree with every published number, shape (cells,) each. Those that
            do not are left out; no programme is solved for a cell to which the others give its width.

    Raises:
        InfeasibleAttacker: the bounds exclude the true value of a withheld cell.
    """
    needed = np.broadcast_to(np.asarray(minimum_width, dtype=np.int64), withheld.shape)
    low, high = _reached(table, withheld, twins)
    witnesses: list[NDArray[np.int64]] = []
    for part in parts(table, withheld) if (high - low < needed)[withheld].any() else ():
        wanted = needed[part.cells]
        np.minimum(part.low, low[part.cells], out=part.low)
        np.maximum(part.high, high[part.cells], out=part.high)
        for position in range(part.cells.size):
            for exact, direction in product((False, True), (+1, -1)):
                if part.high[position] - part.low[position] < wanted[position]:
                    part.reach(position, direction, float(wanted[position]), exact)
        low[part.cells], high[part.cells] = part.low.astype(np.int64), part.high.astype(np.int64)
        for number, witness in enumerate(part.witnesses):
            if number == len(witnesses):
                witnesses.append(table.values.copy())
            witnesses[number][part.cells] = witness
    short = np.flatnonzero(withheld & (high - low < needed))
    return Certificate(not short.size, tuple(table.ids[i] for i in short), low, high, tuple(witnesses))


def _reached(
    table: LinkedTable, withheld: NDArray[np.bool_], twins: Iterable[NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Least and greatest value of each cell among the true table and the twins that agree with it."""
    low, high = table.values.copy(), table.values.copy()
    for twin in twins:
        if (
            np.array_equal(twin[~withheld], table.values[~withheld])
            and not (table.relations @ twin).any()
            and bool(((twin >= table.lower) & (twin <= table.upper) | ~withheld).all())
        ):
            np.minimum(low, twin, out=low)
            np.maximum(high, twin, out=high)
    return low, high
