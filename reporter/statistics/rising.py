"""The product (1)(1 + v)(1 + 2v)…(1 + (x − 1)v), of which negative and beta-binomial probabilities are made.

With v = 0 it is 1, and these distributions are the Poisson and the binomial. In place of x factors there are
gamma functions, through Stirling's formula: what cancels at small v is gone from it. Counts x are whole
numbers of 0 or more, v is 0 or more; arrays of any shapes that broadcast together.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from reporter.statistics.arrays import Floats
from reporter.statistics.stirling import beyond_stirling, digamma_less_log

SMALLEST = 1e-11
"""A smaller v is taken to be 0."""


def log_rising(count: Floats, v: Floats) -> Floats:
    """Σ ln(1 + k·v) over k = 0 to x − 1."""
    a = _inverse(v)
    value = (count + a - 0.5) * special.log1p(count / a) - count + beyond_stirling(count + a)
    return np.where(v < SMALLEST, 0.0, value - beyond_stirling(a))


def sum_of_inverses(count: Floats, v: Floats) -> Floats:
    """Σ 1/(1 + k·v) over k = 0 to x − 1."""
    a = _inverse(v)
    value = special.log1p(count / a) + digamma_less_log(count + a) - digamma_less_log(a)
    return np.where(v < SMALLEST, count, a * value)


def slope_of_log_rising(count: Floats, v: Floats) -> Floats:
    """The derivative of `log_rising` by v: Σ k/(1 + k·v) over k = 0 to x − 1."""
    rest = (count - sum_of_inverses(count, v)) * _inverse(v)
    return np.where(v < SMALLEST, count * (count - 1) / 2, rest)


def _inverse(v: Floats) -> Floats:
    return np.asarray(1 / np.maximum(v, SMALLEST))
