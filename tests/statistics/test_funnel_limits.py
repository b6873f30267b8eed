"""Control limits and flags against the Poisson distribution and against each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporter.statistics.funnel import expected_false_flags, flag, outside, poisson_limits
from reporter.statistics.intervals import crude_rate

# Live births and infant deaths registered in 2016 in the English regions, North East to South West:
# ONS, Child mortality (death cohort) tables 2016, table 1a, and birth registrations 2016.
REGION_BIRTHS = np.array([28574, 86069, 63823, 53299, 71041, 72250, 128803, 101982, 57316])
REGION_DEATHS = np.array([99, 419, 234, 215, 440, 230, 419, 351, 180])


def defined_limit(mean: float, probability: float) -> float:
    """Spiegelhalter 2005, appendix A.1.1, with the quantile found by counting up."""
    r = 0
    while stats.poisson.cdf(r, mean) < probability:
        r += 1
    return max(float(r - (stats.poisson.cdf(r, mean) - probability) / stats.poisson.pmf(r, mean)), 0.0)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
@pytest.mark.parametrize("mean", [0.01, 0.7, 3.9, 40.0, 400.0])
def test_poisson_limits_follow_the_definition(mean: float, confidence: float) -> None:
    limits = poisson_limits(1000, mean, confidence=confidence)
    tail = (1 - confidence) / 2
    assert limits.lower == pytest.approx(defined_limit(mean, tail), rel=1e-11, abs=1e-12)
    assert limits.upper == pytest.approx(defined_limit(mean, 1 - tail), rel=1e-11, abs=1e-12)


@given(st.floats(1e-6, 1e5), st.floats(0.5, 0.999999))
def test_quantiles_beneath_the_limits_are_scipys(mean: float, confidence: float) -> None:
    """The limit lies less than one event below the quantile, and at or above the count before."""
    limits = poisson_limits(1.0, mean, multiplier=1, confidence=confidence)
    tail = (1 - confidence) / 2
    for limit, p in zip(limits, (tail, 1 - tail), strict=True):
        assert math.ceil(limit * (1 - 1e-12)) in (
            stats.poisson.ppf(p, mean),
            stats.poisson.ppf(p, mean) + 1,
            0,
        )


def test_limits_are_continuous_in_the_denominator() -> None:
    births = np.arange(100.0, 20000.0)
    for limit in poisson_limits(births, 3.9, confidence=0.998):
        events = limit * births / 1000
        assert np.abs(np.diff(events)).max() < 0.06


def test_limits_narrow_to_the_target() -> None:
    limits = poisson_limits(np.geomspace(1e3, 1e9, 50), 3.9, confidence=0.998)
    assert (np.diff(limits.upper) < 0).all()
    assert (np.diff(limits.lower) >= 0).all()
    np.testing.assert_allclose([limits.lower[-1], limits.upper[-1]], 3.9, rtol=2e-3)


def test_limits_where_counts_are_larger_than_floats_can_tell_apart() -> None:
    limits = poisson_limits([1e17, 1e20], 1.0, multiplier=1)
    np.testing.assert_allclose(limits, 1.0, rtol=1e-7)


def test_nothing_expected() -> None:
    limits = poisson_limits(1000, 0)
    assert limits.lower == limits.upper == 0
    np.testing.assert_array_equal(flag([0, 1], 1000, 0), [0, 1])


def test_bad_elements_have_no_limits_and_no_flag() -> None:
    denominator = [0, -1, np.nan, np.inf, 1000, 1000]
    target = [3.9, 3.9, 3.9, 3.9, -1, np.nan]
    assert np.isnan(poisson_limits(denominator, target)).all()
    np.testing.assert_array_equal(flag(90, denominator, target), 0)
    np.testing.assert_array_equal(flag([-1, np.nan, np.inf], 1000, 3.9), 0)
    np.testing.assert_array_equal(flag(np.tile([np.nan, -1, 90, 1], 100), 1000, 3.9)[:4], [0, 0, 1, 0])


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_flag_if_and_only_if_outside_the_drawn_line(confidence: float) -> None:
    """Every count from none to far beyond the line, at many denominators: by table and one by one."""
    births, count = (a.ravel() for a in np.meshgrid(np.geomspace(1, 30000, 400), np.arange(250.0)))
    drawn = poisson_limits(births, 3.9, confidence=confidence)
    expected = outside(crude_rate(count, births).value, drawn)
    np.testing.assert_array_equal(flag(count, births, 3.9, confidence=confidence), expected)
    few = slice(0, 100000, 997)
    np.testing.assert_array_equal(flag(count[few], births[few], 3.9, confidence=confidence), expected[few])
    assert {-1, 0, 1} == set(expected.tolist())


@given(st.integers(0, 400), st.sampled_from([0.95, 0.998]))
def test_flag_turns_where_the_line_passes_through_the_count(count: int, confidence: float) -> None:
    """At the expected numbers where P(X <= count) is the tail probability, and a rounding to either side."""
    tail = (1 - confidence) / 2
    turns = np.array([stats.gamma.ppf(tail, count + 1), stats.gamma.isf(tail, count + 1)])
    expected = np.concatenate([turns, np.nextafter(turns, 0), np.nextafter(turns, np.inf)])
    births = np.tile(expected, 100)
    drawn = poisson_limits(births, 1.0, multiplier=1, confidence=confidence)
    flags = flag(count, births, 1.0, multiplier=1, confidence=confidence)
    np.testing.assert_array_equal(flags, outside(count / births, drawn))


def test_no_events_are_never_flagged_above_but_may_be_below() -> None:
    births = np.geomspace(1e-9, 1e6, 1000)
    flags = flag(np.zeros(1000), births, 3.9)
    assert set(flags.tolist()) == {-1, 0}
    # P(X = 0) = exp(-mean) is below 0.025 from a mean of 3.69 on.
    np.testing.assert_array_equal(flags == -1, births * 0.0039 > -math.log(0.025))


def test_broken_counts_are_compared_with_the_line() -> None:
    births = np.full(1000, 5000.0)
    upper = float(poisson_limits(5000, 3.9).upper) * 5
    np.testing.assert_array_equal(flag([upper - 0.01, upper + 0.01], births[:2], 3.9), [0, 1])
    assert flag(upper + 0.01, 5000, 3.9) == 1


def test_ons_2016_regions() -> None:
    """Published for these data: 4 of 9 regions lie outside the 99.8% limits of a plain Poisson funnel."""
    target = 1000 * REGION_DEATHS.sum() / REGION_BIRTHS.sum()
    flags = flag(REGION_DEATHS, REGION_BIRTHS, target, confidence=0.998)
    # North West and West Midlands above; East and London below.
    np.testing.assert_array_equal(flags, [0, 1, 0, 0, 1, -1, -1, 0, 0])


def test_expected_false_flags_of_42_areas() -> None:
    """Issue of 42 areas at 99.8%: nominally 0.08, and what whole counts make of it."""
    births = np.full(42, 13000.0)
    expected = expected_false_flags(births, 3.9, confidence=0.998)
    assert expected.nominal == pytest.approx(0.084)
    count = np.arange(300.0)
    flags = flag(count, 13000, 3.9, confidence=0.998)
    probability = stats.poisson.pmf(count, 13 * 3.9)
    assert expected.below == pytest.approx(42 * probability[flags == -1].sum(), rel=1e-9)
    assert expected.above == pytest.approx(42 * probability[flags == 1].sum(), rel=1e-9)
    assert (round(expected.below, 3), round(expected.above, 3)) == (0.028, 0.053)


def test_false_flags_found_by_simulation() -> None:
    """50,000 funnels of 42 areas without a true difference: flags found as expected, 0.083 a funnel."""
    births = np.geomspace(3000, 30000, 42)
    count = np.random.default_rng(20240101).poisson(births * 0.0039, size=(50000, 42))
    flags = flag(count, births, 3.9, confidence=0.998)
    expected = expected_false_flags(births, 3.9, confidence=0.998)
    assert (flags == 1).sum() / 50000 == pytest.approx(expected.above, abs=0.004)
    assert (flags == -1).sum() / 50000 == pytest.approx(expected.below, abs=0.004)
    assert expected.above + expected.below == pytest.approx(0.0833, abs=5e-5)


def test_areas_without_limits_are_not_expected_to_be_flagged() -> None:
    some = expected_false_flags([5000, np.nan, 0, 5000], 3.9)
    assert some == expected_false_flags([5000, 5000], 3.9)
    assert expected_false_flags([], 3.9) == (0, 0, 0)
