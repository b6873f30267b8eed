"""Shrinkage of shares by a beta-binomial model, by maximum likelihood, with limits that are wide enough."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, finite_count, finite_denominator, tail_probability, vectors
from reporter.statistics.elementary import exp
from reporter.statistics.funnel.beta_binomial import RANGE, best_logit, beta_binomial, profile, score

SPREADS = 33
"""Number of spreads of true shares that the distributions are averaged over."""

PLAUSIBLE = 0.9999
"""Spreads outside their profile limits at this confidence do not count."""

STEP = 1e-3
"""Of a logit, over which the slope of the score is taken."""


class ShrunkShares(NamedTuple):
    """Shrunk shares with limits, and the mean and the intraclass correlation of true shares."""

    value: Floats
    lower: Floats
    upper: Floats
    mean: float
    rho: float


def beta_binomial_shares(
    count: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95
) -> ShrunkShares:
    """Empirical Bayes shares (x + a)/(n + a + b) where x ~ Binomial(n, p) and p ~ Beta(a, b).

    a = μ(1 − ρ)/ρ and b = (1 − μ)(1 − ρ)/ρ, with μ and ρ of `beta_binomial`. Limits are quantiles of the beta
    distribution of the mean and variance that each area's share has when they are averaged over what the
    likelihood leaves open: all ρ alike beforehand, μ integrated out at each, as `gamma_poisson` does.

    Args:
        count: events of each area (1-d), whole.
        denominator: n of each area, whole; an area with anything missing gets NaN and does not count.
        confidence: of the limits.

    Returns:
        NaN throughout with fewer than two areas, no event, or nothing but events. The shares of the rest are
        the mirror image.

    Reference: Kass and Steffey 1989, JASA 84:717; Morris 1983, JASA 78:47.
    """
    tail = tail_probability(confidence)
    count, denominator = vectors(count, denominator)
    value, lower, upper = (np.full(count.shape, np.nan) for _ in range(3))
    known = finite_count(count) & finite_denominator(denominator) & (count <= denominator)
    x, n = count[known], denominator[known]
    fit = beta_binomial(x, n, confidence=PLAUSIBLE)
    if math.isnan(fit.mean):
        return ShrunkShares(value, lower, upper, np.nan, np.nan)
    size = 1 / max(fit.rho, RANGE[1]) - 1
    value[known] = (x + size * fit.mean) / (n + size)
    centre, variance = _averaged(
        x, n, *_plausible(fit.rho_lower, fit.rho_upper), float(special.logit(fit.mean))
    )
    beta = centre * (1 - centre) / variance - 1
    lower[known] = special.betaincinv(centre * beta, (1 - centre) * beta, tail)
    upper[known] = special.betainccinv(centre * beta, (1 - centre) * beta, tail)
    return ShrunkShares(value, lower, upper, fit.mean, fit.rho)


def _plausible(least: float, greatest: float) -> tuple[float, float]:
    """The ends of the spreads √ρ that are averaged over."""
    low, high = (math.sqrt(min(max(at, RANGE[1]), RANGE[-1])) for at in (least, greatest))
    return low, max(high, 2 * low)


def _averaged(x: Floats, n: Floats, low: float, high: float, near: float) -> tuple[Floats, Floats]:
    """Mean and variance of each true share, averaged over spreads of true shares and their means."""
    spreads = np.linspace(low, high, SPREADS)
    found = np.empty((3, SPREADS))
    for place, rho in enumerate((spreads**2).tolist()):
        near = best_logit(x, n, rho, near)
        slope = (score(near - STEP, x, n, rho) - score(near + STEP, x, n, rho)) / (2 * STEP)
        found[:, place] = near, slope, profile(x, n, rho, near)[0]
    logit, information, likelihood = found[:, :, None]
    # All ρ alike: evenly spaced √ρ stand for more of it the greater they are.
    weight = exp(likelihood - likelihood.max()) * spreads[:, None] / np.sqrt(information)
    weight /= weight.sum()
    size = 1 / spreads[:, None] ** 2 - 1
    mean = special.expit(logit)
    posterior = (x + size * mean) / (n + size)
    variance = posterior * (1 - posterior) / (n + size + 1)
    by_logit = size * mean * (1 - mean) / (n + size)
    centre = (weight * posterior).sum(axis=0)
    return centre, (weight * (variance + by_logit**2 / information + (posterior - centre) ** 2)).sum(axis=0)
