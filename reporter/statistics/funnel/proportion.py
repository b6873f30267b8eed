"""Control limits of a proportion about a target."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import broadcast, check_multiplier, finite_denominator, tail_probability
from reporter.statistics.funnel.limits import Limits


def proportion_limits(
    denominator: ArrayLike, target: ArrayLike, *, multiplier: float = 1, confidence: float = 0.95
) -> Limits:
    """Normal limits m·(θ ± z√(θ(1−θ)/n)) of a proportion, kept between 0 and the multiplier.

    Args:
        denominator: n.
        target: the centre line m·θ, between 0 and `multiplier` (otherwise NaN).
        multiplier: m, 1 for a share and 100 for a percentage.
        confidence: 0.95 or 0.998 for the customary lines.

    Not for infant mortality, whose shares are small: `poisson_limits`. PHE and PHStatsMethods cut the upper
    limit at 100 whatever the multiplier is. Reference: Spiegelhalter 2005, Statistics in Medicine 24:1185.
    """
    check_multiplier(multiplier)
    z = -special.ndtri(tail_probability(confidence))
    denominator, target = broadcast(denominator, target)
    share = target / multiplier
    valid = finite_denominator(denominator) & (share >= 0) & (share <= 1)
    n, share = np.where(valid, denominator, np.nan), np.where(valid, share, np.nan)
    half = z * np.sqrt(share * (1 - share) / n)
    return Limits(multiplier * np.maximum(share - half, 0.0), multiplier * np.minimum(share + half, 1.0))
