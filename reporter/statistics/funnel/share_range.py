"""The range of counts to be expected of an area's share, and how often chance leaves it on each side."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, broadcast
from reporter.statistics.funnel.beta_binomial import at_most, beta_binomial_limits
from reporter.statistics.funnel.crossing import outermost_inside
from reporter.statistics.funnel.expected_range import ExpectedRange
from reporter.statistics.rising import SMALLEST


def share_range(
    denominator: ArrayLike, target: float, rho: float, *, multiplier: float = 1, confidence: float = 0.95
) -> ExpectedRange:
    """The lines of `beta_binomial_limits` with what follows from them: counts within, and both tails exactly.

    Args:
        denominator: n (1-d), whole numbers.
        target: the centre line per `multiplier`.
        rho: the intraclass correlation of true shares, 0 for chance alone.
        multiplier: m.
        confidence: 0.95 or 0.998 for the customary lines.

    Returns:
        As `expected_range`; NaN where there are no lines.
    """
    limits = beta_binomial_limits(denominator, target, rho, multiplier=multiplier, confidence=confidence)
    n, share = broadcast(denominator, target / multiplier)
    least, greatest = outermost_inside(limits, n, multiplier)
    below, above = np.zeros(n.shape), np.zeros(n.shape)
    for result, count in ((below, least - 1), (above, greatest)):
        result[np.isnan(count)] = np.nan
        some = count >= 0
        result[some] = _at_most(count[some], n[some], share[some], rho)
    return ExpectedRange(*limits, least, greatest, below, 1 - above)


def _at_most(count: Floats, n: Floats, share: Floats, rho: float) -> Floats:
    inside = np.minimum(count, n - 1)
    plain = rho < SMALLEST
    known = special.betainc(n - inside, inside + 1, 1 - share) if plain else at_most(inside, n, share, rho)
    return np.where(count >= n, 1.0, known)
