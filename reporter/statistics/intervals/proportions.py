"""Proportions with their confidence intervals, their tests against a target, and the difference of two.

A share and its complement are mirror images in all of them: limits of m − value are m − upper and m − lower,
and p-values are the same. A count that is missing, negative or above its denominator gives NaN in that
element only, as does a denominator that is missing or not above 0, and a target outside 0 to the multiplier.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from reporter.statistics.arrays import (
    Floats,
    broadcast,
    check_multiplier,
    finite_count,
    finite_denominator,
    tail_probability,
    whole,
)
from reporter.statistics.exact_test import binomial_test, fisher_test
from reporter.statistics.intervals.results import Difference, Estimate, ScoreTest


def proportion(
    count: ArrayLike, denominator: ArrayLike, *, multiplier: float = 1, confidence: float = 0.95
) -> Estimate:
    """Proportion m·x/n with Wilson's score limits.

    Limits = m·(2x + z² ∓ z√(z² + 4x(1 − x/n))) / (2(n + z²)); 0 of n has the lower limit 0, n of n the upper
    m.

    Reference: Wilson 1927, JASA 22:209. Own code: statsmodels' proportion_confint has the formula, but raises
    for the whole call where one element is not usable.
    """
    check_multiplier(multiplier)
    z = -special.ndtri(tail_probability(confidence))
    count, denominator = broadcast(count, denominator)
    valid = _valid(count, denominator)
    x, n = np.where(valid, count, np.nan), np.where(valid, denominator, np.nan)
    share = x / n
    half = z * np.sqrt(z**2 + 4 * x * (1 - share))
    middle, width = 2 * x + z**2, 2 * (n + z**2)
    # The formula gives 0 and 1 at the ends only up to rounding; an interval always holds its value.
    lower = np.where(x == 0, 0.0, np.minimum((middle - half) / width, share))
    upper = np.where(x == n, 1.0, np.maximum((middle + half) / width, share))
    return Estimate(multiplier * x / n, multiplier * lower, multiplier * upper)


def proportion_score_test(
    count: ArrayLike, denominator: ArrayLike, target: ArrayLike, *, multiplier: float = 1
) -> ScoreTest:
    """Score test of each proportion against a target: z = (x/n − θ)/√(θ(1−θ)/n), θ = target/m.

    The test that agrees with Wilson's interval: p is below α exactly where the interval leaves the target
    out.

    Args:
        count: events x.
        denominator: n.
        target: the proportion under the hypothesis, in the unit of the multiplier (0.95, or 95 with 100).
        multiplier: m.

    Returns:
        z and the two-sided normal p. At a target of 0 or m: z = 0 and p = 1 where the proportion equals it,
        otherwise z = ±∞ and p = 0.

    Reference: Wilson 1927, JASA 22:209.
    """
    x, n, share = _against(count, denominator, target, multiplier)
    distance, spread = x - n * share, np.sqrt(n * share * (1 - share))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(distance == 0, 0.0, distance / spread)
    return ScoreTest(z, np.asarray(2 * special.ndtr(-np.abs(z))))


def binomial_p_value(
    count: ArrayLike, denominator: ArrayLike, target: ArrayLike, *, multiplier: float = 1
) -> Floats:
    """Exact two-sided p-value of each proportion against a target.

    p = the sum of P(X = k) over all k no more probable than the count, X ~ Binomial(n, target/m). Arguments
    as for `proportion_score_test`; counts and denominators that are not whole numbers give NaN.

    Reference: R's binom.test; own code for whole arrays.
    """
    x, n, share = _against(count, denominator, target, multiplier)
    x, n = np.where(whole(x) & whole(n), x, np.nan), np.where(whole(n), n, np.nan)
    return binomial_test(x, n, share)


def proportion_difference(
    count_1: ArrayLike,
    denominator_1: ArrayLike,
    count_2: ArrayLike,
    denominator_2: ArrayLike,
    *,
    multiplier: float = 1,
    confidence: float = 0.95,
) -> Difference:
    """Difference of two proportions, first less second, with Newcombe's limits and Fisher's exact test.

    With Wilson's limits (l, u) of each share p: p₁ − p₂ − √((p₁−l₁)² + (u₂−p₂)²) and p₁ − p₂ + √((u₁−p₁)² +
    (p₂−l₂)²), times m. p: the sum over all tables with the same margins no more probable than the one
    observed. The two groups must be independent of each other.

    Args:
        count_1: events of the first group.
        denominator_1: its denominator.
        count_2: events of the second group.
        denominator_2: its denominator.
        multiplier: m.
        confidence: of the limits.

    Returns:
        p is NaN where a count or a denominator is not a whole number. Limits and test are of different kinds:
        close to the level one may show a difference where the other does not.

    Reference: Newcombe 1998, Statistics in Medicine 17:873, method 10; R's fisher.test.
    """
    check_multiplier(multiplier)
    x1, n1, x2, n2 = broadcast(count_1, denominator_1, count_2, denominator_2)
    valid = _valid(x1, n1) & _valid(x2, n2)
    x1, n1, x2, n2 = (np.where(valid, argument, np.nan) for argument in (x1, n1, x2, n2))
    first, second = (proportion(x, n, confidence=confidence) for x, n in ((x1, n1), (x2, n2)))
    difference = first.value - second.value
    down = np.hypot(first.value - first.lower, second.upper - second.value)
    up = np.hypot(first.upper - first.value, second.value - second.lower)
    known = whole(x1) & whole(n1) & whole(x2) & whole(n2)
    x1, n1, x2, n2 = (np.where(known, argument, np.nan) for argument in (x1, n1, x2, n2))
    p_value = fisher_test(x1, n1, x2, n2)
    lower, upper = difference - down, difference + up
    return Difference(multiplier * difference, multiplier * lower, multiplier * upper, p_value)


def _valid(count: Floats, denominator: Floats) -> NDArray[np.bool_]:
    return np.asarray(finite_count(count) & finite_denominator(denominator) & (count <= denominator))


def _against(
    count: ArrayLike, denominator: ArrayLike, target: ArrayLike, multiplier: float
) -> tuple[Floats, Floats, Floats]:
    """Count, denominator and target as a share, NaN where they cannot be tested."""
    check_multiplier(multiplier)
    count, denominator, target = broadcast(count, denominator, target)
    share = target / multiplier
    valid = _valid(count, denominator) & (share >= 0) & (share <= 1)
    x, n, share = (np.where(valid, argument, np.nan) for argument in (count, denominator, share))
    return x, n, share
