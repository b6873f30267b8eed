"""Exact control limits of a proportion about a target."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from reporter.statistics.arrays import (
    Floats,
    broadcast,
    check_multiplier,
    finite_denominator,
    tail_probability,
    whole,
)
from reporter.statistics.funnel.limits import Limits
from reporter.statistics.funnel.quantile import interpolated_quantile

AtMost = Callable[[Floats, Floats, Floats], Floats]
"""P(X ≤ k) of k events among n at a share: whole k from 0 to n − 1."""


def binomial_limits(
    denominator: ArrayLike, target: ArrayLike, *, multiplier: float = 1, confidence: float = 0.95
) -> Limits:
    """Exact binomial limits of a proportion about a target, the upper being the mirror image of the lower.

    Lower: r is the smallest count with P(X ≤ r) ≥ α/2, X ~ Binomial(n, θ), a = (P(X ≤ r) − α/2)/P(X = r), and
    the limit is max(r − a, 0)/n (Spiegelhalter). Upper: 1 less the lower limit of the complement, so that a
    share and its complement are judged alike. That is his own upper line plus one event: no count above it
    has a probability of more than α/2, where up to 8% lie above his when one event is expected. The normal
    lines θ ± z√(θ(1−θ)/n) that packages draw are wrong below some ten events or ten others.

    Args:
        denominator: n, a whole number above 0 (otherwise NaN).
        target: the centre line m·θ, between 0 and `multiplier` (otherwise NaN).
        multiplier: m, 1 for a share and 100 for a percentage.
        confidence: 0.95 or 0.998 for the customary lines.

    Reference: Spiegelhalter 2005, Statistics in Medicine 24:1185, appendix A.1.1.
    """

    def at_most(count: Floats, n: Floats, share: Floats) -> Floats:
        return np.asarray(special.betaincc(count + 1, n - count, share))

    return mirrored_limits(denominator, target, at_most, 0.0, multiplier, confidence)


def mirrored_limits(
    denominator: ArrayLike,
    target: ArrayLike,
    at_most: AtMost,
    correlation: float,
    multiplier: float,
    confidence: float,
) -> Limits:
    """Limits as `binomial_limits` has them, of counts of a distribution with mean n·θ.

    Args:
        denominator: n.
        target: m·θ.
        at_most: the distribution.
        correlation: ρ of its variance n·θ(1 − θ)(1 + (n − 1)ρ).
        multiplier: m.
        confidence: of the limits.
    """
    check_multiplier(multiplier)
    tail = tail_probability(confidence)
    denominator, target = broadcast(denominator, target)
    share = target / multiplier
    valid = finite_denominator(denominator) & whole(denominator) & (share >= 0) & (share <= 1)
    n, share = denominator[valid], share[valid]

    def lower_line(share: Floats) -> Floats:
        def of_elements(count: Floats, of: NDArray[np.int64]) -> Floats:
            possible = np.minimum(count, n[of] - 1)
            return np.where(count >= n[of], 1.0, at_most(possible, n[of], share[of]))

        # The Beta distribution of the same mean and variance is near.
        size = 1 / np.minimum(1 / n + (1 - 1 / n) * correlation, 0.999) - 1
        near = n * special.betaincinv(size * share, size * (1 - share), tail)
        return interpolated_quantile(of_elements, tail, np.where(near >= 0, near, n * share)) / n

    lower, upper = np.full(valid.shape, np.nan), np.full(valid.shape, np.nan)
    lower[valid] = multiplier * lower_line(share)
    upper[valid] = multiplier * (1 - lower_line(1 - share))
    return Limits(lower, upper)
