"""Over-dispersion with withheld counts, weights of τ, and limits that allow for both."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from reporter.statistics.arrays import Floats
from reporter.statistics.funnel import (
    NegativeBinomial,
    adjusted_rate_limits,
    mixture_limits,
    negative_binomial,
    poisson_limits,
    tau_weights,
    tau_weights_without_each,
    verdict,
)

TAU = np.arange(65) * 0.0125
"""The grid of spreads from 0 to 0.8."""


@pytest.fixture(scope="module")
def boards(reference: Path) -> tuple[Floats, Floats]:
    """Infant deaths and live births of 42 integrated care boards in 2012 (our sums of ONS figures)."""
    rows = pd.read_csv(reference / "ons/derived_icb_bestfit_2010_2022.csv").query("year == 2012")
    return rows["infant_deaths"].to_numpy(float), rows["live_births"].to_numpy(float)


def log_probability(lower: Floats, upper: Floats, expected: Floats, tau2: float) -> Floats:
    """The log-probability of each interval by SciPy's distribution, one count after another."""
    each = stats.nbinom(1 / tau2, 1 / (1 + tau2 * expected))
    total = np.zeros(expected.size)
    for k in range(int(np.max(upper[upper < np.inf], initial=0)) + 1):
        total += np.where((lower <= k) & (k <= upper), each.pmf(k), 0)
    return np.log(np.where(upper == np.inf, each.sf(lower - 1), total))


def rounded(fit: NegativeBinomial) -> list[float]:
    """The mean to 2 decimals, τ² and its limits to 4."""
    return [round(fit.mean, 2), *(round(part, 4) for part in fit[1:4])]


def test_boards_of_2012_known_and_withheld(boards: tuple[Floats, Floats]) -> None:
    """Computed in R by MASS::glm.nb (all known) and by optim over sums of dnbinom (withheld)."""
    deaths, births = boards
    known = negative_binomial(deaths, deaths, births)
    assert rounded(known) == [4.17, 0.0337, 0.0178, 0.0621]
    few = deaths < 40
    assert few.sum() == 10
    withheld = negative_binomial(np.where(few, 1, deaths), np.where(few, 39, deaths), births)
    assert rounded(withheld) == [4.09, 0.0423, 0.0218, 0.0818]
    # What remains if they are left out leans high.
    assert negative_binomial(deaths[~few], deaths[~few], births[~few]).mean == pytest.approx(4.24, abs=5e-3)


@pytest.mark.parametrize("target", [None, 4.0])
def test_the_greatest_likelihood_by_search(target: float | None) -> None:
    """Eight areas, three withheld, one of them without an upper limit; Nelder and Mead's search."""
    lower = np.array([4.0, 15, 2, 17, 5, 1, 30, 0])
    upper = np.array([4.0, 15, np.inf, 17, 5, 7, 30, 3])
    births = np.array([900.0, 1500, 700, 2800, 2100, 400, 5200, 900])
    fit = negative_binomial(lower, upper, births, target=target)

    def lost(at: Floats) -> float:
        mean = np.exp(at[1]) if target is None else target
        return -float(log_probability(lower, upper, births * mean / 1000, float(np.exp(at[0]))).sum())

    start = [-2.0, 1.6] if target is None else [-2.0]
    best = optimize.minimize(lost, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    assert fit.log_likelihood == pytest.approx(-best.fun, abs=1e-10)
    assert fit.tau2 == pytest.approx(np.exp(best.x[0]), rel=1e-5)
    assert fit.mean == pytest.approx(target or np.exp(best.x[1]), rel=1e-5)
    # At each limit the best likelihood is χ²(0.95; 1)/2 lower.
    assert fit.tau2_upper < np.inf
    for limit in filter(None, (fit.tau2_lower, fit.tau2_upper)):
        at_limit = partial(lambda spread, mean: lost(np.array([spread, *mean])), math.log(limit))
        profile = optimize.minimize(at_limit, [1.6], tol=1e-10).fun if target is None else at_limit([])
        assert fit.log_likelihood + profile == pytest.approx(stats.chi2.ppf(0.95, 1) / 2, abs=1e-7)


def test_an_interval_of_one_count_is_that_count(boards: tuple[Floats, Floats]) -> None:
    """Written as single counts, and with one area as the sum over an interval that holds all it can be."""
    deaths, births = boards
    wide = (
        np.where(np.arange(deaths.size) == 3, 0, deaths),
        np.where(np.arange(deaths.size) == 3, 9999, deaths),
    )
    without = np.delete(deaths, 3), np.delete(births, 3)
    np.testing.assert_allclose(
        negative_binomial(*wide, births), negative_binomial(without[0], *without), rtol=1e-7
    )


def test_areas_alike_show_no_spread() -> None:
    fit = negative_binomial([20] * 20, [20] * 20, [5000] * 20)
    assert fit.mean == pytest.approx(4, rel=1e-12)
    assert (fit.tau2, fit.tau2_lower, fit.likelihood_ratio, fit.p_value) == (0, 0, 0, 1)
    assert fit.log_likelihood == pytest.approx(20 * stats.poisson.logpmf(20, 20), rel=1e-12)
    np.testing.assert_allclose(fit[:4], negative_binomial([20] * 20, [20] * 20, [5000] * 20, target=4)[:4])


def test_two_areas_far_apart_have_no_upper_limit() -> None:
    fit = negative_binomial([0, 400], [0, 400], [1000, 1000])
    assert fit.tau2_upper == np.inf
    assert fit.tau2_lower > 0


def test_nothing_to_fit() -> None:
    cases: list[tuple[list[float], list[float], list[float]]] = [
        ([0, 0], [0, 0], [9, 9]),
        ([3], [3], [9]),
        ([3, 4], [2, 4], [9, 9]),
        ([3, 4], [np.inf, np.inf], [9, 9]),
        ([], [], []),
    ]
    for arguments in cases:
        assert np.isnan(negative_binomial(*arguments)).all()
    for target in (0.0, -1.0, np.nan, np.inf):
        assert np.isnan(negative_binomial([3, 4], [3, 4], [900, 900], target=target)).all()
    kept = negative_binomial([3, np.nan, 7, 2.5, 0], [3, 4, 8, 3, np.inf], [900, 900, 800, 900, 900])
    assert kept == negative_binomial([3, 7], [3, 8], [900, 800])


def test_counts_that_may_all_be_none() -> None:
    """No event at all is most probable then, and says nothing of the spread."""
    assert negative_binomial([0, 0], [4, 0], [9, 9]) == (0, 0, 0, np.inf, 0, 0, 1)


def test_weights_are_the_likelihood(boards: tuple[Floats, Floats]) -> None:
    deaths, births = boards
    lower, upper = np.where(deaths < 40, 1, deaths), np.where(deaths < 40, 39, deaths)
    upper[0] = np.inf
    likelihood = np.array([log_probability(lower, upper, births * 0.0042, t * t).sum() for t in TAU[1:]])
    weights = tau_weights(TAU, lower, upper, births, 4.2)
    assert weights.sum() == pytest.approx(1, rel=1e-12)
    np.testing.assert_allclose(
        weights[1:] / weights[10], np.exp(likelihood - likelihood[9]), rtol=1e-7, atol=1e-12
    )


def test_weights_without_each_are_the_weights_of_the_others(boards: tuple[Floats, Floats]) -> None:
    deaths, births = boards
    deaths = deaths.copy()
    deaths[5] = np.nan
    without = tau_weights_without_each(TAU, deaths, deaths, births, 4.2)
    assert without.shape == (42, 65)
    for area in (0, 5, 41):
        others = np.arange(42) != area
        expected = tau_weights(TAU, deaths[others], deaths[others], births[others], 4.2)
        np.testing.assert_allclose(without[area], expected, rtol=1e-9, atol=1e-300)


def test_weights_with_nothing_known_are_alike() -> None:
    np.testing.assert_allclose(tau_weights([0, 0.1], [np.nan], [3], [900], 4.0), 0.5)
    np.testing.assert_allclose(tau_weights_without_each([0, 0.1], [3], [3], [900], 4.0), 0.5)
    assert np.isnan(tau_weights([0, 0.1], [3], [3], [900], 0.0)).all()
    for tau in ([], [-0.1], [np.nan], [[0.1]]):
        with pytest.raises(ValueError, match="tau"):
            tau_weights(tau, [3], [3], [900], 4.0)


@settings(max_examples=30)
@given(
    st.floats(100, 60000),
    st.lists(
        st.tuples(st.sampled_from([0.0, 1e-4, 0.01, 0.09, 0.6]), st.floats(0.01, 1)), min_size=1, max_size=4
    ),
    st.sampled_from([0.95, 0.998]),
)
def test_mixture_lines_by_counting_up(
    births: float, parts: list[tuple[float, float]], confidence: float
) -> None:
    tau2, weight = np.array(parts).T
    expected, share = births * 0.004, weight / weight.sum()
    counts = np.arange(int(expected * 20) + 200)
    probability = sum(
        w
        * (
            stats.nbinom.pmf(counts, 1 / v, 1 / (1 + v * expected))
            if v
            else stats.poisson.pmf(counts, expected)
        )
        for v, w in zip(tau2, share, strict=True)
    )
    at_most = np.cumsum(probability)
    lines = mixture_limits(births, 4, tau2, weight, confidence=confidence)
    for line, p in zip(lines, ((1 - confidence) / 2, (1 + confidence) / 2), strict=True):
        r = int(np.argmax(at_most >= p))
        drawn = max(r - (at_most[r] - p) / probability[r], 0)
        assert line * births / 1000 == pytest.approx(drawn, rel=1e-6, abs=1e-7)


def test_mixture_lines_each_by_its_own_weights() -> None:
    births, tau2, weight = np.array([800.0, 5000.0]), np.array([0, 0.05]), np.array([[1.0, 0.0], [0.0, 2.0]])
    lines = mixture_limits(births, 4, tau2, weight)
    plain, adjusted = poisson_limits(births[0], 4), adjusted_rate_limits(births[1], 4, 0.05)
    np.testing.assert_allclose([line[0] for line in lines], plain, rtol=1e-12)
    np.testing.assert_allclose([line[1] for line in lines], adjusted, rtol=1e-12)


def test_an_outlier_does_not_widen_its_own_lines(boards: tuple[Floats, Floats]) -> None:
    deaths, births = boards
    deaths = deaths.copy()
    deaths[7] = np.rint(births[7] * 0.012)
    arguments = (TAU, deaths, deaths, births, 4.17)
    included = mixture_limits(births, 4.17, TAU**2, tau_weights(*arguments)).upper
    without = mixture_limits(births, 4.17, TAU**2, tau_weights_without_each(*arguments)).upper
    assert without[7] < 0.95 * included[7]


def test_mixture_lines_that_cannot_be_drawn() -> None:
    lines = mixture_limits([0, -1, np.nan, 900, 900], [4, 4, 4, -1, np.nan], [0.0, 0.1], [1, 1])
    assert np.isnan(lines).all()
    assert np.isnan(mixture_limits(900, 4, [0.1], [0])).all()
    assert np.isnan(mixture_limits(900, 4, [0.1], [np.nan])).all()
    np.testing.assert_array_equal(mixture_limits(900, 0, [0.1], [1]), 0)
    for tau2, weight in (([-0.1], [1]), ([np.nan], [1]), ([0.1], [-1]), ([0.1], [1, 1])):
        with pytest.raises(ValueError, match="at least 0"):
            mixture_limits(900, 4, tau2, weight)


def test_verdicts_are_what_is_drawn() -> None:
    births = np.geomspace(50, 60000, 300)
    counts = np.arange(90.0)[:, None]
    got = verdict(counts, births, 4, tau2=0.03)
    rate = 1000 * counts / births
    expected = np.zeros(got.shape, int)
    for confidence in (0.95, 0.998):
        lines = adjusted_rate_limits(births, 4, 0.03, confidence=confidence)
        expected += (rate > lines.upper).astype(int) - (rate < lines.lower)
    np.testing.assert_array_equal(got, expected)
    assert set(got.ravel().tolist()) == {-2, -1, 0, 1, 2}
    np.testing.assert_array_equal(verdict([-1, np.nan, 3, 3], [500, 500, 0, 500], [4, 4, 4, np.nan]), 0)
    with pytest.raises(ValueError, match="tau2"):
        verdict(3, 500, 4, tau2=-0.1)
