"""Lower bounds on the cost of a safe pattern.

Let `y` say which cells are withheld. Two kinds of inequality hold for every safe pattern:

- rows: a withheld cell cannot move unless another withheld cell of each of its relations moves against it;
- cuts: a required cell `c` cannot move unless at least one of a set of blocking cells moves. Cuts are found
  as in the Benders decomposition of Fischetti and Salazar (2001): with changes limited to the present
  fractional `y`, the dual prices of the programme for the farthest move of `c` name the cells whose limits
  stop it. While those stand still, `c` stands still whatever the limits of the others, so each counts once.

The least cost under the inequalities found so far is a lower bound. It rises first with fractional `y`, then
with whole ones, until it meets the cost of the best pattern or the rounds are over.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import highspy
import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.programme import MoveProgramme
from reporter.disclosure.protection.solution_cache import SolutionCache
from reporter.machine.solver import silent_solver

ROUNDS = 60
"""Greatest number of rounds of cuts, fractional and whole together."""
NODES = 1000
"""Greatest number of nodes of one integer programme."""
NEAR = 0.95
"""Integer programmes are solved only where the fractional bound is at least this share of the cost."""
PACE = 0.1
"""Below that share, rounds go on only while each closes this share of the gap."""
WORK = 150_000_000
"""Limit on the work of finding cuts, in pivots times relations."""
SLACK = 1e-6
"""Tolerance of the solver's values."""

Cut = tuple[NDArray[np.int64], int | None]
"""Cells of which at least one is withheld: always, or, where a cell is named, whenever that cell is."""


def lower_bound(
    problem: SuppressionProblem,
    blocks: list[NDArray[np.int64]],
    cost: float,
    prove: bool,
    cache: SolutionCache,
) -> float:
    """Lower bound on the cost of a safe pattern, at most `cost`.

    Args:
        problem: the cells.
        blocks: places of each block. Blocks are bounded one by one and their bounds added up: relations
            between blocks only raise the cost.
        cost: cost of the best pattern known.
        prove: look for cuts, if there is one block only; without it the bound uses rows alone.
        cache: solutions of earlier calls.
    """
    if cost == 0.0:
        return 0.0
    if len(blocks) == 1:
        bound = _Bound(problem).with_cuts(cost) if prove else _by_rows(problem, cache)
        return min(bound, cost)
    inner = _relations_within(problem, blocks)
    asking = (cells for cells in blocks if problem.required[cells].any())
    return min(math.fsum(_by_rows(inner.part(cells), cache) for cells in asking), cost)


def _by_rows(problem: SuppressionProblem, cache: SolutionCache) -> float:
    return cache.get("bound", problem.content, 1, lambda: _Bound(problem).value())


def _relations_within(problem: SuppressionProblem, blocks: list[NDArray[np.int64]]) -> SuppressionProblem:
    block = np.empty(problem.cells.size, dtype=np.int64)
    for number, cells in enumerate(blocks):
        block[cells] = number
    starts = problem.relations.indptr[:-1]
    labels = block[problem.relations.indices]
    inside = np.flatnonzero(np.minimum.reduceat(labels, starts) == np.maximum.reduceat(labels, starts))
    return problem.with_relations(problem.relations[inside])


class _Bound:
    """The least cost under the inequalities found so far."""

    def __init__(self, problem: SuppressionProblem) -> None:
        self._problem = problem
        self._whole_costs = bool((problem.weights == np.rint(problem.weights)).all())
        self._solver = silent_solver(presolve="off")
        count = problem.cells.size
        given = problem.weights == 0
        self._solver.addVars(count, given.astype(np.float64), np.ones(count))
        self._solver.changeColsCost(count, np.arange(count, dtype=np.int32), problem.weights)
        self._add(list(_rows(problem)))

    def value(self) -> float:
        """The bound with fractional `y`."""
        self._solver.run()
        return self._rounded_up(self._solver.getInfo().objective_function_value)

    def with_cuts(self, cost: float) -> float:
        """The bound after rounds of cuts, or as soon as it meets `cost`."""
        separator = _Separator(self._problem)
        bound, whole = self.value(), False
        for _ in range(ROUNDS):
            if bound >= cost or separator.work > WORK:
                break
            withheld = np.clip(np.asarray(self._solver.getSolution().col_value), 0.0, 1.0)
            cuts = separator.cuts(np.rint(withheld) if whole else withheld)
            self._add(cuts)
            if not cuts and (whole or bound < NEAR * cost):
                break
            whole = whole or not cuts
            before, bound = bound, max(bound, self._whole_value() if whole else self.value())
            if bound < NEAR * cost and bound - before < PACE * (cost - bound):
                break
        return bound

    def _whole_value(self) -> float:
        solver, count = self._solver, self._problem.cells.size
        every = np.arange(count, dtype=np.int32)
        solver.changeColsIntegrality(count, every, np.full(count, highspy.HighsVarType.kInteger))
        for option, setting in (("presolve", "on"), ("mip_max_nodes", NODES), ("mip_rel_gap", 0.0)):
            solver.setOptionValue(option, setting)
        solver.run()
        return self._rounded_up(solver.getInfo().mip_dual_bound)

    def _rounded_up(self, bound: float) -> float:
        return float(np.ceil(bound - SLACK)) if self._whole_costs else bound - SLACK

    def _add(self, cuts: list[Cut]) -> None:
        if not cuts:
            return
        sizes = np.array([cells.size + (cell is not None) for cells, cell in cuts])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        places = np.concatenate([cells if cell is None else np.append(cells, cell) for cells, cell in cuts])
        conditional = np.array([cell is not None for _, cell in cuts])
        signs = np.ones(places.size)
        signs[(starts + sizes - 1)[conditional]] = -1.0
        self._solver.addRows(
            len(cuts),
            np.where(conditional, 0.0, 1.0),
            np.full(len(cuts), highspy.kHighsInf),
            places.size,
            starts.astype(np.int32),
            places.astype(np.int32),
            signs,
        )


def _rows(problem: SuppressionProblem) -> Iterator[Cut]:
    """Row inequalities: for each relation and each cell of it, the cells that can move against that cell."""
    relations = problem.relations
    cells, starts = relations.indices.astype(np.int64), relations.indptr[:-1]
    row = np.repeat(np.arange(starts.size), np.diff(relations.indptr))
    positive = relations.data > 0
    rise, fall = (problem.room_up > 0)[cells], (problem.room_down > 0)[cells]
    adds, takes = np.where(positive, rise, fall), np.where(positive, fall, rise)
    given, needless = (problem.weights == 0)[cells], (~problem.required & (problem.weights == 0))[cells]
    # A row says nothing where a cell withheld anyway can move against the cell, or the cell need not move.
    settled = (
        needless
        | (adds & _in_others(given & takes, row, starts))
        | (takes & _in_others(given & adds, row, starts))
    )
    for place in np.flatnonzero(~settled).tolist():
        start, stop = relations.indptr[row[place]], relations.indptr[row[place] + 1]
        against = (adds[place] & takes[start:stop]) | (takes[place] & adds[start:stop])
        against[place - start] = False
        yield cells[start:stop][against], None if given[place] else int(cells[place])


def _in_others(
    some: NDArray[np.bool_], row: NDArray[np.int64], starts: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """For each entry of the relations, whether the mask holds for another entry of its row."""
    if not starts.size:
        return some
    return np.asarray(np.add.reduceat(some.astype(np.int64), starts)[row] > some)


class _Separator:
    """Separation of cuts that a fractional pattern violates."""

    def __init__(self, problem: SuppressionProblem) -> None:
        self._problem = problem
        self._programme = MoveProgramme(problem.relations, problem.room_up > 0, problem.room_down > 0)

    @property
    def work(self) -> int:
        """Pivots times relations so far."""
        return self._programme.work

    def cuts(self, withheld: NDArray[np.float64]) -> list[Cut]:
        """Violated cuts, at most one for each required or withheld cell.

        Args:
            withheld: `y`, shape (cells,).
        """
        given = self._problem.weights == 0
        demanded = np.where(given, np.where(self._problem.required, 1.0, 0.0), withheld)
        seen = np.zeros((2, demanded.size))
        found: list[Cut] = []
        for cell in np.flatnonzero(demanded > SLACK):
            blocking = np.zeros(demanded.size, dtype=np.bool_)
            reached = seen[:, cell].sum()
            for direction in (1.0, -1.0):
                if reached < demanded[cell] - SLACK:
                    move, stops = self._programme.stopped(int(cell), direction, withheld)
                    seen = np.maximum(seen, [move, -move])
                    blocking |= stops
                    reached = seen[:, cell].sum()
            blocking[cell] = False
            if reached < demanded[cell] - SLACK and withheld[blocking].sum() < demanded[cell] - SLACK:
                found.append((np.flatnonzero(blocking), None if given[cell] else int(cell)))
        return found
