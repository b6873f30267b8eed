"""Limits of a Poisson count: exact, Byar's approximation, and the field's rule that joins the two.

A count x (shape: any) gives limits of its expectation, in events. Missing counts give missing limits.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

from reporter.statistics.arrays import Floats, tail_probability

EXACT_BELOW = 10
"""Counts below this get exact limits, counts from this on Byar's (the rule of Fingertips and of PHE)."""

CountLimits = Callable[[Floats, float], tuple[Floats, Floats]]


def exact_limits(count: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Exact Poisson limits: L = χ²(α/2; 2x)/2 and U = χ²(1−α/2; 2x+2)/2, with L = 0 at x = 0.

    SciPy's inverse incomplete gamma function gives the quantiles (χ²(p; 2a)/2 is the p-quantile of Gamma(a)).
    Reference: Garwood 1936, Biometrika 28:437.
    """
    tail = tail_probability(confidence)
    lower = np.where(count == 0, 0.0, special.gammaincinv(count, tail))
    return lower, np.asarray(special.gammainccinv(count + 1, tail))


def byar_limits(count: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Byar's limits: L = x(1 − 1/(9x) − z/(3√x))³ and U = y(1 − 1/(9y) + z/(3√y))³ with y = x + 1.

    For counts from 10 on; a negative L (possible only at extreme confidence) is missing.
    Reference: Breslow and Day 1987, Statistical Methods in Cancer Research II, page 69.
    """
    z = -special.ndtri(tail_probability(confidence))
    above = count + 1
    root = 1 - 1 / (9 * count) - z / (3 * np.sqrt(count))
    upper_root = 1 - 1 / (9 * above) + z / (3 * np.sqrt(above))
    lower = np.where(root < 0, np.nan, count * (root * root * root))
    return lower, np.asarray(above * (upper_root * upper_root * upper_root))


def exact_or_byar_limits(count: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Exact limits below 10 events, Byar's from 10 on: what the field publishes."""
    lower, upper = byar_limits(np.maximum(count, EXACT_BELOW), confidence)
    few = count < EXACT_BELOW
    lower[few], upper[few] = exact_limits(count[few], confidence)
    return lower, upper


def table_index(count: Floats) -> NDArray[np.intp] | None:
    """The counts as indices of a table, or None if a table of every count would not pay.

    Counts of events are small whole numbers that repeat, so a function of them is worked out once for each
    possible count. It is not where a count is broken, or where the largest exceeds the number of counts.
    """
    if count.size == 0 or count.max() >= count.size:
        return None
    index = count.astype(np.intp)
    return index if np.array_equal(index, count) else None


def tabulated(limits: CountLimits, count: Floats, confidence: float) -> tuple[Floats, Floats]:
    """`limits(count, confidence)` of finite counts, through a table where that is faster."""
    index = table_index(count)
    if index is None:
        return limits(count, confidence)
    lower, upper = limits(np.arange(index.max() + 1.0), confidence)
    return np.asarray(lower[index]), np.asarray(upper[index])
