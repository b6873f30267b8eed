"""Whole numbers that fit everything that editions printed, as few of them different as possible.

What an edition withheld or never showed has no number in its files. Numbers are chosen for all editions at
once, so that a count is the same in each, and the same as today, unless what is printed says that it changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from reporter.disclosure.cells import Cell
from reporter.machine.solver import silent_solver

MOST_NODES = 100_000
"""Branches of one search after which the best numbers found are taken."""
UNKNOWN_COST = 1e-3
"""Cost of one event in a cell of which no count is known, against one event of difference."""


@dataclass(frozen=True)
class Printed:
    """Bounds of the cells that an edition printed, and the relations between them.

    Attributes:
        bounds: least and greatest feasible count of every cell; None where there is no greatest.
        relations: coefficients by cell; the sum of coefficient times count is to be 0.
    """

    bounds: Mapping[Cell, tuple[int, int | None]]
    relations: Sequence[Mapping[Cell, int]] = ()


class _Place(NamedTuple):
    """A cell of an edition, by the edition's number."""

    number: int
    cell: Cell


_Relation = Mapping[_Place, int]


def open_relations(printed: Printed) -> tuple[Mapping[Cell, int], ...]:
    """The relations with at least one cell that its bounds leave open.

    Of cells that are printed throughout, a relation says nothing new, or does not hold.
    """
    given = {cell for cell, (low, high) in printed.bounds.items() if low == high}
    return tuple(one for one in printed.relations if not one.keys() <= given)


def fitting(editions: Sequence[Printed], today: Mapping[Cell, int]) -> list[dict[Cell, int]]:
    """Counts within bounds that keep all relations with at least one open cell, as far as there are such.

    Where what an edition printed does not hold together, relations between these cells do not hold.

    The sum of absolute differences from edition to edition, and from the last to today, is the least.

    Args:
        editions: what each printed, the earliest first.
        today: the counts of today, of any cells.

    Returns:
        The count of every cell, by edition.
    """
    problem = _Problem(editions, today)
    for places, relations in problem.groups():
        if not problem.fits(places, relations):
            problem.solve(places, relations)
    return problem.counts


class _Problem:
    """Counts chosen so far, at first those of the edition after, and what ties them."""

    def __init__(self, editions: Sequence[Printed], today: Mapping[Cell, int]) -> None:
        self.counts: list[dict[Cell, int]] = [{} for _ in editions]
        self._editions = editions
        self._today = today
        self._after: dict[_Place, _Place] = {}
        later: dict[Cell, int] = {}
        for number in reversed(range(len(editions))):
            for cell, (low, high) in editions[number].bounds.items():
                if cell in later:
                    self._after[_Place(number, cell)] = _Place(later[cell], cell)
                    near = self.counts[later[cell]][cell]
                else:
                    near = today.get(cell, low)
                self.counts[number][cell] = max(low, near if high is None else min(near, high))
                later[cell] = number
        self._open = {
            _Place(number, cell): None
            for number, edition in enumerate(editions)
            for cell, (low, high) in edition.bounds.items()
            if low != high
        }

    def groups(self) -> Iterator[tuple[list[_Place], list[_Relation]]]:
        """Open cells in groups that no relation and no edition ties to each other, with their relations."""
        relations: list[_Relation] = [
            {_Place(number, cell): sign for cell, sign in one.items()}
            for number, edition in enumerate(self._editions)
            for one in open_relations(edition)
        ]
        column = {place: number for number, place in enumerate(self._open)}
        ties = [[column[place] for place in one if place in column] for one in relations]
        ties += [
            [column[place], column[after]]
            for place, after in self._after.items()
            if {place, after} <= column.keys()
        ]
        pairs = np.array([(tie[0], each) for tie in ties for each in tie[1:]], dtype=np.int64).reshape(-1, 2)
        graph = sparse.coo_array((np.ones(len(pairs)), pairs.T), shape=(len(column), len(column)))
        _, labels = csgraph.connected_components(graph, directed=False)
        members: defaultdict[int, list[_Place]] = defaultdict(list)
        for place, label in zip(column, labels.tolist(), strict=True):
            members[label].append(place)
        related: defaultdict[int, list[_Relation]] = defaultdict(list)
        for relation, tie in zip(relations, ties, strict=False):
            related[int(labels[tie[0]])].append(relation)
        for label, places in members.items():
            yield places, related[label]

    def fits(self, places: Sequence[_Place], relations: Sequence[_Relation]) -> bool:
        """Whether the counts chosen so far keep all relations and differ from no later edition."""
        same = all(self._difference(place) == 0 for place in places if self._is_tied(place))
        return same and not any(map(self._residual, relations))

    def solve(self, places: Sequence[_Place], relations: Sequence[_Relation]) -> None:
        """Choose the counts of tied cells; where no edition's fit one another, each edition's by itself."""
        found = self._solved(places, relations)
        if found is not None:
            self._keep(found)
            return
        for number in dict.fromkeys(place.number for place in places):
            own = [place for place in places if place.number == number]
            of_own = [one for one in relations if next(iter(one)).number == number]
            self._keep(self._solved(own, of_own) or {})

    def _keep(self, found: Mapping[_Place, int]) -> None:
        for place, count in found.items():
            self.counts[place.number][place.cell] = count

    def _count(self, place: _Place) -> int:
        return self.counts[place.number][place.cell]

    def _residual(self, relation: _Relation) -> int:
        return sum(sign * self._count(place) for place, sign in relation.items())

    def _is_tied(self, place: _Place) -> bool:
        return place in self._after or place.cell in self._today

    def _difference(self, place: _Place) -> int:
        """The count of a place less that of the next edition that has it, or today's."""
        after = self._after.get(place)
        return self._count(place) - (self._today[place.cell] if after is None else self._count(after))

    def _solved(self, places: Sequence[_Place], relations: Sequence[_Relation]) -> dict[_Place, int] | None:
        """The counts of some places by a mixed-integer programme; None where there are none.

        Its variables are what is added to the counts chosen so far, and, of each difference from the edition
        after, how far it is above and below 0; so all numbers stay small.
        """
        column = {place: number for number, place in enumerate(places)}
        before = {self._after[place]: place for place in self._after if self._after[place] in column}
        tied = [place for place in places if self._is_tied(place)]
        tied += [place for after, place in before.items() if place not in column]
        size = len(places) + 2 * len(tied)
        lower, upper, cost = np.zeros(size), np.full(size, np.inf), np.ones(size)
        for place, at in column.items():
            low, high = self._editions[place.number].bounds[place.cell]
            lower[at] = low - self._count(place)
            upper[at] = np.inf if high is None else high - self._count(place)
            is_known = self._is_tied(place) or place in before
            # Without any count to be near to, a count is chosen from the least one upwards.
            cost[at] = UNKNOWN_COST if not is_known and lower[at] == 0 else 0.0
        rows: list[dict[int, int]] = [
            {column[place]: sign for place, sign in one.items() if place in column} for one in relations
        ]
        sides = [-self._residual(one) for one in relations]
        for number, place in enumerate(tied):
            above = len(places) + 2 * number
            row = {above: -1, above + 1: 1}
            for each, sign in ((place, 1), (self._after.get(place), -1)):
                if each in column:
                    row[column[each]] = sign
            rows.append(row)
            sides.append(-self._difference(place))
        solution = _solution(rows, np.array(sides, np.float64), lower, upper, cost)
        if solution is None:
            return None
        found = {place: self._count(place) + solution[at] for place, at in column.items()}
        sums = (
            sum(sign * found.get(place, self._count(place)) for place, sign in one.items())
            for one in relations
        )
        return None if any(sums) else found


def _solution(
    rows: Sequence[Mapping[int, int]],
    sides: NDArray[np.float64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    cost: NDArray[np.float64],
) -> list[int] | None:
    """Whole numbers of least cost within bounds, with these sums by row; None where there are none."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = cost.size, len(rows)
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
    model.row_lower_ = model.row_upper_ = sides
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    model.a_matrix_.index_ = np.array([column for row in rows for column in row], dtype=np.int32)
    model.a_matrix_.value_ = np.array([sign for row in rows for sign in row.values()], dtype=np.float64)
    model.integrality_ = [highspy.HighsVarType.kInteger] * cost.size
    solver = silent_solver(mip_max_nodes=MOST_NODES)
    solver.passModel(model)
    solver.run()
    solution = solver.getSolution()
    if not solution.value_valid:
        return None
    whole: list[int] = np.rint(np.array(solution.col_value)).astype(np.int64).tolist()
    return whole
