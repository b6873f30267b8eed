"""What the distribution of true rates says: exceedance, ranks and reliability."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from reporter.statistics.shrinkage import exceedance, gamma_poisson, ranks, reliability


def test_exceedance_by_hand() -> None:
    # Gamma(1, 500) is exponential: P(rate > 4.4/1000) = exp(-2.2); with 25% more exp(-2.75).
    assert exceedance(1, 500, 4.4) == pytest.approx(np.exp(-2.2), rel=1e-12)
    assert exceedance(1, 500, 4.4, relative=0.25) == pytest.approx(np.exp(-2.75), rel=1e-12)
    np.testing.assert_array_equal(exceedance(3, 500, 0), 1)


def test_exceedance_of_broken_elements() -> None:
    assert np.isnan(exceedance([0, 1, np.nan, 1], [1, -1, 1, 1], [4, 4, 4, np.nan])).all()
    for relative in (-1.1, np.inf, np.nan):
        with pytest.raises(ValueError, match="relative"):
            exceedance(1, 500, 4, relative=relative)


def test_expected_ranks_of_two_areas_by_integration() -> None:
    shape, rate = np.array([30.0, 12.0]), np.array([7000.0, 2500.0])
    first, second = (stats.gamma(a, scale=1 / b) for a, b in zip(shape, rate, strict=True))
    above, _ = integrate.quad(lambda at: first.pdf(at) * second.sf(at), 0, 0.05, epsabs=1e-12, limit=200)
    np.testing.assert_allclose(ranks(shape, rate).expected, [1 + above, 2 - above], rtol=1e-8)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 60), st.floats(500, 9000)), min_size=1, max_size=6))
def test_limits_of_ranks_by_integration(areas: list[tuple[int, float]]) -> None:
    """P(rank <= k) over all sets of areas that can lie above, 4,000 places of the area's own rate."""
    shape, rate = np.array(areas).T
    got = ranks(shape, rate, confidence=0.9)
    for i in range(shape.size):
        at = stats.gamma.ppf((np.arange(4000) + 0.5) / 4000, shape[i]) / rate[i]
        above = {j: stats.gamma.sf(at * rate[j], shape[j]) for j in range(shape.size) if j != i}
        of_rank = np.zeros(shape.size)
        for happens in itertools.product([0, 1], repeat=len(above)):
            each = [p if one else 1 - p for p, one in zip(above.values(), happens, strict=True)]
            of_rank[sum(happens)] += np.prod(each, axis=0).mean() if each else 1.0
        at_most = np.cumsum(of_rank)
        for limit, p in ((got.lower[i], 0.05), (got.upper[i], 0.95)):
            assert at_most[int(limit) - 1] >= p - 2e-3
            assert limit == 1 or at_most[int(limit) - 2] < p + 2e-3
        assert got.expected[i] == pytest.approx((of_rank * np.arange(1, shape.size + 1)).sum(), abs=2e-3)


def test_ranks_of_areas_far_apart_and_alike() -> None:
    apart = ranks([1e6, 4e6, 2e6, np.nan, 0], [1e9] * 5)
    np.testing.assert_allclose(apart, [[3, 1, 2, np.nan, np.nan]] * 3, rtol=1e-12)
    alike = ranks([5] * 3, [10] * 3)
    np.testing.assert_allclose(alike, [[2] * 3, [1] * 3, [3] * 3], rtol=1e-12)
    assert ranks([], []).expected.size == 0
    assert sum(ranks(np.arange(1.0, 40), np.full(39, 2000.0)).expected) == pytest.approx(39 * 40 / 2)


def test_reliability_is_what_shrinkage_leaves_of_the_area() -> None:
    """Shrunk rate = reliability · own rate + (1 − reliability) · mean, of the model's own fit."""
    count, births = np.array([4.0, 30, 9, 60]), np.array([2000.0, 4000, 3000, 9000])
    fit = gamma_poisson(count, births)
    weight = reliability(births, fit.rate)
    mean = fit.shape / fit.rate
    np.testing.assert_allclose(fit.value, weight * count / births + (1 - weight) * mean, rtol=1e-12)
    np.testing.assert_array_equal(reliability([100, 100], [np.inf, 300]), [0, 0.25])
    assert np.isnan(reliability([0, np.nan, 100, 100], [1, 1, 0, np.nan])).all()
