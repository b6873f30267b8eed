"""Log-linear trends against statsmodels' generalised linear models, and where those fail."""

from __future__ import annotations

import math
from decimal import Context, Decimal, localcontext
from operator import mul

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from reporter.statistics.arrays import Floats
from reporter.statistics.trend import poisson_trend, pooled_trend, quasi_poisson_trend

YEARS = np.arange(2010.0, 2023)


def fitted(count: Floats, births: Floats, years: Floats, **options: object) -> sm.GLM:
    design = sm.add_constant(years - years[0])
    return sm.GLM(count, design, family=sm.families.Poisson(), offset=np.log(births)).fit(
        tol=1e-12, **options
    )


def likelihood_ratio(count: Floats, births: Floats, years: Floats, slope: float) -> float:
    """2(l(fit) - l(slope)) with the level free, by statsmodels: the slope goes into the offset."""
    offset = np.log(births) + slope * (years - years[0])
    restricted = sm.GLM(count, np.ones(years.size), family=sm.families.Poisson(), offset=offset).fit(
        tol=1e-12
    )
    return float(restricted.deviance - fitted(count, births, years).deviance)


@pytest.mark.parametrize("seed", range(8))
def test_agrees_with_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    years = np.sort(rng.choice(YEARS, rng.integers(3, 13), replace=False)).astype(float)
    births = rng.integers(1000, 6000, years.size).astype(float)
    count = rng.poisson(births * 0.004 * np.exp(rng.normal(0, 0.05) * (years - 2010))).astype(float)
    trend, fit = poisson_trend(count, births, years), fitted(count, births, years)
    assert trend.annual_rate_ratio == pytest.approx(math.exp(fit.params[1]), rel=1e-8)
    assert trend.deviance == pytest.approx(fit.deviance, rel=1e-8, abs=1e-9)
    assert trend.pearson_chi_square == pytest.approx(fit.pearson_chi2, rel=1e-8, abs=1e-9)
    assert trend.p_value == pytest.approx(
        stats.chi2.sf(likelihood_ratio(count, births, years, 0.0), 1), rel=1e-6
    )
    for limit in (trend.lower, trend.upper):
        drop = likelihood_ratio(count, births, years, math.log(limit))
        assert drop == pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-6)


def exact_fit(count: list[int], births: list[int]) -> tuple[Decimal, Decimal]:
    """The fitted slope over successive years, and 2(l(fit) - l(0)), to some 50 digits."""
    events, times = sum(count), range(len(count))

    def weights(slope: Decimal) -> list[Decimal]:
        return [n * (slope * t).exp() for n, t in zip(births, times, strict=True)]

    def log_likelihood(slope: Decimal) -> Decimal:
        return slope * Decimal(sum(map(mul, count, times))) - events * sum(weights(slope), Decimal(0)).ln()

    with localcontext(Context(prec=60)):
        slope, mean_time = Decimal(0), Decimal(sum(map(mul, count, times))) / events
        for _ in range(8):  # Newton's method doubles the digits each time.
            weight = weights(slope)
            score = [w * (mean_time - t) for w, t in zip(weight, times, strict=True)]
            spread = [w * (mean_time - t) ** 2 for w, t in zip(weight, times, strict=True)]
            slope += sum(score, Decimal(0)) / sum(spread, Decimal(0))
        return slope, 2 * (log_likelihood(slope) - log_likelihood(Decimal(0)))


def test_the_trend_of_a_nation_has_all_of_its_digits() -> None:
    """Of England, whose counts make the largest sums: data/infant-mortality/counts.csv, 2010 to 2016."""
    deaths = [2966, 2986, 2870, 2611, 2548, 2575, 2587]
    births = [687007, 688120, 694241, 664517, 661496, 664399, 663157]
    slope, ratio = exact_fit(deaths, births)
    found = poisson_trend(deaths, births, range(2010, 2017))
    assert math.log(found.annual_rate_ratio) == pytest.approx(float(slope), rel=1e-14)
    # P(χ² on 1 df ≥ x) = erfc(√(x/2)).
    assert found.p_value == pytest.approx(math.erfc(math.sqrt(ratio / 2)), rel=1e-13)


@pytest.mark.parametrize("seed", range(4))
def test_quasi_poisson_agrees_with_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    births = rng.integers(40000, 60000, 13).astype(float)
    count = rng.poisson(births * 0.004 * rng.gamma(100, 0.01, 13)).astype(float)
    trend, fit = (
        quasi_poisson_trend(count, births, YEARS),
        fitted(count, births, YEARS, scale="X2", use_t=True),
    )
    assert trend.dispersion == pytest.approx(fit.scale, rel=1e-8)
    assert math.log(trend.annual_rate_ratio) == pytest.approx(fit.params[1], rel=1e-7)
    assert trend.p_value == pytest.approx(fit.pvalues[1], rel=1e-7)
    # statsmodels' own limits are normal ones; R's are of t with T - 2 degrees of freedom.
    half = stats.t.ppf(0.975, 11) * fit.bse[1]
    assert math.log(trend.upper) == pytest.approx(fit.params[1] + half, rel=1e-7)
    assert math.log(trend.lower) == pytest.approx(fit.params[1] - half, rel=1e-7)


@pytest.mark.parametrize("end", [0, -1])
def test_all_events_in_an_end_year(end: int) -> None:
    """Separation: no finite slope, yet a test and one limit. Wald's p tends to 1 here."""
    births, count = np.array([1000.0, 1500, 2000]), np.zeros(3)
    count[end] = 6
    trend = poisson_trend(count, births, [2018, 2019, 2021])
    # Without a trend all 6 fall into that year with probability (n/N)^6; with the slope infinite, with 1.
    ratio = -2 * 6 * math.log(births[end] / births.sum())
    assert trend.p_value == pytest.approx(stats.chi2.sf(ratio, 1), rel=1e-9)
    assert trend.deviance == 0
    assert trend.pearson_chi_square == 0
    limit = trend.lower if end else trend.upper
    time = np.array([0, 1, 3])
    share = births * limit**time / (births * limit**time).sum()
    assert -2 * 6 * math.log(share[end]) == pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-8)
    other = (trend.annual_rate_ratio, trend.upper) if end else (trend.annual_rate_ratio, trend.lower)
    assert other == ((math.inf, math.inf) if end else (0, 0))
    assert np.isnan(quasi_poisson_trend(count, births, [2018, 2019, 2021])).all()


@pytest.mark.parametrize(
    ("count", "births", "years"),
    [
        ([0, 0, 0], [100, 100, 100], [2019, 2020, 2021]),
        ([1, 2, np.nan], [100, 100, 100], [2019, 2020, 2021]),
        ([1, 2, 3], [100, 0, 100], [2019, 2020, 2021]),
        ([1, -2, 3], [100, 100, 100], [2019, 2020, 2021]),
        ([1, 2, 3], [100, 100, 100], [2019, np.nan, 2021]),
        ([1, 2, 3], [100, 100, 100], [2019, 2019, 2019]),
        ([1], [100], [2019]),
        ([], [], []),
    ],
)
def test_no_trend_to_speak_of(count: list[float], births: list[float], years: list[float]) -> None:
    assert np.isnan(poisson_trend(count, births, years)).all()
    assert np.isnan(quasi_poisson_trend(count, births, years)).all()


def test_two_years_are_a_ratio_without_a_spread() -> None:
    trend = poisson_trend([10, 20], [1000, 1000], [2015, 2020])
    assert trend.annual_rate_ratio == pytest.approx(2 ** (1 / 5), rel=1e-10)  # five years apart
    assert trend.deviance == pytest.approx(0, abs=1e-9)
    assert np.isnan(quasi_poisson_trend([10, 20], [1000, 1000], [2015, 2020])).all()


def test_a_perfect_fit_has_no_quasi_poisson_test() -> None:
    trend = quasi_poisson_trend([5, 5, 5], [1000, 1000, 1000], [2018, 2019, 2020])
    assert trend.annual_rate_ratio == pytest.approx(1)
    assert trend.dispersion < 1e-12
    assert np.isnan([trend.lower, trend.upper, trend.p_value]).all()


def test_quasi_poisson_limits_that_know_nothing_stay_finite() -> None:
    trend = quasi_poisson_trend([0, 1, 0], [10, 10, 12], [2018, 2019, 2020], confidence=0.999)
    assert trend.lower == pytest.approx(0)
    assert 1e100 < trend.upper < math.inf


def test_an_interior_year_with_all_events_has_a_finite_slope() -> None:
    trend = poisson_trend([0, 6, 0], [1000, 1000, 1000], [2018, 2019, 2020])
    assert trend.annual_rate_ratio == pytest.approx(1)
    assert trend.p_value == pytest.approx(1)
    assert 0 < trend.lower < 1 < trend.upper < math.inf


@given(st.lists(st.integers(0, 40), min_size=3, max_size=10), st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_limits_contain_the_ratio_and_widen(count: list[int], a: float, b: float) -> None:
    births, years = np.full(len(count), 5000.0), np.arange(len(count))
    narrow, wide = (poisson_trend(count, births, years, confidence=c) for c in sorted((a, b)))
    if sum(count):
        assert wide.lower <= narrow.lower * (1 + 1e-9)
        assert narrow.lower <= narrow.annual_rate_ratio * (1 + 1e-9)
        assert narrow.annual_rate_ratio <= narrow.upper * (1 + 1e-9)
        assert narrow.upper <= wide.upper * (1 + 1e-9)


def rejections(count: NDArray[np.int64]) -> tuple[float, float]:
    """Share of series with p < 0.05: Poisson, and quasi-Poisson."""
    births = np.full(count.shape[1], 10000.0)
    years = np.arange(count.shape[1])
    poisson = [poisson_trend(series, births, years).p_value < 0.05 for series in count]
    quasi = [quasi_poisson_trend(series, births, years).p_value < 0.05 for series in count]
    return float(np.mean(poisson)), float(np.mean(quasi))


def test_false_positive_rate_when_chance_alone_acts() -> None:
    """600 series of 10 years at 40 deaths a year without a trend."""
    found = rejections(np.random.default_rng(6).poisson(40, (600, 10)))
    assert found == pytest.approx((0.05, 0.05), abs=0.015)


def test_false_positive_rate_when_years_vary_by_more_than_chance() -> None:
    """Years that vary with twice the variance of chance: Poisson finds trends in 17%, quasi-Poisson in 5%."""
    rates = np.random.default_rng(7).gamma(40, 1, (600, 10))
    found = rejections(np.random.default_rng(8).poisson(rates))
    assert found == pytest.approx((0.15, 0.04), abs=0.025)


def test_pooled_windows_are_tested_on_their_years() -> None:
    count, births = np.array([3.0, 5, 2, 6, 4, 8]), np.full(6, 1000.0)
    years = np.array([2013, 2014, 2015, 2017, 2018, 2019])
    pooled = pooled_trend(count, births, years)
    # 2016 is absent: only two windows of three years without a gap.
    np.testing.assert_array_equal(pooled.first_year, [2013, 2017])
    np.testing.assert_array_equal(pooled.last_year, [2015, 2019])
    np.testing.assert_allclose(pooled.rate.value, [10 / 3, 6], rtol=1e-12)
    assert pooled.poisson == poisson_trend(count, births, years)
    assert pooled.poisson.p_value < 1


def test_too_few_years_make_no_window() -> None:
    pooled = pooled_trend([3, 4], [1000, 1000], [2018, 2019])
    assert pooled.rate.value.size == 0
    assert pooled.exact.p_value == pytest.approx(1)


def test_pooled_trend_refuses_what_makes_no_windows() -> None:
    with pytest.raises(ValueError, match="window must be at least 1"):
        pooled_trend([3], [1000], [2018], window=0)
    with pytest.raises(ValueError, match="years must be in order"):
        pooled_trend([3, 4], [1000, 1000], [2019, 2018])


def test_false_positive_rate_of_windows_taken_for_years() -> None:
    """400 series of 10 years without a trend: of 8 windows tested 15% show one, of their years tested 4%."""
    years, births = np.arange(2010, 2020), np.full(10, 10000.0)
    count = np.random.default_rng(9).poisson(30, (400, 10))
    naive, ours = [], []
    for series in count:
        windows = np.convolve(series, np.ones(3), "valid")
        naive.append(poisson_trend(windows, np.full(8, 30000.0), np.arange(8)).p_value < 0.05)
        ours.append(pooled_trend(series, births, years).poisson.p_value < 0.05)
    assert (np.mean(naive), np.mean(ours)) == pytest.approx((0.15, 0.04), abs=0.025)
