"""Means and their differences, by hand and against SciPy's t tests of the values themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from reporter.statistics.intervals import mean, mean_difference


def test_a_mean_by_hand() -> None:
    # t(0.975; 9) = 2.262157 in any table; 4 -+ 2.262157 * 1.5/sqrt(10).
    half = 2.262157 * 1.5 / math.sqrt(10)
    np.testing.assert_allclose(mean(4, 1.5, 10), [4, 4 - half, 4 + half], rtol=1e-6)


def test_a_difference_is_welchs() -> None:
    """Against SciPy's test of the values that these means and standard deviations are of."""
    rng = np.random.default_rng(1)
    first, second = rng.normal(4, 1, 12), rng.normal(3, 3, 7)
    expected = stats.ttest_ind(first, second, equal_var=False)
    arguments = [f(a) for a in (first, second) for f in (np.mean, lambda a: np.std(a, ddof=1), np.size)]
    for confidence in (0.95, 0.998):
        got = mean_difference(*arguments, confidence=confidence)
        limits = expected.confidence_interval(confidence)
        np.testing.assert_allclose(
            got, [first.mean() - second.mean(), limits.low, limits.high, expected.pvalue], rtol=1e-10
        )


def test_values_without_spread_and_single_values() -> None:
    np.testing.assert_array_equal(mean([4, 4], [0, 1], [9, 1]), [[4, 4], [4, np.nan], [4, np.nan]])
    same = mean_difference([4, 4], [0, 1], [9, 1], 3, [0, 1], 9)
    assert same.difference.tolist() == [1, 1]
    np.testing.assert_array_equal(np.isnan(same.p_value), [True, True])


def test_broken_elements() -> None:
    assert np.isnan(mean([np.nan, 4, 4, np.inf], [1, -1, 1, 1], [9, 9, 0.5, 9])).all()
    assert np.isnan(mean_difference(4, 1, 9, [np.nan, 4], [1, -1], 9)).all()
    with pytest.raises(ValueError, match="confidence"):
        mean(4, 1, 9, confidence=95)
