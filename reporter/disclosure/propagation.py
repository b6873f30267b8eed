"""Integer bound propagation: the intervals that an attacker finds by arithmetic, one relation at a time.

In a relation `sum a_j x_j = b` the other cells bound each cell: `a_i x_i` lies between
`b - sum_{j != i} max(a_j x_j)` and `b - sum_{j != i} min(a_j x_j)`. Bounds that tighten in one relation
tighten the next; rounds repeat until no bound moves. A parent minus its siblings is the simplest case.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def propagate(
    relations: sparse.csr_array,
    right_side: NDArray[np.int64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    rounds: int = 1000,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Integer bounds on `x`, tightened by the relations `relations @ x == right_side`.

    Args:
        relations: integer matrix, rows x cells.
        right_side: shape (rows,).
        lower: shape (cells,), -inf where unknown.
        upper: shape (cells,), inf where unknown.
        rounds: greatest number of rounds; the bounds are valid after any number of them.

    Returns:
        Lower and upper bounds as new arrays of shape (cells,). A lower bound above its upper bound means that
        no integer table satisfies the relations.
    """
    low, high = np.ceil(lower), np.floor(upper)
    entries = relations.tocoo()
    row, cell, coefficient = entries.row, entries.col, entries.data.astype(np.float64)
    positive = coefficient > 0
    for _ in range(rounds):
        least = coefficient * np.where(positive, low[cell], high[cell])
        most = coefficient * np.where(positive, high[cell], low[cell])
        # Infinite terms are counted separately: inf - inf is no bound, but finite other terms give one.
        rest_least = _sum_of_others(least, row, relations.shape[0])
        rest_most = _sum_of_others(most, row, relations.shape[0])
        first = (right_side[row] - rest_most) / coefficient
        second = (right_side[row] - rest_least) / coefficient
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, cell, np.ceil(np.minimum(first, second)))
        np.minimum.at(new_high, cell, np.floor(np.maximum(first, second)))
        if np.array_equal(new_low, low) and np.array_equal(new_high, high):
            break
        low, high = new_low, new_high
        if (low > high).any():
            break
    return low, high


def _sum_of_others(terms: NDArray[np.float64], row: NDArray[np.int64], rows: int) -> NDArray[np.float64]:
    """For each entry, the sum of the other entries of its row; infinite where one of those is infinite."""
    infinite = np.isinf(terms)
    finite = np.where(infinite, 0.0, terms)
    total = np.bincount(row, weights=finite, minlength=rows)
    unbounded = np.bincount(row, weights=infinite, minlength=rows)
    others = total[row] - finite
    sign = np.bincount(row, weights=np.where(infinite, np.sign(terms), 0.0), minlength=rows)
    endless = unbounded[row] - infinite > 0
    direction = sign[row] - np.where(infinite, np.sign(terms), 0.0)
    return np.where(endless, np.where(direction < 0, -np.inf, np.inf), others)
