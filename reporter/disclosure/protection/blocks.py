"""Cutting a large linked table into blocks that can be protected one by one.

Small numbers need protection and small numbers give it, so cells are joined along the relations among the
smallest numbers first (an authority's years and ages, then the authorities of a network) for as long as a
block stays below a size that linear programmes solve at once. What ties the blocks together are relations
among large numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

LARGEST = 1500
"""Most cells of a block."""


def blocks(
    relations: sparse.csr_array, values: NDArray[np.int64], largest: int = LARGEST
) -> list[NDArray[np.int64]]:
    """Partition the cells, each block sorted, blocks by their first cell.

    Args:
        relations: sparse signed matrix, relations x cells, no relation without cells.
        values: true values, shape (cells,).
        largest: most cells of a block, unless one relation alone is longer.
    """
    rows = [row.tolist() for row in np.split(relations.indices, relations.indptr[1:-1])]
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
    """Cells that stand in a relation with a cell of another block, shape (cells,)."""
    block = np.empty(relations.shape[1], dtype=np.int64)
    for number, cells in enumerate(members):
        block[cells] = number
    across = [row for row in np.split(relations.indices, relations.indptr[1:-1]) if np.ptp(block[row]) > 0]
    result = np.zeros(block.size, dtype=np.bool_)
    if across:
        result[np.concatenate(across)] = True
    return result
