"""Small positive definite systems by Cholesky's method, every sum in a written order.

LAPACK sums in an order that suits the processor, and the last digits of its results change with it. These
loops are over the few unknowns of a regression; the systems, any number, are worked out at once.
"""

from __future__ import annotations

import numpy as np

from reporter.statistics.arrays import Floats

SMALLEST_PIVOT = 1e-300
"""The least pivot: what it stands for is then unknown, with a variance beyond all bounds."""


def cholesky(matrix: Floats) -> Floats:
    """The lower triangular L with L·Lᵀ = A for symmetric positive definite A, shape (..., k, k)."""
    lower = np.zeros(matrix.shape)
    for row in range(matrix.shape[-1]):
        for column in range(row + 1):
            known = (lower[..., row, :column] * lower[..., column, :column]).sum(axis=-1)
            rest = matrix[..., row, column] - known
            if row == column:
                lower[..., row, row] = np.sqrt(np.maximum(rest, SMALLEST_PIVOT))
            else:
                lower[..., row, column] = rest / lower[..., column, column]
    return lower


def forward(lower: Floats, right: Floats) -> Floats:
    """The solution y of L·y = b, b of shape (..., k).

    Σy² is bᵀA⁻¹b: the variance of bᵀβ, where A is the information about β.
    """
    solution = np.zeros(np.broadcast_shapes(lower.shape[:-1], right.shape))
    for row in range(right.shape[-1]):
        known = (lower[..., row, :row] * solution[..., :row]).sum(axis=-1)
        solution[..., row] = (right[..., row] - known) / lower[..., row, row]
    return solution


def solve(matrix: Floats, right: Floats) -> Floats:
    """The solution x of A·x = b, A symmetric positive definite, shape (..., k, k), b of shape (..., k)."""
    lower = cholesky(matrix)
    # Lᵀx = y is a forward substitution of both turned about.
    turned = np.swapaxes(lower, -1, -2)[..., ::-1, ::-1]
    return forward(turned, forward(lower, right)[..., ::-1])[..., ::-1]
