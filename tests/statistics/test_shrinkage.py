"""Shrunk rates: a published example, the likelihood by SciPy, and how many true rates the limits hold."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize, special, stats

from reporter.statistics.arrays import Floats
from reporter.statistics.shrinkage import gamma_poisson, marshall
from reporter.statistics.stirling import beyond_stirling, digamma_less_log

BIRTHS = np.array([1200.0, 3400, 800, 5600, 2300, 900, 4100, 1500])
DEATHS = np.array([3.0, 25, 0, 18, 15, 1, 12, 9])


def north_carolina(reference: Path) -> tuple[Floats, Floats]:
    """Sudden infant deaths and births 1974-78 by county (Cressie and Chan 1989; spData nc.sids, CC0)."""
    with (reference / "ons/nc_sids_1974_84.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return np.array([float(row["SID74"]) for row in rows]), np.array([float(row["BIR74"]) for row in rows])


def test_marshall_on_north_carolina(reference: Path) -> None:
    # Rates per live birth of the first five counties as published for spdep's EBest.
    value = marshall(*north_carolina(reference)).value[:5]
    assert np.round(value, 7).tolist() == [0.0016973, 0.0017054, 0.0017731, 0.0020129, 0.0035349]


def test_marshall_by_hand() -> None:
    result = marshall([2, 30], [1000, 3000])
    # b = 32/4000; s2 = (1000 * 0.006^2 + 3000 * 0.002^2)/4000 = 1.2e-5; a = 1.2e-5 - 0.008/2000 = 8e-6.
    assert result.prior_mean == pytest.approx(0.008)
    assert result.prior_variance == pytest.approx(8e-6)
    # C = 8e-6/(8e-6 + 0.008/n) = 1/2 and 3/4.
    np.testing.assert_allclose(result.value, [0.008 - 0.006 / 2, 0.008 + 0.002 * 3 / 4], rtol=1e-12)


def test_marshall_without_variation_gives_all_the_mean() -> None:
    result = marshall([4, 8, np.nan, 3], [1000, 2000, 1000, 0])
    assert result.prior_variance == 0
    np.testing.assert_allclose(result.value, [0.004, 0.004, np.nan, np.nan])
    np.testing.assert_array_equal(marshall([0, 0], [100, 200]).value, 0)
    assert marshall(5, 1000).value == 0.005


def test_nothing_to_shrink() -> None:
    for count, births in (([], []), ([np.nan, 3], [100, 0])):
        assert np.isnan(marshall(count, births).prior_mean)
        assert np.isnan(marshall(count, births).value).all()
        assert np.isnan(np.concatenate([np.atleast_1d(part) for part in gamma_poisson(count, births)])).all()
    for events, denominators in (([5.0], [1000]), ([0.0, 0.0], [1000, 2000]), ([2.5, 3.0], [1000, 1000])):
        assert np.isnan(gamma_poisson(events, denominators).shape)


def negative_log_likelihood(parameters: Floats) -> float:
    shape, mean = np.exp(parameters)
    rate = shape / mean
    return -float(stats.nbinom.logpmf(DEATHS, shape, rate / (rate + BIRTHS)).sum())


def test_gamma_poisson_is_at_the_maximum_of_the_likelihood() -> None:
    result = gamma_poisson(DEATHS, BIRTHS)
    best = optimize.minimize(
        negative_log_likelihood, [1.0, -5.5], method="Nelder-Mead", options={"xatol": 1e-8}
    )
    assert result.log_likelihood == pytest.approx(-best.fun, abs=1e-6)
    assert result.shape == pytest.approx(np.exp(best.x[0]), rel=1e-3)
    assert result.shape / result.rate == pytest.approx(np.exp(best.x[1]), rel=1e-4)
    np.testing.assert_allclose(result.value, (DEATHS + result.shape) / (BIRTHS + result.rate), rtol=1e-12)
    assert (result.lower < result.value).all()
    assert (result.value < result.upper).all()


def test_the_order_of_areas_changes_no_published_digit() -> None:
    """The likelihood is flat at its maximum: its values tell the place to some 1e-8 only."""
    there, back = gamma_poisson(DEATHS, BIRTHS), gamma_poisson(DEATHS[::-1], BIRTHS[::-1])
    for name in ("value", "lower", "upper"):
        np.testing.assert_allclose(getattr(there, name), getattr(back, name)[::-1], rtol=1e-13)
    assert there.shape == pytest.approx(back.shape, rel=1e-12)


@pytest.mark.parametrize("y", [0.1, 1.0, 29.5, 30.0, 1e3])
def test_stirlings_formula_from_one_step_to_the_next(y: float) -> None:
    """ln Γ(y + 1) = ln Γ(y) + ln y and ψ(y + 1) = ψ(y) + 1/y, across the border of the series too."""
    step = math.log1p(1 / y)
    here, next_one = beyond_stirling(np.array([y, y + 1]))
    assert here - next_one == pytest.approx((y + 0.5) * step - 1, abs=1e-14)
    here, next_one = digamma_less_log(np.array([y, y + 1]))
    assert next_one - here == pytest.approx(1 / y - step, abs=1e-14)


def test_limits_widen_with_confidence() -> None:
    narrow, wide = (gamma_poisson(DEATHS, BIRTHS, confidence=confidence) for confidence in (0.95, 0.998))
    assert (wide.lower < narrow.lower).all()
    assert (narrow.upper < wide.upper).all()


def test_areas_that_cannot_be_used_leave_the_others_alone() -> None:
    alone = gamma_poisson(DEATHS, BIRTHS)
    result = gamma_poisson([*DEATHS, np.nan, 4, -1, 2.5], [*BIRTHS, 1000, 0, 1000, 1000])
    np.testing.assert_array_equal(result.value[:8], alone.value)
    np.testing.assert_array_equal(result.upper[:8], alone.upper)
    assert np.isnan(result.value[8:]).all()
    assert result[3:] == alone[3:]


def test_no_variation_beyond_chance_is_at_the_bound_and_still_has_limits() -> None:
    result = gamma_poisson([3, 4, 5, 2], [1000, 1100, 1200, 900])
    assert result.shape == pytest.approx(1e6, rel=1e-6)
    np.testing.assert_allclose(result.value, 14 / 4200, rtol=1e-4)
    assert (result.upper > 1.5 * result.value).all()


def coverage(areas: int, deaths: float, spread: float) -> tuple[float, float]:
    """Share of true rates that 95% limits hold, ours and with shape and rate taken as known: 150 sets."""
    rng = np.random.default_rng(16)
    ours, naive = [], []
    for _ in range(150):
        births = rng.uniform(200, 2000, areas)
        rate = deaths / 1000 * (rng.gamma(spread**-2, spread**2, areas) if spread else np.ones(areas))
        count = rng.poisson(births * rate)
        result = gamma_poisson(count, births)
        ours.append(((result.lower <= rate) & (rate <= result.upper)).mean())
        known = count + result.shape
        lower, upper = (
            quantile(known, 0.025) / (births + result.rate)
            for quantile in (special.gammaincinv, special.gammainccinv)
        )
        naive.append(((lower <= rate) & (rate <= upper)).mean())
    return float(np.mean(ours)), float(np.mean(naive))


@pytest.mark.parametrize(
    ("areas", "deaths", "spread", "ours", "naive"),
    [
        (5, 5, 0.3, 0.97, 0.41),
        (10, 20, 0.2, 0.96, 0.57),
        (42, 10, 0.1, 0.99, 0.60),
        (42, 10, 0.3, 0.95, 0.91),
        (42, 40, 0.2, 0.95, 0.93),
        (42, 40, 0.0, 1.0, 0.48),
        (150, 3, 0.3, 0.94, 0.88),
    ],
)
def test_limits_are_wide_enough(areas: int, deaths: float, spread: float, ours: float, naive: float) -> None:
    assert coverage(areas, deaths, spread) == pytest.approx((ours, naive), abs=0.02)
