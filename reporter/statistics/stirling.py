"""What the logarithm of the gamma function and its derivative differ from Stirling's formula by.

From y = 30 on both come from their asymptotic series, exact to the last digit: the functions themselves are
so large there that few digits are left of their differences. Reference: Abramowitz and Stegun 1964, 6.1.41
and 6.3.18.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from reporter.statistics.arrays import Floats
from reporter.statistics.elementary import log

LARGE = 30.0
"""From here on the terms that are left out are below 1e-16."""


def beyond_stirling(y: Floats) -> Floats:
    """The difference ln Γ(y) − (y − ½)·ln y + y, which tends to ½·ln 2π."""
    square = 1 / np.maximum(y, LARGE) ** 2
    series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / np.maximum(y, LARGE)
    return np.where(
        y < LARGE, special.gammaln(y) - (y - 0.5) * log(y) + y, series + math.log(2 * math.pi) / 2
    )


def digamma_less_log(y: Floats) -> Floats:
    """The difference ψ(y) − ln y, near −1/(2y); ψ is the derivative of ln Γ."""
    square = 1 / np.maximum(y, LARGE) ** 2
    series = -0.5 / np.maximum(y, LARGE)
    series -= square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
    return np.where(y < LARGE, special.psi(y) - log(y), series)
