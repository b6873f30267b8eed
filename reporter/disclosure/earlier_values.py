"""Whole numbers that fit everything that an edition printed, as near as possible to counts known of it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from reporter.disclosure.cells import Cell
from reporter.errors import DisclosureError
from reporter.machine.solver import silent_solver

Bounds = Mapping[Cell, tuple[int, int | None]]
MOST_NODES = 100_000
"""Branches of one search after which the best numbers found are taken."""

UNKNOWN_COST = 1e-3
"""Cost of one event more in a cell of which nothing is wanted, against one off a wanted count."""


class DoesNotFit(DisclosureError):  # noqa: N818 -- reads as the sentence it is
    """No whole numbers fit some bounds and relations; carries cells of theirs.

    Attributes:
        cells: some of the cells that are tied to each other.
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = tuple(cells)
        super().__init__("what is printed does not hold together: " + "; ".join(c.id for c in self.cells[:3]))


def fitting(
    bounds: Bounds, relations: Iterable[Mapping[Cell, int]], wanted: Mapping[Cell, int]
) -> tuple[dict[Cell, int], tuple[Mapping[Cell, int], ...]]:
    """Counts within bounds that keep all relations, nearest to others by the sum of absolute differences.

    Cells that relations tie to each other are solved together, and only where the wanted counts do not fit.

    Args:
        bounds: least and greatest feasible count of every cell; None where there is no greatest.
        relations: coefficients by cell; the sum of coefficient times count is to be 0.
        wanted: counts to be near to; cells without one may have any.

    Returns:
        The count of every cell; and the relations with at least one cell that its bounds leave open. Of cells
        that are printed throughout, a relation says nothing new, or does not hold.

    Raises:
        DoesNotFit: there are no such counts.
    """
    values = {cell: _nearest(wanted.get(cell, low), low, high) for cell, (low, high) in bounds.items()}
    open_cells = {cell for cell, (low, high) in bounds.items() if low != high}
    kept = tuple(one for one in relations if not open_cells.isdisjoint(one))
    for group in _tied(kept, open_cells):
        cells = dict.fromkeys(cell for relation in group for cell in relation if cell in open_cells)
        is_known = all(cell in wanted and values[cell] == wanted[cell] for cell in cells)
        if not (is_known and all(_residual(relation, values) == 0 for relation in group)):
            values |= _solved(list(cells), group, bounds, values, wanted)
    return values, kept


def _nearest(count: int, low: int, high: int | None) -> int:
    return max(low, count if high is None else min(count, high))


def _residual(relation: Mapping[Cell, int], values: Mapping[Cell, int]) -> int:
    return sum(sign * values[cell] for cell, sign in relation.items())


def _tied(
    relations: Sequence[Mapping[Cell, int]], open_cells: set[Cell]
) -> Iterator[list[Mapping[Cell, int]]]:
    """The relations in groups that share no open cell, in their order."""
    place: dict[Cell, int] = {}
    rows, columns = [], []
    for row, relation in enumerate(relations):
        for cell in relation:
            if cell in open_cells:
                rows.append(row)
                columns.append(len(relations) + place.setdefault(cell, len(place)))
    size = len(relations) + len(place)
    graph = sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    _, label = csgraph.connected_components(graph, directed=False)
    groups: dict[int, list[Mapping[Cell, int]]] = {}
    for row, relation in enumerate(relations):
        groups.setdefault(int(label[row]), []).append(relation)
    yield from groups.values()


def _solved(
    cells: Sequence[Cell],
    relations: Sequence[Mapping[Cell, int]],
    bounds: Bounds,
    near: dict[Cell, int],
    wanted: Mapping[Cell, int],
) -> dict[Cell, int]:
    """Counts of tied cells by a mixed-integer programme in what each is more and less than the count near it.

    Numbers in it stay small, and the sum of both is the absolute difference.
    """
    place = {cell: number for number, cell in enumerate(cells)}
    count = len(cells)
    room = np.zeros((2, count))
    cost = np.zeros(count)
    for cell, column in place.items():
        low, high = bounds[cell]
        room[:, column] = (np.inf if high is None else high - near[cell]), near[cell] - low
        cost[column] = 1.0 if cell in wanted else UNKNOWN_COST
    start, columns, coefficients, sides = [0], [], [], []
    for relation in relations:
        for cell, sign in relation.items():
            if cell in place:
                columns += [place[cell], count + place[cell]]
                coefficients += [sign, -sign]
        start.append(len(columns))
        sides.append(-_residual(relation, near))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 2 * count, len(relations)
    model.col_cost_ = np.concatenate([cost, cost])
    model.col_lower_, model.col_upper_ = np.zeros(2 * count), room.ravel()
    model.row_lower_ = model.row_upper_ = np.array(sides, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(start, dtype=np.int32)
    model.a_matrix_.index_ = np.array(columns, dtype=np.int32)
    model.a_matrix_.value_ = np.array(coefficients, dtype=np.float64)
    model.integrality_ = [highspy.HighsVarType.kInteger] * (2 * count)
    solver = silent_solver(mip_max_nodes=MOST_NODES)
    solver.passModel(model)
    solver.run()
    solution = solver.getSolution()
    if not solution.value_valid:
        raise DoesNotFit(cells)
    moved = np.rint(np.array(solution.col_value)).astype(np.int64)
    found = {cell: near[cell] + int(moved[n] - moved[count + n]) for cell, n in place.items()}
    together = ChainMap(found, near)
    if any(_residual(relation, together) for relation in relations):
        raise DoesNotFit(cells)
    return found
