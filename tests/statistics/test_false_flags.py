"""Marks by chance: exact sums against SciPy's distributions, and the share that simulation finds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reporter.statistics.funnel import (
    FalseFlags,
    Limits,
    false_flags_of,
    mixture_limits,
    outside,
    tau_weights_without_each,
)

RUNS = 24
TAU = np.arange(65) * 0.0125


def test_sums_are_those_of_the_distributions() -> None:
    limits, births = Limits(np.array([1.0, 2.5, np.nan]), np.array([6.0, 7.0, 8.0])), [4000, 10_000, 5000]
    # Inside lie the counts 4 to 24 of 4,000 births, and 25 to 70 of 10,000.
    chance = false_flags_of(limits, births, 4.0)
    assert chance.nominal == pytest.approx(2 * 0.05)
    assert chance.below == pytest.approx(stats.poisson(16).cdf(3) + stats.poisson(40).cdf(24))
    assert chance.above == pytest.approx(stats.poisson(16).sf(24) + stats.poisson(40).sf(70))
    varying = false_flags_of(limits, births, 4.0, tau2=0.05)
    low, high = (stats.nbinom(20, 1 / (1 + 0.05 * mean)) for mean in (16, 40))
    assert varying.below == pytest.approx(low.cdf(3) + high.cdf(24))
    assert varying.above == pytest.approx(low.sf(24) + high.sf(70))


def test_a_lower_limit_of_zero_marks_nobody_below() -> None:
    assert false_flags_of(Limits(np.zeros(1), np.full(1, 5.0)), [1000], 2.0).below == 0


@pytest.mark.parametrize(
    ("tau2", "at_95", "at_998"),
    # 1,500 runs of the 42 boards of England at their own births gave these shares.
    [(0.0, 0.0368, 0.00090), (0.05, 0.0481, 0.00170)],
)
def test_limits_from_all_other_areas_mark_about_as_many_as_their_name_says(
    tau2: float, at_95: float, at_998: float
) -> None:
    random = np.random.default_rng(42)
    births = random.integers(5_000, 30_000, 42).astype(float)
    exact: dict[float, list[float]] = {0.95: [], 0.998: []}
    marked = 0
    for _ in range(RUNS):
        spread = random.gamma(1 / tau2, tau2, 42) if tau2 else np.ones(42)
        deaths = random.poisson(births * 0.0039 * spread).astype(float)
        weight = tau_weights_without_each(TAU, deaths, deaths, births, 3.9)
        for confidence, found in exact.items():
            limits = mixture_limits(births, 3.9, TAU**2, weight, confidence=confidence)
            expected = false_flags_of(limits, births, 3.9, tau2=tau2, confidence=confidence)
            found.append(expected.below + expected.above)
            if confidence == 0.95:
                marked += int((outside(1000 * deaths / births, limits) != 0).sum())
    shares = {confidence: np.array(found) / 42 for confidence, found in exact.items()}
    errors = {confidence: share.std() / np.sqrt(share.size) for confidence, share in shares.items()}
    # Other births than the boards' own: a tenth of the percentage besides what chance explains.
    assert abs(shares[0.95].mean() - at_95) < 4 * errors[0.95] + 0.1 * at_95
    assert abs(shares[0.998].mean() - at_998) < 4 * errors[0.998] + 0.1 * at_998
    # What was marked in these very runs is what the exact sums say.
    assert abs(marked / (RUNS * 42) - shares[0.95].mean()) < 4 * np.sqrt(0.05 / (RUNS * 42))


def test_nothing_drawn_marks_nothing() -> None:
    nothing = Limits(np.full(2, np.nan), np.full(2, np.nan))
    assert false_flags_of(nothing, [1000, 2000], 2.0) == FalseFlags(0.0, 0.0, 0.0)
