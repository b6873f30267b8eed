"""Areas into quantiles, and where these stand between the most and the least deprived."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from reporter.statistics.arrays import Floats, Integers, vectors


def quantile(value: ArrayLike, n_quantiles: int, *, invert: bool = True) -> Integers:
    """Quantile of each area: ⌊q + 1 − ⌈(k + 1 − r)/(k/q)⌉⌋, at least 1, of k areas with a value.

    Args:
        value: one value an area (1-d).
        n_quantiles: q, 10 for tenths.
        invert: quantile 1 is that of the highest values (rank r of −v); otherwise of the lowest. Ties share a
            rank.

    Returns:
        1 to q; 0 where the value is missing, and everywhere if there are fewer values than quantiles.

    Reference: PHEindicatormethods, phe_quantile. Areas count alike, whatever their births.
    """
    if n_quantiles < 1:
        raise ValueError(f"n_quantiles must be at least 1, not {n_quantiles!r}")
    (value,) = vectors(value)
    result = np.zeros(value.size, dtype=np.int64)
    known = ~np.isnan(value)
    areas = int(known.sum())
    if areas < n_quantiles:
        return result
    rank = stats.rankdata(-value[known] if invert else value[known], method="min")
    # The ceiling in whole numbers: (k + 1 − r)·q/k is never rounded across a boundary.
    group = n_quantiles + 1 + -((areas + 1 - rank).astype(np.int64) * n_quantiles) // areas
    result[known] = np.maximum(group, 1)
    return result


def relative_rank(denominator: Floats) -> Floats:
    """The middle of each quantile's share of the denominator, between 0 at the first end and 1 at the last.

    Args:
        denominator: of each quantile along the last axis, most deprived first, above 0.
    """
    share = denominator / denominator.sum(axis=-1, keepdims=True)
    return np.asarray(np.cumsum(share, axis=-1) - share / 2)
