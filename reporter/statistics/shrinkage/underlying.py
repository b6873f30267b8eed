"""Underlying rates of areas, also of a level where some counts are known only to lie in an interval."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, tail_probability, vectors
from reporter.statistics.funnel.interval_counts import CountsAtSpread, IntervalCounts, interval_counts
from reporter.statistics.funnel.negative_binomial import best_mean, negative_binomial
from reporter.statistics.shrinkage.gamma_poisson import SPREAD_RANGE, averaged_posterior

SPREADS = 33
"""Number of spreads of true rates that the distributions are averaged over."""

PLAUSIBLE = 0.9999
"""Spreads outside their profile limits at this confidence do not count: 7.6 below the best log-likelihood."""


NO_DIFFERENCE = 1 / SPREAD_RANGE[0] ** 2
"""The shape of the distribution over areas from which on they differ by no more than chance."""


class Underlying(NamedTuple):
    """The gamma distribution of each area's true rate per unit of denominator, and that of all areas.

    Attributes:
        shape: of each area's; its mean is shape/rate. NaN where its count is not known.
        rate: of each area's, in units of the denominator.
        value: the empirical Bayes rate (x + a)/(n + b).
        lower: the quantile of the area's distribution at (1 − confidence)/2.
        upper: the one at (1 + confidence)/2.
        level_shape: a, that of the distribution of true rates over areas.
        level_rate: b.
    """

    shape: Floats
    rate: Floats
    value: Floats
    lower: Floats
    upper: Floats
    level_shape: float
    level_rate: float


def underlying_rates(
    lower_count: ArrayLike, upper_count: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95
) -> Underlying:
    """The distribution of each area's true rate λ, where x ~ Poisson(n·λ) and λ ~ Gamma(a, b).

    As `gamma_poisson`, with areas whose count is known only to lie in [lower, upper]: they have a part in a
    and b, so that the rates of the others are not drawn to a mean of large counts alone, and get no figure of
    their own. The distribution of an area is the gamma distribution of the mean and variance that are
    averaged over the spreads of true rates that the likelihood leaves open.

    Args:
        lower_count: the least possible count of each area (1-d), whole.
        upper_count: the greatest; equal where the count is known.
        denominator: n of each area.
        confidence: of the limits.

    Returns:
        NaN throughout with fewer than two areas or no event. An area with anything missing is left out.

    Reference: Kass and Steffey 1989, JASA 84:717; intervals as in `negative_binomial`.
    """
    tail = tail_probability(confidence)
    lower_count, upper_count, denominator = vectors(lower_count, upper_count, denominator)
    counts = interval_counts(lower_count, upper_count, denominator)
    shape, rate, value, lower, upper = (np.full(lower_count.shape, np.nan) for _ in range(5))
    result = Underlying(shape, rate, value, lower, upper, np.nan, np.nan)
    fit = negative_binomial(lower_count, upper_count, denominator, multiplier=1, confidence=PLAUSIBLE)
    if not fit.mean > 0:
        return result
    spreads = _plausible(fit.tau2_lower, fit.tau2_upper)
    mean, information, likelihood = _profile(counts, spreads, fit.mean)
    known = np.flatnonzero(counts.known)[counts.lower == counts.upper]
    x, n = lower_count[known], denominator[known]
    centre, variance = averaged_posterior(x, n, spreads, mean, information, likelihood - likelihood.max())
    level_shape = NO_DIFFERENCE if fit.tau2 <= 1 / NO_DIFFERENCE else 1 / fit.tau2
    level_rate = level_shape / fit.mean
    shape[known], rate[known] = centre**2 / variance, centre / variance
    value[known] = (x + level_shape) / (n + level_rate)
    lower[known] = special.gammaincinv(shape[known], tail) / rate[known]
    upper[known] = special.gammainccinv(shape[known], tail) / rate[known]
    return result._replace(level_shape=level_shape, level_rate=level_rate)


def _plausible(least: float, greatest: float) -> Floats:
    """Evenly spaced spreads between the roots of the limits of their square."""
    low, high = (min(max(math.sqrt(at), SPREAD_RANGE[0]), SPREAD_RANGE[1]) for at in (least, greatest))
    return np.linspace(low, max(high, 2 * SPREAD_RANGE[0]), SPREADS)


def _profile(counts: IntervalCounts, spreads: Floats, near: float) -> tuple[Floats, Floats, Floats]:
    """The best mean at each spread, the information about its log, and the log-likelihood."""
    found = np.empty((3, spreads.size))
    for place, tau2 in enumerate((spreads**2).tolist()):
        near, likelihood, _ = best_mean(counts, tau2, near)
        at, expected = CountsAtSpread(counts, tau2), counts.denominator * near
        found[:, place] = near, at.by_log_mean(expected, at.probabilities(expected)[1])[1], likelihood
    return found[0], found[1], found[2]
