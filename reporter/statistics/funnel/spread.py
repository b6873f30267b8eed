"""A variance between areas by maximum likelihood: its estimate, profile limits, and the test that it is 0.

The variance lies on the boundary of what is possible when areas do not differ. So the likelihood ratio is 0
in half of all sets then, and its p-value is half of that of χ² on 1 df.
Reference: Self and Liang 1987, JASA 82:605; Cameron and Trivedi 2013, section 5.4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import special

from reporter.statistics.arrays import Floats, tail_probability
from reporter.statistics.roots import between

NO_DIFFERENCE = 1e-5
"""A likelihood ratio below this says that areas do not differ; rounding makes such ones."""

Profile = Callable[[float], tuple[float, float]]
"""The log-likelihood at a variance, everything else at its best there, and its derivative."""


class Spread(NamedTuple):
    """A variance with its limits, and the likelihood ratio test of 0.

    `lower` is 0 where 0 is not excluded, `upper` infinite where the end of the range is not.
    """

    value: float
    lower: float
    upper: float
    log_likelihood: float
    likelihood_ratio: float
    p_value: float


def fitted_spread(profile: Profile, grid: Floats, confidence: float) -> Spread:
    """The variance of greatest likelihood in the range of a grid from 0 on, and the test of 0.

    Args:
        profile: of the variance.
        grid: variances in order, the first 0, close enough together to tell one maximum from another.
        confidence: of the limits, those variances whose log-likelihood is χ²(confidence; 1)/2 below the best.
    """
    allowed = float(special.chdtri(1, 2 * tail_probability(confidence))) / 2
    heights, slopes = np.array([profile(at) for at in grid.tolist()]).T
    top = int(np.argmax(heights))
    value = _maximum(profile, grid, slopes, top)
    best = profile(value)[0]
    ratio = 2 * (best - float(heights[0]))
    if ratio < NO_DIFFERENCE:
        value, best, ratio = 0.0, float(heights[0]), 0.0

    def surplus(at: float) -> float:
        return profile(at)[0] - (best - allowed)

    lower, upper = 0.0, np.inf
    excluded = heights < best - allowed
    if excluded[0]:
        below = grid[excluded & (grid < value)]
        lower = between(surplus, float(below[-1]), value)
    if excluded[-1]:
        above = grid[excluded & (grid > value)]
        upper = between(surplus, value, float(above[0]))
    return Spread(value, lower, upper, best, ratio, float(special.chdtrc(1, ratio)) / 2 if ratio else 1.0)


def _maximum(profile: Profile, grid: Floats, slopes: Floats, top: int) -> float:
    """The maximum next to the highest point of the grid, where the derivative is 0 or at an end."""
    for low, high in ((top - 1, top), (top, top + 1)):
        if low >= 0 and high < grid.size and slopes[low] > 0 > slopes[high]:
            return between(lambda at: profile(at)[1], float(grid[low]), float(grid[high]))
    return float(grid[top])
