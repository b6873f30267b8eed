"""The Cochran-Armitage test for a linear trend in proportions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import vectors
from reporter.statistics.trend.log_linear import testable


class TrendTest(NamedTuple):
    """A chi-square statistic on one degree of freedom and its p-value."""

    statistic: float
    p_value: float


def cochran_armitage(count: ArrayLike, denominator: ArrayLike, score: ArrayLike) -> TrendTest:
    """Chi-square test on 1 df for a linear trend of x_t/n_t in the score t.

    χ² = N·(N·Σx_t·t − X·Σn_t·t)² / (X·(N−X)·(N·Σn_t·t² − (Σn_t·t)²)), X = Σx_t, N = Σn_t.

    Args:
        count: events of each year (1-d).
        denominator: n of each year.
        score: the year, or years since the first.

    Returns:
        NaN with no event, with nothing but events, with one score only, or where anything is missing or a
        count exceeds its denominator.

    Not below some five events a year: the exact test then differs. Reference: Armitage 1955, Biometrics
    11:375; R's prop.trend.test. Closed form, own code: statsmodels has the test for tables of two rows only.
    """
    count, denominator, score = vectors(count, denominator, score)
    if not testable(count, denominator, score) or (count > denominator).any():
        return TrendTest(np.nan, np.nan)
    events, total = count.sum(), denominator.sum()
    if events in (0, total):
        return TrendTest(np.nan, np.nan)
    # Deviations from the mean score: the formula above with its large sums cancelled beforehand.
    deviation = score - (denominator * score).sum() / total
    share = events / total
    spread = share * (1 - share) * (denominator * deviation**2).sum()
    statistic = float((count * deviation).sum() ** 2 / spread)
    return TrendTest(statistic, float(special.chdtrc(1, statistic)))
