"""Quantiles by counting, and the slope index against statsmodels and against simulation."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporter.statistics.arrays import Floats
from reporter.statistics.inequality import SlopeIndex, quantile, slope_index
from reporter.statistics.intervals import crude_rate, exact_rate

BIRTHS = np.array([9000.0, 7000, 8000, 6000, 5000])
DEATHS = np.array([60.0, 40, 35, 20, 15])
RATES = crude_rate(DEATHS, BIRTHS)


@given(st.lists(st.integers(0, 1000), min_size=10, max_size=60, unique=True), st.integers(2, 10))
def test_quantiles_are_as_equal_as_can_be(value: list[int], n_quantiles: int) -> None:
    areas = quantile(value, n_quantiles)
    sizes = np.bincount(areas, minlength=n_quantiles + 1)
    assert sizes[0] == 0
    assert sizes[1:].max() - sizes[1:].min() <= 1
    assert (np.diff(areas[np.argsort(value)]) <= 0).all()
    np.testing.assert_array_equal(quantile(np.negative(value), n_quantiles, invert=False), areas)


def test_highest_are_first_and_ties_go_together() -> None:
    np.testing.assert_array_equal(quantile([5, 9, 1, 7], 2), [2, 1, 2, 1])
    np.testing.assert_array_equal(quantile([5, 9, 1, 7], 2, invert=False), [1, 2, 1, 2])
    np.testing.assert_array_equal(quantile([5, 5, 5, 1], 2), [1, 1, 1, 2])


def test_missing_values_have_no_quantile() -> None:
    np.testing.assert_array_equal(quantile([5, np.nan, 1, 9], 3), [2, 0, 3, 1])
    np.testing.assert_array_equal(quantile([5, np.nan, 1], 3), [0, 0, 0])
    assert quantile([], 5).size == 0
    with pytest.raises(ValueError, match="n_quantiles must be at least 1"):
        quantile([1, 2], 0)


def ranked(population: Floats) -> Floats:
    share = population / population.sum()
    return np.asarray(np.cumsum(share) - share / 2)


def test_log_scale_agrees_with_weighted_regression() -> None:
    result = slope_index(BIRTHS, *RATES)
    fit = sm.WLS(np.log(RATES.value), sm.add_constant(ranked(BIRTHS)), weights=BIRTHS).fit()
    low, high = np.exp(fit.params[0]), np.exp(fit.params.sum())
    assert result.sii == pytest.approx(high - low, rel=1e-10)
    assert result.rii == pytest.approx(high / low, rel=1e-10)
    assert result.reason == ""


def test_own_scale_agrees_with_weighted_regression() -> None:
    result = slope_index(BIRTHS, *RATES, transform=False)
    fit = sm.WLS(RATES.value, sm.add_constant(ranked(BIRTHS)), weights=BIRTHS).fit()
    assert result.sii == pytest.approx(fit.params[1], rel=1e-10)
    assert result.rii == pytest.approx(fit.params.sum() / fit.params[0], rel=1e-10)


def simulated(transform: bool, confidence: float) -> Floats:
    """Limits of SII and RII from 40,000 normal draws of the values: what the closed form replaces."""
    scale = np.log if transform else np.asarray
    error = (scale(RATES.upper) - scale(RATES.lower)) / (2 * stats.norm.ppf(0.975))
    draws = scale(RATES.value) + error * np.random.default_rng(13).standard_normal((40000, 5))
    weight = np.sqrt(BIRTHS)[:, None]
    design = sm.add_constant(ranked(BIRTHS)) * weight
    intercept, slope = np.linalg.lstsq(design, (draws.T * weight), rcond=None)[0]
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    if not transform:
        return np.concatenate(
            [np.quantile(slope, tails), np.quantile((intercept + slope) / intercept, tails)]
        )
    limits = np.quantile(slope, tails)
    middle = np.exp(np.mean(intercept) + np.mean(slope) / 2)
    return np.concatenate([middle * 2 * np.sinh(limits / 2), np.exp(limits)])


@pytest.mark.parametrize("transform", [True, False])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_limits_agree_with_simulation(transform: bool, confidence: float) -> None:
    result = slope_index(BIRTHS, *RATES, transform=transform, confidence=confidence)
    found = [result.sii_lower, result.sii_upper, result.rii_lower, result.rii_upper]
    # Within 2% of the half width; 25% for the ratio of the untransformed line: the delta method is rough.
    expected = simulated(transform, confidence)
    for pair, tolerance in ((slice(0, 2), 0.02), (slice(2, 4), 0.02 if transform else 0.25)):
        half = np.diff(expected[pair])[0] / 2
        np.testing.assert_allclose(found[pair], expected[pair], atol=tolerance * half)


def test_negative_multiplier_turns_the_direction() -> None:
    for transform in (True, False):
        plain = slope_index(BIRTHS, *RATES, transform=transform)
        turned = slope_index(BIRTHS, *RATES, transform=transform, multiplier=-10)
        np.testing.assert_allclose(
            turned[:3], [-10 * plain.sii, -10 * plain.sii_upper, -10 * plain.sii_lower], rtol=1e-12
        )
        np.testing.assert_allclose(
            turned[3:6], [1 / plain.rii, 1 / plain.rii_upper, 1 / plain.rii_lower], rtol=1e-12
        )
        assert turned.sii > 0
        assert turned.rii > 1


def test_a_multiplier_below_one_keeps_limits_in_order() -> None:
    # PHEindicatormethods swaps them (version 2.1.0).
    result = slope_index(BIRTHS, *RATES, multiplier=0.001)
    assert result.sii_lower < result.sii < result.sii_upper < 0
    assert result.rii_lower < result.rii < result.rii_upper < 1


def test_a_quantile_without_deaths_gives_a_result_with_its_reason() -> None:
    # PHEindicatormethods stops at one. Half a death has the rate m/2n and the exact limits of 0.5 events.
    deaths = np.array([20.0, 12, 8, 3, 0])
    result = slope_index(BIRTHS, *crude_rate(deaths, BIRTHS))
    assert result.reason == "half an event in place of none in 1 of 5 quantiles"
    by_hand = slope_index(BIRTHS, *exact_rate([20, 12, 8, 3, 0.5], BIRTHS))
    np.testing.assert_allclose(
        result[:6], by_hand[:6], rtol=0.02
    )  # 20 and 12 have Byar's limits in the first
    assert result.sii_lower < result.sii < result.sii_upper
    assert 0 < result.rii_lower < result.rii < 0.5 < result.rii_upper
    untransformed = slope_index(BIRTHS, *crude_rate(deaths, BIRTHS), transform=False)
    assert untransformed.reason == "no relative index: the line is not above 0 throughout"
    assert untransformed.sii < 0


def test_no_relative_index_of_a_line_through_zero() -> None:
    value = np.array([10.0, 1, 0, 0, 0])
    result = slope_index(np.ones(5), value, value - 1, value + 1, transform=False)
    assert result.reason == "no relative index: the line is not above 0 throughout"
    assert np.isnan(result[3:6]).all()
    assert result.sii == pytest.approx(-10.5)  # slope of 10, 1, 0, 0, 0 at 0.1, 0.3, ... 0.9: -4.2/0.4


@pytest.mark.parametrize(
    ("population", "value", "lower", "reason"),
    [
        ([5], [3], [2], "fewer than two quantiles"),
        ([5, 0], [3, 4], [2, 3], "a quantile has no population"),
        ([5, 5], [3, np.nan], [2, 3], "a value or limit is missing"),
        ([5, 5], [3, -4], [2, 3], "a value or limit has no logarithm"),
        ([5, 5], [3, 4], [2, 0], "a value or limit has no logarithm"),
    ],
)
def test_not_computed(population: list[float], value: list[float], lower: list[float], reason: str) -> None:
    result = slope_index(population, value, lower, np.add(value, 9))
    assert result.reason == reason
    assert np.isnan(result[:6]).all()


@pytest.mark.parametrize("multiplier", [0, np.nan, np.inf])
def test_multiplier_must_scale(multiplier: float) -> None:
    with pytest.raises(ValueError, match="multiplier must be finite and not 0"):
        slope_index(BIRTHS, *RATES, multiplier=multiplier)


def covers(result: SlopeIndex, sii: float, rii: float) -> tuple[bool, bool]:
    return result.sii_lower <= sii <= result.sii_upper, result.rii_lower <= rii <= result.rii_upper


@pytest.mark.parametrize(("births", "coverage"), [(9000, (0.969, 0.962)), (900, (0.993, 0.996))])
def test_coverage(births: int, coverage: tuple[float, float]) -> None:
    """1,000 sets of ten tenths, rates falling from 6 to 2 per 1,000: some 36 deaths a tenth, and some 3.6."""
    population = np.full(10, float(births))
    rate = 6 * (2 / 6) ** ranked(population)
    count = np.random.default_rng(14).poisson(population * rate / 1000, (1000, 10))
    found = [
        covers(slope_index(population, *crude_rate(deaths, population)), -4.0, 1 / 3) for deaths in count
    ]
    assert tuple(np.mean(found, axis=0)) == pytest.approx(coverage, abs=0.012)
