"""Rates of areas with their confidence intervals, and exact tests of one rate and of two.

A missing, infinite or negative count, or a denominator that is missing or not above 0, gives NaN in that
element only. Denominators may be decimal (person-years, expected events), and events may exceed them.
"""

from __future__ import annotations

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
from reporter.statistics.intervals.results import Estimate, RatioTest


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


def rate_against_rest(
    count: ArrayLike,
    denominator: ArrayLike,
    total_count: ArrayLike,
    total_denominator: ArrayLike,
    *,
    confidence: float = 0.95,
) -> RatioTest:
    """Ratio of an area's rate to the rate of all others together, as `rate_ratio` gives it.

    The rest is the total less the area, X − x of N − n: the one comparison of an area with the whole that has
    two independent counts.

    Args:
        count: events x of the area.
        denominator: its denominator n.
        total_count: events X of the whole, the area's among them.
        total_denominator: its denominator N.
        confidence: of the limits.

    Returns:
        NaN throughout where the rest has no denominator, or the area more events than the whole.

    Not for a funnel, whose target is a constant; for shares use `proportion_difference` with the rest.
    """
    x, n, total_x, total_n = broadcast(count, denominator, total_count, total_denominator)
    # A rest below 0 is not a count, so that `rate_ratio` gives NaN for it.
    return rate_ratio(x, n, total_x - x, total_n - n, confidence=confidence)
