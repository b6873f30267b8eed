"""Standardised rates from their formulae and from what they must reduce to."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from reporter.statistics.intervals import crude_rate
from reporter.statistics.standardise import direct, direct_ratio, indirect_ratio, observed_expected


def test_direct_by_hand() -> None:
    # Two bands: rates 0.01 and 0.02, weights 3 and 1: (3 * 0.01 + 0.02)/4 = 0.0125.
    # Variance (9 * 10/1000^2 + 30/1500^2)/16; Byar's limits of 40 events from Breslow and Day 1987.
    result = direct([10, 30], [1000, 1500], [3, 1], multiplier=1000)
    assert result.value == pytest.approx(12.5, rel=1e-12)
    z = stats.norm.ppf(0.975)
    scale = 1000 * math.sqrt((9 * 10 / 1000**2 + 30 / 1500**2) / 16 / 40)
    lower = 40 * (1 - 1 / 360 - z / (3 * math.sqrt(40))) ** 3
    upper = 41 * (1 - 1 / 369 + z / (3 * math.sqrt(41))) ** 3
    assert result.lower == pytest.approx(12.5 + scale * (lower - 40), rel=1e-12)
    assert result.upper == pytest.approx(12.5 + scale * (upper - 40), rel=1e-12)


def test_direct_to_the_populations_own_structure_is_the_crude_rate() -> None:
    population = [4000, 2500, 9000]
    result = direct([12, 9, 30], population, population, multiplier=1000, confidence=0.998)
    np.testing.assert_allclose(result, crude_rate(51, 15500, confidence=0.998), rtol=1e-10)


def test_direct_below_ten_events_is_missing() -> None:
    assert np.isnan(direct([4, 5], [1000, 1000], [1, 1])).all()
    assert not np.isnan(direct([4, 6], [1000, 1000], [1, 1])).any()


def test_direct_takes_a_missing_count_as_none() -> None:
    assert direct([12, np.nan], [1000, 1000], [1, 1]) == direct([12, 0], [1000, 1000], [1, 1])
    assert direct([12, 9], [1000, 1000], [1, 0]).value == 12


@pytest.mark.parametrize(
    ("count", "population", "standard"),
    [
        ([20, 20], [1000, 0], [1, 1]),
        ([20, 20], [1000, np.nan], [1, 1]),
        ([20, 20], [1000, 1000], [1, -1]),
        ([20, 20], [1000, 1000], [0, 0]),
        ([20, -1], [1000, 1000], [1, 1]),
        ([], [], []),
    ],
)
def test_direct_not_computed(count: list[float], population: list[float], standard: list[float]) -> None:
    assert np.isnan(direct(count, population, standard)).all()


@pytest.mark.parametrize("events", [4, 9, 10, 40])
def test_indirect_ratio_has_the_limits_of_its_count(events: int) -> None:
    # Expected 2000 * 10/1000 + 500 * 40/1000 = 40; limits as crude_rate of the count over 40.
    result = indirect_ratio([events - 3, 3], [2000, 500], [10, 40], [1000, 1000], confidence=0.998)
    np.testing.assert_allclose(result, crude_rate(events, 40, multiplier=100, confidence=0.998), rtol=1e-12)


def test_reference_against_itself_is_the_multiplier() -> None:
    assert indirect_ratio([7, 9], [900, 800], [7, 9], [900, 800]).value == pytest.approx(100, rel=1e-12)


def test_indirect_ratio_takes_missing_parts_as_none() -> None:
    whole = indirect_ratio([7, 0], [900, 0], [70, 0], [9000, 5], multiplier=1)
    assert indirect_ratio([7, np.nan], [900, np.nan], [70, np.nan], [9000, np.nan], multiplier=1) == whole
    assert whole.value == pytest.approx(1)


@pytest.mark.parametrize(
    ("count", "population", "reference", "reference_population"),
    [
        ([7, 7], [900, 900], [0, 0], [900, 900]),
        ([7, 7], [900, 900], [7, 7], [900, np.nan]),
        ([7, 7], [900, 900], [7, 7], [900, 0]),
        ([7, -7], [900, 900], [7, 7], [900, 900]),
        ([7, 7], [0, 0], [7, 7], [900, 900]),
        ([], [], [], []),
    ],
)
def test_indirect_ratio_not_computed(
    count: list[float], population: list[float], reference: list[float], reference_population: list[float]
) -> None:
    assert np.isnan(indirect_ratio(count, population, reference, reference_population)).all()


def test_ratio_of_two_standardised_rates_by_hand() -> None:
    # D = 0.0125 with variance (9 * 10/1000² + 30/1500²)/16 as in the first test; the other D half as high
    # with half the events in the same populations, so its variance is half as large.
    ratio = direct_ratio([10, 30], [1000, 1500], [5, 15], [1000, 1500], [3, 1])
    variance = (9 * 10 / 1000**2 + 30 / 1500**2) / 16
    error = math.sqrt(variance / 0.0125**2 + variance / 2 / 0.00625**2)
    z = stats.norm.ppf(0.975)
    expected = [2, 2 * math.exp(-z * error), 2 * math.exp(z * error), 2 * stats.norm.sf(math.log(2) / error)]
    np.testing.assert_allclose(ratio, expected, rtol=1e-12)
    assert np.isnan(direct_ratio([4, 5], [1000, 800], [30, 40], [1000, 800], [1, 1])).all()
    assert np.isnan(direct_ratio([30, 40], [1000, 800], [4, 5], [1000, 800], [1, 1])).all()


def test_observed_over_expected() -> None:
    # Exact limits of 5: 1.6235 to 11.6683 (Garwood 1936); 10 and more by Byar's.
    result = observed_expected([5, 0, 5, -1, np.nan], [3.2, 3.2, 0, 3.2, 3.2])
    assert result.value[0] == pytest.approx(156.25)
    assert result.lower[0] == pytest.approx(100 * 1.6235 / 3.2, rel=1e-4)
    assert result.upper[0] == pytest.approx(100 * 11.6683 / 3.2, rel=1e-4)
    assert result.lower[1] == 0
    assert np.isnan([part[2:] for part in result]).all()
    # Expected events are a denominator without bands.
    np.testing.assert_allclose(
        observed_expected(14, 9.6), indirect_ratio([14], [960], [10], [1000]), rtol=1e-12
    )
