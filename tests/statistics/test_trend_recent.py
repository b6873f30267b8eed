"""The recent trend marker, in positions and in calendar years, and the Mann-Kendall test."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporter.statistics.intervals import crude_rate
from reporter.statistics.trend import calendar_trend, mann_kendall, recent_trend

RISING = np.array([3.0, 3.6, 3.9, 4.6, 5.1])


def test_weighted_line_agrees_with_statsmodels() -> None:
    # Values, limits and chi-square (46.77) of the test that Fingertips has of its own marker.
    value = np.array([30.6, 30.2, 28, 24.6, 24.67])
    lower = np.array([28.98, 28.63, 26.44, 23.15, 23.16])
    upper = np.array([32.25, 31.9, 29.64, 26.19, 26.25])
    error = (upper - lower) / 3.92
    fit = sm.WLS(value, sm.add_constant(np.arange(1, 6)), weights=error**-2).fit()
    variance = (fit.normalized_cov_params)[1, 1]  # with the errors taken as known
    result = recent_trend(value, lower, upper)
    assert result.marker == "decreasing"
    assert result.slope == pytest.approx(fit.params[1], rel=1e-10)
    assert result.chi_square == pytest.approx(fit.params[1] ** 2 / variance, rel=1e-10)
    assert result.chi_square == pytest.approx(46.77, abs=0.005)


def test_threshold_is_the_chi_square_quantile() -> None:
    """A rise of b a year with equal errors s has chi-square 10 (b/s)^2."""
    threshold = stats.chi2.ppf(0.998, 1)
    for factor, marker in ((0.9999, "no significant change"), (1.0001, "increasing")):
        half = 1.96 * np.sqrt(10 / (threshold * factor))
        value = np.arange(5.0)
        assert recent_trend(value, value - half, value + half).marker == marker


def test_uses_the_last_five_valid_points() -> None:
    value = np.array([99.0, 1, *RISING[:2], np.nan, *RISING[2:]])
    result = recent_trend(value, value - 0.3, value + 0.3)
    assert result == recent_trend(RISING, RISING - 0.3, RISING + 0.3)
    assert result.marker == "increasing"


def test_one_year_alone_makes_no_trend() -> None:
    value = np.array([10, 9.8, 9.6, 9.4, 14])
    result = recent_trend(value, value - 0.5, value + 0.5)
    assert result.chi_square > 9.55
    assert result.slope > 0
    assert result.marker == "no significant change"  # without the last point it falls


def test_no_events_at_all() -> None:
    result = recent_trend(*crude_rate(np.zeros(6), np.array([1000.0, 900, 1100, 1200, 1000, 800])))
    assert result == ("no significant change", 0, 0)


@pytest.mark.parametrize("value", [RISING[:4], [np.nan, *RISING[1:]], []])
def test_too_few_points(value: list[float]) -> None:
    result = recent_trend(value, np.subtract(value, 0.3), np.add(value, 0.3))
    assert result.marker == "cannot be calculated"
    assert np.isnan([result.chi_square, result.slope]).all()


def test_a_point_without_a_width_is_not_valid() -> None:
    half = np.array([0.3, 0.3, 0, 0.3, 0.3])
    assert recent_trend(RISING, RISING - half, RISING + half).marker == "cannot be calculated"


def test_calendar_trend_puts_years_in_order() -> None:
    years, order = np.arange(2018, 2023), [3, 0, 4, 1, 2]
    result = calendar_trend(
        years[order], RISING[order], RISING[order] - 0.3, RISING[order] + 0.3, basis="registered"
    )
    assert result[:3] == recent_trend(RISING, RISING - 0.3, RISING + 0.3)
    assert result[3:] == (2018, 2022, "")


@pytest.mark.parametrize(
    ("years", "basis", "missing", "reason"),
    [
        ([2019, 2020, 2021, 2022], "registered", None, "4 years where 5 are needed"),
        ([2014, 2015, 2016, 2018, 2019, 2020], "registered", None, "no year between 2016 and 2018"),
        (
            [2016, 2017, 2018, 2019, 2020],
            ["registered"] * 3 + ["occurring"] * 2,
            None,
            "the basis changes in 2019",
        ),
        ([2016, 2017, 2018, 2019, 2020], "registered", 2, "no rate for 2018"),
    ],
)
def test_calendar_trend_says_why_it_cannot_be_calculated(
    years: list[int], basis: str | list[str], missing: int | None, reason: str
) -> None:
    value = np.linspace(3, 5, len(years))
    if missing is not None:
        value[missing] = np.nan
    result = calendar_trend(years, value, value - 0.3, value + 0.3, basis=basis)
    assert (result.marker, result.reason) == ("cannot be calculated", reason)
    assert np.isnan(result[1:5]).all()


def test_what_lies_before_the_last_five_years_does_not_matter() -> None:
    years = [2008, 2009, *range(2016, 2021)]
    value = np.array([np.nan, 9, *RISING])
    basis = ["other", "other", *["registered"] * 5]
    result = calendar_trend(years, value, value - 0.3, value + 0.3, basis=basis)
    assert (result.marker, result.first_year, result.reason) == ("increasing", 2016, "")


@pytest.mark.parametrize("years", [[2018, 2018, 2019, 2020, 2021], [2018, np.nan, 2019, 2020, 2021]])
def test_calendar_trend_needs_each_year_once(years: list[float]) -> None:
    with pytest.raises(ValueError, match="each year must be given, and given once"):
        calendar_trend(years, RISING, RISING - 0.3, RISING + 0.3)


@pytest.mark.parametrize(("mean", "share"), [(2, 0.0002), (10, 0.0021), (30, 0.0018)])
def test_false_positive_rate_of_the_marker(mean: float, share: float) -> None:
    """5,000 five-year series without a trend at a nominal 0.2%; near 0.2% from 10 a year on."""
    count = np.random.default_rng(11).poisson(mean, (5000, 5))
    rate = crude_rate(count, 1000)
    signs = (
        (rate.value[:, -1] - rate.value[:, 0]) ** 2
    ) > 0  # a flat pair of ends never alarms at these widths
    found = sum(
        recent_trend(*series).marker != "no significant change"
        for series in zip(rate.value[signs], rate.lower[signs], rate.upper[signs], strict=True)
    )
    assert found / 5000 == pytest.approx(share, abs=0.001)


@given(st.lists(st.integers(0, 8), min_size=3, max_size=25))
def test_mann_kendall_agrees_with_scipy(value: list[int]) -> None:
    result = mann_kendall(value)
    if len(set(value)) == 1:
        assert result.s == 0
        assert result.sen_slope == 0
        assert np.isnan([result.z, result.p_value, result.tau]).all()
        return
    steps = np.arange(len(value))
    kendall = stats.kendalltau(steps, value, method="asymptotic")
    assert result.tau == pytest.approx(kendall.statistic, abs=1e-12)
    assert result.sen_slope == pytest.approx(stats.theilslopes(value, steps)[0], abs=1e-12)
    # SciPy's p-value has no continuity correction: z without one is z (S / (S - sign S)).
    if abs(result.s) > 1:
        uncorrected = abs(result.z) * abs(result.s) / (abs(result.s) - 1)
        assert 2 * stats.norm.sf(uncorrected) == pytest.approx(kendall.pvalue, rel=1e-9)
    assert result.p_value == pytest.approx(2 * stats.norm.sf(abs(result.z)), rel=1e-12)


def test_mann_kendall_of_a_rising_series_by_hand() -> None:
    # S = 10 of 10 pairs; variance 5 * 4 * 15 / 18.
    result = mann_kendall([1, 2, 3, 4, 9])
    assert (result.s, result.tau, result.sen_slope) == (10, 1, 1)
    assert result.z == pytest.approx(9 / np.sqrt(300 / 18))
    assert result.p_value == pytest.approx(0.0275, abs=5e-5)  # the least that five years can reach


@pytest.mark.parametrize("value", [[], [3], [1, np.nan, 2], [1, np.inf, 2]])
def test_mann_kendall_not_computed(value: list[float]) -> None:
    assert np.isnan(mann_kendall(value)).all()
