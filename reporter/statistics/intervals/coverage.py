"""Coverage of confidence intervals: how probable it is that they hold the true value, by exact sums."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics import poisson
from reporter.statistics.arrays import Floats, floats
from reporter.statistics.intervals.proportions import proportion
from reporter.statistics.intervals.rates import crude_rate
from reporter.statistics.intervals.results import Estimate

REACH = 8.0
"""Counts are looked at up to so many standard deviations from their mean: less than 1e-12 lies beyond."""


def coverage_of_rates(
    denominator: ArrayLike, rate: float, *, multiplier: float = 1000, confidence: float = 0.95
) -> Floats:
    """Probability that the interval of `crude_rate` holds the true rate: Σ P(k) over k whose interval does.

    Args:
        denominator: n of each area (1-d), 0 or more.
        rate: the true rate per `multiplier`; events are Poisson with mean n·rate/m.
        multiplier: m.
        confidence: of the intervals.

    Returns:
        One probability an area; NaN where n is missing or 0, or the rate is missing or not above 0.
    """
    size = floats(denominator)
    mean = size * rate / multiplier

    def limits(count: Floats, of: Floats) -> Estimate:
        return crude_rate(count, of, multiplier=multiplier, confidence=confidence)

    def at_most(count: Floats, drawn: Floats) -> Floats:
        return poisson.at_most(count, mean[drawn.astype(np.intp)])

    return _coverage(size, mean, np.full(size.shape, np.inf), rate, limits, at_most)


def coverage_of_proportions(
    denominator: ArrayLike, share: float, *, multiplier: float = 100, confidence: float = 0.95
) -> Floats:
    """Probability that Wilson's interval holds the true share: events are binomial; else as for rates.

    Args:
        denominator: n of each area (1-d), whole, 0 or more.
        share: the true share per `multiplier`, above 0 and below this.
        multiplier: m.
        confidence: of the intervals.
    """
    size = floats(denominator)
    true = share / multiplier if 0 < share < multiplier else np.nan

    def limits(count: Floats, of: Floats) -> Estimate:
        return proportion(count, of, multiplier=multiplier, confidence=confidence)

    def at_most(count: Floats, drawn: Floats) -> Floats:
        within = size[drawn.astype(np.intp)]
        inside = special.bdtr(np.clip(count, 0, within), within.astype(np.int64), true)
        return np.where(count < 0, 0.0, inside)

    return _coverage(size, size * true, size, share, limits, at_most)


def _coverage(
    size: Floats,
    mean: Floats,
    greatest: Floats,
    true: float,
    limits: Callable[[Floats, Floats], Estimate],
    at_most: Callable[[Floats, Floats], Floats],
) -> Floats:
    """P(least ≤ X ≤ most) of the counts whose interval holds the true value: limits rise with the count."""
    result = np.full(size.shape, np.nan)
    drawn = np.flatnonzero((size > 0) & (mean > 0) & np.isfinite(mean))
    if not drawn.size:
        return result
    reach = REACH * np.sqrt(mean[drawn]) + REACH
    first = np.floor(np.maximum(mean[drawn] - reach, 0))
    last = np.ceil(np.minimum(mean[drawn] + reach, greatest[drawn]))
    length = (last - first + 1).astype(np.intp)
    starts = np.cumsum(length) - length
    count = np.arange(length.sum(), dtype=np.float64) - np.repeat(starts - first, length)
    found = limits(count, np.repeat(size[drawn], length))
    holds = (found.lower <= true) & (true <= found.upper)
    least = np.minimum.reduceat(np.where(holds, count, np.inf), starts)
    most = np.maximum.reduceat(np.where(holds, count, -1.0), starts)
    at = drawn.astype(np.float64)
    inside = at_most(most, at) - at_most(np.where(np.isfinite(least), least, 0.0) - 1, at)
    result[drawn] = np.where(most < 0, 0.0, inside)
    return result
