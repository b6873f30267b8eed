"""Indices of inequality by regression, and their trends: published numbers, brute force, mirror images."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from reporter.statistics.arrays import Floats
from reporter.statistics.inequality import regression_index
from reporter.statistics.inequality.regression import Model
from reporter.statistics.inequality_trend import index_trend
from reporter.statistics.trend import poisson_trend

FIFTHS = [3000] * 5


@pytest.mark.parametrize(
    ("deaths", "rii", "p_value"),
    [
        ([20, 15, 10, 5, 0], (17.0, 5.5, 58.9), 2.6e-7),
        ([12, 8, 4, 2, 0], (31.0, 5.95, 214), 1.5e-5),
        ([14, 12, 9, 14, 0], (3.93, 1.42, 11.4), 0.008),
    ],
)
def test_a_fifth_without_deaths(deaths: list[int], rii: tuple[float, float, float], p_value: float) -> None:
    """Computed in R: glm, and profile limits by optim."""
    index = regression_index(deaths, FIFTHS)
    np.testing.assert_allclose(index[3:6], rii, rtol=8e-3)
    assert index.p_value == pytest.approx(p_value, rel=0.05)


def test_slope_of_a_fifth_without_deaths() -> None:
    """As above."""
    index = regression_index([20, 15, 10, 5, 0], FIFTHS)
    np.testing.assert_allclose(index[:3], [9.6, 5.4, 15.3], atol=0.05)


@pytest.mark.parametrize("model", ["poisson", "binomial"])
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_limits_are_the_range_over_all_lines_allowed(model: Model, confidence: float) -> None:
    """Every level and slope of a fine grid whose likelihood, by SciPy's probabilities, is near enough."""
    count, n = np.array([14, 9, 7, 6, 2]), np.array([300, 420, 260, 390, 350])
    share = n / n.sum()
    rank = np.cumsum(share) - share / 2
    index = regression_index(count, n, model=model, confidence=confidence)
    start, gradient = (a[..., None] for a in np.meshgrid(np.linspace(-5, -1, 801), np.linspace(-1, 6, 801)))
    line = start - gradient * rank
    if model == "poisson":
        logs = stats.poisson.logpmf(count, n * np.exp(line)).sum(axis=-1)
        ends = np.exp(start)[..., 0], np.exp(start - gradient)[..., 0]
    else:
        logs = stats.binom.logpmf(count, n, special.expit(line)).sum(axis=-1)
        ends = special.expit(start)[..., 0], special.expit(start - gradient)[..., 0]
    allowed = 2 * (logs.max() - logs) <= stats.chi2.ppf(confidence, 1)
    sii, rii = 1000 * (ends[0] - ends[1])[allowed], (ends[0] / ends[1])[allowed]
    np.testing.assert_allclose(index[1:3], [sii.min(), sii.max()], rtol=0.02)
    np.testing.assert_allclose(index[4:6], [rii.min(), rii.max()], rtol=0.02)
    # The grid lies inside the range.
    assert index.sii_lower <= sii.min() + 0.02
    assert sii.max() <= index.sii_upper + 0.02


QUANTILES = st.lists(st.tuples(st.integers(0, 30), st.integers(40, 5000)), min_size=2, max_size=10)


@given(QUANTILES, st.sampled_from(["poisson", "binomial"]), st.sampled_from([0.95, 0.998]))
def test_one_verdict(quantiles: list[tuple[int, int]], model: Model, confidence: float) -> None:
    """1 lies outside the limits of the RII exactly where 0 lies outside those of the SII and p is small."""
    count, n = np.array(quantiles).T
    index = regression_index(count, n, model=model, confidence=confidence)
    if np.isnan(index.sii) or abs(index.p_value - (1 - confidence)) < 1e-6:
        return
    verdicts = {index.p_value < 1 - confidence, not index.rii_lower <= 1 <= index.rii_upper}
    assert verdicts == {not index.sii_lower <= 0 <= index.sii_upper}
    assert index.sii_lower <= index.sii <= index.sii_upper
    assert index.rii_lower <= index.rii <= index.rii_upper


@given(QUANTILES, st.sampled_from(["poisson", "binomial"]))
def test_turned_about_it_is_the_mirror_image(quantiles: list[tuple[int, int]], model: Model) -> None:
    count, n = np.array(quantiles).T
    index, turned = (regression_index(x, m, model=model) for x, m in ((count, n), (count[::-1], n[::-1])))
    np.testing.assert_allclose(
        turned[:3], [-index.sii, -index.sii_upper, -index.sii_lower], rtol=1e-6, atol=1e-6
    )
    with np.errstate(divide="ignore"):
        inverse = 1 / np.array([index.rii, index.rii_upper, index.rii_lower])
    np.testing.assert_allclose(turned[3:6], inverse, rtol=1e-6)
    np.testing.assert_allclose(turned.p_value, index.p_value, rtol=1e-6)


def test_all_deaths_in_an_end_quantile() -> None:
    # At a slope without bound the four are certain to lie in the first fifth: the ratio is 5^4 likelihoods.
    index = regression_index([4, 0, 0, 0, 0], [1000] * 5)
    assert (index.rii, index.rii_upper) == (np.inf, np.inf)
    assert index.rii_lower == pytest.approx(116, abs=0.5)
    assert np.isnan(index[:3]).all()
    assert index.p_value == pytest.approx(stats.chi2.sf(2 * 4 * math.log(5), 1), rel=1e-10)
    last = regression_index([0, 0, 0, 0, 4], [1000] * 5)
    assert last[3:5] == (0, 0)
    assert last.rii_upper == pytest.approx(1 / index.rii_lower, rel=1e-9)
    apart = regression_index([4, 0, 0], [9, 9, 9], model="binomial")
    assert np.isnan(apart[:6]).all()
    assert 0 < apart.p_value < 0.01


def test_no_result() -> None:
    for count, n in (
        ([0, 0], [9, 9]),
        ([3], [9]),
        ([3, np.nan], [9, 9]),
        ([3, 2], [9, 0]),
        ([3, -1], [9, 9]),
    ):
        for model in ("poisson", "binomial"):
            assert np.isnan(regression_index(count, n, model=model)).all()
    assert np.isnan(regression_index([9, 9], [9, 9], model="binomial")).all()
    assert np.isnan(regression_index([10, 2], [9, 9], model="binomial")).all()
    with pytest.raises(ValueError, match="model"):
        regression_index([3, 2], [9, 9], model="normal")  # type: ignore[arg-type]


def rates_that_follow(years: Floats, log_rii: Floats) -> tuple[Floats, Floats]:
    """Births in fifths, and deaths without chance: exactly on a line of each year's own."""
    births = np.tile([200_000.0, 300_000, 250_000, 150_000, 100_000], (years.size, 1))
    share = births / births.sum(axis=1, keepdims=True)
    rank = np.cumsum(share, axis=1) - share / 2
    return births * 0.005 * np.exp(-log_rii[:, None] * rank), births


def test_the_trend_of_indices_that_follow_it() -> None:
    years = np.array([2014.0, 2015, 2017, 2020])
    log_rii = 0.4 + 0.05 * (years - 2014)
    deaths, births = rates_that_follow(years, log_rii)
    trend = index_trend(deaths, births, years)
    assert trend.rii_annual_ratio == pytest.approx(math.exp(0.05), rel=1e-9)
    assert (trend.rii_dispersion, trend.sii_dispersion) == (1, 1)
    # SII_t = 5·(1 − e^−ln RII), a curve: its trend lies between its steepest and its flattest slope.
    assert 5 * 0.05 * math.exp(-log_rii[-1]) < trend.sii_annual_change < 5 * 0.05 * math.exp(-log_rii[0])
    # Standard errors are those of each year's Wald limits; here by the profile limits, nearly the same.
    error = []
    for x, n in zip(deaths, births, strict=True):
        share = n / n.sum()
        single = poisson_trend(x, n, np.cumsum(share) - share / 2)
        error.append(math.log(single.upper / single.lower) / (2 * stats.norm.ppf(0.975)))
    weight = 1 / np.array(error) ** 2
    spread = (weight * (years - (weight * years).sum() / weight.sum()) ** 2).sum()
    half = stats.t.ppf(0.975, 2) / math.sqrt(spread)
    assert math.log(trend.rii_upper / trend.rii_annual_ratio) == pytest.approx(half, rel=1e-3)


def test_the_error_of_the_slope_index_by_simulation() -> None:
    """1,000 draws of three years without a trend: p is below 0.5 in at most half of them, within 3 errors."""
    years = np.array([2020.0, 2021, 2022])
    expected, births = rates_that_follow(years, np.full(3, 0.6))
    drawn = np.random.default_rng(4).poisson(expected / 10, (1000, *expected.shape)).astype(float)
    p_values = [index_trend(deaths, births / 10, years).sii_p_value for deaths in drawn]
    # φ is never below 1, so that the test holds its level from below.
    assert np.mean(np.array(p_values) < 0.5) < 0.5 + 3 * math.sqrt(0.25 / 1000)
    assert np.mean(np.array(p_values) < 0.5) > 0.25


def test_years_without_a_trend() -> None:
    births = np.full((3, 2), 900.0)
    for deaths in np.array(
        [[[3, 1], [2, 2], [0, 0]], [[3, 1], [2, 2], [3, 0]], [[3, 1], [2, np.nan], [3, 1]]]
    ):
        assert np.isnan(index_trend(deaths, births, [2020, 2021, 2022])).all()
    assert np.isnan(index_trend([[3, 1], [2, 2]], births[:2], [2021, 2022])).all()
    with pytest.raises(ValueError, match="shape"):
        index_trend([[3, 1]], births, [2020, 2021, 2022])
