"""Shrinkage of rates by a gamma-Poisson model, by maximum likelihood, with limits that are wide enough."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import (
    Floats,
    broadcast,
    finite_count,
    finite_denominator,
    tail_probability,
    whole,
)
from reporter.statistics.elementary import exp, log
from reporter.statistics.rising import log_rising
from reporter.statistics.roots import between
from reporter.statistics.stirling import digamma_less_log

SPREAD_RANGE = (1e-3, 3.0)
"""Relative standard deviations of true rates that are considered; at the lower, areas do not differ."""


class GammaPoisson(NamedTuple):
    """Shrunk rates per unit of denominator with limits, and the fitted gamma distribution of true rates.

    The distribution has mean shape/rate and variance shape/rate². `log_likelihood` is that of the counts.
    """

    value: Floats
    lower: Floats
    upper: Floats
    shape: float
    rate: float
    log_likelihood: float


def gamma_poisson(count: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95) -> GammaPoisson:
    """Empirical Bayes rates (x + a)/(n + b) where x ~ Poisson(n·λ) and λ ~ Gamma(a, b).

    a and b are by maximum likelihood. Limits that take a and b as known are too narrow. Here the posterior
    mean and variance are averaged over what the likelihood leaves open (Kass and Steffey): over the relative
    variance τ² = 1/a, all values alike beforehand (Morris), with the mean a/b integrated out at each; the
    limits are quantiles of the gamma distribution of that mean and variance. This holds at τ = 0 too, where
    the maximum often lies when areas are few: in simulations of 5 to 150 areas with 3 to 40 events each, 95%
    limits hold 94% or more of true rates; limits with a and b taken as known hold 41% to 93%.

    Args:
        count: events of each area, whole numbers.
        denominator: n of each area; areas with anything missing get NaN and do not count.
        confidence: of the limits.

    Returns:
        Rates per unit of denominator. A shape of 10⁶ (τ = 0.001, the bound) means that areas differ by no
        more than chance. NaN throughout with fewer than two areas or no event.

    For ranking and for areas with few events; named as shrunk wherever shown. Limits hold on average over
    areas, not for the one area that is unlike all others. Reference: Kass and Steffey 1989, JASA 84:717;
    Morris 1983, JASA 78:47; Clayton and Kaldor 1987. statsmodels fits the same counts as a negative binomial
    regression, without the shrunk rates.
    """
    tail = tail_probability(confidence)
    count, denominator = broadcast(count, denominator)
    valid = finite_count(count) & whole(count) & finite_denominator(denominator)
    x, n = count[valid], denominator[valid]
    value, lower, upper = (np.full(count.shape, np.nan) for _ in range(3))
    if x.size < 2 or x.sum() == 0:
        return GammaPoisson(value, lower, upper, np.nan, np.nan, np.nan)
    spread, best = _maximum(x, n)
    mean = float(_means(np.array([spread]), x, n)[0])
    shape = 1 / spread**2
    rate = shape / mean
    centre, variance = _posterior(x, n, spread, best)
    value[valid] = (x + shape) / (n + rate)
    # Gamma quantiles with the posterior's mean and variance: scale = variance/mean.
    scale = variance / centre
    lower[valid] = scale * special.gammaincinv(centre / scale, tail)
    upper[valid] = scale * special.gammainccinv(centre / scale, tail)
    return GammaPoisson(value, lower, upper, shape, rate, best - float(special.gammaln(x + 1).sum()))


def _spreads(number: int) -> Floats:
    """A grid over the spreads considered, even in their logarithm."""
    low, high = log(SPREAD_RANGE).tolist()
    return exp(np.linspace(low, high, number))


def _means(spreads: Floats, x: Floats, n: Floats) -> Floats:
    """The best mean m at each spread: Σ (x − n·m)/(1 + τ²·n·m) = 0, by Newton's method in ln m."""
    v = spreads[:, None] ** 2
    log_mean = np.full((spreads.size, 1), log(x.sum() / n.sum()))
    for _ in range(50):
        expected = n * exp(log_mean)
        score = ((x - expected) / (1 + v * expected)).sum(axis=1, keepdims=True)
        step = np.clip(score / _information(v, x, expected), -1.0, 1.0)
        log_mean = log_mean + step
        if np.abs(step).max() < 1e-12:
            break
    return exp(log_mean[:, 0])


def _information(v: Floats, x: Floats, expected: Floats) -> Floats:
    """Observed information about the log of the mean."""
    return np.asarray((expected * (1 + v * x) / (1 + v * expected) ** 2).sum(axis=1, keepdims=True))


def _log_likelihoods(spreads: Floats, x: Floats, n: Floats) -> Floats:
    """Log-likelihood of each spread at its best mean, without Σ ln x!.

    Σ [Σ_{k<x} ln(1 + kτ²) + x·ln μ − (x + 1/τ²)·ln(1 + τ²μ)] with μ = n·m.
    """
    v = spreads[:, None] ** 2
    expected = n * _means(spreads, x, n)[:, None]
    terms = log_rising(x, v) + x * log(expected) - (x + 1 / v) * special.log1p(v * expected)
    return np.asarray(terms.sum(axis=1))


def _score(spread: float, x: Floats, n: Floats) -> float:
    """The derivative of the log-likelihood by a, at the best mean."""
    a = 1 / spread**2
    expected = n * _means(np.array([spread]), x, n)[0]
    apart = (x - expected) / (a + expected)
    terms = special.log1p(apart) - apart + digamma_less_log(x + a) - digamma_less_log(np.array(a))
    return math.fsum(terms)


def _maximum(x: Floats, n: Floats) -> tuple[float, float]:
    """The maximum likelihood spread and its log-likelihood."""
    grid = _spreads(33)
    top = int(np.argmax(_log_likelihoods(grid, x, n)))
    low, high = grid[max(top - 1, 0)], grid[min(top + 1, grid.size - 1)]
    spread = float(grid[top])
    # Flat at its maximum, the likelihood tells its place to half of the digits; the derivative tells all.
    if _score(low, x, n) < 0 < _score(high, x, n):
        spread = between(lambda at: _score(at, x, n), low, high)
    return spread, float(_log_likelihoods(np.array([spread]), x, n)[0])


def _posterior(x: Floats, n: Floats, spread: float, best: float) -> tuple[Floats, Floats]:
    """Mean and variance of each true rate, averaged over the spreads and means that are plausible."""
    spreads = _plausible_spreads(x, n, spread, best)
    mean = _means(spreads, x, n)
    information = _information(spreads[:, None] ** 2, x, n * mean[:, None])[:, 0]
    likelihood = _log_likelihoods(spreads, x, n) - best
    return averaged_posterior(x, n, spreads, mean, information, likelihood)


def averaged_posterior(
    x: Floats, n: Floats, spreads: Floats, mean: Floats, information: Floats, log_likelihood: Floats
) -> tuple[Floats, Floats]:
    """Mean and variance of each area's true rate, averaged over spreads of true rates and their means.

    Args:
        x: events of each area (1-d).
        n: its denominator.
        spreads: evenly spaced τ.
        mean: the best mean of true rates at each.
        information: that about the log of the mean, at each.
        log_likelihood: of each τ at its best mean, less the greatest.
    """
    v, mean, information = spreads[:, None] ** 2, mean[:, None], information[:, None]
    expected = n * mean
    weight = exp(log_likelihood)[:, None] * spreads[:, None] / np.sqrt(information)
    weight /= weight.sum()
    posterior_mean = mean * (1 + v * x) / (1 + v * expected)
    posterior_variance = posterior_mean * v * mean / (1 + v * expected)
    by_log_mean = posterior_mean / (1 + v * expected)
    centre = (weight * posterior_mean).sum(axis=0)
    variance = posterior_variance + by_log_mean**2 / information + (posterior_mean - centre) ** 2
    return centre, (weight * variance).sum(axis=0)


def _plausible_spreads(x: Floats, n: Floats, spread: float, best: float) -> Floats:
    """An even grid over the spreads whose log-likelihood is within 8 of the best."""
    grid = _spreads(65)
    near = grid[_log_likelihoods(grid, x, n) > best - 8]
    return np.linspace(
        min(near.min(initial=spread), spread), max(near.max(initial=spread) * 1.05, spread), 81
    )
