"""How probable it is that a count falls outside drawn lines."""

from __future__ import annotations

import numpy as np

from reporter.statistics import poisson
from reporter.statistics.arrays import Floats
from reporter.statistics.funnel.limits import Limits


def outermost_inside(limits: Limits, denominator: Floats, multiplier: float) -> tuple[Floats, Floats]:
    """The least and the greatest count inside the lines: a rate on a line is inside.

    Args:
        limits: per `multiplier`.
        denominator: n.
        multiplier: m.
    """
    least, greatest = (limit * denominator / multiplier for limit in limits)
    return np.ceil(least), np.floor(greatest)


def crossing(limits: Limits, denominator: Floats, mean: Floats, multiplier: float) -> tuple[Floats, Floats]:
    """P(X below the lower line) and P(X above the upper), X Poisson with the mean given."""
    least, greatest = outermost_inside(limits, denominator, multiplier)
    return poisson.at_most(least - 1, mean), poisson.more_than(greatest, mean)
