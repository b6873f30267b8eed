"""Counts of areas that are known, or known to lie within an interval, as negative binomial counts.

A withheld count enters by what any reader can work out of it: the probability that a count lies in the
interval. That is a sum of the probabilities of single counts, as differences of distribution functions
cancel where areas hardly differ. An interval without an upper limit is the complement of the counts below.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from reporter.statistics.arrays import Floats, finite_count, finite_denominator, vectors, whole
from reporter.statistics.elementary import exp, log
from reporter.statistics.rising import SMALLEST, log_rising, slope_of_log_rising


@dataclass(frozen=True)
class IntervalCounts:
    """Areas of which something is known, with the single counts whose probabilities make up each.

    Attributes:
        known: which of the areas given these are; the others are left out.
        lower: the least possible count of each.
        upper: the greatest, infinite where there is none.
        denominator: n of each.
        count: every single count: those of an interval, or those below it if it has no upper limit.
        area: the position of the area of each single count.
        first: the position of the first single count of each area.
        distinct: the different counts, in order.
        place: where in `distinct` each single count is.
    """

    known: NDArray[np.bool_]
    lower: Floats
    upper: Floats
    denominator: Floats
    count: Floats
    area: NDArray[np.int64]
    first: NDArray[np.int64]
    distinct: Floats
    place: NDArray[np.intp]


def interval_counts(lower: ArrayLike, upper: ArrayLike, denominator: ArrayLike) -> IntervalCounts:
    """Areas with whole counts in [lower, upper]; one that is broken or of which nothing is known is left out.

    Args:
        lower: the least possible count of each area (1-d), whole.
        upper: the greatest, whole or infinite; equal to `lower` where the count is known.
        denominator: n of each area.
    """
    lower, upper, denominator = vectors(lower, upper, denominator)
    known = (
        finite_count(lower) & whole(lower) & (lower <= upper) & whole(upper) & finite_denominator(denominator)
    )
    known &= (lower > 0) | (upper < np.inf)
    lower, upper, denominator = lower[known], upper[known], denominator[known]
    unlimited = upper == np.inf
    start = np.where(unlimited, 0.0, lower)
    length = np.where(unlimited, lower, np.where(unlimited, 0.0, upper) - lower + 1).astype(np.int64)
    first = np.cumsum(length) - length
    area = np.repeat(np.arange(lower.size), length)
    count = start[area] + np.arange(area.size) - first[area]
    distinct, place = np.unique(count, return_inverse=True)
    return IntervalCounts(known, lower, upper, denominator, count, area, first, distinct, place)


class CountsAtSpread:
    """The counts with a relative variance τ² of true rates, as functions of the expected count of each area.

    A count x is negative binomial with mean E and variance E + τ²E²: ln f(x) = Σ_{k<x} ln(1 + kτ²) + x·ln E −
    ln x! − (x + 1/τ²)·ln(1 + τ²E), Poisson at τ² = 0.
    """

    def __init__(self, counts: IntervalCounts, tau2: float) -> None:
        self.counts, self.tau2 = counts, tau2
        v = np.array(tau2)
        constant = log_rising(counts.distinct, v) - special.gammaln(counts.distinct + 1)
        self._constant: Floats = constant[counts.place]

    def probabilities(self, expected: Floats) -> tuple[Floats, Floats]:
        """The log-probability of what is known of each area, and the share of each single count in it.

        Shares are negative for the counts below an interval without an upper limit.
        """
        of, v = self.counts, self.tau2
        logs = log(expected)
        if v < SMALLEST:
            single = self._constant + of.count * logs[of.area] - expected[of.area]
        else:
            decay = special.log1p(v * expected)
            single = self._constant + of.count * (logs - decay)[of.area] - (decay / v)[of.area]
        if of.count.size == of.lower.size and (of.lower == of.upper).all():
            return single, np.ones(single.size)
        highest = np.maximum.reduceat(single, of.first)
        share = exp(single - highest[of.area])
        total = np.add.reduceat(share, of.first)
        log_probability = highest + log(total)
        unlimited = of.upper == np.inf
        if unlimited.any():
            total[unlimited] = -self._beyond(of.lower[unlimited], expected[unlimited])
            log_probability[unlimited] = log(-total[unlimited])
            total[unlimited] *= exp(-highest[unlimited])
        return log_probability, share / total[of.area]

    def _beyond(self, lower: Floats, expected: Floats) -> Floats:
        """P(X ≥ lower), no less than 1e-100: what is so improbable is no fit, and can still be compared."""
        v = self.tau2
        if v < SMALLEST:
            above = special.gammainc(lower, expected)
        else:
            above = special.betainc(lower, 1 / v, v * expected / (1 + v * expected))
        return np.asarray(np.maximum(above, 1e-100))

    def by_log_mean(self, expected: Floats, share: Floats) -> tuple[float, float]:
        """The derivative of the log-likelihood by the log of the mean, and the information about this."""
        of, v = self.counts, self.tau2
        wide = 1 + v * expected
        score = (of.count - expected[of.area]) / wide[of.area]
        information = (1 + v * of.count) * (expected / wide**2)[of.area]
        of_area = np.add.reduceat(share * score, of.first)
        observed = (share * (information - score**2)).sum() + (of_area**2).sum()
        # Far from the maximum intervals can make it negative; what complete counts have is not.
        return float(of_area.sum()), max(float(observed), float((expected / wide).sum()) / 10)

    def by_tau2(self, expected: Floats, share: Floats) -> float:
        """The derivative of the log-likelihood by τ²."""
        of, v = self.counts, self.tau2
        mean = expected[of.area]
        if v < SMALLEST:
            return float((share * ((of.count - mean) ** 2 - of.count) / 2).sum())
        slope = slope_of_log_rising(of.distinct, np.array(v))[of.place]
        wide = 1 + v * mean
        rest = (special.log1p(v * mean) - v * mean / wide) / v**2 - of.count * mean / wide
        return float((share * (slope + rest)).sum())
