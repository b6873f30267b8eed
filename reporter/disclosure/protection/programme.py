"""Linear programmes over moves: changes `D` of a table with `R D = 0`.

A move keeps every relation true. So the cells it changes, withheld together, protect one another: tables `x`
and `x + D` agree on everything published. A cell at its lower bound can only rise, a cell at its upper bound
only fall. Moves that obey this may be scaled and added, so they form a cone, and linear programmes over a
cone need no sizes: they find whether a cell moves at all (`twins.py` makes moves whole).
"""

from __future__ import annotations

from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reporter.machine.solver import silent_solver

REACH = 50.0
"""Largest change of a cell in one move; more than any vertex of these programmes needs."""
ZERO = 1e-7
"""Changes below this are rounding errors of the solver."""

Move = NDArray[np.float64]


CHOOSE, DUAL, PRIMAL = 0, 1, 4
"""Values of HiGHS's option for the simplex method; the first lets it choose at each start."""
LARGE = 1000
"""Relations from which on the primal method finds a farthest move from another one in fewer pivots."""
CALL = 30_000
"""Work of one solution besides its pivots, in pivots times relations; it dominates in small programmes."""


def farthest_change(width: float) -> float:
    """Greatest change of a cell in a whole move that is to change a cell by `width`."""
    return max(REACH, 10.0 * abs(width))


class MoveProgramme:
    """Linear programmes over the moves of some cells; all other cells keep their values.

    The programme of the cheapest move has one column for the rise and one for the fall of each cell, since
    both cost; that of the farthest move has one column a cell. Each is built when first needed and starts
    from its own last solution.

    Args:
        relations: sparse signed matrix, relations x cells.
        rise: True where the cell may rise, shape (cells,).
        fall: True where the cell may fall, shape (cells,).

    Attributes:
        work: pivots times relations so far.
    """

    def __init__(self, relations: sparse.csr_array, rise: NDArray[np.bool_], fall: NDArray[np.bool_]) -> None:
        self._relations, self._rise, self._fall = relations, rise, fall
        rising, falling = np.flatnonzero(rise), np.flatnonzero(fall)
        self._cell = np.concatenate([rising, falling])
        self._up = np.arange(self._cell.size) < rising.size
        self.work = 0

    @cached_property
    def _rising_and_falling(self) -> highspy.Highs:
        signed = np.where(self._up, 1.0, -1.0)
        solver = _fixed_at_zero(self._relations[:, self._cell] * signed)
        # Where new prices leave the last solution feasible, the primal method needs half the pivots.
        solver.setOptionValue("simplex_strategy", CHOOSE)
        return solver

    @cached_property
    def _changes(self) -> highspy.Highs:
        return _fixed_at_zero(self._relations)

    def cheapest(
        self,
        cost: NDArray[np.float64],
        demand: NDArray[np.float64],
        up: NDArray[np.float64] | float = REACH,
        down: NDArray[np.float64] | float = REACH,
        whole: bool = False,
        afresh: bool = False,
    ) -> Move | None:
        """The move of least `sum cost |D|` in which each cell changes at least as demanded.

        Args:
            cost: price of a unit of change, shape (cells,).
            demand: `D >= demand` where it is above 0, `D <= demand` where below, shape (cells,).
            up: greatest rise, one for all or one a cell.
            down: greatest fall, one for all or one a cell.
            whole: changes in whole numbers only.
            afresh: start from the zero move instead of the last solution; faster where few cells will move.

        Returns:
            The move, shape (cells,), or None where there is none.
        """
        if ((demand > 0) & ~self._rise | (demand < 0) & ~self._fall).any():
            return None
        rise, fall = self._limits(up, down)
        demanded = demand[self._cell]
        along = (demanded > 0) == self._up
        least = np.where((demanded != 0) & along, np.abs(demanded), 0.0)
        limit = np.where(self._up, rise[self._cell], fall[self._cell])
        most = np.where((demanded != 0) & ~along, 0.0, limit)
        if (least > most).any():
            return None
        solver = self._rising_and_falling
        if afresh:
            solver.clearSolver()
        amounts = self._solve(solver, cost[self._cell], least, most, whole)
        if amounts is None:
            return None
        change = np.where(self._up, amounts, -amounts)
        total: NDArray[np.float64] = np.bincount(
            self._cell, weights=change, minlength=self._rise.size
        ).astype(np.float64)
        return _without_rounding(total)

    def farthest(
        self,
        gain: NDArray[np.float64],
        up: NDArray[np.float64] | float,
        down: NDArray[np.float64] | float,
        *,
        onward: bool = False,
    ) -> Move:
        """The move of greatest `sum gain D` within limits; arguments as for `cheapest`.

        With `onward` it is looked for near the last move, if the programme is large.
        """
        rise, fall = self._limits(up, down)
        near = onward and self._relations.shape[0] > LARGE
        self._changes.setOptionValue("simplex_strategy", PRIMAL if near else DUAL)
        move = self._solve(self._changes, -gain, -fall, rise)
        return np.zeros(gain.size) if move is None else _without_rounding(move)

    def stopped(
        self, cell: int, direction: float, limit: NDArray[np.float64]
    ) -> tuple[Move, NDArray[np.bool_]]:
        """The farthest move of one cell under limits on the others, and the mask of the cells that stop it.

        While the cells that stop it stand still, so does the cell, whatever the limits of the others.

        Args:
            cell: the cell that moves, by 1 at most.
            direction: +1 for a rise, -1 for a fall.
            limit: greatest change of each other cell, shape (cells,).
        """
        gain = np.zeros(self._rise.size)
        gain[cell] = direction
        allowed = limit.copy()
        allowed[cell] = 1.0
        move = self.farthest(gain, allowed, allowed)
        prices = np.asarray(self._changes.getSolution().col_dual)
        # A cell that may never move in that direction stops the move in every pattern: it is in no cut.
        stops = np.where(prices < 0, self._rise, self._fall) & (np.abs(prices) > ZERO)
        return move, np.asarray(stops)

    def _limits(
        self, up: NDArray[np.float64] | float, down: NDArray[np.float64] | float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return np.where(self._rise, up, 0.0), np.where(self._fall, down, 0.0)

    def _solve(
        self,
        solver: highspy.Highs,
        cost: NDArray[np.float64],
        least: NDArray[np.float64],
        most: NDArray[np.float64],
        whole: bool = False,
    ) -> NDArray[np.float64] | None:
        every = np.arange(cost.size, dtype=np.int32)
        solver.changeColsBounds(cost.size, every, least, most)
        solver.changeColsCost(cost.size, every, cost)
        if whole:
            solver.changeColsIntegrality(cost.size, every, np.full(cost.size, highspy.HighsVarType.kInteger))
        solver.run()
        self.work += CALL + max(solver.getInfo().simplex_iteration_count, 1) * self._relations.shape[0]
        optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        amounts = np.asarray(solver.getSolution().col_value) if optimal else None
        if whole:
            continuous = np.full(cost.size, highspy.HighsVarType.kContinuous)
            solver.changeColsIntegrality(cost.size, every, continuous)
        return amounts


def _without_rounding(move: NDArray[np.float64]) -> Move:
    return np.where(np.abs(move) < ZERO, 0.0, move)


def _fixed_at_zero(columns: sparse.csr_array) -> highspy.Highs:
    """A programme over `columns @ amounts = 0` with amounts fixed at 0; each call sets bounds and costs."""
    matrix = sparse.csr_array(columns)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(matrix.shape[1])
    model.row_lower_ = model.row_upper_ = np.zeros(matrix.shape[0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    solver = silent_solver(presolve="off")
    solver.passModel(model)
    return solver
