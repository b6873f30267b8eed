"""The audit: the exact integer interval that an attacker can find for every withheld cell.

The attacker solves `R x = 0` for the withheld cells, with every published value put in, within the bounds
that the rules give away. `audit` finds the least and the greatest feasible integer of each withheld cell,
`bracket` bounds of it that take no solver. Nothing here knows how the cells were chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from reporter.disclosure.propagation import propagate
from reporter.disclosure.relations import InfeasibleAttacker, LinkedTable
from reporter.machine.solver import silent_solver

INTEGRAL = 1e-6
"""Greatest distance from a whole number at which a solver's value counts as whole."""
CORNERS = 3
"""Further corners tried beside a fractional one before an integer programme is solved."""
SIDEWAYS = 0.1
"""Greatest random gain of another cell while looking for such a corner; the gain of the cell itself is 1."""
SEED = 1847


@dataclass(frozen=True, eq=False)
class Intervals:
    """Least and greatest feasible integer of each audited cell, shape (audited,).

    Attributes:
        ids: names of the audited cells, in table order.
        low: least feasible value, -inf where there is none.
        high: greatest feasible value, inf where there is none.
    """

    ids: tuple[str, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def width(self) -> NDArray[np.float64]:
        """`high - low`: 0 means the attacker knows the value."""
        return self.high - self.low

    @property
    def exactly_disclosed(self) -> tuple[str, ...]:
        """Names of the cells with one feasible value only."""
        return tuple(name for name, width in zip(self.ids, self.width, strict=True) if width == 0)


def audit(
    table: LinkedTable, withheld: NDArray[np.bool_], *, cells: NDArray[np.bool_] | None = None
) -> Intervals:
    """Exact integer interval of every withheld cell, under all relations together.

    Args:
        table: the cells and relations.
        withheld: True where the cell is not published, shape (cells,).
        cells: audit these withheld cells only; all of them by default.

    Raises:
        InfeasibleAttacker: the bounds exclude the true value of a withheld cell.
    """
    asked = withheld if cells is None else withheld & cells
    low, high = table.values.astype(np.float64), table.values.astype(np.float64)
    for part in parts(table, withheld):
        wanted = np.flatnonzero(asked[part.cells])
        for position in wanted:
            part.reach(int(position), -1)
            part.reach(int(position), +1)
        low[part.cells], high[part.cells] = part.low, part.high
    index = np.flatnonzero(asked)
    return Intervals(tuple(table.ids[i] for i in index), low[index], high[index])


def bracket(table: LinkedTable, withheld: NDArray[np.bool_], cells: NDArray[np.bool_]) -> Intervals:
    """Integer bounds of withheld cells by one relation at a time: no narrower than the exact intervals.

    They take no solver, so that they are found for any number of cells, and are the same for every solver.

    Args:
        table: the cells and relations.
        withheld: True where the cell is not published, shape (cells,).
        cells: the withheld cells asked for, shape (cells,).
    """
    hidden = np.flatnonzero(withheld)
    matrix = sparse.csr_array(table.relations[:, hidden])
    low, high = propagate(matrix, matrix @ table.values[hidden], table.lower[hidden], table.upper[hidden])
    asked = cells[hidden]
    return Intervals(tuple(table.ids[i] for i in hidden[asked]), low[asked], high[asked])


def parts(table: LinkedTable, withheld: NDArray[np.bool_]) -> list[_Part]:
    """Connected parts of the withheld cells; cells that bound propagation pins to one value are in none."""
    outside = withheld & ((table.values < table.lower) | (table.values > table.upper))
    if outside.any():
        raise InfeasibleAttacker(
            f"cell {table.ids[i]}: true value {table.values[i]} outside the attacker's bounds "
            f"[{table.lower[i]:g}, {table.upper[i]:g}]"
            for i in np.flatnonzero(outside)
        )
    hidden = np.flatnonzero(withheld)
    matrix = sparse.csr_array(table.relations[:, hidden])
    right = matrix @ table.values[hidden]
    low, high = propagate(matrix, right, table.lower[hidden], table.upper[hidden])
    free = np.flatnonzero(low < high)
    matrix = sparse.csc_array(matrix[:, free])
    parts = []
    for places in _connected(matrix):
        members = free[places]
        columns = sparse.csr_array(matrix[:, places])
        rows = np.flatnonzero(np.diff(columns.indptr))
        parts.append(
            _Part(hidden[members], columns[rows], table.values[hidden[members]], low[members], high[members])
        )
    return parts


def _connected(matrix: sparse.csc_array) -> list[NDArray[np.int64]]:
    """Places of the cells of each part of the graph in which every relation is tied to its cells."""
    relations, cells = matrix.shape
    row, cell = matrix.nonzero()
    graph = sparse.csr_array((np.ones(row.size), (cell, cells + row)), shape=(cells + relations,) * 2)
    label = csgraph.connected_components(graph, directed=False)[1][:cells]
    order = np.argsort(label, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(label[order])) + 1) if cells else []


class _Part:
    """One connected part of the attacker's system, with the extremes of all feasible tables found so far."""

    def __init__(
        self,
        cells: NDArray[np.int64],
        matrix: sparse.csr_array,
        values: NDArray[np.int64],
        lower: NDArray[np.float64],
        upper: NDArray[np.float64],
    ) -> None:
        self.cells = cells
        self.low = values.astype(np.float64)
        self.high = values.astype(np.float64)
        self.witnesses: list[NDArray[np.int64]] = []
        self._matrix = matrix
        self._values = values
        self._right = matrix @ values
        self._lower, self._upper = lower, upper
        self._every = np.arange(cells.size, dtype=np.int32)
        self._bounded = np.isfinite(lower) & np.isfinite(upper)
        self._random = np.random.default_rng(SEED)
        self._solver = _linear_programme(matrix, self._right, lower, upper)

    def reach(self, position: int, direction: int, enough: float = np.inf, exact: bool = True) -> None:
        """Move the cell as far as possible in one direction and keep the feasible tables found.

        Args:
            position: the cell, within the part.
            direction: +1 for the greatest value, -1 for the least.
            enough: distance from the true value at which to stop where there is no bound.
            exact: solve an integer programme where linear ones do not settle the extreme; without it the
                extreme found may fall short of the true one.
        """
        limit = self._upper[position] if direction > 0 else self._lower[position]
        seen = self.high[position] if direction > 0 else self.low[position]
        if seen == limit:
            return
        if np.isfinite(limit):
            self._solve(position, direction, seen, exact)
        elif np.isfinite(enough):
            end = self._values[position] + direction * enough
            nearer = (self._lower[position], end) if direction > 0 else (end, self._upper[position])
            self._solver.changeColBounds(position, *nearer)
            self._solve(position, direction, seen, exact)
            self._solver.changeColBounds(position, self._lower[position], self._upper[position])
        elif self._endless(position, direction):
            (self.high if direction > 0 else self.low)[position] = limit
        else:
            self._solve(position, direction, seen, exact)

    def _solve(self, position: int, direction: int, seen: float, exact: bool) -> None:
        extremes = self.high if direction > 0 else self.low
        point = self._corner(position, direction)
        reached = direction * np.floor(direction * point[position] + INTEGRAL)
        self._keep(point)
        # A fractional corner is one of many that are as far out, or nearly; a whole one is often next to it.
        for _ in range(CORNERS):
            if extremes[position] == reached or (not exact and extremes[position] != seen):
                return
            self._keep(self._corner(position, direction, SIDEWAYS))
        if exact and extremes[position] != reached:
            self._keep(self._integer_optimum(position, direction))

    def _corner(self, position: int, direction: int, sideways: float = 0.0) -> NDArray[np.float64]:
        """A corner farthest in one direction of a cell; other cells gain up to `sideways` at random."""
        costs = self._random.uniform(-sideways, sideways, self.cells.size) * self._bounded
        self._solver.changeColsCost(self.cells.size, self._every, costs)
        self._solver.changeColCost(position, float(-direction))
        self._solver.run()
        return np.asarray(self._solver.getSolution().col_value)

    def _keep(self, point: NDArray[np.float64]) -> bool:
        """Whether a point, rounded, is a feasible integer table; if so, updates extremes and witnesses."""
        table = np.rint(point).astype(np.int64)
        # Whole numbers are checked as such, however near to them the solver came.
        feasible = np.array_equal(self._matrix @ table, self._right) and bool(
            ((table >= self._lower) & (table <= self._upper)).all()
        )
        if feasible:
            if ((table < self.low) | (table > self.high)).any():
                self.witnesses.append(table)
            np.minimum(self.low, table, out=self.low)
            np.maximum(self.high, table, out=self.high)
        return feasible

    def _integer_optimum(self, position: int, direction: int) -> NDArray[np.float64]:
        count = self.cells.size
        self._solver.changeColsIntegrality(count, self._every, np.full(count, highspy.HighsVarType.kInteger))
        point = self._corner(position, direction)
        self._solver.changeColsIntegrality(
            count, self._every, np.full(count, highspy.HighsVarType.kContinuous)
        )
        return point

    def _endless(self, position: int, direction: int) -> bool:
        """Whether nothing stops the cell: some direction of all cells keeps every relation and bound."""
        self._directions.changeColsCost(self.cells.size, self._every, np.zeros(self.cells.size))
        self._directions.changeColCost(position, float(-direction))
        self._directions.run()
        return bool(abs(self._directions.getSolution().col_value[position]) > INTEGRAL)

    @cached_property
    def _directions(self) -> highspy.Highs:
        """A programme over directions, cut off at 1; unlike values, they are small whatever the counts."""
        return _linear_programme(
            self._matrix,
            np.zeros_like(self._right),
            np.where(np.isfinite(self._lower), 0.0, -1.0),
            np.where(np.isfinite(self._upper), 0.0, 1.0),
        )


def _linear_programme(
    matrix: sparse.csr_array,
    right: NDArray[np.int64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
) -> highspy.Highs:
    solver = silent_solver(mip_rel_gap=0.0, mip_abs_gap=0.5)
    model = highspy.HighsLp()
    rows, columns = matrix.shape
    model.num_col_, model.num_row_ = columns, rows
    model.col_cost_ = np.zeros(columns)
    model.col_lower_, model.col_upper_ = lower, upper
    model.row_lower_ = model.row_upper_ = right.astype(np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    solver.passModel(model)
    return solver
