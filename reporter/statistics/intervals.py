"""Rates and proportions of areas with their confidence intervals, and exact tests of one rate and of two.

Every function takes arrays of any shapes that broadcast together and treats each element by itself: a
missing, infinite or negative count, or a denominator that is missing or not above 0, gives NaN in that
element only. Nothing here raises for data; a setting out of range (`confidence`, `multiplier`) is a
ValueError.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
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
from reporter.statistics.count_limits import CountLimits, exact_limits, exact_or_byar_limits, tabulated
from reporter.statistics.exact_test import binomial_test, poisson_test


class Estimate(NamedTuple):
    """A value with the limits of its confidence interval, all in the unit of the value."""

    value: Floats
    lower: Floats
    upper: Floats


class RatioTest(NamedTuple):
    """A ratio of two rates with its exact limits, and the exact two-sided p-value of a ratio of 1."""

    ratio: Floats
    lower: Floats
    upper: Floats
    p_value: Floats

    def where_there_is_a_ratio(self) -> RatioTest:
        """The same test; NaN throughout where neither count has an event, as there is no ratio to judge."""
        none = np.isnan(self.ratio)
        return RatioTest(*(np.where(none, np.nan, part) for part in self))


def crude_rate(
    count: ArrayLike, denominator: ArrayLike, *, multiplier: float = 1000, confidence: float = 0.95
) -> Estimate:
    """Rate m·x/n per `multiplier` as the field publishes it: limits exact below 10 events, Byar's from 10 on.

    Args:
        count: events x.
        denominator: n, what the events are counted among (live births).
        multiplier: m, 1000 for a rate per 1,000.
        confidence: 0.95 for 95%.

    Returns:
        The rate and its limits. At x = 0 the lower limit is 0 and the upper m·(−ln(α/2))/n.

    Not for a share that can near 1 (use `proportion`) nor for events that come in clusters. Both kinds of
    limits are at most 1.5% apart at 10 events and 99.8%; where one method must serve, use `exact_rate`.
    Reference: APHO Technical Briefing 3; Breslow and Day 1987. Own code over SciPy's inverse gamma function.
    """
    return _rate(count, denominator, multiplier, confidence, exact_or_byar_limits)


def exact_rate(
    count: ArrayLike, denominator: ArrayLike, *, multiplier: float = 1000, confidence: float = 0.95
) -> Estimate:
    """Rate per `multiplier` with exact Poisson limits at every count (Garwood 1936).

    Arguments and result as for `crude_rate`. Exact limits cover at least at their confidence, and by more
    than that where counts are small.
    """
    return _rate(count, denominator, multiplier, confidence, exact_limits)


def _rate(
    count: ArrayLike, denominator: ArrayLike, multiplier: float, confidence: float, limits: CountLimits
) -> Estimate:
    check_multiplier(multiplier)
    count, denominator = broadcast(count, denominator)
    valid = finite_count(count) & finite_denominator(denominator)
    events = np.where(valid, count, 0.0)
    divisor = np.where(valid, denominator, np.nan)
    lower, upper = tabulated(limits, events, confidence)
    # Multiplied before it is divided: the value is then rounded once where x·m is a whole number, so that
    # 8 of 1,280 per 1,000 is 6.25 exactly and rounds half up as published. In place: the arrays are ours.
    for events_scale in (events, lower, upper):
        np.multiply(events_scale, multiplier, out=events_scale)
        np.divide(events_scale, divisor, out=events_scale)
    return Estimate(events, lower, upper)


def proportion(
    count: ArrayLike, denominator: ArrayLike, *, multiplier: float = 1, confidence: float = 0.95
) -> Estimate:
    """Proportion m·x/n with Wilson's score limits.

    Limits = m·(2x + z² ∓ z√(z² + 4x(1 − x/n))) / (2(n + z²)); 0 of n has the lower limit 0, n of n the upper
    m. More events than the denominator give NaN as well.

    Reference: Wilson 1927, JASA 22:209. Own code: statsmodels' proportion_confint has the formula, but raises
    for the whole call where one element is not usable.
    """
    check_multiplier(multiplier)
    z = -special.ndtri(tail_probability(confidence))
    count, denominator = broadcast(count, denominator)
    valid = finite_count(count) & finite_denominator(denominator) & (count <= denominator)
    x, n = np.where(valid, count, np.nan), np.where(valid, denominator, np.nan)
    share = x / n
    half = z * np.sqrt(z**2 + 4 * x * (1 - share))
    middle, width = 2 * x + z**2, 2 * (n + z**2)
    # The formula gives 0 and 1 at the ends only up to rounding; an interval always holds its value.
    lower = np.where(x == 0, 0.0, np.minimum((middle - half) / width, share))
    upper = np.where(x == n, 1.0, np.maximum((middle + half) / width, share))
    return Estimate(multiplier * x / n, multiplier * lower, multiplier * upper)


def poisson_p_value(
    count: ArrayLike, denominator: ArrayLike, target: ArrayLike, *, multiplier: float = 1000
) -> Floats:
    """Exact two-sided p-value of each count against a target rate.

    p = the sum of P(X = k) over all k no more probable than the count, X ~ Poisson(n·target/m).

    Args:
        count: events, whole numbers (a broken count gives NaN).
        denominator: n.
        target: the rate per `multiplier` under the hypothesis (0 or more, otherwise NaN).
        multiplier: m.

    Not for a target estimated with the area's own events in it: compare the two rates by `rate_ratio`.
    Reference: R's poisson.test; own code, because SciPy's poisson_means_test is another test.
    """
    check_multiplier(multiplier)
    count, denominator, target = broadcast(count, denominator, target)
    valid = finite_count(count) & finite_denominator(denominator) & finite_count(target) & whole(count)
    mean = np.where(valid, denominator * np.where(valid, target, 0.0) / multiplier, np.nan)
    return poisson_test(np.where(valid, count, np.nan), mean)


def rate_ratio(
    count_1: ArrayLike,
    denominator_1: ArrayLike,
    count_2: ArrayLike,
    denominator_2: ArrayLike,
    *,
    confidence: float = 0.95,
) -> RatioTest:
    """Ratio of two Poisson rates with exact limits and an exact test.

    Given the total N = x₁ + x₂, x₁ ~ Binomial(N, π), with π = n₁/(n₁+n₂) if the rates are equal. Limits:
    Clopper-Pearson limits q of x₁/N as odds, q/(1−q)·n₂/n₁. p: the exact binomial test of π.

    Returns:
        ratio (x₁/n₁)/(x₂/n₂): infinite where only the second count is 0, its upper limit then infinite as
        well; at 0 against 0 the ratio is NaN, the limits 0 and infinity, p 1. Broken counts have no p-value.

    The two counts must be independent: an area against the country that holds it is not; take the area out.
    Reference: R's poisson.test with two samples; Przyborowski and Wilenski 1940. Own code for whole arrays
    over SciPy's inverse incomplete beta function and binomial distribution.
    """
    tail = tail_probability(confidence)
    x1, n1, x2, n2 = broadcast(count_1, denominator_1, count_2, denominator_2)
    valid = finite_count(x1) & finite_count(x2) & finite_denominator(n1) & finite_denominator(n2)
    x1, n1, x2, n2 = (np.where(valid, argument, np.nan) for argument in (x1, n1, x2, n2))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (x1 / n1) / (x2 / n2)
        lower_odds = special.betaincinv(x1, x2 + 1, tail) / special.betainccinv(x2 + 1, x1, tail)
        upper_odds = special.betainccinv(x1 + 1, x2, tail) / special.betaincinv(x2, x1 + 1, tail)
    lower = np.where(x1 == 0, 0.0, lower_odds * n2 / n1)
    upper = np.where(x2 == 0, np.inf, upper_odds * n2 / n1)
    total = np.where(whole(x1) & whole(x2), x1 + x2, np.nan)
    p_value = binomial_test(np.where(np.isnan(total), np.nan, x1), total, n1 / (n1 + n2))
    return RatioTest(ratio, lower, np.where(valid, upper, np.nan), p_value)
