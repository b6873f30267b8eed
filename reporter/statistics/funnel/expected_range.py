"""The range of counts to be expected of an area, and how often chance leaves it on each side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import Floats, floats
from reporter.statistics.funnel.crossing import outermost_inside
from reporter.statistics.funnel.limits import expected_count
from reporter.statistics.funnel.mixture import at_most_by_tau2, mixture_limits


class ExpectedRange(NamedTuple):
    """Limits of a rate, the counts within them, and the probability of a count beyond each.

    Attributes:
        lower: the lower line per `multiplier`.
        upper: the upper line.
        least: the least count within.
        greatest: the greatest.
        below: P(X < least).
        above: P(X > greatest).
    """

    lower: Floats
    upper: Floats
    least: Floats
    greatest: Floats
    below: Floats
    above: Floats


def expected_range(
    denominator: ArrayLike,
    target: float,
    tau2: ArrayLike,
    weight: ArrayLike,
    *,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> ExpectedRange:
    """The lines of `mixture_limits` with what follows from them: counts within, and both tails exactly.

    X has the mixture Σ weight_j·NegBin(E, τ_j²), E = n·target/m. As counts are whole, the tails are not
    exactly α/2: P(X < least) is below α/2, P(X > greatest) is at most α/2 for the count after `greatest`.

    Args:
        denominator: n (1-d).
        target: the centre line per `multiplier`.
        tau2: the possible τ² (1-d).
        weight: their weights, the same for all elements (1-d) or a row for each.
        multiplier: m.
        confidence: 0.95 or 0.998 for the customary lines.

    Returns:
        Arrays of the shape of `denominator`; NaN where there are no lines. With a target of 0 only the
        count 0 is within.

    Raises:
        ValueError: as `mixture_limits`.
    """
    limits = mixture_limits(denominator, target, tau2, weight, multiplier=multiplier, confidence=confidence)
    n, mean = expected_count(denominator, target, multiplier)
    least, greatest = outermost_inside(limits, n, multiplier)
    variances = floats(tau2)
    weights = np.broadcast_to(floats(weight), (*mean.shape, variances.size))
    below, above = np.zeros(mean.shape), np.zeros(mean.shape)
    for result, count in ((below, least - 1), (above, greatest)):
        drawn = (mean > 0) & ~np.isnan(count)
        some = drawn & (count >= 0)
        share = weights[some] / weights[some].sum(axis=1, keepdims=True)
        result[some] = (share * at_most_by_tau2(count[some], mean[some], variances)).sum(axis=1)
        result[np.isnan(count)] = np.nan
    return ExpectedRange(*limits, least, greatest, below, np.where(mean > 0, 1 - above, 0 * above))
