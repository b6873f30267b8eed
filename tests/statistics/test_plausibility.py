"""Tail probabilities of new counts against enumeration, and how often honest counts are flagged."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from reporter.statistics.plausibility import plausibility, plausibility_in_series, usual_variation


def test_tail_is_binomial_given_the_total() -> None:
    result = plausibility(17, 2100, 40, 10000)
    tail = stats.binomtest(17, 57, 2100 / 12100, alternative="greater").pvalue
    assert result.p_above == pytest.approx(tail, rel=1e-10)
    assert result.p_below == pytest.approx(
        stats.binomtest(17, 57, 2100 / 12100, alternative="less").pvalue, rel=1e-10
    )
    assert result.p_value == pytest.approx(2 * tail, rel=1e-10)
    assert result.expected == pytest.approx(8.4)


def test_tail_is_predictive_and_not_poisson_at_the_past_rate() -> None:
    """A short past makes the tail heavier: the Poisson tail averaged over Gamma(past + 1, past births)."""
    rate = stats.gamma(10, scale=1 / 5000)
    predictive = integrate.quad(lambda r: stats.poisson.sf(9, r * 1000) * rate.pdf(r), 0, 0.02)[0]
    result = plausibility(10, 1000, 9, 5000)
    # P(new >= 10 of 19) is the probability of 10 new events before the 10th past one.
    assert result.p_above == pytest.approx(predictive, rel=1e-6)
    assert result.p_above > 5 * stats.poisson.sf(9, 1000 * 9 / 5000)


def test_under_16_deaths_released_as_infant_deaths_stand_out() -> None:
    """One of 150 areas at 8 per 1,000 after years at 4 (30 of 3,750 births; 75 of 18,750 before)."""
    result = plausibility(30, 3750, 75, 18750, comparisons=150)
    assert result.p_value < 0.01
    assert result.p_adjusted > result.p_value
    larger = plausibility(60, 7500, 150, 37500, comparisons=150)
    assert larger.p_adjusted < 0.01


def test_comparisons_are_allowed_for() -> None:
    result = plausibility([8, 9, np.nan], 1000, 20, 5000)
    np.testing.assert_allclose(result.p_adjusted[:2], 1 - (1 - result.p_value[:2]) ** 2, rtol=1e-10)
    single = plausibility([8, 9], 1000, 20, 5000, comparisons=1)
    np.testing.assert_allclose(single.p_adjusted, single.p_value, rtol=1e-10)


def test_no_event_at_all_is_plausible() -> None:
    result = plausibility(0, 1000, 0, 5000)
    assert result.p_value == result.p_adjusted == 1
    assert result.expected == 0


def test_bad_elements_fail_alone() -> None:
    result = plausibility(
        [3, np.nan, -1, 2.5, 3, 3], [100, 100, 100, 100, 0, 100], [5, 5, 5, 5, 5, np.nan], 500
    )
    for part in result:
        np.testing.assert_array_equal(np.isnan(part), [False, *[True] * 5])


def test_false_alarms_when_nothing_changed() -> None:
    """2,000 editions of 42 areas: with all allowed for, some 3.5% of editions flag an honest area at 5%."""
    rng = np.random.default_rng(19)
    count, past = rng.poisson(40, (2000, 42)), rng.poisson(200, (2000, 42))
    result = plausibility(count, 10000, past, 50000, comparisons=42)
    assert (result.p_adjusted < 0.05).any(axis=1).mean() == pytest.approx(0.035, abs=0.012)


def test_usual_variation_widens_the_tails() -> None:
    """The Poisson tail averaged over a gamma rate whose relative variance is 1/41 + .01 + .01/41."""
    size = 1 / (1 / 41 + 0.01 + 0.01 / 41)
    rate = stats.gamma(size, scale=41 / 5000 / size)
    wide = integrate.quad(lambda r: stats.poisson.sf(29, r * 2000) * rate.pdf(r), 0, 0.1)[0]
    result = plausibility(30, 2000, 40, 5000, variation=0.1)
    assert result.p_above == pytest.approx(wide, rel=1e-6)
    assert result.p_above > plausibility(30, 2000, 40, 5000).p_above


def test_usual_variation_is_found_beside_gross_errors() -> None:
    """2,000 log ratios with τ = 0.2 beside chance of that size, one in five of them ten times too large."""
    rng = np.random.default_rng(4)
    chance = rng.uniform(0.001, 0.05, 2000)
    d = rng.normal(0, np.sqrt(0.04 + chance))
    assert usual_variation(d, chance) == pytest.approx(0.2, abs=0.015)
    d[:400] += np.log(10)
    assert 0.2 < usual_variation(d, chance) < 0.32
    assert usual_variation([0.01, -0.01, np.nan], [0.1, 0.1, 0.1]) == 0
    assert np.isnan(usual_variation([np.nan], [0.1]))


def test_a_series_is_compared_with_its_own_years_and_the_rest() -> None:
    """Three areas of rate .01; one is always four times as high; another has one year ten times too high."""
    n = np.full((3, 4), 10_000.0)
    x = np.array([[100, 100, 100, 100], [400, 400, 400, 400], [100, 100, 1000, 100]], dtype=float)
    rest = x.sum(axis=0) - x
    result = plausibility_in_series(x, n, rest, 2 * n, between_years=0.1, between_areas=0.7)
    assert [int(at) for at in np.unravel_index(result.p_value.argmin(), x.shape)] == [2, 2]
    # Its own three other years have 300 events, and the other areas' rates say little.
    assert result.expected[2, 2] == pytest.approx(100, rel=0.05)
    x[2, 2] = np.nan
    left = plausibility_in_series(x, n, rest, 2 * n, between_years=0.1, between_areas=0.7)
    assert np.isnan(left.p_value[2, 2])
    assert np.nanmin(left.p_value) > 0.1


def test_a_single_year_rests_on_the_other_areas() -> None:
    """The rest's rate; relative variances τ_a², and τ_y² with 1/(events of the rest + 1)."""
    result = plausibility_in_series(
        [[150]], [[10_000]], [[199]], [[20_000]], between_years=0.1, between_areas=0.2
    )
    assert result.expected[0, 0] == pytest.approx(100)
    shape, spread2 = 25 + 1, 0.01 + 1 / 200
    size = 1 / (1 / shape + spread2 * (1 + 1 / shape))
    mean = 100 * 26 / 25
    assert result.p_above[0, 0] == pytest.approx(stats.nbinom.sf(149, size, size / (size + mean)), rel=1e-9)
    alone = plausibility_in_series([[150.0]], [[10_000]], [[0]], [[0]], between_years=0.1, between_areas=0.2)
    assert np.isnan(alone.p_value).all()
