"""Lines about a proportion, and over-dispersion of proportions: published data, and sums over all counts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from reporter.statistics.arrays import Floats
from reporter.statistics.funnel import (
    beta_binomial,
    beta_binomial_limits,
    binomial_limits,
    poisson_limits,
)

# Seeds that germinated, of those sown, on 21 plates: Crowder 1978, Applied Statistics 27:34, table 3.
GERMINATED = [10, 23, 23, 26, 17, 5, 53, 55, 32, 46, 10, 8, 10, 8, 23, 0, 3, 22, 15, 32, 3]
SOWN = [39, 62, 81, 51, 39, 6, 74, 72, 51, 79, 13, 16, 30, 28, 45, 4, 12, 41, 30, 51, 7]


def lower_line(probabilities: Floats, tail: float) -> float:
    """The lower line of a distribution of counts from 0 to n, by counting up (Spiegelhalter 2005)."""
    at_most = np.cumsum(probabilities)
    r = int(np.argmax(at_most >= tail))
    return max(float(r - (at_most[r] - tail) / probabilities[r]), 0.0) / (probabilities.size - 1)


@settings(max_examples=50)
@given(st.integers(1, 3000), st.floats(0.001, 0.999), st.sampled_from([0.95, 0.998]))
def test_binomial_lines_by_counting_up(n: int, share: float, confidence: float) -> None:
    limits = binomial_limits(n, share, confidence=confidence)
    tail, counts = (1 - confidence) / 2, np.arange(n + 1)
    assert limits.lower == pytest.approx(lower_line(stats.binom.pmf(counts, n, share), tail), abs=1e-10)
    expected = 1 - lower_line(stats.binom.pmf(counts, n, 1 - share), tail)
    assert limits.upper == pytest.approx(expected, abs=1e-10)


@settings(max_examples=40)
@given(st.integers(1, 2000), st.floats(0.01, 0.99), st.sampled_from([1e-4, 0.003, 0.05, 0.3, 0.8]))
def test_beta_binomial_lines_by_counting_up(n: int, share: float, rho: float) -> None:
    a, b = share * (1 / rho - 1), (1 - share) * (1 / rho - 1)
    limits = beta_binomial_limits(n, 100 * share, rho, multiplier=100, confidence=0.998)
    counts = np.arange(n + 1)
    expected = lower_line(stats.betabinom.pmf(counts, n, a, b), 0.001)
    assert limits.lower == pytest.approx(100 * expected, abs=1e-7)
    mirrored = 1 - lower_line(stats.betabinom.pmf(counts, n, b, a), 0.001)
    assert limits.upper == pytest.approx(100 * mirrored, abs=1e-7)


@given(st.integers(1, 5000), st.floats(0, 1), st.sampled_from([0.0, 0.02]))
def test_lines_of_the_complement_are_the_mirror_image(n: int, share: float, rho: float) -> None:
    lines, turned = (beta_binomial_limits(n, at, rho) for at in (share, 1 - share))
    np.testing.assert_allclose([turned.lower, turned.upper], [1 - lines.upper, 1 - lines.lower], atol=1e-9)


def test_no_more_than_the_tail_lies_above_the_mirrored_line() -> None:
    """With one event expected P(above) is 8.0% by the interpolated Poisson line, below 2.5% by this one."""
    n = 1000
    above = [
        stats.binom.sf(math.floor(line.upper * n), n, 1 / n)
        for line in (poisson_limits(n, 1 / n, multiplier=1), binomial_limits(n, 1 / n))
    ]
    assert above[0] == pytest.approx(0.080, abs=5e-4)
    assert above[1] < 0.025


def test_certain_targets_and_broken_elements() -> None:
    # 0 of 10 is certain: r = 0 of the complement's line, a = 0.975/1.
    for rho in (0.0, 0.1):
        lines = beta_binomial_limits(10, [0, 1], rho)
        np.testing.assert_allclose(lines, [[0, 0.9025], [0.0975, 1]], rtol=1e-12)
        assert np.isnan(
            beta_binomial_limits([0, -1, np.nan, 10.5, 10, 10], [0.5, 0.5, 0.5, 0.5, -0.1, 1.1], rho)
        ).all()
    assert np.isnan(beta_binomial_limits(10, 0.5, np.nan)).all()
    for rho in (-0.1, 1.0):
        with pytest.raises(ValueError, match="rho"):
            beta_binomial_limits(10, 0.5, rho)


def test_crowders_seeds() -> None:
    """Mean and ρ of one beta-binomial for all plates; checked here against SciPy's probabilities."""
    fit = beta_binomial(GERMINATED, SOWN)
    np.testing.assert_allclose(fit[:4], [0.4936, 0.0816, 0.0370, 0.1713], atol=5e-5)
    assert fit.likelihood_ratio == pytest.approx(46.28, abs=5e-3)

    def lost(at: Floats) -> float:
        p, rho = 1 / (1 + np.exp(-at))
        a, b = p * (1 / rho - 1), (1 - p) * (1 / rho - 1)
        return -float(stats.betabinom.logpmf(GERMINATED, SOWN, a, b).sum())

    best = optimize.minimize(lost, [0.0, -2.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    np.testing.assert_allclose(1 / (1 + np.exp(-best.x)), fit[:2], rtol=1e-6)
    assert fit.log_likelihood == pytest.approx(-best.fun, abs=1e-9)
    chance = stats.binom.logpmf(GERMINATED, SOWN, sum(GERMINATED) / sum(SOWN)).sum()
    assert fit.likelihood_ratio == pytest.approx(2 * (-best.fun - chance), abs=1e-8)
    assert fit.p_value == pytest.approx(stats.chi2.sf(fit.likelihood_ratio, 1) / 2, rel=1e-12)


def test_the_complement_has_the_same_correlation() -> None:
    fit, turned = beta_binomial(GERMINATED, SOWN), beta_binomial(np.subtract(SOWN, GERMINATED), SOWN)
    assert turned.mean == pytest.approx(1 - fit.mean, rel=1e-10)
    np.testing.assert_allclose(turned[1:], fit[1:], rtol=1e-8)


def test_shares_alike_show_no_correlation() -> None:
    fit = beta_binomial([40] * 9, [50] * 9)
    assert fit.mean == pytest.approx(0.8)
    assert (fit.rho, fit.rho_lower) == (0, 0)
    assert (fit.likelihood_ratio, fit.p_value) == (0, 1)
    assert 0 < fit.rho_upper < 0.02


def test_nothing_to_fit() -> None:
    for count, n in (([0, 0, 0], [9, 9, 9]), ([9, 9], [9, 9]), ([4], [9]), ([4, 5], [9, 4]), ([], [])):
        assert np.isnan(beta_binomial(count, n)).all()
    kept = beta_binomial([4, np.nan, 7, 9, 2.5], [9, 9, 12, 8, 10])
    assert kept == beta_binomial([4, 7], [9, 12])
