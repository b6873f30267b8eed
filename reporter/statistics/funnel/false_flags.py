"""How many areas a funnel flags when none differs from the target."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import check_multiplier
from reporter.statistics.funnel.crossing import crossing
from reporter.statistics.funnel.limits import Limits, expected_count, poisson_limits


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
