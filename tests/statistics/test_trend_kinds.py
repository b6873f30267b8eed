"""Trends of proportions and of values with errors, newest runs, average changes, projections, targets."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special, stats

from reporter.statistics.arrays import Floats
from reporter.statistics.intervals import exact_rate, rate_ratio
from reporter.statistics.trend import (
    average_change,
    change_over,
    exact_trend,
    logistic_trend,
    poisson_trend,
    projection,
    quasi_poisson_trend,
    run_change,
    segmented,
    target_line,
    weighted_trend,
)

COUNT, DENOMINATOR, YEAR = np.array([13, 12, 9, 19]), np.array([331, 337, 242, 308]), np.arange(2019, 2023)


def test_a_logistic_trend_by_search() -> None:
    trend = logistic_trend(COUNT, DENOMINATOR, YEAR)

    def lost(line: Floats) -> float:
        share = special.expit(line[0] + line[1] * (YEAR - 2020))
        return -float(stats.binom.logpmf(COUNT, DENOMINATOR, share).sum())

    def at_level(slope: float, level: float) -> float:
        return lost(np.array([level, slope]))

    best = optimize.minimize(lost, [-3, 0], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-13})
    assert trend.annual_odds_ratio == pytest.approx(math.exp(best.x[1]), rel=1e-6)
    for limit in (trend.lower, trend.upper):
        slope = math.log(limit)
        line = optimize.minimize_scalar(partial(at_level, slope), bounds=(-6, 0), options={"xatol": 1e-10})
        at_limit = line.fun
        assert 2 * (at_limit - best.fun) == pytest.approx(stats.chi2.ppf(0.95, 1), abs=1e-7)
    without = -stats.binom.logpmf(COUNT, DENOMINATOR, COUNT.sum() / DENOMINATOR.sum()).sum()
    assert trend.p_value == pytest.approx(stats.chi2.sf(2 * (without - best.fun), 1), rel=1e-6)
    saturated = -stats.binom.logpmf(COUNT, DENOMINATOR, COUNT / DENOMINATOR).sum()
    assert trend.deviance == pytest.approx(2 * (best.fun - saturated), abs=1e-8)
    share = special.expit(best.x[0] + best.x[1] * (YEAR - 2020))
    pearson = ((COUNT - DENOMINATOR * share) ** 2 / (DENOMINATOR * share * (1 - share))).sum()
    assert trend.pearson_chi_square == pytest.approx(pearson, rel=1e-5)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=2, max_size=8))
def test_a_logistic_trend_of_the_complement(series: list[tuple[int, int]]) -> None:
    count, others = np.array(series).T
    total, year = count + others, np.arange(len(series))
    trend, turned = logistic_trend(count, total, year), logistic_trend(others, total, year)
    with np.errstate(divide="ignore"):
        expected = 1 / np.array([trend.annual_odds_ratio, trend.upper, trend.lower])
    np.testing.assert_allclose(turned[:3], expected, rtol=1e-7)
    np.testing.assert_allclose(turned[3:], trend[3:], rtol=1e-6, atol=1e-9)


def test_a_year_that_parts_events_from_others() -> None:
    trend = logistic_trend([0, 0, 4, 9], [9, 9, 9, 9], [1, 2, 3, 4])
    assert trend.annual_odds_ratio == trend.upper == np.inf
    assert 1 < trend.lower < np.inf
    # The saturated model fits all but the year where both occur, where it fits too.
    best = stats.binom.logpmf([0, 0, 4, 9], 9, [0, 0, 4 / 9, 1]).sum()
    flat = stats.binom.logpmf([0, 0, 4, 9], 9, 13 / 36).sum()
    assert trend.p_value == pytest.approx(stats.chi2.sf(2 * (best - flat), 1), rel=1e-9)
    assert trend.deviance == pytest.approx(0, abs=1e-12)


def test_no_logistic_trend() -> None:
    for count, n in (
        ([0, 0], [9, 9]),
        ([9, 9], [9, 9]),
        ([3, 10], [9, 9]),
        ([3, np.nan], [9, 9]),
        ([3], [9]),
    ):
        assert np.isnan(logistic_trend(count, n, np.arange(len(n)))).all()


def test_a_weighted_trend_by_hand() -> None:
    # Weights 1, 4, 1 at -1, 0, 1: slope (3 - 1)/2 = 1, line at 2, Q = 4 * (2.5 - mean)²...
    # mean (1 + 10 + 3)/6 = 7/3; residuals -1/3, 1/6, -1/3; Q = 1/9 + 4/36 + 1/9 = 1/3, below its 1 df.
    trend = weighted_trend([1, 2.5, 3], [1, 0.5, 1], [2020, 2021, 2022])
    half = stats.t.ppf(0.975, 1) * math.sqrt(1 / 2)
    np.testing.assert_allclose(trend[:3], [1, 1 - half, 1 + half], rtol=1e-12)
    assert trend.p_value == pytest.approx(2 * stats.t.sf(math.sqrt(2), 1))
    assert trend.dispersion == 1
    assert trend.heterogeneity_p_value == pytest.approx(stats.chi2.sf(1 / 3, 1))
    # With errors of a tenth Q is 100/3, and φ with it; the slope is as uncertain as before times √(100/3)/10.
    scattered = weighted_trend([1, 2.5, 3], [0.1, 0.05, 0.1], [2020, 2021, 2022])
    assert scattered.dispersion == pytest.approx(100 / 3)
    assert scattered.upper - scattered.slope == pytest.approx(half * math.sqrt(100 / 3) / 10)


def test_no_weighted_trend() -> None:
    for value, error, year in (
        ([1, 2], [1, 1], [1, 2]),
        ([1, 2, np.nan], [1, 1, 1], [1, 2, 3]),
        ([1, 2, 3], [1, 0, 1], [1, 2, 3]),
        ([1, 2, 3], [1, 1, 1], [2, 2, 2]),
    ):
        assert np.isnan(weighted_trend(value, error, year)).all()


def test_the_newest_run() -> None:
    count = [9, 4, 8, 5, 6, 3, 7]
    year = [2013, 2018, 2016, 2017, 2019, 2020, 2021]
    basis = ["a", "b", "a", "b", "b", "b", "b"]
    births = [900, 950, 910, 940, 1000, 980, np.nan]
    # 2021 has no births: the run is 2017 to 2020, 5, 4, 6, 3 deaths.
    run = run_change(count, births, year, basis)
    x, n, t = [5, 4, 6, 3], [940, 950, 1000, 980], [2017, 2018, 2019, 2020]
    assert run[:2] == (2017, 2020)
    np.testing.assert_array_equal(run[2:6], rate_ratio(3, 980, 5, 940))
    assert run[6:9] == poisson_trend(x, n, t)[:3]
    assert run.trend_p_value == exact_trend(x, n, t).p_value
    assert np.isnan(run_change(count, births, year, basis, fewest=5)).all()
    assert np.isnan(run_change([], [], [], [])).all()
    with pytest.raises(ValueError, match="fewest"):
        run_change(count, births, year, basis, fewest=1)


def test_the_change_over_a_run_of_quarters() -> None:
    """The annual ratio is the quarterly one to the power of four; the tests do not ask what a step is."""
    x, n = [5, 4, 6, 3], [940, 950, 1000, 980]
    by_step = run_change(x, n, [1, 2, 3, 4], "all")
    by_year = change_over(x, n, [2020.75, 2021, 2021.25, 2021.5], [0, 2, 4, 6])
    assert by_year[:2] == (2020.75, 2021.5)
    assert by_year[2:6] == by_step[2:6]
    np.testing.assert_allclose(by_year[6:9], np.array(by_step[6:9]) ** 4, rtol=1e-9)
    assert by_year.trend_p_value == by_step.trend_p_value


def test_a_run_without_events() -> None:
    run = run_change([0, 0, 0], [900] * 3, [2020, 2021, 2022], "all")
    np.testing.assert_array_equal(run, [2020, 2022, np.nan, 0, np.inf, 1, np.nan, np.nan, np.nan, 1])


def test_average_change_without_breaks_is_the_trend() -> None:
    trend = quasi_poisson_trend([30, 41, 22, 28, 17], [900] * 5, np.arange(5))
    change = average_change([30, 41, 22, 28, 17], [900] * 5, np.arange(5))
    assert trend.dispersion > 1
    expected = [100 * (part - 1) for part in trend[:3]]
    np.testing.assert_allclose(change, [*expected, trend.p_value, trend.dispersion], rtol=1e-9)


def test_average_change_over_segments_that_hold_exactly() -> None:
    """Deaths of 5% less a year to 2014, then 1% more: (10 ln .95 + 5 ln 1.01)/15 on average."""
    year = np.arange(2004, 2020)
    deaths = 400 * np.where(year < 2014, 0.95 ** (year - 2004), 0.95**10 * 1.01 ** (year - 2014))
    change = average_change(deaths, np.full(16, 9000), year, [2014])
    expected = 100 * math.expm1((10 * math.log(0.95) + 5 * math.log(1.01)) / 15)
    assert change.average_annual_percent_change == pytest.approx(expected, rel=1e-9)
    assert change.dispersion == 1
    assert change.average_annual_percent_change == pytest.approx(
        segmented(deaths, np.full(16, 9000), year).average_annual_percent_change
    )


def test_average_change_that_cannot_be_computed() -> None:
    assert np.isnan(average_change([0, 0, 0], [9, 9, 9], [1, 2, 3])).all()
    assert np.isnan(average_change([3, np.nan, 4], [9, 9, 9], [1, 2, 3])).all()
    exhausted = average_change([3, 5, 4], [9, 9, 9], [1, 2, 3], [2])
    assert exhausted.average_annual_percent_change == pytest.approx(100 * (math.sqrt(4 / 3) - 1))
    assert np.isnan(exhausted[1:]).all()
    for years, breaks in (
        ([1, 3, 2, 4], []),
        ([1, 2, 3, 4], [1]),
        ([1, 2, 3, 4], [4]),
        ([1, 2, 3, 4], [3, 2]),
    ):
        with pytest.raises(ValueError, match="in order"):
            average_change([3, 4, 5, 6], [9] * 4, years, breaks)


def test_projection_of_a_trend_that_holds_exactly() -> None:
    year = np.arange(2016, 2021)
    deaths = 40 * 0.97 ** (year - 2016)
    ahead = projection(deaths, np.full(5, 10000), year, 2025)
    assert ahead.value == pytest.approx(4 * 0.97**9, rel=1e-10)
    # In the middle of the events the line is as uncertain as their number.
    middle = (deaths * year).sum() / deaths.sum()
    there = projection(deaths, np.full(5, 10000), year, middle)
    half = stats.t.ppf(0.975, 3) / math.sqrt(deaths.sum())
    assert math.log(there.upper / there.value) == pytest.approx(half, rel=1e-9)
    assert math.log(ahead.upper / ahead.value) > half
    wide = exact_rate(deaths.sum(), 50000)
    assert there.lower < wide.lower < wide.upper < there.upper


def test_projection_that_cannot_be_computed() -> None:
    for count, year in (
        ([0, 0, 0], [1, 2, 3]),
        ([3, 4], [1, 2]),
        ([0, 0, 3], [1, 2, 3]),
        ([3, np.nan, 4], [1, 2, 3]),
    ):
        assert np.isnan(projection(count, [900] * len(year), year, 5)).all()


def test_target_lines_by_hand() -> None:
    # Halving in ten years: after five 4/√2 by equal percentages, 3 by equal amounts.
    year = [2009, 2010, 2015, 2020, 2024]
    np.testing.assert_allclose(target_line(2010, 4, 2020, 2, year), [np.nan, 4, 4 / math.sqrt(2), 2, 2])
    np.testing.assert_allclose(target_line(2010, 4, 2020, 2, year, scale="linear"), [np.nan, 4, 3, 2, 2])
    assert np.isnan(target_line([2010, 2010, 2020], [0, np.nan, 4], 2020, 2, 2015)).all()
    np.testing.assert_allclose(target_line(2010, 4, 2020, 0, 2015, scale="linear"), 2)
    with pytest.raises(ValueError, match="scale"):
        target_line(2010, 4, 2020, 2, 2015, scale="square")  # type: ignore[arg-type]
