"""Probabilities of a Poisson count: SciPy's functions without the checks of its distributions.

`scipy.stats.poisson` gives the same numbers, but each of its calls costs as much as thousands of them: too
much for tables of which each is short. Counts k are whole numbers of any sign, means 0 or more; arrays of any
shapes that broadcast together, NaN where either is NaN.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from reporter.statistics.arrays import Floats
from reporter.statistics.elementary import exp


def exactly(count: Floats, mean: Floats) -> Floats:
    """P(X = k) = exp(k·ln μ − ln k! − μ), for k of 0 or more."""
    return exp(special.xlogy(count, mean) - special.gammaln(count + 1) - mean)


def at_most(count: Floats, mean: Floats) -> Floats:
    """P(X ≤ k), 0 below 0."""
    return np.where(count < 0, 0 * mean, special.pdtr(np.maximum(count, 0.0), mean))


def more_than(count: Floats, mean: Floats) -> Floats:
    """P(X > k), 1 below 0."""
    return np.where(count < 0, 1 + 0 * mean, special.pdtrc(np.maximum(count, 0.0), mean))
