"""Poisson probabilities: SciPy's own distribution says the same, and the definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporter.statistics import poisson

COUNTS = st.integers(-2, 5000).map(float)
MEANS = st.floats(0, 5000) | st.just(math.nan)


@given(st.lists(st.tuples(COUNTS, MEANS), min_size=1, max_size=50))
def test_agrees_with_scipys_distribution(pairs: list[tuple[float, float]]) -> None:
    count, mean = np.array(pairs).T
    np.testing.assert_array_equal(poisson.at_most(count, mean), stats.poisson.cdf(count, mean))
    np.testing.assert_array_equal(poisson.more_than(count, mean), stats.poisson.sf(count, mean))
    count = np.abs(count)
    # SciPy's takes NumPy's exponential, whose last digit is another on another processor.
    np.testing.assert_allclose(poisson.exactly(count, mean), stats.poisson.pmf(count, mean), rtol=1e-15)


def test_two_events_where_three_are_expected() -> None:
    """exp(−3)·3²/2!, and the sum of that for 0, 1 and 2 events."""
    count, mean = np.array([2.0]), np.array([3.0])
    assert poisson.exactly(count, mean)[0] == pytest.approx(math.exp(-3) * 4.5, rel=1e-14)
    assert poisson.at_most(count, mean)[0] == pytest.approx(math.exp(-3) * 8.5, rel=1e-14)
    assert poisson.more_than(count, mean)[0] == pytest.approx(1 - math.exp(-3) * 8.5, rel=1e-14)


def test_no_count_lies_below_zero_and_none_is_expected_of_none() -> None:
    below, none = np.array([-1.0]), np.array([0.0])
    assert poisson.at_most(below, np.array([3.0]))[0] == 0
    assert poisson.more_than(below, np.array([3.0]))[0] == 1
    assert poisson.exactly(none, none)[0] == poisson.at_most(none, none)[0] == 1
    assert poisson.more_than(none, none)[0] == 0
