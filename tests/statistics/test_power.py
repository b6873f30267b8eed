"""Detectable changes: published numbers, the inverse, and the power found by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporter.statistics.power import denominator_to_detect, detectable_change


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
    with pytest.raises(ValueError, match="alpha must be above 0|power must be 0.5"):
        denominator_to_detect(3.9, 0.1, alpha=alpha, power=power)
    with pytest.raises(ValueError, match="alpha must be above 0|power must be 0.5"):
        detectable_change(3.9, 1000, alpha=alpha, power=power)
