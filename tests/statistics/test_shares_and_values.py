"""Shares and values with standard errors: shrunk, seen at all, followed on, and tested for variation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from reporter.statistics.funnel import heterogeneity
from reporter.statistics.power import detectable_share_beyond
from reporter.statistics.shrinkage import beta_binomial_shares
from reporter.statistics.trend import share_projection, weighted_projection

COUNT = np.array([3.0, 12, 45, 8, 30, 2, 60, 17, 25, 5])
SIZE = np.array([20.0, 30, 90, 25, 50, 15, 100, 40, 60, 30])


def test_shrunk_shares_are_those_of_a_grid_over_all_that_the_likelihood_leaves_open() -> None:
    """Posterior means and variances by summing over a fine grid of ρ and μ, with SciPy's beta-binomial."""
    found = beta_binomial_shares(COUNT, SIZE)
    rho, logit = np.meshgrid(np.linspace(2e-4, 0.6, 400), np.linspace(-3, 2, 400), indexing="ij")
    mean, size = special.expit(logit), 1 / rho - 1
    logs = sum(
        stats.betabinom.logpmf(x, n, mean * size, (1 - mean) * size)
        for x, n in zip(COUNT.astype(int), SIZE.astype(int), strict=True)
    )
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()
    for place, (x, n) in enumerate(zip(COUNT, SIZE, strict=True)):
        a, b = mean * size + x, (1 - mean) * size + n - x
        centre = float((weight * a / (a + b)).sum())
        spread = float((weight * (stats.beta.var(a, b) + (a / (a + b) - centre) ** 2)).sum())
        factor = centre * (1 - centre) / spread - 1
        limits = stats.beta.ppf([0.025, 0.975], centre * factor, (1 - centre) * factor)
        assert (found.lower[place], found.upper[place]) == pytest.approx(limits, abs=0.006)


def test_shrunk_shares_lie_between_their_own_share_and_that_of_all() -> None:
    found, own = beta_binomial_shares(COUNT, SIZE), COUNT / SIZE
    assert (np.sign(found.value - own) == np.sign(found.mean - own)).all()
    assert (np.abs(found.value - own) < np.abs(found.mean - own)).all()
    mirrored = beta_binomial_shares(SIZE - COUNT, SIZE)
    assert mirrored.value == pytest.approx(1 - found.value, rel=1e-6)
    assert mirrored.lower == pytest.approx(1 - found.upper, rel=1e-5)


def test_limits_of_shrunk_shares_hold_true_shares() -> None:
    """40 levels of 12 areas, true shares Beta(6, 4): at least 93% of 480 lie within 95% limits."""
    random, held = np.random.default_rng(5), 0
    for _ in range(40):
        true, size = random.beta(6, 4, 12), random.integers(15, 200, 12).astype(float)
        found = beta_binomial_shares(random.binomial(size.astype(int), true).astype(float), size)
        held += int(((found.lower < true) & (true < found.upper)).sum())
    assert held / 480 >= 0.93


@pytest.mark.parametrize("count", [[0.0, 0, 0], [5.0, 6, 7], [3.0]])
def test_nothing_is_shrunk_without_events_or_others(count: list[float]) -> None:
    size = [5.0, 6, 7][: len(count)]
    assert np.isnan(beta_binomial_shares(count, size).value).all()


@given(st.integers(5, 400), st.floats(0.05, 0.95), st.floats(0.5, 0.95))
def test_the_share_detected_has_the_power(n: int, share: float, power: float) -> None:
    least, greatest = stats.binom.ppf([0.025, 0.975], n, share)
    found = detectable_share_beyond(
        np.array([least]), np.array([greatest]), np.array([float(n)]), share, power=power
    )
    if greatest < n:
        assert stats.binom.sf(greatest, n, share * (1 + found.increase[0])) == pytest.approx(power, abs=1e-9)
    else:
        assert np.isnan(found.increase[0])
    if least > 0:
        true = stats.binom.cdf(least - 1, n, share * (1 + found.decrease[0]))
        assert true == pytest.approx(power, abs=1e-9)
    else:
        assert np.isnan(found.decrease[0])


def test_a_share_that_follows_its_line_exactly_is_projected_along_it() -> None:
    year = np.arange(2016.0, 2021)
    size = np.full(5, 1000.0)
    events = size * special.expit(-0.4 + 0.1 * (year - 2016))
    found = share_projection(events, size, year, 2023)
    assert found.value == pytest.approx(100 * special.expit(0.3), rel=1e-9)
    assert found.lower < found.value < found.upper
    rest = share_projection(size - events, size, year, 2023)
    assert (rest.value, rest.lower) == pytest.approx((100 - found.value, 100 - found.upper))
    for counts in ([0.0, 0, 0, 0, 0], [1000.0] * 5, [0.0, 0, 0, 1000, 1000]):
        assert np.isnan(share_projection(counts, size, year, 2023)).all()


def test_values_are_projected_by_weighted_least_squares() -> None:
    """By hand, with equal errors: φ is 1, so the half-width is t(2)·s·√(1/4 + 2.5²/5)."""
    found = weighted_projection([1.0, 2.1, 2.9, 4.0], [0.5] * 4, [1, 2, 3, 4], 5)
    assert found.value == pytest.approx(2.5 + 0.98 * 2.5)
    half = stats.t.ppf(0.975, 2) * 0.5 * math.sqrt(1 / 4 + 2.5**2 / 5)
    assert found.upper - found.value == pytest.approx(half)
    assert np.isnan(weighted_projection([1.0, 2], [0.5] * 2, [1, 2], 5)).all()


def test_heterogeneity_by_hand() -> None:
    """Values 1 and 3 with errors 1 and 1: Q = 2 on one degree of freedom."""
    assert heterogeneity([1.0, 3.0], [1.0, 1.0]) == pytest.approx(stats.chi2.sf(2, 1))
    assert math.isnan(heterogeneity([1.0], [1.0]))
