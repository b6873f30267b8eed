"""Quantiles of counts, and lines drawn through them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from reporter.statistics.arrays import Floats

MOST_STEPS = 200
"""Far more than are needed; a stop where counts are too large to be told apart."""

Distribution = Callable[[Floats, NDArray[np.int64]], Floats]
"""P(X ≤ k) of some of the elements: whole numbers k of 0 or more, and the positions of their elements."""


def interpolated(quantile: Floats, excess: Floats, probability: Floats) -> Floats:
    """A quantile r of counts moved down by its excess P(X ≤ r) − p over P(X = r), but not below 0."""
    return np.asarray(np.maximum(quantile - excess / probability, 0.0))


def interpolated_quantile(at_most: Distribution, probability: float, near: Floats) -> Floats:
    """The interpolated quantile of each of many distributions of counts.

    r is the smallest count with P(X ≤ r) ≥ p. Newton's method on the distribution function proposes it; what
    is known of either side bounds each proposal.

    Args:
        at_most: the distributions.
        probability: p.
        near: a guess of each quantile (1-d), 0 or more.

    Returns:
        r − (P(X ≤ r) − p)/P(X = r), not below 0.
    """
    result, count = np.empty(near.size), np.floor(near)
    low, high = np.full(near.size, -1.0), np.full(near.size, np.inf)
    left = np.arange(near.size)
    for step in range(MOST_STEPS):
        at = count[left]
        below = np.where(at > 0, at_most(np.maximum(at - 1, 0.0), left), 0.0)
        total = at_most(at, left)
        single = total - below
        short, over = total < probability, (at > 0) & (below >= probability)
        found = ~(short | over)
        result[left[found]] = interpolated(at, total - probability, np.maximum(single, 1e-300))[found]
        low[left[short]], high[left[over]] = at[short], at[over] - 1
        left, at, single = left[~found], at[~found], np.maximum(single, 1e-300)[~found]
        if not left.size:
            break
        gap = np.where(short, probability - total, probability - below)[~found]
        proposed = np.where(short[~found], at + np.ceil(gap / single), at - 1 + np.ceil(gap / single))
        # A step up is at most a doubling, and after some steps the interval left is halved.
        most = np.minimum(high[left], 2 * at + 16)
        halved = np.floor((low[left] + 1 + most) / 2)
        count[left] = np.clip(proposed if step < 8 else halved, low[left] + 1, most)
    else:
        result[left] = count[left]
    return result
