"""Linear programmes over moves: changes `D` of a table with `R D = 0`.

A move leaves every relation true, so the cells it changes, withheld together, hide one another: table `x` and
table `x + D` agree on everything published. A cell at its lower bound can only rise, one at its upper bound
only fall. Moves may be scaled and added without leaving these rules, so they form a cone, and linear
programmes over a
cone need no sizes: that a cell moves at all is what counts (`twins.py` turns it into whole numbers).
"""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

REACH = 50.0
"""Largest change of a cell in one move; more than any vertex of these programmes needs."""
ZERO = 1e-7
"""Changes below this are rounding of the solver."""

Move = NDArray[np.float64]


def silent_solver() -> highspy.Highs:
    """A HiGHS instance that prints nothing and uses one thread, so that its answers repeat."""
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
        solver.setOptionValue(option, value)
    return solver


CALL = 30_000
"""What one solution costs beside its pivots, as pivots times relations: small programmes are mostly this."""


class MoveProgramme:
    """Moves of some cells while all others stand still; rising and falling are a column each.

    Args:
        relations: sparse signed matrix, relations x cells.
        rise: True where the cell may rise, shape (cells,).
        fall: True where it may fall.

    Attributes:
        work: pivots times relations so far.
    """

    def __init__(self, relations: sparse.csr_array, rise: NDArray[np.bool_], fall: NDArray[np.bool_]) -> None:
        self._rise, self._fall = rise, fall
        rising, falling = np.flatnonzero(rise), np.flatnonzero(fall)
        self._rows, self._cells = relations.shape
        self._cell = np.concatenate([rising, falling])
        self._up = np.arange(self._cell.size) < rising.size
        self._every = np.arange(self._cell.size, dtype=np.int32)
        self._solver = silent_solver()
        self._solver.passModel(_standing_still(relations, rising, falling))
        self.work = 0

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
            up: farthest rise, one for all or one a cell.
            down: farthest fall.
            whole: changes in whole numbers only.
            afresh: start from standing still instead of the last answer; faster where few cells will move.

        Returns:
            The move, shape (cells,), or None where there is none.
        """
        if ((demand > 0) & ~self._rise | (demand < 0) & ~self._fall).any():
            return None
        demanded = demand[self._cell]
        along = (demanded > 0) == self._up
        least = np.where((demanded != 0) & along, np.abs(demanded), 0.0)
        most = np.where((demanded != 0) & ~along, 0.0, self._limits(up, down))
        if afresh:
            self._solver.clearSolver()
        return self._solve(cost[self._cell], least, most, whole)

    def farthest(
        self,
        gain: NDArray[np.float64],
        up: NDArray[np.float64] | float,
        down: NDArray[np.float64] | float,
        whole: bool = False,
    ) -> Move:
        """The move of greatest `sum gain D` with every change within limits; arguments as for `cheapest`."""
        price = np.where(self._up, -1.0, 1.0) * gain[self._cell]
        move = self._solve(price, np.zeros(self._cell.size), self._limits(up, down), whole)
        return np.zeros(self._cells) if move is None else move

    def stopped(
        self, cell: int, direction: float, limit: NDArray[np.float64]
    ) -> tuple[Move, NDArray[np.bool_]]:
        """The farthest move of one cell when others change at most by `limit`, and the cells that stop it.

        While all of these stand still, so does the cell, whatever the limits of the others. The cell itself
        may change by 1.
        """
        gain = np.zeros(self._cells)
        gain[cell] = direction
        allowed = limit.copy()
        allowed[cell] = 1.0
        move = self.farthest(gain, allowed, allowed)
        prices = np.asarray(self._solver.getSolution().col_dual)
        stops = np.zeros(self._cells, dtype=np.bool_)
        stops[self._cell[prices < -ZERO]] = True
        return move, stops

    def _limits(
        self, up: NDArray[np.float64] | float, down: NDArray[np.float64] | float
    ) -> NDArray[np.float64]:
        shape = (self._cells,)
        rise, fall = np.broadcast_to(up, shape)[self._cell], np.broadcast_to(down, shape)[self._cell]
        return np.asarray(np.where(self._up, rise, fall), dtype=np.float64)

    def _solve(
        self, cost: NDArray[np.float64], least: NDArray[np.float64], most: NDArray[np.float64], whole: bool
    ) -> Move | None:
        if (least > most).any():
            return None
        solver, count = self._solver, self._cell.size
        solver.changeColsBounds(count, self._every, least, most)
        solver.changeColsCost(count, self._every, cost)
        if whole:
            solver.changeColsIntegrality(count, self._every, np.full(count, highspy.HighsVarType.kInteger))
        solver.run()
        self.work += CALL + max(solver.getInfo().simplex_iteration_count, 1) * self._rows
        optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        amounts = np.asarray(solver.getSolution().col_value) if optimal else np.zeros(0)
        if whole:
            solver.changeColsIntegrality(count, self._every, np.full(count, highspy.HighsVarType.kContinuous))
        return self._move(amounts) if optimal else None

    def _move(self, amounts: NDArray[np.float64]) -> Move:
        change = np.where(self._up, amounts, -amounts)
        move: Move = np.bincount(self._cell, weights=change, minlength=self._cells).astype(np.float64)
        move[np.abs(move) < ZERO] = 0.0
        return move


def _standing_still(
    relations: sparse.csr_array, rising: NDArray[np.int64], falling: NDArray[np.int64]
) -> highspy.HighsLp:
    """`R (rise - fall) = 0` with all columns at 0; every call sets its own bounds and costs."""
    matrix = sparse.csr_array(sparse.hstack([relations[:, rising], -relations[:, falling]]))
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(matrix.shape[1])
    model.row_lower_ = model.row_upper_ = np.zeros(matrix.shape[0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    return model
