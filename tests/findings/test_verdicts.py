"""The rule of verdicts: limits by all other areas, its false marks, and all that follows from it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reporter.findings.level_rules import weights_by_area
from reporter.findings.rules import Rule
from reporter.statistics.funnel import mixture_limits, poisson_limits, tau_weights
from reporter.statistics.power import detectable_beyond

BIRTHS = np.linspace(4000.0, 34000.0, 42)
"""Births of 42 areas, about those of the boards of England in 2022."""
TARGET = 3.88


def rule_of(counts: np.ndarray, confidence: float) -> Rule:
    weights = weights_by_area(counts, counts, BIRTHS, target=TARGET, multiplier=1000)
    without = {str(n): row for n, row in enumerate(weights.without)}
    return Rule(TARGET, 1000, confidence, weights.tau**2, weights.all, without)


def drawn(random: np.random.Generator, tau2: float) -> np.ndarray:
    rates = random.gamma(1 / tau2, tau2, BIRTHS.size) if tau2 else np.ones(BIRTHS.size)
    return random.poisson(BIRTHS * TARGET / 1000 * rates).astype(float)


def test_an_area_is_judged_by_the_limits_of_all_others() -> None:
    """`tau_weights` of the others and `mixture_limits`, one area after the other (methods, section 7)."""
    counts = drawn(np.random.default_rng(4), 0.04)
    found = rule_of(counts, 0.95).range_of([str(n) for n in range(42)], BIRTHS)
    grid = np.arange(65) * 0.0125
    for n in range(0, 42, 6):
        others = np.arange(42) != n
        weight = tau_weights(grid, counts[others], counts[others], BIRTHS[others], TARGET)
        lower, upper = mixture_limits(BIRTHS[n], TARGET, grid**2, weight)
        assert (found.lower[n], found.upper[n]) == pytest.approx((float(lower), float(upper)), rel=1e-9)
        assert (1000 * counts[n] / BIRTHS[n] > upper) == (counts[n] > found.greatest[n])
        assert (1000 * counts[n] / BIRTHS[n] < lower) == (counts[n] < found.least[n])


@pytest.mark.parametrize(("confidence", "nominal"), [(0.95, 2.1), (0.998, 0.084)])
@pytest.mark.parametrize("tau2", [0.0, 0.01, 0.05])
def test_false_marks_are_no_more_than_promised(confidence: float, nominal: float, tau2: float) -> None:
    """At most the nominal number is marked, up to three errors of simulation."""
    random = np.random.default_rng(20)
    codes = [str(n) for n in range(42)]
    marked, expected = [], []
    for _ in range(60):
        counts = drawn(random, tau2)
        found = rule_of(counts, confidence).range_of(codes, BIRTHS)
        marked.append(int(((counts < found.least) | (counts > found.greatest)).sum()))
        expected.append(float((found.below + found.above).sum()))
    error = max(np.std(marked), np.sqrt(nominal)) / np.sqrt(len(marked))
    assert np.mean(marked) <= nominal + 3 * error
    assert np.mean(expected) <= nominal * 1.01
    if tau2 == 0.05:
        # Nor far below where areas do vary: 4.81% and 0.17% in the simulation of the methods.
        assert np.mean(marked) >= nominal / 2 - 3 * error


def test_each_side_is_worked_out_by_itself() -> None:
    """Poisson probabilities beyond the lines for chance alone, by scipy."""
    alone = Rule(TARGET, 1000, 0.95, np.zeros(1), np.ones(1), {})
    found = alone.range(BIRTHS)
    plain = poisson_limits(BIRTHS, TARGET)
    assert found.lower == pytest.approx(plain.lower)
    assert found.upper == pytest.approx(plain.upper)
    mean = BIRTHS * TARGET / 1000
    assert found.below == pytest.approx(stats.poisson.cdf(found.least - 1, mean))
    assert found.above == pytest.approx(stats.poisson.sf(found.greatest, mean))


def test_what_could_be_seen_is_the_power_of_the_rule() -> None:
    """At the distance that is given, 80% of counts lie beyond the greatest (least) count within, by scipy."""
    found = rule_of(drawn(np.random.default_rng(9), 0.04), 0.95).range(BIRTHS)
    mean = BIRTHS * TARGET / 1000
    change = detectable_beyond(found.least, found.greatest, mean)
    assert stats.poisson.sf(found.greatest, mean * (1 + change.increase)) == pytest.approx(0.8)
    can_fall = found.least > 0
    below = stats.poisson.cdf(found.least - 1, mean * (1 + change.decrease))
    assert below[can_fall] == pytest.approx(0.8)
    assert np.isnan(change.decrease[~can_fall]).all()
