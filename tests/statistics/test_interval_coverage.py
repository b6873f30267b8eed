"""Coverage of intervals: sums over every count, by SciPy's distributions and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporter.statistics.intervals import (
    coverage_of_proportions,
    coverage_of_rates,
    crude_rate,
    proportion,
)

CONFIDENCE = st.sampled_from([0.95, 0.998])


@given(st.integers(1, 200_000), st.floats(0.05, 20), CONFIDENCE)
def test_of_rates_is_the_sum_over_all_counts(births: int, rate: float, confidence: float) -> None:
    mean = births * rate / 1000
    counts = np.arange(int(mean + 12 * np.sqrt(mean) + 40))
    found = crude_rate(counts, births, confidence=confidence)
    holds = (found.lower <= rate) & (rate <= found.upper)
    expected = stats.poisson.pmf(counts, mean)[holds].sum()
    (coverage,) = coverage_of_rates([births], rate, confidence=confidence)
    assert coverage == pytest.approx(expected, abs=1e-9)


@given(st.integers(1, 3000), st.floats(0.5, 99.5), CONFIDENCE)
def test_of_proportions_is_the_sum_over_all_counts(size: int, share: float, confidence: float) -> None:
    counts = np.arange(size + 1)
    found = proportion(counts, size, multiplier=100, confidence=confidence)
    holds = (found.lower <= share) & (share <= found.upper)
    expected = stats.binom.pmf(counts, size, share / 100)[holds].sum()
    (coverage,) = coverage_of_proportions([size], share, confidence=confidence)
    assert coverage == pytest.approx(expected, abs=1e-9)


def test_a_simulation_finds_the_same() -> None:
    """20,000 draws for each of 42 networks: the standard error of their mean coverage is below 0.0003."""
    chance = np.random.default_rng(7)
    births = chance.integers(3_000, 30_000, 42).astype(float)
    deaths = chance.poisson(births * 0.0039, (20_000, 42))
    found = crude_rate(deaths, births)
    holds = (found.lower <= 3.9) & (found.upper >= 3.9)
    assert coverage_of_rates(births, 3.9).mean() == pytest.approx(holds.mean(), abs=0.001)


def test_no_coverage_where_nothing_is_counted() -> None:
    assert np.isnan(coverage_of_rates([0.0, np.nan], 3.9)).all()
    assert np.isnan(coverage_of_rates([100.0], 0.0)).all()
    assert np.isnan(coverage_of_proportions([100.0, 0.0], 100.0)).all()
