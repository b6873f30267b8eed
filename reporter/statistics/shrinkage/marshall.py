"""Marshall's shrinkage of rates towards their mean, by moments."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import Floats, broadcast, finite_count, finite_denominator


class Shrunk(NamedTuple):
    """Shrunk rates per unit of denominator, and the mean and variance of true rates they rest on."""

    value: Floats
    prior_mean: float
    prior_variance: float


def marshall(count: ArrayLike, denominator: ArrayLike) -> Shrunk:
    """Global empirical Bayes rates: b + C·(x/n − b) with C = a/(a + b/n).

    b = Σx/Σn, s² = Σn(x/n − b)²/Σn, a = s² − b/n̄ with n̄ the mean denominator, not below 0.

    Args:
        count: events of each area.
        denominator: n of each area; areas with anything missing get NaN and do not count.

    Returns:
        Rates per unit of denominator. Where areas differ by no more than chance (a = 0) all get the mean.

    For ranking and maps, where the most extreme crude rates are the smallest areas; named as shrunk wherever
    shown, for it is not the area's rate. It has no limits: see `gamma_poisson`. Reference: Marshall 1991,
    Applied Statistics 40:283.
    """
    count, denominator = broadcast(count, denominator)
    valid = finite_count(count) & finite_denominator(denominator)
    if not valid.any():
        return Shrunk(np.full(count.shape, np.nan), np.nan, np.nan)
    n = denominator[valid]
    rate = count[valid] / n
    mean = float(count[valid].sum() / n.sum())
    spread = float((n * (rate - mean) ** 2).sum() / n.sum())
    variance = max(spread - mean / float(n.mean()), 0.0)
    weight = variance / (variance + mean / n) if variance > 0 else np.zeros(n.size)
    value = np.full(count.shape, np.nan)
    value[valid] = mean + weight * (rate - mean)
    return Shrunk(value, mean, variance)
