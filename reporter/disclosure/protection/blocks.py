"""Blocks: parts of a large linked table that can be protected one by one.

Small numbers both need and give protection. So cells are joined along the relations among the smallest
numbers first (the years and ages of an authority, then the authorities of a network), while a block stays
small enough for linear programmes. Only relations among large numbers remain between blocks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

LARGEST = 1500
"""Greatest number of cells of a block."""
FEW = 600
"""A table of no more relations is not divided: its linear programmes are small however many cells it has."""


def blocks(
    relations: sparse.csr_array, values: NDArray[np.int64], largest: int | None = None
) -> list[NDArray[np.int64]]:
    """Partition of the cells into blocks; each block is sorted, blocks are in the order of their first cell.

    Args:
        relations: sparse signed matrix, relations x cells; every relation has a cell.
        values: true values, shape (cells,).
        largest: greatest number of cells of a block; by default `LARGEST`, or all where relations are few.
    """
    if largest is None:
        largest = values.size if relations.shape[0] <= FEW else LARGEST
    ends = zip(relations.indptr[:-1].tolist(), relations.indptr[1:].tolist(), strict=True)
    rows = [relations.indices[first:end].tolist() for first, end in ends]
    typical = (abs(relations) @ values) / np.diff(relations.indptr)
    parent = list(range(values.size))
    size = [1] * values.size

    def root(cell: int) -> int:
        while parent[cell] != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    for number in np.lexsort((np.arange(len(rows)), typical)):
        roots = sorted({root(cell) for cell in rows[number]})
        if len(roots) > 1 and sum(size[r] for r in roots) <= largest:
            for other in roots[1:]:
                parent[other] = roots[0]
                size[roots[0]] += size[other]
    label = np.array([root(cell) for cell in range(values.size)])
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    return [np.sort(part) for part in np.split(order, cuts)]


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
