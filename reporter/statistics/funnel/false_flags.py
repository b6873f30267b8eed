"""How many areas limits mark though none is unusual."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import Floats, check_multiplier, vectors
from reporter.statistics.funnel.crossing import crossing, outermost_inside
from reporter.statistics.funnel.limits import Limits, expected_count, poisson_limits
from reporter.statistics.funnel.mixture import at_most_by_tau2


class FalseFlags(NamedTuple):
    """Expected numbers of areas flagged though their true rate is the target.

    Attributes:
        nominal: N·(1 − confidence), as if the limits had exactly their confidence.
        below: what the drawn lines give below them.
        above: what the drawn lines give above them.
    """

    nominal: float
    below: float
    above: float


def expected_false_flags(
    denominator: ArrayLike, target: ArrayLike, *, multiplier: float = 1000, confidence: float = 0.95
) -> FalseFlags:
    """Expected number of areas that `flag` marks when chance alone acts, X ~ Poisson(n·target/m).

    Counts are whole numbers, so the interpolated lines have not exactly their confidence: with few
    events expected they flag more often above than α/2 and less often below. Both are summed over the areas.

    Args:
        denominator: n of each area; areas that have no limits do not count.
        target: the centre line per `multiplier`.
        multiplier: m.
        confidence: of the limits; 0.998 for 42 areas gives nominally 0.084.
    """
    check_multiplier(multiplier)
    limits = poisson_limits(denominator, target, multiplier=multiplier, confidence=confidence)
    divisor, mean = expected_count(denominator, target, multiplier)
    drawn = ~np.isnan(mean)
    lower, upper, divisor, mean = (np.asarray(a)[drawn] for a in (*limits, divisor, mean))
    below, above = crossing(Limits(lower, upper), divisor, mean, multiplier)
    return FalseFlags(mean.size * (1 - confidence), float(below.sum()), float(above.sum()))


def false_flags_of(
    limits: Limits,
    denominator: ArrayLike,
    target: float,
    *,
    tau2: float = 0.0,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> FalseFlags:
    """Expected number of areas outside given limits though no true rate is unusual, by exact sums.

    X ~ NegBin(E, τ²), E = n·target/m: true rates differ with relative variance τ², or not at all at 0.

    Args:
        limits: of each area, per `multiplier`; they do not depend on the area's own count.
        denominator: n of each area; areas without limits do not count.
        target: the mean of true rates per `multiplier`.
        tau2: τ².
        multiplier: m.
        confidence: that the limits are named by.
    """
    divisor, mean = expected_count(vectors(denominator)[0], target, multiplier)
    drawn = ~np.isnan(limits.lower + limits.upper + mean)
    inner = Limits(limits.lower[drawn], limits.upper[drawn])
    least, greatest = outermost_inside(inner, np.asarray(divisor)[drawn], multiplier)

    def up_to(count: Floats) -> Floats:
        return at_most_by_tau2(count, np.asarray(mean)[drawn], np.array([tau2]))[:, 0]

    below = np.where(least > 0, up_to(np.maximum(least - 1, 0)), 0.0)
    return FalseFlags(
        float(drawn.sum() * (1 - confidence)), float(below.sum()), float((1 - up_to(greatest)).sum())
    )
