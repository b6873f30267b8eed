"""Small systems: solved exactly, many at once, and where nothing is known of an unknown."""

from __future__ import annotations

import numpy as np
import pytest

from reporter.statistics.cholesky import cholesky, forward, solve

# The moments of 0 to 4, for a line through five years; and Hilbert's matrix, which is nearly singular.
LINE = [[5, 10], [10, 30]]
HILBERT = [[1 / (row + column + 1) for column in range(4)] for row in range(4)]


def test_line_through_five_years() -> None:
    # By Cramer's rule: 30·5 - 10·10 = 50; (30·7 - 10·4)/50 = 3.4, (5·4 - 10·7)/50 = -1.
    np.testing.assert_allclose(
        solve(np.array(LINE, dtype=float), np.array([7.0, 4.0])), [3.4, -1], rtol=1e-14
    )


def test_factor_is_triangular_and_gives_the_matrix() -> None:
    lower = cholesky(np.array(HILBERT))
    np.testing.assert_array_equal(lower, np.tril(lower))
    np.testing.assert_allclose((lower[:, None, :] * lower[None, :, :]).sum(axis=2), HILBERT, rtol=1e-14)


def test_many_systems_at_once_agree_with_each_by_itself() -> None:
    random = np.random.default_rng(1)
    root = random.normal(size=(20, 3, 3))
    matrices = (root[:, :, None, :] * root[:, None, :, :]).sum(axis=3) + np.eye(3)
    right = random.normal(size=(20, 3))
    together = solve(matrices, right)
    for matrix, given, found in zip(matrices, right, together, strict=True):
        np.testing.assert_array_equal(solve(matrix, given), found)
        np.testing.assert_allclose((matrix * found).sum(axis=1), given, rtol=1e-11)


def test_variance_is_the_form_of_the_inverse() -> None:
    # The inverse of LINE is [[30, -10], [-10, 5]]/50: the slope of the line has the variance 5/50.
    variance = (forward(cholesky(np.array(LINE, dtype=float)), np.array([0.0, 1.0])) ** 2).sum()
    assert variance == pytest.approx(5 / 50, rel=1e-15)


def test_what_nothing_is_known_of_has_a_variance_beyond_all_bounds() -> None:
    singular = np.array([[1.0, 1.0], [1.0, 1.0]])
    assert (forward(cholesky(singular), np.array([0.0, 1.0])) ** 2).sum() > 1e200
