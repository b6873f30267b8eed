"""One verdict for each area, by the lines that are drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import Integers, broadcast, finite_count
from reporter.statistics.funnel.limits import outside
from reporter.statistics.funnel.mixture import adjusted_rate_limits


def verdict(
    count: ArrayLike,
    denominator: ArrayLike,
    target: ArrayLike,
    *,
    tau2: float = 0.0,
    multiplier: float = 1000,
) -> Integers:
    """Verdict on each rate: 0 inside the 95% lines about a target, ±1 outside, ±2 outside those of 99.8% too.

    Args:
        count: events of each area.
        denominator: n.
        target: the centre line per `multiplier`.
        tau2: the relative variance of true rates that the lines allow for; 0: they allow for chance alone.
        multiplier: m.

    Returns:
        The sign is that of the difference from the target; 0 where an area cannot be judged, and for a rate
        on a line. One in 40 is above the upper 95% line by chance: say how many to expect beside how many
        there are.

    Raises:
        ValueError: `tau2` is negative or infinite.
    """
    count, denominator, target = broadcast(count, denominator, target)
    usable = finite_count(count) & (denominator > 0)
    rate = multiplier * np.where(usable, count, np.nan) / np.where(usable, denominator, np.nan)
    outer, inner = (
        outside(
            rate,
            adjusted_rate_limits(denominator, target, tau2, multiplier=multiplier, confidence=confidence),
        )
        for confidence in (0.998, 0.95)
    )
    return inner + outer
