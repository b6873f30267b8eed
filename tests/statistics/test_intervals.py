"""Rates, proportions and exact tests against SciPy's distributions, statsmodels and first principles."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from reporter.statistics.count_limits import byar_limits
from reporter.statistics.intervals import (
    Estimate,
    crude_rate,
    exact_rate,
    poisson_p_value,
    proportion,
    rate_against_rest,
    rate_ratio,
)

COUNTS = st.integers(0, 3000)
DENOMINATORS = st.floats(1, 1e6)
CONFIDENCES = st.floats(0.5, 0.9999)
Interval = Callable[..., Estimate]


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_exact_limits_are_scipy_chi_square_quantiles(confidence: float) -> None:
    count = np.arange(1.0, 400.0)
    tail = (1 - confidence) / 2
    rate = exact_rate(count, 1000.0, multiplier=1000, confidence=confidence)
    np.testing.assert_allclose(rate.lower, stats.chi2.ppf(tail, 2 * count) / 2, rtol=1e-11)
    np.testing.assert_allclose(rate.upper, stats.chi2.isf(tail, 2 * count + 2) / 2, rtol=1e-11)


@given(COUNTS.filter(bool), CONFIDENCES)
def test_exact_limits_leave_the_tail_probability_outside(count: int, confidence: float) -> None:
    rate = exact_rate(count, 1.0, multiplier=1, confidence=confidence)
    tail = (1 - confidence) / 2
    assert stats.poisson.sf(count - 1, rate.lower) == pytest.approx(tail, rel=1e-9)
    assert stats.poisson.cdf(count, rate.upper) == pytest.approx(tail, rel=1e-9)


def test_no_events_give_minus_the_logarithm_of_the_tail() -> None:
    rate = crude_rate(0, 2000, multiplier=1000, confidence=0.95)
    # P(X = 0) = exp(-mean) is the tail probability at the upper limit.
    assert rate.value == 0
    assert rate.lower == 0
    assert rate.upper == pytest.approx(1000 * -math.log(0.025) / 2000, rel=1e-12)


def test_byar_limits_follow_the_formula_from_ten_on() -> None:
    # Breslow and Day 1987, of 25 events: 25(1 - 1/225 - z/15)^3 and 26(1 - 1/234 + z/(3 sqrt 26))^3.
    z = stats.norm.ppf(0.975)
    rate = crude_rate(25, 5000, multiplier=1000)
    assert rate.value == 5
    assert rate.lower == pytest.approx(25 * (1 - 1 / 225 - z / 15) ** 3 / 5, rel=1e-12)
    assert rate.upper == pytest.approx(26 * (1 - 1 / 234 + z / (3 * math.sqrt(26))) ** 3 / 5, rel=1e-12)


def test_crude_rate_is_exact_below_ten_events_only() -> None:
    count = np.array([0.0, 1, 9, 9.5, 10, 10.5])
    crude, exact = crude_rate(count, 1000), exact_rate(count, 1000)
    np.testing.assert_array_equal(crude.upper == exact.upper, [True, True, True, True, False, False])
    np.testing.assert_allclose(
        crude.lower[1:], exact.lower[1:], rtol=0.0018
    )  # Byar's lower limit is at most 0.17% lower


def test_byar_lower_limit_is_missing_where_its_cube_is_of_a_negative_number() -> None:
    # 1 - 1/90 - z/(3 sqrt 10) is negative from z = 9.4 on, beyond any confidence a float holds: so 5 events.
    lower, upper = byar_limits(np.array([5.0, 10.0]), 1 - 1e-12)
    np.testing.assert_array_equal(np.isnan(lower), [True, False])
    assert (upper > [5, 10]).all()


def test_table_and_direct_computation_agree() -> None:
    few = np.array([0.0, 3, 9, 10, 250])  # largest exceeds their number: no table
    many = np.tile(few, 100)
    for function in (crude_rate, exact_rate):
        for direct, tabulated in zip(function(few, 700), function(many, 700), strict=True):
            np.testing.assert_array_equal(np.tile(direct, 100), tabulated)


def test_rate_is_rounded_once_so_that_halves_stay_halves() -> None:
    # 8 deaths of 1,280 births is 6.25 per 1,000 (published rounded half up as 6.3 by ONS).
    assert crude_rate(8, 1280).value == 6.25
    count, denominator = np.meshgrid(np.arange(1.0, 60), np.arange(40.0, 4000, 40))
    np.testing.assert_array_equal(crude_rate(count, denominator).value, count * 1000 / denominator)


@pytest.mark.parametrize("interval", [crude_rate, exact_rate, proportion])
@given(data=st.data())
def test_interval_contains_the_value(interval: Interval, data: st.DataObject) -> None:
    count = data.draw(COUNTS)
    denominator = data.draw(st.floats(max(count, 1), 1e6))
    estimate = interval(count, denominator, confidence=data.draw(CONFIDENCES))
    assert estimate.lower <= estimate.value <= estimate.upper


@pytest.mark.parametrize("interval", [crude_rate, exact_rate, proportion])
@given(data=st.data())
def test_interval_widens_with_confidence(interval: Interval, data: st.DataObject) -> None:
    count = data.draw(COUNTS)
    low, high = sorted(data.draw(st.tuples(CONFIDENCES, CONFIDENCES)))
    narrow, wide = (interval(count, 5000, confidence=confidence) for confidence in (low, high))
    assert wide.lower <= narrow.lower * (1 + 1e-12)
    assert narrow.upper <= wide.upper * (1 + 1e-12)


@pytest.mark.parametrize("interval", [crude_rate, exact_rate, proportion])
@given(count=COUNTS, multiplier=st.floats(0.01, 1e6))
def test_multiplier_only_scales(interval: Interval, count: int, multiplier: float) -> None:
    scaled, plain = interval(count, 5000, multiplier=multiplier), interval(count, 5000, multiplier=1)
    np.testing.assert_allclose(scaled, np.multiply(plain, multiplier), rtol=1e-12)


@given(st.integers(0, 500), st.integers(1, 500), CONFIDENCES)
def test_wilson_limits_agree_with_statsmodels(count: int, more: int, confidence: float) -> None:
    share = proportion(count, count + more, confidence=confidence)
    expected = proportion_confint(count, count + more, alpha=1 - confidence, method="wilson")
    np.testing.assert_allclose((share.lower, share.upper), expected, rtol=1e-9, atol=1e-12)


def test_wilson_limits_at_the_ends() -> None:
    z2 = stats.norm.ppf(0.975) ** 2
    none, all_ = proportion(0, 50), proportion(50, 50, multiplier=100)
    assert none.lower == 0
    assert none.upper == pytest.approx(z2 / (50 + z2), rel=1e-12)
    assert all_.lower == pytest.approx(100 * 50 / (50 + z2), rel=1e-12)
    assert all_.upper == 100


def test_a_bad_element_fails_alone() -> None:
    count = [3, -1, np.nan, 3, 3, 3, np.inf]
    denominator = [1000, 1000, 1000, 0, -5, np.nan, 1000]
    for interval in (crude_rate, exact_rate, proportion):
        for column in interval(count, denominator):
            np.testing.assert_array_equal(np.isnan(column), [False, *[True] * 6])
    assert np.isnan(proportion(6, 5).value)
    p_value = poisson_p_value(count, denominator, 3.9)
    np.testing.assert_array_equal(np.isnan(p_value), [False, *[True] * 6])
    assert np.isnan(poisson_p_value([2.5, 2, 2], 1000, [3.9, -1, np.nan])).all()


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, math.nan])
def test_confidence_must_be_a_probability(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1"):
        crude_rate(3, 1000, confidence=confidence)


@pytest.mark.parametrize("multiplier", [0, -1000, math.inf, math.nan])
def test_multiplier_must_be_positive(multiplier: float) -> None:
    with pytest.raises(ValueError, match="multiplier must be a finite number above 0"):
        crude_rate(3, 1000, multiplier=multiplier)


def test_arguments_broadcast_and_keep_their_shape() -> None:
    assert crude_rate(np.ones((3, 1)), np.full(4, 100.0)).upper.shape == (3, 4)
    assert np.ndim(crude_rate(0, 100).upper) == 0
    assert crude_rate([], []).value.shape == (0,)


def brute_poisson_p(count: int, mean: float) -> float:
    """The definition, summed over every outcome that matters."""
    probability = stats.poisson.pmf(np.arange(2000), mean)
    return float(probability[probability <= probability[count] * (1 + 1e-7)].sum())


@given(st.integers(0, 120), st.floats(0.01, 80))
def test_poisson_p_value_is_the_sum_over_outcomes_no_more_probable(count: int, mean: float) -> None:
    assert poisson_p_value(count, 1000, mean) == pytest.approx(
        brute_poisson_p(count, mean), rel=1e-9, abs=1e-13
    )


def test_poisson_p_value_at_and_without_the_expected_count() -> None:
    np.testing.assert_array_equal(poisson_p_value([4, 0, 1], [1000, 1000, 1000], [4, 0, 0]), [1, 1, 0])


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.05, 20))
def test_rate_ratio_p_value_is_scipys_exact_binomial_test(x1: int, x2: int, ratio: float) -> None:
    p_value = rate_ratio(x1, 1000 * ratio, x2, 1000).p_value
    share = ratio / (1 + ratio)
    expected = stats.binomtest(x1, x1 + x2, share).pvalue if x1 + x2 else 1.0
    assert p_value == pytest.approx(expected, rel=1e-6)


@given(st.integers(0, 60), st.integers(0, 60), CONFIDENCES)
def test_rate_ratio_limits_are_clopper_pearson_odds(x1: int, x2: int, confidence: float) -> None:
    result = rate_ratio(x1, 800, x2, 1000, confidence=confidence)
    if x1 + x2 == 0:
        assert result.lower == 0
        assert result.upper == math.inf
        return
    low, high = stats.binomtest(x1, x1 + x2).proportion_ci(confidence, method="exact")
    assert result.lower == pytest.approx(low / (1 - low) / 0.8, rel=1e-7)
    assert result.upper == (pytest.approx(high / (1 - high) / 0.8, rel=1e-7) if x2 else math.inf)


def test_rate_ratio_at_zeros() -> None:
    result = rate_ratio([0, 3, 0, np.nan], [1000, 1000, 1000, 1000], [3, 0, 0, 3], 1000)
    np.testing.assert_array_equal(result.ratio, [0, np.inf, np.nan, np.nan])
    np.testing.assert_array_equal(result.lower[[0, 2, 3]], [0, 0, np.nan])
    np.testing.assert_array_equal(result.upper[1:], [np.inf, np.inf, np.nan])
    assert result.p_value[2] == 1
    # 3 of 3 in either of two equal halves: 2 * (1/2)^3.
    np.testing.assert_allclose(result.p_value[:2], 0.25, rtol=1e-12)


def test_p_values_of_counts_that_floats_cannot_tell_apart() -> None:
    p_value = poisson_p_value(
        [1e17, 5, 1e200, 1e15], [1e17, 1e300, 5, 1e15], 1000 * np.array([1.1, 1, 1, 1.0])
    )
    np.testing.assert_array_equal(p_value, [0, 0, 0, 1])


def test_broken_counts_have_limits_but_no_exact_p_value() -> None:
    result = rate_ratio([3, 2.5, 302.5, 2.5], [1000, 10, 5000, 10], [2.5, 3, 1, 2.5], [1000, 7, 900, 3])
    assert np.isnan(result.p_value).all()
    assert (result.lower < result.ratio).all()
    assert (result.ratio < result.upper).all()


@pytest.mark.parametrize(
    ("interval", "mean", "confidence", "coverage"),
    [
        (exact_rate, 0.5, 0.95, 0.9856),
        (exact_rate, 4.0, 0.95, 0.9603),
        (exact_rate, 40.0, 0.95, 0.9607),
        (crude_rate, 4.0, 0.95, 0.9603),
        (crude_rate, 15.0, 0.95, 0.9625),
        (crude_rate, 40.0, 0.95, 0.9607),
        (exact_rate, 40.0, 0.998, 0.9985),
        (crude_rate, 40.0, 0.998, 0.9985),
    ],
)
def test_coverage(interval: Interval, mean: float, confidence: float, coverage: float) -> None:
    """Coverage at a true mean, summed over the Poisson distribution."""
    count = np.arange(400.0)
    estimate = interval(count, 1.0, multiplier=1, confidence=confidence)
    covers = (estimate.lower <= mean) & (mean <= estimate.upper)
    found = float(stats.poisson.pmf(count[covers], mean).sum())
    assert found == pytest.approx(coverage, abs=5e-5)
    assert found >= confidence


@pytest.mark.parametrize(("confidence", "least"), [(0.95, 0.9503), (0.998, 0.9980)])
def test_published_limits_cover_at_least_at_their_confidence(confidence: float, least: float) -> None:
    """The least coverage of `crude_rate` over true means of 0.5 to 300 events, summed at 3,000 of them."""
    count = np.arange(600.0)
    estimate = crude_rate(count, 1.0, multiplier=1, confidence=confidence)
    means = np.geomspace(0.5, 300, 3000)[:, None]
    covers = (estimate.lower <= means) & (means <= estimate.upper)
    found = float((stats.poisson.pmf(count, means) * covers).sum(axis=1).min())
    assert found == pytest.approx(least, abs=5e-5)


def test_an_area_against_the_rest() -> None:
    # 4 of 1,000 in the area, 6 of 2,000 in the rest.
    np.testing.assert_array_equal(rate_against_rest(4, 1000, 10, 3000), rate_ratio(4, 1000, 6, 2000))
    # No rest, a rest that would owe events or births, and a missing count.
    broken = rate_against_rest(
        [4, 5, 4, np.nan], [1000, 1000, 4000, 100], [9, 4, 9, 4], [1000, 2000, 3000, 900]
    )
    assert np.isnan(broken).all()
