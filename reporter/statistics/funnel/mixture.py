"""Control limits of rates that allow for real variation between areas, and for what is not known about it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from reporter.statistics import poisson
from reporter.statistics.arrays import Floats, floats, tail_probability
from reporter.statistics.funnel.limits import Limits, expected_count, poisson_limits
from reporter.statistics.funnel.quantile import interpolated_quantile
from reporter.statistics.rising import SMALLEST

NOTHING = 1e-17
"""A weight below this, of 1 in all, changes no digit of a probability."""


def mixture_limits(
    denominator: ArrayLike,
    target: ArrayLike,
    tau2: ArrayLike,
    weight: ArrayLike,
    *,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> Limits:
    """Limits of a rate about a target where the relative variance τ² of true rates is known by weights.

    Interpolated quantiles, as `poisson_limits` takes them, of the mixture Σ weight_j·NegBin(E, τ_j²) with
    E = n·target/m; NegBin has mean E and variance E + τ²E² and is the Poisson distribution at τ² = 0.

    Args:
        denominator: n; any positive number, so a curve can be drawn from a grid.
        target: the centre line per `multiplier`.
        tau2: the possible τ² (1-d), 0 or more.
        weight: the weight of each, 0 or more, normalised here: the same for all elements (1-d), or a row for
            each (`tau_weights_without_each`: shape of `denominator` and τ²).
        multiplier: m.
        confidence: 0.95 or 0.998 for the customary lines.

    Returns:
        Limits per `multiplier`, floored at 0; NaN where `poisson_limits` has NaN, or weights are NaN.

    Raises:
        ValueError: a τ² is missing, negative or infinite, or a weight negative.
    """
    tail = tail_probability(confidence)
    denominator, mean = expected_count(denominator, target, multiplier)
    variances, weights = floats(tau2), floats(weight)
    if variances.ndim != 1 or not ((variances >= 0) & (variances < np.inf)).all():
        raise ValueError("tau2 must be a one-dimensional array of finite numbers of at least 0")
    if (weights < 0).any() or weights.shape[-1:] != variances.shape:
        raise ValueError("weight must hold one number of at least 0 for each tau2")
    weights = np.broadcast_to(weights, (*mean.shape, variances.size)).reshape(-1, variances.size)
    total, means = weights.sum(axis=1), mean.ravel()
    drawn = np.flatnonzero((means > 0) & (total > 0))
    share = weights[drawn] / total[drawn, None]
    used = (share > NOTHING).any(axis=0)
    share, variances, expected = share[:, used], variances[used], means[drawn]
    # The gamma distribution of the same mean and variance is near.
    scale = 1 + expected * (share * variances).sum(axis=1)

    def at_most(count: Floats, of: NDArray[np.int64]) -> Floats:
        return np.asarray((share[of] * at_most_by_tau2(count, expected[of], variances)).sum(axis=1))

    limits = []
    for probability in (tail, 1 - tail):
        events = np.where((means == 0) & (total > 0), 0.0, np.nan)
        near = scale * special.gammaincinv(expected / scale, probability)
        events[drawn] = interpolated_quantile(at_most, probability, near)
        limits.append(multiplier * events.reshape(mean.shape) / denominator)
    return Limits(*limits)


def at_most_by_tau2(count: Floats, mean: Floats, tau2: Floats) -> Floats:
    """P(X ≤ k) for each count and mean (rows) at each τ² (columns)."""
    count, mean = count[:, None], mean[:, None]
    varies = tau2 >= SMALLEST
    result = np.empty((count.size, tau2.size))
    result[:, ~varies] = poisson.at_most(count, mean)
    spread = tau2[varies] * mean
    result[:, varies] = special.betaincc(count + 1, 1 / tau2[varies], spread / (1 + spread))
    return result


def adjusted_rate_limits(
    denominator: ArrayLike,
    target: ArrayLike,
    tau2: float,
    *,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> Limits:
    """Limits of a rate about a target when true rates of areas differ with relative variance τ².

    As `mixture_limits` with one τ², taken as known; at 0 the plain limits.

    Args:
        denominator: n; any positive number, so a curve can be drawn from a grid.
        target: the centre line per `multiplier`.
        tau2: τ² of `negative_binomial` or `rate_overdispersion`; NaN gives NaN.
        multiplier: m.
        confidence: 0.95 or 0.998 for the customary lines.

    Returns:
        Limits per `multiplier`, floored at 0; NaN where `poisson_limits` has NaN.

    Raises:
        ValueError: `tau2` is negative or infinite.
    """
    if tau2 == 0 or np.isnan(tau2):
        plain = poisson_limits(denominator, target, multiplier=multiplier, confidence=confidence)
        return Limits(plain.lower + tau2, plain.upper + tau2)
    return mixture_limits(denominator, target, [tau2], [1.0], multiplier=multiplier, confidence=confidence)
