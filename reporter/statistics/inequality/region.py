"""All lines that a likelihood allows, and the extremes of what is made of them: profile limits of anything.

A line η = α + β·b of logarithms or logits is fitted to counts. Allowed are the lines whose log-likelihood is
at most half of χ²(confidence; 1) below the best: a convex region about the fitted line. What depends on level
and slope both, as a difference of rates does, has its profile limits at points of the region's boundary.
Reference: Venzon and Moolgavkar 1988, Applied Statistics 37:87.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from reporter.statistics.arrays import Floats

DIRECTIONS = 97
"""Directions that are looked at first, from one to the same again."""

CLOSER = 17
"""Directions about the best that are looked at next, again and again."""

ROUNDS = 8
"""After so many the directions are a millionth of a degree apart, and an extreme is flat."""

MOST_STEPS = 200
"""Newton's method needs 6 or so; more where a few events leave a region long in one direction."""

Cost = Callable[[Floats], tuple[Floats, Floats]]
"""What a change of η at each quantile takes off its log-likelihood, and the derivative of that."""


@dataclass(frozen=True)
class Region:
    """The allowed lines.

    Attributes:
        rank: b of each quantile.
        weight: the information about η at each.
        cost: of changes of η.
        allowed: the greatest cost.
    """

    rank: Floats
    weight: Floats
    cost: Cost
    allowed: float

    def extremes(self, measure: Callable[[Floats, Floats], Floats]) -> tuple[float, float]:
        """The least and the greatest of a measure on the boundary.

        Args:
            measure: of the changes of η at b = 0 and at b = 1 (arrays of the same shape), without a maximum
                or minimum inside the region.
        """
        return -self._greatest(lambda start, end: -measure(start, end)), self._greatest(measure)

    def _greatest(self, measure: Callable[[Floats, Floats], Floats]) -> float:
        degrees = np.linspace(0.0, 360.0, DIRECTIONS)
        for _ in range(ROUNDS):
            values = measure(*self._boundary(degrees))
            best = int(np.argmax(values))
            step = degrees[1] - degrees[0]
            degrees = np.linspace(degrees[best] - step, degrees[best] + step, CLOSER)
        return float(values[best])

    def _boundary(self, degrees: Floats) -> tuple[Floats, Floats]:
        """The changes of η at b = 0 and b = 1 where the boundary is met in each direction.

        The region would be a circle if the likelihood were that of a normal distribution. The cost is convex
        along each direction, so that Newton's method, once beyond the boundary, comes back without crossing.
        """
        total = self.weight.sum()
        middle = (self.weight * self.rank).sum() / total
        spread = (self.weight * (self.rank - middle) ** 2).sum()
        level, slope = special.cosdg(degrees) / np.sqrt(total), special.sindg(degrees) / np.sqrt(spread)
        line = level[:, None] + slope[:, None] * (self.rank - middle)
        length = np.full(degrees.size, np.sqrt(2 * self.allowed))
        for _ in range(MOST_STEPS):
            cost, slopes = self.cost(length[:, None] * line)
            step = (self.allowed - cost.sum(axis=1)) / (slopes * line).sum(axis=1)
            length = length + step
            if (np.abs(step) <= 1e-9 * length).all():  # the next one would be its square
                break
        return length * (level - slope * middle), length * (level + slope * (1 - middle))
