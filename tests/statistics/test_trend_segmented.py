"""Segmented trends against statsmodels, with breaks planted in the data and without any."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from reporter.statistics.trend import segment_changes, segmented

YEARS = np.arange(2006, 2023)


def test_a_planted_break_is_found_and_fitted_as_statsmodels_does() -> None:
    births = np.linspace(660000, 600000, 17)
    rate = 0.005 * np.exp(-0.04 * np.minimum(YEARS - 2006, 8) + 0.01 * np.maximum(YEARS - 2014, 0))
    count = np.round(births * rate)
    result = segmented(count, births, YEARS)
    np.testing.assert_array_equal(result.breaks, [2014])
    design = np.column_stack([np.ones(17), YEARS - 2006, np.maximum(YEARS - 2014, 0)])
    fit = sm.GLM(count, design, family=sm.families.Poisson(), offset=np.log(births)).fit(tol=1e-12)
    slopes = np.array([[0, 1, 0], [0, 1, 1]]) @ fit.params
    errors = np.sqrt(np.diag(np.array([[0, 1, 0], [0, 1, 1]]) @ fit.cov_params() @ [[0, 0], [1, 1], [0, 1]]))
    half = stats.t.ppf(0.975, 13) * errors  # 17 years, 2 + 2 parameters; no over-dispersion in these data
    np.testing.assert_allclose(result.annual_percent_change, 100 * np.expm1(slopes), rtol=1e-7)
    np.testing.assert_allclose(result.lower, 100 * np.expm1(slopes - half), rtol=1e-6)
    np.testing.assert_allclose(result.upper, 100 * np.expm1(slopes + half), rtol=1e-6)
    average = 100 * np.expm1((8 * slopes[0] + 8 * slopes[1]) / 16)
    assert result.average_annual_percent_change == pytest.approx(average, rel=1e-7)
    assert result.bic == pytest.approx(fit.deviance + 4 * np.log(17), rel=1e-7)


def test_two_breaks_and_a_missing_year() -> None:
    years = np.delete(YEARS, 3)
    slope = (
        -0.06 * np.minimum(years - 2006, 5)
        + 0.08 * np.clip(years - 2011, 0, 6)
        - 0.05 * np.maximum(years - 2017, 0)
    )
    births = np.full(16, 600000.0)
    result = segmented(np.round(births * 0.005 * np.exp(slope)), births, years)
    np.testing.assert_array_equal(result.breaks, [2011, 2017])
    np.testing.assert_allclose(result.annual_percent_change, 100 * np.expm1([-0.06, 0.08, -0.05]), rtol=0.02)


def test_overdispersion_widens_the_limits() -> None:
    births = np.full(17, 600000.0)
    steady = np.full(17, 2400.0)
    wavy = steady + 150 * np.tile([1, -1], 9)[:17]
    narrow, wide = (segmented(count, births, YEARS) for count in (steady, wavy))
    assert narrow.breaks.size == wide.breaks.size == 0
    ratio = (wide.upper - wide.lower) / (narrow.upper - narrow.lower)
    # The dispersion is that of the largest model, two breaks: near 17 * 150^2/2400 on 17 - 6 df, 14.5.
    assert ratio[0] == pytest.approx(np.sqrt(14.5), rel=0.03)


def test_few_years_have_no_break() -> None:
    count = [50, 40, 30, 40, 50, 60]
    result = segmented(count, [10000] * 6, range(2010, 2016))
    assert result.breaks.size == 0
    assert result.annual_percent_change.shape == (1,)
    two = segmented([10, 20], [1000, 1000], [2015, 2016])
    assert two.annual_percent_change[0] == pytest.approx(100)
    assert np.isnan([two.lower[0], two.upper[0]]).all()


def test_a_segment_without_events_has_no_slope() -> None:
    count = [0] * 6 + [20, 18, 20, 22, 24, 25, 28]
    result = segmented(count, np.full(13, 5000.0), range(2010, 2023))
    assert result.breaks.size == 1
    assert np.isnan([result.annual_percent_change[0], result.lower[0], result.upper[0]]).all()
    assert result.annual_percent_change[1] == pytest.approx(6.9, abs=0.1)
    assert np.isnan(result.average_annual_percent_change)


@pytest.mark.parametrize(
    ("count", "births", "years"),
    [([0] * 8, [100] * 8, range(8)), ([1] * 7 + [np.nan], [100] * 8, range(8)), ([5], [100], [2010])],
)
def test_not_computed(count: list[float], births: list[float], years: list[int]) -> None:
    result = segmented(count, births, years)
    assert result.breaks.size == 0
    assert np.isnan(np.concatenate([np.atleast_1d(part) for part in result[1:]])).all()


def test_settings_out_of_range() -> None:
    with pytest.raises(ValueError, match="max_breaks must be at least 0"):
        segmented([1, 2], [10, 10], [2010, 2011], max_breaks=-1)
    with pytest.raises(ValueError, match="years must be in order"):
        segmented([1, 2], [10, 10], [2011, 2010])


def test_no_break_allowed() -> None:
    births, count = np.full(17, 600000.0), 3000 - 60.0 * np.abs(YEARS - 2014)
    assert segmented(count, births, YEARS).breaks.size == 1
    assert segmented(count, births, YEARS, max_breaks=0).breaks.size == 0


@pytest.mark.parametrize(("mean", "share"), [(10, 0.073), (40, 0.055), (2500, 0.063)])
def test_false_breaks(mean: float, share: float) -> None:
    """Series of 13 years without a break: some 6% show one (7.3%, 5.5% and 6.3% of 1,800 in longer runs)."""
    count = np.random.default_rng(12).poisson(mean, (400, 13))
    found = np.mean([segmented(series, np.full(13, 1e4), range(13)).breaks.size > 0 for series in count])
    assert found == pytest.approx(share, abs=0.03)


def test_given_breaks_are_fitted_as_statsmodels_does() -> None:
    births = np.full(17, 20_000.0)
    count = np.random.default_rng(3).poisson(births * 0.005 * np.exp(-0.03 * np.minimum(YEARS - 2006, 8)))
    result = segment_changes(count, births, YEARS, [2014])
    design = np.column_stack([np.ones(17), YEARS - 2006, np.maximum(YEARS - 2014, 0)])
    fit = sm.GLM(count, design, family=sm.families.Poisson(), offset=np.log(births)).fit(tol=1e-12)
    slopes = np.array([[0, 1, 0], [0, 1, 1]]) @ fit.params
    errors = np.sqrt(np.diag(np.array([[0, 1, 0], [0, 1, 1]]) @ fit.cov_params() @ [[0, 0], [1, 1], [0, 1]]))
    # 17 years, 3 parameters: no break was sought.
    half = stats.t.ppf(0.975, 14) * errors * np.sqrt(max(1.0, fit.pearson_chi2 / 14))
    np.testing.assert_allclose(result.annual_percent_change, 100 * np.expm1(slopes), rtol=1e-7)
    np.testing.assert_allclose(result.lower, 100 * np.expm1(slopes - half), rtol=1e-6)
    np.testing.assert_allclose(result.upper, 100 * np.expm1(slopes + half), rtol=1e-6)


def test_given_breaks_outside_the_period_are_refused() -> None:
    with pytest.raises(ValueError, match="in order"):
        segment_changes(np.full(17, 9), np.full(17, 1000), YEARS, [2006])
    assert np.isnan(segment_changes(np.zeros(17), np.full(17, 1000), YEARS, [2010]).lower).all()
