"""Detectable changes: published numbers, the inverse, and the power found by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporter.statistics.funnel import adjusted_rate_limits, expected_false_flags
from reporter.statistics.power import (
    denominator_to_detect,
    detectable_by_limits,
    detectable_change,
    flag_probability,
)


def test_births_needed_at_3_9_per_1000() -> None:
    # Published for the infant mortality indicator: +10%, +20%, +25%, and a doubling.
    births = denominator_to_detect(3.9, [0.1, 0.2, 0.25, 1.0])
    assert births.tolist() == [163147, 42057, 27315, 2050]


@given(st.floats(0.5, 50), st.floats(200, 1e6))
def test_detectable_change_is_the_inverse(rate: float, births: float) -> None:
    change = detectable_change(rate, births)
    assert denominator_to_detect(rate, change.increase) == pytest.approx(births, rel=1e-6, abs=1) or np.isnan(
        change.increase
    )
    if not np.isnan(change.decrease):
        assert -1 <= change.decrease < 0
        assert denominator_to_detect(rate, change.decrease) == pytest.approx(births, rel=1e-6, abs=1)


def test_more_births_show_smaller_changes() -> None:
    change = detectable_change(3.9, np.geomspace(500, 1e6, 40))
    assert (np.diff(change.increase) < 0).all()
    seen = change.decrease[~np.isnan(change.decrease)]
    assert (np.diff(seen) > 0).all()
    assert np.isnan(change.decrease[0])  # 2 expected deaths: not even none at all would be noticed


def test_higher_power_needs_a_larger_change() -> None:
    moderate, high = (detectable_change(3.9, 20000, power=power) for power in (0.5, 0.9))
    assert moderate.increase < high.increase
    # At a power of one half the change is the distance of the critical value.
    assert moderate.increase == pytest.approx(
        stats.norm.ppf(0.95) * np.sqrt(0.0039 * 0.9961 / 20000) / 0.0039
    )


def test_power_found_by_simulation() -> None:
    """20,000 years of the births that +25% needs: the one-sided normal test at 5% finds it in 80%."""
    births = int(denominator_to_detect(3.9, 0.25))
    deaths = np.random.default_rng(18).binomial(births, 0.0039 * 1.25, 20000)
    z = (deaths / births - 0.0039) / np.sqrt(0.0039 * 0.9961 / births)
    assert (z > stats.norm.ppf(0.95)).mean() == pytest.approx(0.8, abs=0.01)


def test_values_out_of_range_are_missing() -> None:
    assert np.isnan(
        denominator_to_detect([0, 3.9, 3.9, 1000, np.nan, 600], [0.1, 0, -1.1, 0.1, 0.1, 1])
    ).all()
    assert denominator_to_detect(3.9, -1) > 0
    assert np.isnan(detectable_change([0, 3.9, 3.9, 1000], [100, 0, np.nan, 100])).all()
    assert np.isnan(detectable_change(900, 5).increase)


@pytest.mark.parametrize(("alpha", "power"), [(0, 0.8), (0.5, 0.8), (0.05, 1), (0.05, 0.4)])
def test_settings_out_of_range(alpha: float, power: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        denominator_to_detect(3.9, 0.1, alpha=alpha, power=power)
    with pytest.raises(ValueError, match="must be"):
        detectable_change(3.9, 1000, alpha=alpha, power=power)


@pytest.mark.parametrize(
    ("births", "tau2", "confidence", "percent"),
    [
        (4817, 0, 0.95, (73, -56)),
        (4817, 0, 0.998, (102, -75)),
        (4817, 0.0337, 0.95, (90, -66)),
        (4817, 0.0337, 0.998, (136, -83.5)),
        (13000, 0, 0.95, (42, -37)),
        (13000, 0, 0.998, (61, -50)),
        (13000, 0.0337, 0.95, (63, -50)),
        (13000, 0.0337, 0.998, (100, -66)),
    ],
)
def test_changes_that_the_lines_show(
    births: int, tau2: float, confidence: float, percent: tuple[float, float]
) -> None:
    """At 3.88 per 1,000 and a power of 0.8; computed in R by uniroot over ppois."""
    change = detectable_by_limits(births, 3.88, tau2=tau2, confidence=confidence)
    np.testing.assert_allclose(100 * np.array(change), percent, atol=0.5)


def test_how_often_the_lines_show_a_rise_of_63_percent() -> None:
    """As above: in 70% of years by the 95% line, 35% by the 99.8% line, 49% by the adjusted 95% line."""
    above = [
        float(flag_probability(4817, 3.88, 1.63, tau2=tau2, confidence=confidence).above)
        for tau2, confidence in ((0, 0.95), (0, 0.998), (0.0337, 0.95))
    ]
    np.testing.assert_allclose(above, [0.70, 0.35, 0.49], atol=5e-3)


@given(st.floats(50, 60000), st.floats(0, 4), st.sampled_from([0.0, 0.05]))
def test_the_probability_of_a_flag_is_that_of_the_counts_beyond_the_lines(
    births: float, ratio: float, tau2: float
) -> None:
    lines = adjusted_rate_limits(births, 4, tau2)
    counts = np.arange(3000)
    probability = stats.poisson.pmf(counts, births * 0.004 * ratio)
    rate = 1000 * counts / births
    got = flag_probability(births, 4, ratio, tau2=tau2)
    assert got.below == pytest.approx(probability[rate < lines.lower].sum(), abs=1e-10)
    assert got.above == pytest.approx(probability[rate > lines.upper].sum(), abs=1e-10)


@given(st.floats(50, 60000), st.sampled_from([0.0, 0.05]), st.sampled_from([0.5, 0.8, 0.95]))
def test_the_change_detected_has_the_power(births: float, tau2: float, power: float) -> None:
    change = detectable_by_limits(births, 4, tau2=tau2, power=power)
    at_rise = flag_probability(births, 4, 1 + change.increase, tau2=tau2)
    assert at_rise.above == pytest.approx(power, abs=1e-9)
    if np.isnan(change.decrease):
        assert adjusted_rate_limits(births, 4, tau2).lower == 0
    else:
        at_fall = flag_probability(births, 4, 1 + change.decrease, tau2=tau2)
        assert at_fall.below == pytest.approx(power, abs=1e-9)


def test_without_a_change_flags_are_false() -> None:
    births = np.array([900.0, 5000, np.nan, 20000])
    flags = flag_probability(births, 4, 1)
    expected = expected_false_flags(births, 4)
    assert np.nansum(flags.below) == pytest.approx(expected.below, rel=1e-12)
    assert np.nansum(flags.above) == pytest.approx(expected.above, rel=1e-12)


def test_lines_that_cannot_be_drawn_show_nothing() -> None:
    assert np.isnan(flag_probability([0, np.nan, 900, 900], [4, 4, -1, 4], [1, 1, 1, -1])).all()
    assert np.isnan(detectable_by_limits([0, np.nan, 900, 900], [4, 4, np.nan, 0])).all()
    for power in (0.4, 1.0):
        with pytest.raises(ValueError, match="power"):
            detectable_by_limits(900, 4, power=power)
    with pytest.raises(ValueError, match="tau2"):
        detectable_by_limits(900, 4, tau2=-1)
