"""Blocks: parts of a large linked table that can be protected one by one.

Small numbers both need and give protection. So cells are joined along the relations among the smallest
numbers first (the years and ages of an authority, then the authorities of a network), while a block stays
small enough for linear programmes. Where a network has more authorities than that, a share of them makes a
block. Only relations among large numbers remain between blocks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reporter.disclosure.protection.problem import SuppressionProblem

LARGEST = 1500
"""Greatest number of cells of a block."""
LARGEST_AT_ALL = 6 * LARGEST
"""Greatest number of cells of a block where smaller ones leave many cells unable to change."""
MOST_STUCK = 0.25
"""Greatest share of required cells that no change within their block can change."""
FEW = 600
"""A table of no more relations is not divided: its linear programmes are small however many cells it has."""


def blocks(
    problem: SuppressionProblem, largest: int | None = None, about: NDArray[np.bool_] | None = None
) -> list[NDArray[np.int64]]:
    """Partition of the cells into blocks; each block is sorted, blocks are in the order of their first cell.

    Args:
        problem: the cells; every relation has a cell.
        largest: greatest number of cells of a block; by default `LARGEST`, or all where relations are few.
        about: cells whose relations come first, shape (cells,).
    """
    relations, values, required = problem.relations, problem.values, problem.required
    if largest is None:
        largest = values.size if relations.shape[0] <= FEW else LARGEST
    ends = zip(relations.indptr[:-1].tolist(), relations.indptr[1:].tolist(), strict=True)
    rows = [relations.indices[first:end].tolist() for first, end in ends]
    typical = (abs(relations) @ values) / np.diff(relations.indptr)
    later = np.zeros(len(rows)) if about is None else abs(relations) @ about.astype(np.int64) == 0
    order_of_rows = np.lexsort((np.arange(len(rows)), typical, later)).tolist()
    while True:
        joined = _Joined(values.size, largest)
        for number in order_of_rows:
            joined.join(rows[number])
        label = joined.labels()
        stuck = _stuck(problem, label)
        if np.count_nonzero(stuck & required) <= MOST_STUCK * np.count_nonzero(required):
            break
        # Alone, no count of an authority can change: its network must fit in the block.
        if 2 * largest > LARGEST_AT_ALL:
            for number in order_of_rows:
                joined.join_some(rows[number], stuck)
            label = joined.labels()
            break
        largest *= 2
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    return [np.sort(part) for part in np.split(order, cuts)]


class _Joined:
    """Cells joined into sets of a greatest size."""

    def __init__(self, cells: int, largest: int) -> None:
        self._parent = list(range(cells))
        self._size = [1] * cells
        self._largest = largest

    def join(self, cells: list[int]) -> None:
        """Join the sets of some cells, if together they are no larger than the greatest size."""
        roots = sorted({self._root(cell) for cell in cells})
        if sum(self._size[root] for root in roots) <= self._largest:
            self._unite(roots)

    def join_some(self, cells: list[int], which: NDArray[np.bool_]) -> None:
        """Join the marked sets of some cells, in order, as many at a time as the greatest size allows."""
        together: list[int] = []
        size = 0
        for root in sorted({self._root(cell) for cell in cells}):
            if not which[root]:
                continue
            if size + self._size[root] > self._largest:
                self._unite(together)
                together, size = [], 0
            together.append(root)
            size += self._size[root]
        self._unite(together)

    def labels(self) -> NDArray[np.int64]:
        """The first cell of the set of each cell."""
        return np.array([self._root(cell) for cell in range(len(self._parent))])

    def _unite(self, roots: list[int]) -> None:
        for other in roots[1:]:
            self._parent[other] = roots[0]
            self._size[roots[0]] += self._size[other]

    def _root(self, cell: int) -> int:
        while self._parent[cell] != cell:
            self._parent[cell] = self._parent[self._parent[cell]]
            cell = self._parent[cell]
        return cell


def _stuck(problem: SuppressionProblem, label: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mask of the cells that cannot change while all cells of other blocks stand still, shape (cells,).

    In a relation a cell can rise only where another one of its block can move against it; this repeats until
    no more cells are found that cannot. Some that are not found cannot either.
    """
    relations = problem.relations
    cell, up = relations.indices, relations.data > 0
    row = np.repeat(np.arange(relations.shape[0], dtype=np.int64), np.diff(relations.indptr))
    _, place = np.unique(row * label.size + label[cell], return_inverse=True)
    rise, fall = problem.rise.copy(), problem.fall.copy()
    while True:
        adds, takes = np.where(up, rise[cell], fall[cell]), np.where(up, fall[cell], rise[cell])
        no_add = adds & ~_others(takes, place)
        no_take = takes & ~_others(adds, place)
        if not (no_add.any() or no_take.any()):
            return ~(rise | fall)
        rise[cell[np.where(up, no_add, no_take)]] = False
        fall[cell[np.where(up, no_take, no_add)]] = False


def _others(some: NDArray[np.bool_], place: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each entry, whether the mask holds for another entry of the same place."""
    return np.asarray(np.bincount(place, weights=some)[place] > some)


def ties_between(relations: sparse.csr_array, members: list[NDArray[np.int64]]) -> NDArray[np.bool_]:
    """Mask of the cells that share a relation with a cell of another block, shape (cells,)."""
    block = np.empty(relations.shape[1], dtype=np.int64)
    for number, cells in enumerate(members):
        block[cells] = number
    rows = np.split(relations.indices, relations.indptr[1:-1])
    across = [row for row in rows if row.size and np.ptp(block[row]) > 0]
    result = np.zeros(block.size, dtype=np.bool_)
    if across:
        result[np.concatenate(across)] = True
    return result
