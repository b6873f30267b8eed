"""Linked tables: cells tied by linear relations, as an attacker reads them.

A linked table is all that secondary suppression works on: the cells, the signed sums of them that are zero,
the bounds that the rules give on a withheld cell, and the cost of withholding it. It knows nothing of areas,
years or births; whoever builds the table translates them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from reporter.errors import DisclosureError

Relation: TypeAlias = Mapping[str, int] | tuple[str, Sequence[str]]
"""Coefficients by cell whose signed sum is zero, or `(total, parts)`: the total is the sum of the parts."""


class TableError(DisclosureError):
    """A table that is inconsistent; carries every problem found, each naming its cells.

    Attributes:
        problems: one line a problem.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class RelationsDoNotAddUp(TableError):  # noqa: N818 -- reads as the sentence it is
    """A relation is not zero at the true values, or names a cell that the table does not have."""


class InfeasibleAttacker(TableError):  # noqa: N818
    """The attacker's bounds exclude the true value of a cell."""


@dataclass(frozen=True, eq=False)
class LinkedTable:
    """Cells tied by linear relations; every array has the shape (cells,).

    Attributes:
        ids: name of each cell, unique.
        values: true integer values `x`.
        relations: sparse signed matrix `R`, relations x cells, with `R @ x == 0`.
        lower: least feasible value of the cell when it is withheld, by the rules alone (1 where zeros are
            shown); -inf where the rules give none.
        upper: greatest feasible value likewise; inf where the rules give none.
        weights: cost of withholding the cell, above zero.
        fixed: True where the cell may never be withheld: shown zeros, headline figures, counts public
            elsewhere.
    """

    ids: tuple[str, ...]
    values: NDArray[np.int64]
    relations: sparse.csr_array
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    weights: NDArray[np.float64]
    fixed: NDArray[np.bool_]

    @classmethod
    def build(
        cls,
        ids: Iterable[str],
        values: ArrayLike,
        relations: Iterable[Relation] | sparse.csr_array,
        *,
        lower: ArrayLike = 0,
        upper: ArrayLike = np.inf,
        weights: ArrayLike = 1,
        fixed: ArrayLike = False,
    ) -> LinkedTable:
        """The linked table of these parts, checked.

        Args:
            ids: name of each cell, unique.
            values: true integer value of each cell.
            relations: signed coefficients by cell, or `(total, parts)`; or the matrix of all.
            lower: attacker's lower bound, one for all or one a cell.
            upper: attacker's upper bound, one for all or one a cell.
            weights: cost of withholding, one for all or one a cell.
            fixed: cells that may never be withheld, one for all or one a cell.

        Raises:
            RelationsDoNotAddUp: a relation is not zero at the values, or names an unknown cell.
            InfeasibleAttacker: a cell that may be withheld has a true value outside the attacker's bounds.
            TableError: a name stands twice, a value is not a whole number, or a weight is not above 0.
        """
        names = tuple(ids)
        shape = (len(names),)
        table = cls(
            ids=names,
            values=_whole_numbers(values, names),
            relations=_matrix(names, relations),
            lower=np.broadcast_to(np.asarray(lower, dtype=np.float64), shape).copy(),
            upper=np.broadcast_to(np.asarray(upper, dtype=np.float64), shape).copy(),
            weights=np.broadcast_to(np.asarray(weights, dtype=np.float64), shape).copy(),
            fixed=np.broadcast_to(np.asarray(fixed, dtype=np.bool_), shape).copy(),
        )
        _check(table)
        return table

    def relation_text(self, row: int) -> str:
        """The relation of one row of `relations` as text, with the true values of its cells."""
        start, stop = self.relations.indptr[row : row + 2]
        terms = [
            f"{coefficient:+d} x {self.ids[cell]} ({self.values[cell]})"
            for cell, coefficient in zip(
                self.relations.indices[start:stop], self.relations.data[start:stop], strict=True
            )
        ]
        return " ".join(terms)


def _whole_numbers(values: ArrayLike, names: tuple[str, ...]) -> NDArray[np.int64]:
    numbers = np.asarray(values, dtype=np.float64).reshape(-1)
    if numbers.size != len(names):
        raise TableError([f"{len(names)} cells but {numbers.size} values"])
    broken = np.flatnonzero(numbers != np.rint(numbers))
    if broken.size:
        raise TableError(f"cell {names[i]}: value {numbers[i]} is not a whole number" for i in broken)
    return numbers.astype(np.int64)


def _matrix(names: tuple[str, ...], relations: Iterable[Relation] | sparse.csr_array) -> sparse.csr_array:
    place = {name: index for index, name in enumerate(names)}
    if len(place) != len(names):
        counted = Counter(names)
        twice = sorted(name for name, times in counted.items() if times > 1)
        raise TableError(f"cell {name} stands in the table more than once" for name in twice)
    if isinstance(relations, sparse.csr_array):
        return relations
    start, cells, coefficients, problems = [0], [], [], []
    for number, relation in enumerate(relations, start=1):
        terms = relation if isinstance(relation, Mapping) else _total_and_parts(relation)
        for name, coefficient in terms.items():
            if name not in place:
                problems.append(f"relation {number}: no cell {name} in the table")
            elif coefficient:
                cells.append(place[name])
                coefficients.append(int(coefficient))
        start.append(len(cells))
    if problems:
        raise RelationsDoNotAddUp(problems)
    return sparse.csr_array(
        (
            np.array(coefficients, dtype=np.int64),
            np.array(cells, dtype=np.int64),
            np.array(start, dtype=np.int64),
        ),
        shape=(len(start) - 1, len(names)),
    )


def _total_and_parts(relation: tuple[str, Sequence[str]]) -> dict[str, int]:
    total, parts = relation
    terms = {total: -1}
    for part in parts:
        terms[part] = terms.get(part, 0) + 1
    return terms


def _check(table: LinkedTable) -> None:
    problems = [
        f"relation {row + 1} adds up to {residual}, not to 0: {table.relation_text(row)}"
        for row, residual in enumerate(table.relations @ table.values)
        if residual
    ]
    add_up = not problems
    outside = ~table.fixed & ((table.values < table.lower) | (table.values > table.upper))
    problems += [
        f"cell {table.ids[i]}: true value {table.values[i]} outside the attacker's bounds "
        f"[{table.lower[i]:g}, {table.upper[i]:g}]"
        for i in np.flatnonzero(outside)
    ]
    if not add_up:
        raise RelationsDoNotAddUp(problems)
    if problems:
        raise InfeasibleAttacker(problems)
    worthless = np.flatnonzero(~(table.weights > 0))
    if worthless.size:
        raise TableError(
            f"cell {table.ids[i]}: weight {table.weights[i]:g} is not above 0" for i in worthless
        )
