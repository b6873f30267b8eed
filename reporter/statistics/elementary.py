"""Exponential, logarithm and power by the C library, the same on every processor that it serves.

NumPy's own are other code on processors with AVX-512 than without, and differ in the last digit; SciPy calls
the C library. Arrays of float64, of any shape.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats


def exp(x: ArrayLike) -> Floats:
    """The exponential e^x, which is the inverse Box-Cox transform at λ = 0."""
    return np.asarray(special.inv_boxcox(x, 0.0))


def log(x: ArrayLike) -> Floats:
    """The natural logarithm; −∞ at 0."""
    return np.asarray(special.xlogy(1.0, x))


def power(x: ArrayLike, exponent: float) -> Floats:
    """The power e^(exponent·ln x) of x, 0 or more, for an exponent above 0."""
    return exp(exponent * log(x))
