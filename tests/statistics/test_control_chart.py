"""Control charts worked from their formulae."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from reporter.statistics.arrays import Floats
from reporter.statistics.control_chart import (
    ControlChart,
    c_chart,
    exact_u_chart,
    g_chart,
    p_chart,
    t_chart,
    u_chart,
    xmr,
)


def first(chart: ControlChart) -> list[float]:
    """Centre, lower and upper at the first point; charts of equal denominators have the same everywhere."""
    for line in chart:
        np.testing.assert_array_equal(line, line[0])
    return [float(line[0]) for line in chart]


def test_xmr_by_hand() -> None:
    # Ranges 2, 1, 3, 2: mean 2; mean of the values 11.
    assert first(xmr([10, 12, 11, 14, 8 + 4])) == pytest.approx([11.8, 11.8 - 2.66 * 2, 11.8 + 2.66 * 2])


def test_xmr_drops_outlying_ranges_once() -> None:
    value = [10, 11, 10, 11, 10, 11, 40, 41, 40, 41, 40, 41]
    # Ranges: ten of 1 and one of 29, mean 39/11; 29 is above 3.267 times it. All that remain are 1.
    centre, lower, upper = first(xmr(value))
    assert centre == pytest.approx(np.mean(value))
    assert upper - centre == pytest.approx(2.66)
    assert centre - lower == pytest.approx(2.66)


def test_a_constant_series_has_a_centre_but_no_limits() -> None:
    chart = xmr([5, 5, 5])
    np.testing.assert_array_equal(chart, [[5] * 3, [np.nan] * 3, [np.nan] * 3])


def test_moving_ranges_are_of_neighbours_only() -> None:
    chart = xmr([10, 12, np.nan, 30, 32])
    np.testing.assert_array_equal(np.isnan(chart.centre), [False, False, True, False, False])
    assert chart.upper[0] == pytest.approx(21 + 2.66 * 2)


def test_u_chart_by_hand() -> None:
    chart = u_chart([4, 8, 0], [1000, 2000, 100])
    mean = 12 / 3100
    np.testing.assert_allclose(chart.centre, mean, rtol=1e-12)
    np.testing.assert_allclose(
        chart.upper, mean + 3 * np.sqrt(mean / np.array([1000, 2000, 100])), rtol=1e-12
    )
    np.testing.assert_array_equal(chart.lower, 0)
    assert u_chart([400, 380], [1000, 1000]).lower[0] == pytest.approx(0.39 - 3 * np.sqrt(0.39 / 1000))


def test_p_chart_by_hand_and_cut_at_both_ends() -> None:
    chart = p_chart([9, 90], [10, 100])
    np.testing.assert_allclose(chart.centre, 0.9, rtol=1e-12)
    np.testing.assert_allclose(chart.lower, 0.9 - 3 * np.sqrt(0.09 / np.array([10, 100])), rtol=1e-12)
    assert chart.upper[0] == 1
    assert chart.upper[1] == pytest.approx(0.99)
    assert p_chart([1, 0], [10, 10]).lower[0] == 0


def test_c_and_g_charts_by_hand() -> None:
    assert first(c_chart([16, 9, 23])) == pytest.approx([16, 4, 28])
    assert first(c_chart([1, 2, 0])) == pytest.approx([1, 0, 4])
    # Mean 8: standard deviation sqrt(8 * 9).
    assert first(g_chart([3, 13, 8])) == pytest.approx([8, 0, 8 + 3 * np.sqrt(72)])


def test_t_chart_by_hand() -> None:
    gap = np.array([3.0, 40, 12, 7, 90, 25])
    y = gap ** (1 / 3.6)
    half = 3 * np.abs(np.diff(y)).mean() / 1.128
    centre, lower, upper = first(t_chart(gap))
    assert centre == pytest.approx(y.mean() ** 3.6)
    assert upper == pytest.approx((y.mean() + half) ** 3.6)
    assert lower == pytest.approx(max(y.mean() - half, 0) ** 3.6)


def test_t_chart_with_two_events_at_one_time() -> None:
    # R's qicharts2 stops at a time of 0 (version 0.8.1).
    chart = t_chart([0, 10, 30, 5, 20])
    assert np.isfinite(chart).all()
    assert (chart.lower == 0).all()


@pytest.mark.parametrize("chart", [u_chart, p_chart])
def test_bad_points_of_rate_charts_do_not_count(chart: Callable[..., ControlChart]) -> None:
    good = chart([3, 5], [100, 120])
    for count, denominator in ((np.nan, 100), (-1, 100), (3, 0), (3, np.nan)):
        with_bad = np.array(chart([3, count, 5], [100, denominator, 120]))
        np.testing.assert_array_equal(with_bad[:, [0, 2]], good)
        assert np.isnan(with_bad[:, 1]).all()
    assert np.isnan(chart([], [])).all()


@pytest.mark.parametrize("chart", [c_chart, g_chart, t_chart])
def test_bad_points_of_count_charts_do_not_count(chart: Callable[..., ControlChart]) -> None:
    result = np.array(chart([3, 8, 5, np.nan, -1]))
    np.testing.assert_array_equal(result[:, :3], chart([3, 8, 5]))
    assert np.isnan(result[:, 3:]).all()
    assert np.isnan(chart([np.nan])).all()


def outside(chart: ControlChart, value: Floats) -> float:
    return float(((value < chart.lower) | (value > chart.upper)).mean())


def test_rare_events_need_rare_event_charts() -> None:
    """Share outside of points without a true change: gaps on g and t charts, rare deaths on a u chart."""
    rng = np.random.default_rng(15)
    births_between = stats.geom(0.004).rvs(40000, random_state=rng) - 1.0
    assert outside(g_chart(births_between), births_between) == pytest.approx(0.018, abs=0.002)  # exp(-4)
    days_between = rng.exponential(60, 40000)
    assert outside(t_chart(days_between), days_between) == pytest.approx(0.002, abs=0.002)
    deaths = rng.poisson(0.5, 40000)
    assert outside(u_chart(deaths, np.full(40000, 125)), deaths / 125) == pytest.approx(0.014, abs=0.002)


def test_exact_limits_are_those_of_the_counts_themselves() -> None:
    """The last count inside and the first outside, by SciPy's Poisson tails."""
    count, births = np.array([3.0, 1.0, 6.0, 2.0, 3.0]), np.array([900.0, 1000.0, 1100.0, 1000.0, 1000.0])
    chart = exact_u_chart(count, births)
    assert chart.centre.tolist() == pytest.approx([15 / 5000] * 5)
    tail = stats.norm.sf(3)
    mean = births * 15 / 5000
    for limit, expected in zip(chart.upper * births, mean, strict=True):
        highest_inside = round(limit)
        assert stats.poisson.sf(highest_inside, expected) <= tail
        assert stats.poisson.sf(highest_inside - 1, expected) > tail
    # P(0) = e^-3 = 0.05: no count is low enough to lie below.
    assert chart.lower.tolist() == [0] * 5
    # P(0) = e^-8 = 0.0003, P(0) + P(1) = 0.003: with 8 expected none at all lies below, and 1 does not.
    assert exact_u_chart([8.0, 8.0], [1000, 1000]).lower[0] * 1000 == pytest.approx(1)


def test_exact_limits_flag_chance_less_than_once_in_370_years() -> None:
    """The usual limits flag 1 year in 183 with 5 events expected, and no year is ever low: exact tails."""
    for mean in (0.5, 2.0, 5.0, 9.0, 30.0):
        chart = exact_u_chart(np.full(8, mean), np.ones(8))
        counts = np.arange(200)
        flagged = (counts > chart.upper[0] + 1e-9) | (counts < chart.lower[0] - 1e-9)
        assert stats.poisson.pmf(counts[flagged], mean).sum() <= 1 / 370
    usual = u_chart(np.full(8, 5.0), np.ones(8))
    assert usual.lower[0] == 0
    assert 1 / stats.poisson.sf(np.floor(usual.upper[0]), 5) == pytest.approx(183, abs=1)


def test_exact_limits_where_a_year_is_missing() -> None:
    chart = exact_u_chart([3, np.nan, 4], [1000, 1000, 0])
    assert np.isfinite(chart.upper).tolist() == [True, False, False]
    assert np.isnan(exact_u_chart([np.nan], [1000]).centre).all()


PHASED: dict[str, Callable[..., ControlChart]] = {
    "xmr": lambda x, n, **phases: xmr(x, **phases),
    "u": u_chart,
    "p": p_chart,
    "c": lambda x, n, **phases: c_chart(x, **phases),
}


@pytest.mark.parametrize("name", PHASED)
def test_phases_are_charts_of_their_own(name: str) -> None:
    chart = PHASED[name]
    x, n = np.array([4.0, 7, 5, 9, 12, 11, 15, 10, 2]), np.array([90.0, 95, 80, 99, 91, 90, 87, 95, 90])
    phased = chart(x, n, changes=[3, 7])
    parts = [chart(x[of], n[of]) for of in (slice(0, 3), slice(3, 7), slice(7, 9))]
    np.testing.assert_array_equal(phased, np.concatenate(parts, axis=1))


@pytest.mark.parametrize("name", PHASED)
def test_limits_rest_on_the_baseline_of_each_phase(name: str) -> None:
    """What comes after the baseline changes nothing but the points at which its lines are drawn."""
    chart = PHASED[name]
    x, n = np.array([4.0, 7, 5, 9, 12, 11, 15]), np.full(7, 90.0)
    based = chart(x, n, baseline=3, changes=(4,))
    first, second = chart(x[:3], n[:3]), chart(x[4:7], n[4:7])
    expected = [np.repeat([line[0], other[0]], [4, 3]) for line, other in zip(first, second, strict=True)]
    np.testing.assert_array_equal(based, expected)
    np.testing.assert_array_equal(chart(x, n, baseline=99), chart(x, n))


def test_phases_out_of_range() -> None:
    for changes in ([-1], [4], [1.5]):
        with pytest.raises(ValueError, match="changes"):
            c_chart([3, 4, 5, 6], changes=changes)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="baseline"):
        xmr([3, 4, 5], baseline=0)
